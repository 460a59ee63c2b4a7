"""A server is used for long by honest, slow and lying clients: nobody honest sees an error, and nothing grows.

The server is `qa chat` as a process of its own, with the fake encoder: what grows is the server or the index.
SOAK_MINUTES says for how long `make stress` soaks it.
"""

import json
import os
import random
import re
import signal
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Event
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import httpx
import pytest

from tests.ports import free_port
from tests.waiting import wait_until

MINUTES = float(os.environ.get("SOAK_MINUTES", "30"))
# Between the second and the last fifth: of memory the medians, of descriptors the fewest, since each connection is one
# and their number goes up and down, while a descriptor that leaks stays open in the quietest second too.
MOST_GROWTH = 1.02
MOST_MORE_DESCRIPTORS = 3
# The generation that answers, one that is being opened, and one that somebody still reads.
MOST_GENERATIONS = 3
SUBJECTS = ("envoy", "letter", "river", "harbour")
COMMAND = (
    "import qa.archive, qa.upkeep.rebuilding; from tests.conftest import WordEncoder\n"
    "qa.archive.load_encoder = qa.upkeep.rebuilding.load_encoder = lambda *_: WordEncoder()\n"
    "from ui.cli import main; main()"
)


class Sample(NamedTuple):
    """What a process holds at a moment: memory in bytes, open descriptors, generations of an index."""

    memory: int
    descriptors: int
    generations: int


class Server(NamedTuple):
    """A running chat: where it is, its process, and the file of what it prints to stderr."""

    address: str
    process: subprocess.Popen[bytes]
    errors: Path

    def sample(self) -> Sample:
        proc = Path("/proc") / str(self.process.pid)
        resident = int((proc / "statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
        mapped = re.findall(r"/generations/([\w.-]+)/", (proc / "maps").read_text())
        return Sample(resident, len(list((proc / "fd").iterdir())), len(set(mapped)))


@contextmanager
def running(folder: Path, root: Path) -> Iterator[Server]:
    """Serve a small archive, without a rate, as a process of its own."""
    (folder / "sources").mkdir()
    for subject in SUBJECTS:
        lines = (f"The {subject} was spoken of in line {line}." for line in range(200))
        (folder / "sources" / f"{subject}.txt").write_text(" ".join(lines))
    port = free_port()
    environment = os.environ | {
        **{
            "PYTHONPATH": str(root),
            "LOCCIT_READER": "false",
            "LOCCIT_THRESHOLD": "0",
            "LOCCIT_RATE": "0",
            "LOCCIT_UPLOAD_MB": "2",
        },
        **{"LOCCIT_UPLOADS": str(folder / "uploads"), "LOCCIT_ADDED": str(folder / "added")},
    }
    qa = [sys.executable, "-c", COMMAND]
    index = ["--index", str(folder / "index")]
    subprocess.run([*qa, "rebuild", str(folder / "sources"), *index], env=environment, check=True, capture_output=True)
    with (folder / "out").open("wb") as out, (folder / "err").open("wb") as err:
        process = subprocess.Popen([*qa, "chat", *index, "--port", str(port)], env=environment, stdout=out, stderr=err)
    server = Server(f"http://127.0.0.1:{port}/", process, folder / "err")
    try:
        wait_until(lambda: _is_ready(server))
        yield server
    finally:
        process.kill()
        process.wait()


def _is_ready(server: Server) -> bool:
    assert server.process.poll() is None, server.errors.read_text()
    with suppress(httpx.TransportError):
        return httpx.get(f"{server.address}readyz").status_code == 200
    return False


# Honest clients. Each call does one thing and checks what comes back.


def verbatim(excerpts: Sequence[dict[str, Any]]) -> None:
    assert excerpts
    for excerpt in excerpts:
        assert re.match(r"The \w+ was spoken of in line \d+\.", excerpt["text"])


# An endpoint that is called without Gradio's client takes all its parameters.
NO_FILTERS: tuple[Any, ...] = ([], [], None, None, [], "keep")


def call_endpoint(client: httpx.Client, name: str, *data: object) -> Any:
    event = client.post(f"gradio_api/call/{name}", json={"data": data}).raise_for_status().json()["event_id"]
    stream = client.get(f"gradio_api/call/{name}/{event}").raise_for_status().text
    assert "event: complete" in stream, stream
    return json.loads(stream.split("data: ")[-1])[0]


def call_page(client: httpx.Client, page: str, name: str, data: object) -> dict[str, Any]:
    components = client.get("config", params={"page": page}).raise_for_status().json()["components"]
    component = next(part["id"] for part in components if name in part["props"].get("server_fns", ()))
    call = {"data": data, "fn_name": name, "component_id": component, "session_hash": "x"}
    return dict(client.post("gradio_api/component_server/", json=call).raise_for_status().json())


def ask_at_the_endpoint(client: httpx.Client, chance: random.Random) -> None:
    verbatim(call_endpoint(client, "ask", f"What was said of the {chance.choice(SUBJECTS)}?", *NO_FILTERS)["excerpts"])


def retrieve_at_the_endpoint(client: httpx.Client, chance: random.Random) -> None:
    subject = chance.choice(SUBJECTS)
    filters = (*NO_FILTERS[:4], [f"{subject}.txt"], "keep")
    verbatim(call_endpoint(client, "retrieve", f"the {subject}", 3, *filters)["excerpts"])


def ask_on_the_page(client: httpx.Client, chance: random.Random) -> None:
    assert client.get("").status_code == 200
    question = f"What was said of the {chance.choice(SUBJECTS)} {chance.randrange(10**9)}?"
    assert "was spoken of in line" in call_page(client, "", "ask", {"question": question})["html"]


def keep_a_page_open(client: httpx.Client, chance: random.Random) -> None:
    """Hold a page's event stream open for some seconds, as a browser does, and leave."""
    address = f"gradio_api/heartbeat/{chance.randrange(10**9):x}"
    with (
        suppress(httpx.ReadTimeout),
        client.stream("GET", address, timeout=chance.uniform(0.5, 5)) as stream,
    ):
        assert stream.status_code == 200
        for _ in stream.iter_bytes():
            pass


def add_and_remove_a_file(client: httpx.Client, chance: random.Random) -> None:
    """Upload a file, add it, bring the archive up to date, ask about it, and take it out again."""
    word = f"zebra{chance.randrange(10**9)}"
    text = f"The {word} was spoken of in line 1. " + "Nothing else was. " * chance.randrange(1, 40)
    upload = client.post("gradio_api/upload", files={"files": (f"{word}.txt", text.encode())}).raise_for_status()
    assert call_page(client, "archive", "add_file", {"path": upload.json()[0], "name": f"{word}.txt"}) == {}
    call_endpoint(client, "rebuild")
    answer = call_endpoint(client, "ask", f"What was said of the {word}?", *NO_FILTERS)
    assert answer["excerpts"][0]["text"].startswith(f"The {word}")
    listed = call_page(client, "archive", "list_documents", {"words": word})["html"]
    path = re.search(rf'data-remove="([^"]*{word}\.txt)"', listed)
    assert path
    assert call_page(client, "archive", "remove_file", {"path": path[1]}) == {"said": ""}
    while call_page(client, "archive", "progress", None)["running"]:
        time.sleep(0.1)


HONEST = (
    *(ask_at_the_endpoint, retrieve_at_the_endpoint, ask_on_the_page, keep_a_page_open, keep_a_page_open),
    add_and_remove_a_file,
)


# Slow and lying clients, which the server may cut off as it likes.


def _post(connection: socket.socket, path: str, *headers: str) -> None:
    lines = (f"POST /gradio_api/{path} HTTP/1.1", "Host: localhost", *headers, "", "")
    connection.sendall("\r\n".join(lines).encode())


_FILE = "Content-Type: multipart/form-data; boundary=b"
_PART = b'--b\r\nContent-Disposition: form-data; name="files"; filename="a.txt"\r\n\r\n'


def send_a_byte_a_second(connection: socket.socket, chance: random.Random) -> None:
    _post(connection, "call/ask", "Content-Type: application/json", "Content-Length: 100")
    for _ in range(chance.randrange(1, 12)):
        connection.sendall(b" ")
        time.sleep(1)


def break_off_an_upload(connection: socket.socket, chance: random.Random) -> None:
    _post(connection, "upload", _FILE, "Content-Length: 1000000")
    connection.sendall(_PART + b"x" * chance.randrange(200_000))
    # The connection is reset, not closed.
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")


def say_less_than_is_sent(connection: socket.socket, chance: random.Random) -> None:
    _post(connection, "call/ask", "Content-Type: application/json", "Content-Length: 5")
    connection.sendall(b'{"data": ["What was said of the envoy?"]}' * chance.randrange(1, 50))
    connection.recv(1_000)


def send_chunks_without_end(connection: socket.socket, chance: random.Random) -> None:
    _post(connection, "upload", _FILE, "Transfer-Encoding: chunked", "Content-Length: 9")
    connection.sendall(b"%x\r\n%b\r\n" % (len(_PART), _PART))
    for _ in range(chance.randrange(100)):
        connection.sendall(b"10000\r\n" + b"x" * 0x10000 + b"\r\n")


def leave_in_the_middle_of_an_answer(connection: socket.socket, chance: random.Random) -> None:
    path = chance.choice(("", "config", f"gradio_api/heartbeat/{chance.randrange(10**9):x}", "static/none"))
    connection.sendall(f"GET /{path} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
    connection.recv(chance.randrange(1, 100))


def send_what_is_no_request(connection: socket.socket, chance: random.Random) -> None:
    connection.sendall(chance.randbytes(chance.randrange(1_000)))


def begin_a_request_and_wait(connection: socket.socket, chance: random.Random) -> None:
    head = b"GET / HTTP/1.1\r\nHost: localhost"
    connection.sendall(head[: chance.randrange(len(head))])
    connection.settimeout(chance.randrange(1, 10))
    connection.recv(1)


LYING = (
    *(send_a_byte_a_second, send_a_byte_a_second, break_off_an_upload, say_less_than_is_sent),
    *(send_chunks_without_end, leave_in_the_middle_of_an_answer, send_what_is_no_request, begin_a_request_and_wait),
)


def soak(server: Server, seconds: float) -> list[Sample]:
    """Have all clients at work for so long; return a sample of each second. An honest client's error is raised."""
    stop = Event()
    end = time.monotonic() + seconds

    def be_honest(act: Callable[[httpx.Client, random.Random], None], seed: int) -> int:
        chance, acts = random.Random(seed), 0  # noqa: S311
        while not stop.is_set():
            with httpx.Client(base_url=server.address, timeout=60) as client:
                for _ in range(20):
                    act(client, chance)
                    acts += 1
                    if stop.wait(0.1):
                        break
        return acts

    def lie(act: Callable[[socket.socket, random.Random], None], seed: int) -> int:
        chance, port, acts = random.Random(seed), urlsplit(server.address).port or 0, 0  # noqa: S311
        while not stop.wait(0.2):
            # Another client by its address, so that its share of what can be open is its own.
            with suppress(OSError), socket.create_connection(("127.0.0.1", port), 10, ("127.0.0.2", 0)) as connection:
                acts += 1
                act(connection, chance)
        return acts

    samples = []
    with ThreadPoolExecutor(len(HONEST) + len(LYING)) as pool:
        honest = [pool.submit(be_honest, act, seed) for seed, act in enumerate(HONEST)]
        lying = [pool.submit(lie, act, seed) for seed, act in enumerate(LYING)]
        try:
            while time.monotonic() < end and not any(client.done() for client in honest):
                time.sleep(1)
                samples.append(server.sample())
        finally:
            stop.set()
    acts = [client.result() for client in (*honest, *lying)]
    assert min(acts) > 0
    print([(act.__name__, count) for act, count in zip((*HONEST, *LYING), acts, strict=True)])
    return samples


def early_and_late(
    values: Sequence[float], measure: Callable[[Sequence[float]], float] = statistics.median
) -> tuple[float, float]:
    """Return a measure of the second fifth, after the warm-up, and of the last fifth."""
    fifth = len(values) // 5
    return measure(values[fifth : 2 * fifth]), measure(values[-fifth:])


def check_that_it_ends_well(server: Server) -> None:
    """Check that a server still answers, that it reported no error, and that Ctrl-C ends it."""
    assert httpx.get(f"{server.address}healthz").json() == {"status": "ok"}
    server.process.send_signal(signal.SIGINT)
    assert server.process.wait(timeout=120) == 130
    *lines, last = server.errors.read_text().splitlines()
    assert (set(lines) - {"WARNING:  Invalid HTTP request received."}, last) == (set(), "qa: stopped.")


def test_growth_is_that_of_the_last_fifth_over_the_second() -> None:
    values = [9, 9, 1, 2, 5, 5, 5, 5, 7, 8]
    assert early_and_late(values) == (1.5, 7.5)
    assert early_and_late(values, min) == (1, 7)


@pytest.mark.skipif(not Path("/proc/self/smaps").exists(), reason="reads /proc")
def test_a_server_is_used_for_some_seconds_by_honest_and_lying_clients(tmp_path: Path, root: Path) -> None:
    with running(tmp_path, root) as server:
        assert soak(server, seconds=6)
        check_that_it_ends_well(server)


@pytest.mark.stress
@pytest.mark.skipif(not Path("/proc/self/smaps").exists(), reason="reads /proc")
def test_a_server_that_is_used_for_long_does_not_grow(tmp_path: Path, root: Path) -> None:
    with running(tmp_path, root) as server:
        samples = soak(server, MINUTES * 60)
        (tmp_path / "samples.json").write_text(json.dumps(samples))
        early, late = early_and_late([sample.memory for sample in samples])
        assert late <= early * MOST_GROWTH, f"memory grew from {early:,.0f} to {late:,.0f} bytes"
        early, late = early_and_late([sample.descriptors for sample in samples], min)
        assert late <= early + MOST_MORE_DESCRIPTORS, f"descriptors grew from {early} to {late}"
        assert max(sample.generations for sample in samples) <= MOST_GENERATIONS
        check_that_it_ends_well(server)
