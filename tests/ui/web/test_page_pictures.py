from collections.abc import Callable
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from embeddings.building.rebuild import rebuild
from embeddings.models.encoder import Encoder
from qa.archive import Archive
from tests.embeddings.readers.pdf_writing import column, pdf_of
from ui.web import page_pictures

WORDS = "The envoy came to the harbour at night. Nobody took notes of what he told the clerk of the port."


@pytest.fixture
def path(write: Callable[..., Path]) -> Path:
    write("notes.txt", "The sea was calm.")
    return write("report.pdf", pdf_of([column(WORDS, 72, 700, 400)]))


@pytest.fixture
def archive(path: Path, tmp_path: Path, encoder: Encoder) -> Archive:
    rebuild([path.parent], tmp_path / "index", lambda: encoder)
    return Archive.open(tmp_path / "index", encoder=encoder)


@pytest.fixture
def client(archive: Archive) -> TestClient:
    return TestClient(Starlette(routes=page_pictures.routes(lambda: archive)))


def asked(archive: Archive, name: str = "report.pdf") -> dict[str, str | int]:
    document = archive.document(name)
    assert document is not None
    return {"doc": name, "text": document.text_sha256[:12], "start": 0, "end": 9, "page": 0}


def test_a_cited_page_is_served_as_a_picture(client: TestClient, archive: Archive) -> None:
    response = client.get("/page-picture", params=asked(archive))
    assert (response.status_code, response.headers["content-type"]) == (200, "image/png")
    assert response.content.startswith(b"\x89PNG")


def test_what_has_no_picture_is_not_found(client: TestClient, archive: Archive) -> None:
    right = asked(archive)
    for wrong in (
        asked(archive, "notes.txt"),
        {**right, "doc": "elsewhere.pdf", "text": "0" * 12},
        {**right, "page": 3},
    ):
        assert client.get("/page-picture", params=wrong).status_code == 404
    assert client.get("/page-picture", params={**right, "page": "x"}).status_code == 400
    assert client.get("/page-picture").status_code == 400


def test_a_file_that_has_changed_is_not_drawn(client: TestClient, archive: Archive, path: Path) -> None:
    path.write_bytes(pdf_of([column("Something else.", 72, 700, 400)]))
    response = client.get("/page-picture", params=asked(archive))
    assert (response.status_code, response.text) == (404, "The file has changed since it was read; rebuild the index.")
