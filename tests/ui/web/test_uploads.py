import os
import socket
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest

from qa.errors import SettingError
from qa.settings import Settings
from tests.waiting import wait_until
from ui.web.uploads import HOUR, prepare, sweep


def test_the_folder_is_private_and_below_the_cache_unless_it_is_set(tmp_path: Path) -> None:
    folder = prepare(Settings(cache=tmp_path / "cache"))
    assert folder == tmp_path / "cache" / "uploads"
    assert folder.stat().st_mode & 0o777 == 0o700
    assert list(folder.iterdir()) == []
    assert prepare(Settings(cache=tmp_path / "cache", uploads=tmp_path / "mine")) == tmp_path / "mine"


def test_a_folder_that_others_can_enter_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    with pytest.raises(
        SettingError, match=rf"{tmp_path} can be entered by others; run chmod 700 {tmp_path}, or set LOC"
    ):
        prepare(Settings(uploads=tmp_path))
    assert tmp_path.stat().st_mode & 0o777 == 0o755


def test_a_folder_of_another_user_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mine = os.getuid()
    monkeypatch.setattr("os.getuid", lambda: mine + 1)
    with pytest.raises(SettingError, match=r"belongs to another user; set LOCCIT_UPLOADS"):
        prepare(Settings(uploads=tmp_path / "uploads"))


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(**_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("ui.web.uploads.TemporaryFile", refuse)
    with pytest.raises(
        SettingError, match=rf"cannot be kept in {tmp_path}/uploads \(permission denied\); set LOCCIT_UP"
    ):
        prepare(Settings(uploads=tmp_path / "uploads"))


def aged(path: Path, seconds: float) -> Path:
    then = time.time() - seconds
    os.utime(path, (then, then))
    return path


def test_what_broke_off_and_what_was_not_added_goes_after_an_hour(tmp_path: Path) -> None:
    arriving, broken_off = tmp_path / "tmpa1b2_c3d", tmp_path / "tmpe5f6g7h8"
    for path in (arriving, broken_off):
        path.write_text("half")
    waiting, given_up = tmp_path / ("a" * 64), tmp_path / ("b" * 64)
    for path in (waiting, given_up):
        path.mkdir()
        (path / "letter.txt").write_text("whole")
    of_the_owner = tmp_path / "thesis.txt"
    of_the_owner.write_text("years of work")
    for path in (arriving, waiting):
        aged(path, HOUR - 60)
    for path in (broken_off, given_up):
        aged(path, HOUR + 60)
    aged(of_the_owner, 10_000 * HOUR)
    sweep(tmp_path)
    assert sorted(tmp_path.iterdir()) == sorted([arriving, waiting, of_the_owner])


def test_a_folder_that_may_hold_less_than_a_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(
        SettingError, match=r"LOCCIT_UPLOAD_FOLDER_MB is 10, less than one file may have .*UPLOAD_MB is 50"
    ):
        prepare(Settings(uploads=tmp_path / "uploads", upload_folder_mb=10))


@pytest.mark.usefixtures("index")
def test_what_is_uploaded_goes_to_the_folder_and_old_uploads_are_swept_at_the_start(
    serve: Callable[..., str], tmp_path: Path
) -> None:
    uploads = prepare(Settings(uploads=tmp_path / "uploads"))
    old = uploads / ("c" * 64)
    old.mkdir()
    aged(old, HOUR + 60)
    address = serve()
    reply = httpx.post(f"{address}gradio_api/upload", files={"files": ("letter.txt", b"Dear all")})
    (path,) = reply.json()
    assert Path(path).is_relative_to(uploads)
    assert Path(path).read_bytes() == b"Dear all"
    # A thread of its own sweeps.
    wait_until(lambda: not old.exists())


@pytest.mark.usefixtures("index")
def test_an_upload_that_breaks_off_is_no_error_of_the_server(
    capsys: pytest.CaptureFixture[str], serve: Callable[..., str], tmp_path: Path
) -> None:
    address = urlsplit(serve())
    head = (
        f"POST /gradio_api/upload HTTP/1.1\r\nHost: {address.netloc}\r\nContent-Length: 1000000\r\n"
        "Content-Type: multipart/form-data; boundary=b\r\n\r\n"
        '--b\r\nContent-Disposition: form-data; name="files"; filename="a.txt"\r\n\r\n'
    )
    with socket.create_connection((address.hostname, address.port)) as connection:
        connection.sendall(head.encode() + b"x" * 100_000)
        wait_until(lambda: list((tmp_path / "uploads").glob("tmp*")))
    # It is deleted once the server knows that it broke off.
    wait_until(lambda: not list((tmp_path / "uploads").glob("tmp*")))
    httpx.get(f"http://{address.netloc}/healthz")
    assert capsys.readouterr().err == ""
