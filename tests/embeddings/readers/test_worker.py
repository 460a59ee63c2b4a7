import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from embeddings.errors import ReaderNotStarted, TookTooLong, UnreadableFile
from embeddings.readers import worker as module
from embeddings.readers.content import Limits, Parse
from embeddings.readers.registry import contents_of
from embeddings.readers.worker import Worker

# What the process runs in these tests: loccit's readers, and one that does what its file says.
OBEYING = """
import json, os, re, sys, time
sys.path[:] = json.loads(sys.argv[1])
from embeddings.readers import formats, plain_text, registry, worker
def read(text):
    print("noise")
    if text.startswith("die"):
        os.kill(os.getpid(), 11)
    if text.startswith("memory"):
        bytearray(1 << 40)
    if text.startswith("wait"):
        time.sleep(600)
    if text.startswith("hang"):
        re.match("(a*)*b", "a" * 60)
    return plain_text.read(text)
formats.SUFFIXES[".obey"] = kind = formats.Format("obedient", (".obey",), "")
registry._TEXT_READERS[kind] = read
worker.serve()
"""


@contextmanager
def parsing(seconds: float) -> Iterator[Parse]:
    worker = Worker(seconds, Limits(), lambda: None)
    yield worker.contents_of
    worker.kill()


@pytest.fixture
def obeying(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_START", OBEYING)


@pytest.fixture
def worker() -> Iterator[Worker]:
    worker = Worker(30, Limits(), lambda: None)
    yield worker
    worker.kill()


def test_files_are_read_as_in_this_process_and_by_a_process_that_is_kept(worker: Worker) -> None:
    files = {
        Path("a.md"): "---\ntitle: Die Flüsse\nauthor: Ana de Souza\n---\nIt rose “at dawn” 🌊.".encode(),
        Path(os.fsdecode(b"caf\xe9.txt")): b"The sea was calm.",
        Path("half.md"): b'---\ntitle: "\\ud800"\n---\nIt fell.',
        Path("b.html"): b"<p>" + b"The river rose. " * 10_000,
    }
    processes = set()
    for path, data in files.items():
        assert worker.contents_of(path, data) == contents_of(path, data)
        processes.add(worker.process)
    assert len(processes) == 1


@pytest.mark.parametrize(("name", "data"), [("a.txt", b"\0"), ("a.xyz", b"x\0"), ("a.txt", b"  ")])
def test_what_cannot_be_read_is_refused_with_the_same_reason(worker: Worker, name: str, data: bytes) -> None:
    with pytest.raises(UnreadableFile) as expected:
        contents_of(Path(name), data)
    with pytest.raises(UnreadableFile) as raised:
        worker.contents_of(Path(name), data)
    assert str(raised.value) == str(expected.value)


@pytest.mark.usefixtures("obeying")
def test_a_file_that_takes_too_long_is_given_up_and_the_next_is_read() -> None:
    with parsing(1) as parse:
        assert parse(Path("a.obey"), b"The sea was calm.").documents[0].text == "The sea was calm."
        begun = time.monotonic()
        with pytest.raises(TookTooLong) as raised:
            parse(Path("/s/b.obey"), b"hang")
        assert time.monotonic() - begun >= 1
        assert str(raised.value) == (
            "/s/b.obey: took longer than 1 seconds to read; split it, or set LOCCIT_FILE_SECONDS higher"
        )
        assert parse(Path("c.obey"), b"The river rose.").documents[0].text == "The river rose."


@pytest.mark.usefixtures("obeying")
def test_whoever_stops_need_not_wait_for_the_file() -> None:
    stop = False

    def check_stopped() -> None:
        if stop:
            raise KeyboardInterrupt

    worker = Worker(60, Limits(), check_stopped)
    worker.contents_of(Path("a.obey"), b"The sea was calm.")
    process, stop = worker.process, True
    begun = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        worker.contents_of(Path("b.obey"), b"hang")
    assert time.monotonic() - begun < 30
    assert process
    assert process.poll() is not None
    assert worker.process is None


@pytest.mark.usefixtures("obeying")
@pytest.mark.skipif(sys.platform == "win32", reason="no signals here")
def test_a_reader_that_dies_takes_nothing_with_it(worker: Worker) -> None:
    with pytest.raises(UnreadableFile, match=r"a\.obey: its reader died \(signal \d+\); save it anew"):
        worker.contents_of(Path("a.obey"), b"die")
    assert worker.contents_of(Path("b.obey"), b"It rose.").documents[0].text == "It rose."


def test_a_process_that_was_killed_between_two_files_is_started_again(worker: Worker) -> None:
    worker.contents_of(Path("a.txt"), b"It rose.")
    assert worker.process
    worker.process.kill()
    worker.process.wait()
    with pytest.raises(UnreadableFile, match="its reader died"):
        worker.contents_of(Path("a.txt"), b"It rose." * 1_000_000)
    assert worker.contents_of(Path("a.txt"), b"It rose.").documents[0].text == "It rose."


@pytest.mark.usefixtures("obeying")
@pytest.mark.skipif(sys.platform != "linux", reason="memory is limited on Linux only")
def test_a_reader_that_wants_all_memory_is_refused_it(worker: Worker) -> None:
    with pytest.raises(UnreadableFile, match="its reader failed \\(MemoryError"):
        worker.contents_of(Path("a.obey"), b"memory")


@pytest.mark.usefixtures("obeying")
def test_a_file_whose_reader_waits_and_does_not_work_is_given_up_too(monkeypatch: pytest.MonkeyPatch) -> None:
    with parsing(30) as parse:
        parse(Path("a.obey"), b"It rose.")
        # A second; what does not wait has longer, since a busy machine may let it wait, too.
        with monkeypatch.context() as patch:
            patch.setattr(module, "WAITING_FACTOR", 1 / 30)
            with pytest.raises(TookTooLong):
                parse(Path("b.obey"), b"wait")
        assert parse(Path("c.obey"), b"It fell.").documents[0].text == "It fell."


@pytest.mark.usefixtures("obeying")
@pytest.mark.parametrize("what", [b"hang", b"wait"])
def test_a_process_whose_rebuild_was_killed_ends_itself(monkeypatch: pytest.MonkeyPatch, what: bytes) -> None:
    worker = Worker(0.1, Limits(), lambda: None)
    monkeypatch.setattr(worker, "_answer", lambda _: b"")
    with monkeypatch.context() as killed:
        killed.setattr(worker, "kill", lambda: 0)
        with pytest.raises(UnreadableFile, match="no answer that can be read"):
            worker.contents_of(Path("a.obey"), what)
    assert worker.process
    assert worker.process.wait(timeout=120) != 0
    worker.kill()


def test_a_process_ends_with_its_input_and_with_the_rebuild(worker: Worker) -> None:
    worker.contents_of(Path("a.txt"), b"It rose.")
    assert worker.process
    assert worker.process.stdin
    worker.process.stdin.close()
    assert worker.process.wait(timeout=120) == 0
    with parsing(30) as parse:
        parse(Path("a.txt"), b"It rose.")
        process = parse.__self__.process  # type: ignore[attr-defined]  # a method of the worker
    assert process.poll() is not None


@pytest.mark.parametrize("start", ["/nowhere/python", ""], ids=["no file", "fails"])
def test_a_process_that_does_not_start_is_named_with_what_to_do(
    worker: Worker, monkeypatch: pytest.MonkeyPatch, start: str
) -> None:
    monkeypatch.setattr(module, "_START", "raise SystemExit(7)")
    if start:
        monkeypatch.setattr(sys, "executable", start)
    with pytest.raises(ReaderNotStarted, match=r"cannot be started .*LOCCIT_FILE_SECONDS=0"):
        worker.contents_of(Path("a.txt"), b"It rose.")


def test_what_is_said_of_columns_reaches_the_process(worker: Worker) -> None:
    data = b"A,B\nThe lock,It was shut.\n"
    contents = worker.contents_of(Path("a.csv"), data, (("title", "A"), ("text", "B")))
    assert [(document.title, document.text) for document in contents.documents] == [("The lock", "It was shut.")]


@pytest.mark.parametrize("answer", [b"[1", b"[]", b"{}", b'{"documents": [1], "refused": []}', b"[" * 100_000, b"\xff"])
def test_an_answer_that_is_none_costs_the_file_only(
    monkeypatch: pytest.MonkeyPatch, worker: Worker, answer: bytes
) -> None:
    monkeypatch.setattr(Worker, "_answer", lambda *_: answer)
    with pytest.raises(UnreadableFile, match="no answer that can be read"):
        worker.contents_of(Path("a.txt"), b"It rose.")
    monkeypatch.undo()
    assert worker.contents_of(Path("a.txt"), b"It rose.").documents[0].text == "It rose."
