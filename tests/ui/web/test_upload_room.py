"""Uploads go through a real server: the folder has a bound, and nothing stays of an upload that broke off."""

import os
import shutil
import socket
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest

from tests.ui.web.test_inputs import tracebacks
from tests.waiting import wait_until
from ui.web import limits
from ui.web.upload_room import LEAST_BYTES, PAUSE, Room, held_by

MB = 1_000_000


def test_room_is_taken_until_there_is_none_and_is_there_again_when_files_have_gone(tmp_path: Path) -> None:
    now = 0.0
    room = Room(tmp_path, 10 * MB, lambda: now)
    assert room.take(6 * MB)
    (tmp_path / "a").write_bytes(b"x" * 6 * MB)
    assert not room.take(5 * MB)
    (tmp_path / "a").unlink()
    # The folder is not looked at again for each try.
    assert not room.take(5 * MB)
    now += PAUSE
    assert room.take(5 * MB)


def test_what_a_file_takes_of_the_disk_counts_however_small_it_is(tmp_path: Path) -> None:
    for number in range(10):
        (tmp_path / f"{number}").mkdir()
        (tmp_path / f"{number}" / "a.txt").write_text("x")
    assert held_by(tmp_path) >= 10
    (tmp_path / "b").write_bytes(b"x" * MB)
    assert MB <= held_by(tmp_path) <= MB + 21 * LEAST_BYTES


@pytest.fixture
def client(serve: Callable[..., str], index: object) -> Iterator[httpx.Client]:
    assert index
    with httpx.Client(base_url=serve(upload_mb=2, upload_folder_mb=5), timeout=120) as opened:
        yield opened


def upload(client: httpx.Client, name: str, content: bytes) -> httpx.Response:
    return client.post("gradio_api/upload", files={"files": (name, content)})


def test_uploads_that_nobody_adds_fill_no_disk(client: httpx.Client, tmp_path: Path) -> None:
    responses = [upload(client, f"{number}.txt", os.urandom(MB)) for number in range(8)]
    assert [response.status_code for response in responses] == [200] * 4 + [507] * 4
    assert (
        responses[-1]
        .json()["error"]
        .startswith(
            "The uploads that wait to be added have all of the 5 MB that they may take (LOCCIT_UPLOAD_FOLDER_MB)."
        )
    )
    assert held_by(tmp_path / "uploads") <= 5 * MB
    shutil.rmtree(Path(responses[0].json()[0]).parent)
    time.sleep(PAUSE)
    assert upload(client, "9.txt", b"again").status_code == 200


@pytest.mark.parametrize("lost", ["closed", "reset"])
def test_nothing_stays_of_uploads_that_break_off(client: httpx.Client, tmp_path: Path, lost: str) -> None:
    address = urlsplit(str(client.base_url))
    head = (
        f"POST /gradio_api/upload HTTP/1.1\r\nHost: {address.netloc}\r\nContent-Length: 1900000\r\n"
        "Content-Type: multipart/form-data; boundary=b\r\n\r\n"
        '--b\r\nContent-Disposition: form-data; name="files"; filename="a.txt"\r\n\r\n'
    )
    uploads = tmp_path / "uploads"
    # More than the folder may hold.
    for _ in range(4):
        with socket.create_connection((str(address.hostname), int(address.port or 0))) as connection:
            connection.sendall(head.encode() + b"x" * 1_500_000)
            wait_until(lambda: any(path.stat().st_size > MB for path in uploads.glob("tmp*")))
            if lost == "reset":
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
        wait_until(lambda: not [*uploads.glob("tmp*")])


def test_a_form_that_is_no_upload_is_refused_in_words(client: httpx.Client, capfd: pytest.CaptureFixture[str]) -> None:
    part = 'Content-Disposition: form-data; name="files"'
    forms = [
        (f"--b\r\n{part}\r\n\r\ntext, no file\r\n--b--\r\n", "multipart/form-data; boundary=b"),
        (f"--b\r\n{part}; filename=\"a\"\r\n\r\nx\r\n--b--\r\n", "multipart/form-data"),
        (f"--b\r\n{part}; filename=\"..\"\r\n\r\nx\r\n--b--\r\n", "multipart/form-data; boundary=b"),
        ("--b\r\nno header\r\n\r\nx", "multipart/form-data; boundary=b"),
        ("--b\r\n\r\n\r\nx\r\n--b--\r\n", "multipart/form-data; boundary=b"),
        (f"--b\r\n{part}; filename=\"\xff\"\r\n\r\nx\r\n--b--\r\n", "multipart/form-data; boundary=b; charset=nosuch"),
        ("x", "multipart/form-data; boundary="),
        ("x", "multipart/form-data; boundary=" + "b" * 5_000),
        ("x", "text/plain"),
        ("x", ""),
    ]  # fmt: skip
    for body, kind in forms:
        for address in ("gradio_api/upload", "gradio_api/upload?upload_id=x"):
            response = client.post(address, content=body.encode("latin-1"), headers={"content-type": kind})
            assert response.status_code in {200, 400, 413}, (body, kind, response.text)
    assert client.get("gradio_api/upload_progress?upload_id=x").status_code == 404
    assert tracebacks(capfd) == []


def test_a_form_that_comes_after_it_was_refused_loses_no_answer(
    client: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    # On a busy machine the form may take longer than any that is waited for.
    monkeypatch.setattr(limits, "LONGEST_READ_ON", 120.0)
    address = urlsplit(str(client.base_url))
    head = (
        f"POST /gradio_api/upload HTTP/1.1\r\nHost: {address.netloc}\r\nContent-Length: 100000\r\n"
        "Content-Type: multipart/form-data\r\n\r\n"
    )
    with socket.create_connection((str(address.hostname), int(address.port or 0)), timeout=120) as connection:
        connection.sendall(head.encode())
        # By now the server knows that the form has no boundary.
        time.sleep(0.3)
        for _ in range(10):
            connection.sendall(b"x" * 10_000)
            time.sleep(0.05)
        assert connection.recv(1000).startswith(b"HTTP/1.1 400 ")


def test_a_disk_that_is_full_is_said(
    client: httpx.Client, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("gradio.route_utils.NamedTemporaryFile", full)
    response = upload(client, "a.txt", b"words")
    assert response.status_code == 507
    assert response.json()["error"] == "The file cannot be kept here (no space left on device)."
    assert tracebacks(capfd) == []
