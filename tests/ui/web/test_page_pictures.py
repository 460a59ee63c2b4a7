import io
from collections.abc import Callable
from pathlib import Path
from zipfile import ZipFile

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from embeddings.building.rebuild import rebuild
from embeddings.documents import Document, Span
from embeddings.models.encoder import Encoder
from embeddings.readers.content import Limits
from embeddings.readers.page_pictures import Drawn, page_picture
from embeddings.readers.pdf_boxes import SeenPage
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


def test_a_picture_is_drawn_once(client: TestClient, archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    spans = []

    def drawn(document: Document, span: Span, *more: object) -> Drawn:
        spans.append(span)
        return page_picture(document, span, *more)  # type: ignore[arg-type]

    monkeypatch.setattr(page_pictures, "page_picture", drawn)
    first = client.get("/page-picture", params=asked(archive))
    again = client.get("/page-picture", params=asked(archive))
    client.get("/page-picture", params={**asked(archive), "end": 5})
    assert first.content == again.content
    assert spans == [(0, 9), (0, 5)]


def test_what_ocr_has_seen_of_a_page_is_handed_on(
    client: TestClient, archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = SeenPage((), 100, 100, by_ocr=True)
    handed_on = []

    def drawn(_: Document, __: Span, ___: int, ____: Limits, before: SeenPage | None) -> Drawn:
        handed_on.append(before)
        return Drawn(b"\x89PNG", seen)

    monkeypatch.setattr(page_pictures, "page_picture", drawn)
    for end in (5, 6):
        client.get("/page-picture", params={**asked(archive), "end": end})
    assert handed_on == [None, seen]


def test_a_page_inside_an_archive_is_served(write: Callable[..., Path], tmp_path: Path, encoder: Encoder) -> None:
    packed = io.BytesIO()
    with ZipFile(packed, "w") as archive_file:
        archive_file.writestr("b/report.pdf", pdf_of([column(WORDS, 72, 700, 400)]))
    path = write("a.zip", packed.getvalue())
    rebuild([path.parent], tmp_path / "zipped", lambda: encoder)
    archive = Archive.open(tmp_path / "zipped", encoder=encoder)
    client = TestClient(Starlette(routes=page_pictures.routes(lambda: archive)))
    response = client.get("/page-picture", params=asked(archive, "a.zip!/b/report.pdf"))
    assert response.content.startswith(b"\x89PNG")


def test_the_last_values_are_kept() -> None:
    kept = page_pictures.Kept[int]()
    for number in range(page_pictures.KEPT):
        kept.put(number, number)
    assert kept.get(0) == 0
    kept.put("new", 1)
    assert (kept.get(0), kept.get(1), kept.get("new")) == (0, None, 1)


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
