import contextlib
import json
import os
import signal
import socket
import threading
import time
from collections.abc import Callable
from pathlib import Path
from threading import Timer
from typing import Any
from urllib.parse import urlsplit

import pytest

from qa.errors import SettingError
from qa.settings import Settings
from tests.ui.example import ANSWER, QUESTION
from tests.waiting import SECONDS
from ui.web import recurring, server
from ui.web.logins import add_login
from ui.web.server import launch


@pytest.mark.usefixtures("index")
def test_without_the_setting_there_is_no_mcp_server(serve: Callable[..., str]) -> None:
    import httpx

    assert httpx.post(f"{serve()}gradio_api/mcp/", json={}).status_code in {404, 405}


@pytest.mark.usefixtures("fake_model")
def test_a_taken_port_is_refused_with_what_to_do(tmp_path: Path, taken_port: int) -> None:
    announced: list[str] = []
    with pytest.raises(SettingError, match=rf"127\.0\.0\.1:{taken_port} .*set LOCCIT_PORT or use --port"):
        launch(Settings(index=tmp_path / "index", port=taken_port), announced.append)
    assert announced == []


@pytest.mark.usefixtures("index")
def test_calls_of_endpoints_leave_no_more_sessions_than_are_kept(
    serve: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    import httpx

    pages: list[Any] = []
    go_on = server.wait_for_ctrl_c

    def keep_page(page: Any) -> None:
        pages.append(page)
        go_on(page)

    monkeypatch.setattr(server, "wait_for_ctrl_c", keep_page)
    monkeypatch.setattr(server, "SESSIONS", 3)
    address = serve()
    for _ in range(6):
        called = {"data": [QUESTION, [], [], None, None, [], "keep"]}
        event = httpx.post(f"{address}gradio_api/call/ask", json=called).json()["event_id"]
        assert "event: complete" in httpx.get(f"{address}gradio_api/call/ask/{event}").text
    assert len(pages[0].state_holder.session_data) == 3


def test_ctrl_c_closes_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    closed: list[bool] = []
    comes = server._comes
    presses = [Timer(0.1, os.kill, (os.getpid(), signal.SIGINT))]

    def comes_while_it_waits(stopped: Any) -> bool:
        if presses:
            presses.pop().start()
        return comes(stopped)

    class Page:
        def close(self, *, verbose: bool) -> None:
            closed.append(verbose)

    # Pressed before, it would end the tests.
    monkeypatch.setattr(server, "_comes", comes_while_it_waits)
    with pytest.raises(KeyboardInterrupt):
        server.wait_for_ctrl_c(Page())
    assert closed == [False]


@pytest.mark.usefixtures("index")
def test_a_server_that_is_stopped_while_its_models_are_opened_waits_for_them(
    serve: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[bool] = []
    pages: list[Any] = []

    def open_slowly(_: Settings) -> None:
        time.sleep(0.3)
        opened.append(True)

    def stop(page: Any) -> None:
        pages.append(page)
        raise KeyboardInterrupt

    monkeypatch.setattr(server, "_open_early", open_slowly)
    monkeypatch.setattr(server, "wait_for_ctrl_c", stop)
    with pytest.raises(KeyboardInterrupt):
        serve()
    assert opened == [True]
    pages[0].close(verbose=False)


@pytest.mark.usefixtures("index")
def test_a_server_that_has_ended_does_nothing_more_now_and_again(
    serve: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    threads = []
    start = recurring.start

    def started(*arguments: Any) -> threading.Thread:
        threads.append(start(*arguments))
        return threads[-1]

    monkeypatch.setattr(recurring, "start", started)
    serve()
    # Uploads are swept, batches too, and freed memory is given back.
    assert len(threads) == 3
    for thread in threads:
        thread.join(SECONDS)
    assert not any(thread.is_alive() for thread in threads)


def test_only_this_machine_is_served_by_default(serve: Callable[..., str], free_port: int) -> None:
    address = serve()
    assert address == f"http://127.0.0.1:{free_port}/"
    with socket.create_connection(("127.0.0.1", free_port), timeout=120):
        pass
    with pytest.raises(OSError, match="refused"):
        socket.create_connection(("127.0.0.2", free_port), timeout=120).close()


@pytest.mark.usefixtures("index")
def test_the_archives_files_are_not_served(serve: Callable[..., str], tmp_path: Path) -> None:
    import httpx

    address = serve()
    for path in (tmp_path / "sources" / "paris.md", tmp_path / "index" / "CURRENT"):
        assert path.is_file()
        assert httpx.get(f"{address}gradio_api/file={path}").status_code == 403


@pytest.fixture
def logins(tmp_path: Path) -> Path:
    path = tmp_path / "logins"
    add_login(path, "anna", "correct horse", "administrator")
    add_login(path, "ben", "battery staple", "reader")
    return path


@pytest.mark.usefixtures("index")
def test_who_is_logged_in_asks_and_only_an_administrator_rebuilds(serve: Callable[..., str], logins: Path) -> None:
    from gradio_client import Client
    from gradio_client.exceptions import AppError

    address = serve(auth=logins)
    with pytest.raises(Exception, match=r"401|credentials|Could not login"):
        Client(address, auth=("anna", "battery staple"), verbose=False)
    anna, ben = (
        Client(address, auth=login, verbose=False) for login in (("anna", "correct horse"), ("ben", "battery staple"))
    )
    assert ben.predict(QUESTION, api_name="/ask")["excerpts"][0]["text"] == ANSWER
    with pytest.raises(AppError, match="The archive cannot be changed here"):
        ben.predict(api_name="/rebuild")
    assert anna.predict(api_name="/rebuild")["documents"] == 3


@pytest.mark.usefixtures("fake_model")
def test_a_server_for_others_does_not_start_without_a_login(tmp_path: Path) -> None:
    announced: list[str] = []
    with pytest.raises(SettingError, match=r"--auth FILE .*or --no-auth"):
        launch(Settings(index=tmp_path / "index", host="0.0.0.0"), announced.append)
    assert announced == []


@pytest.mark.usefixtures("index")
def test_what_goes_over_a_limit_reaches_the_caller_as_its_message(serve: Callable[..., str]) -> None:
    import httpx

    # One more is allowed a minute later, which the busiest machine does not take for two.
    address = serve(rate=1)
    assert [httpx.post(f"{address}gradio_api/call/ask", json={"data": ["x"]}).status_code for _ in range(2)][-1] == 429
    response = httpx.post(f"{address}gradio_api/call/ask", content=b"x" * 1_000_001)
    assert response.json()["error"] == "The request has 1,000,001 bytes; the limit is 1,000,000."


@pytest.mark.usefixtures("index")
def test_nothing_is_uploaded_where_nobody_may_add_files(serve: Callable[..., str]) -> None:
    import httpx

    address = serve(host="0.0.0.0", no_auth=True).replace("0.0.0.0", "127.0.0.1")
    response = httpx.post(f"{address}gradio_api/upload", files={"files": b"x"})
    assert response.status_code == 403
    assert response.json()["error"].startswith("The archive cannot be changed here")


@pytest.mark.usefixtures("index")
def test_a_running_server_follows_the_file_of_logins(serve: Callable[..., str], logins: Path) -> None:
    import httpx

    form = {"username": "ben", "password": "battery staple"}
    before = logins.read_text("utf-8")
    with httpx.Client(base_url=serve(auth=logins, session_hours=2), timeout=120) as client:
        response = client.post("login", data=form)
        assert response.json() == {"success": True}
        assert "Max-Age=7200;" in response.headers["set-cookie"]
        assert client.get("config").json()["username"] == "ben"
        # Damaged: who was logged in stays so, and nobody new is let in.
        logins.write_text(before + "x", "utf-8")
        assert client.get("config").status_code == 200
        response = client.post("login", data=form)
        assert (response.status_code, response.json()["error"][:21]) == (503, "Nobody can log in now")
        # Taken out: the session ends.
        logins.write_text(before.splitlines()[0], "utf-8")
        assert client.get("config").status_code == 401
        logins.write_text(before, "utf-8")
        assert client.post("login", data=form).status_code == 200


@pytest.mark.usefixtures("index")
def test_every_response_has_the_security_headers_and_strangers_are_refused(serve: Callable[..., str]) -> None:
    import httpx

    address = serve()
    for path in ("", "config", "healthz", "theme.css"):
        headers = httpx.get(f"{address}{path}").headers
        assert "default-src 'none'" in headers["content-security-policy"], path
        assert headers["x-content-type-options"] == "nosniff"
    assert "'sha256-" in httpx.get(address).headers["content-security-policy"]
    assert httpx.get(address, headers={"host": "evil.example"}).status_code == 421
    origin = {"origin": "http://evil.example"}
    assert httpx.post(f"{address}gradio_api/call/ask", json={"data": ["x"]}, headers=origin).status_code == 403


@pytest.mark.usefixtures("index")
def test_questions_at_the_server_are_noted_without_their_words(serve: Callable[..., str], tmp_path: Path) -> None:
    import httpx

    address = serve(log=str(tmp_path / "log"), metrics=True)
    components = httpx.get(f"{address}config").json()["components"]
    room = next(component["id"] for component in components if "ask" in component["props"].get("server_fns", ()))
    called = {"data": {"question": QUESTION}, "fn_name": "ask", "component_id": room, "session_hash": "x"}
    assert ANSWER in httpx.post(f"{address}gradio_api/component_server/", json=called).json()["html"]
    log = (tmp_path / "log").read_text("utf-8")
    (question,) = [json.loads(line) for line in log.splitlines() if '"event": "question"' in line]
    assert (question["door"], question["status"]) == ("page", "answered")
    assert "Barnier" not in log
    assert 'loccit_question_seconds_count{door="page",status="answered"}' in httpx.get(f"{address}metrics").text


@pytest.mark.usefixtures("index")
@pytest.mark.parametrize("length", ["Content-Length: 5\r\n", ""])
def test_an_upload_that_lies_about_its_length_is_refused_when_the_limit_is_reached(
    serve: Callable[..., str], length: str
) -> None:
    address = urlsplit(serve(upload_mb=1))
    head = (
        f"POST /gradio_api/upload HTTP/1.1\r\nHost: {address.netloc}\r\nTransfer-Encoding: chunked\r\n{length}"
        "Content-Type: multipart/form-data; boundary=b\r\n\r\n"
    )
    part = b'--b\r\nContent-Disposition: form-data; name="files"; filename="a.txt"\r\n\r\n'
    sent, response = 0, b""
    with socket.create_connection((str(address.hostname), int(address.port or 0)), timeout=120) as connection:
        connection.sendall(head.encode())
        with contextlib.suppress(ConnectionError):
            for chunk in [part, *[b"x" * 65_536] * 800]:
                connection.sendall(b"%x\r\n%s\r\n" % (len(chunk), chunk))
                sent += len(chunk)
        with contextlib.suppress(ConnectionError):
            response = connection.recv(4096)
    # 50 MB were to be sent; the connection was closed after what fits into its buffers.
    assert sent < 20_000_000
    assert not response or response.split()[1] in {b"400", b"411", b"413"}
