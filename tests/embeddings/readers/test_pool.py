import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path

import pytest

from embeddings.errors import TookTooLong, UnreadableFile
from embeddings.readers import worker
from embeddings.readers.content import FileContents, Limits
from embeddings.readers.pool import AHEAD, Reading, reading
from tests.waiting import wait_until

# What the processes run in these tests: loccit's readers, and one that does what its file says.
OBEYING = """
import json, os, re, sys, time
sys.path[:] = json.loads(sys.argv[1])
from embeddings.readers import formats, plain_text, registry, worker
def read(text):
    if text.startswith("die"):
        os.kill(os.getpid(), 11)
    if text.startswith("hang"):
        re.match("(a*)*b", "a" * 60)
    if text.startswith("wait"):
        time.sleep(float(text.split()[1]))
    if text.startswith("meet"):
        folder, end = text.split()[1], time.monotonic() + 120
        open(os.path.join(folder, str(os.getpid())), "w").close()
        while len(os.listdir(folder)) < 2 and time.monotonic() < end:
            time.sleep(0.01)
        text = f"met {len(os.listdir(folder))}"
    return plain_text.read(f"{text} {os.getpid()}" if text.startswith("who") else text)
formats.SUFFIXES[".obey"] = kind = formats.Format("obedient", (".obey",), "")
registry._TEXT_READERS[kind] = read
worker.serve()
"""


@pytest.fixture(autouse=True)
def obeying(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "_START", OBEYING)


def calls_of(files: Reading, texts: list[str]) -> Iterator[Callable[[], FileContents]]:
    return (partial(files.parse, Path(f"{number}.obey"), text.encode()) for number, text in enumerate(texts))


def outcome(call: Callable[[], FileContents]) -> str:
    try:
        return call().documents[0].text
    except TookTooLong:
        return "too long"
    except UnreadableFile as error:
        return error.reason.split(";")[0]


def children(process: int | str = "self") -> set[int]:
    numbers: set[int] = set()
    for task in Path(f"/proc/{process}/task").glob("*/children"):
        # A thread may have ended meanwhile.
        with suppress(OSError):
            numbers |= {int(number) for number in task.read_text().split()}
    return numbers


def open_files() -> set[tuple[str, str]]:
    files: set[tuple[str, str]] = set()
    for file in Path("/proc/self/fd").iterdir():
        # One is that of the list itself.
        with suppress(OSError):
            files.add((file.name, str(file.readlink())))
    return files


def test_values_come_in_order_whichever_is_ready_first() -> None:
    texts = ["wait 0.5", "one", "two", "wait 0.2", *map(str, range(20))]
    with reading(30, Limits(), lambda: None, 2) as files:
        assert [outcome(call) for call in files.ahead(calls_of(files, texts))] == texts


def test_so_many_processes_read_side_by_side_as_are_asked_for(tmp_path: Path) -> None:
    with reading(30, Limits(), lambda: None, 2) as files:
        for call in files.ahead(calls_of(files, ["warm"] * 4)):
            call()
        # Each waits until the other has begun, too.
        assert [outcome(call) for call in files.ahead(calls_of(files, [f"meet {tmp_path}"] * 2))] == ["met 2"] * 2
        assert len({outcome(call) for call in files.ahead(calls_of(files, ["who"] * 20))}) <= 2


def test_a_crash_and_a_hang_cost_the_file_that_did_it() -> None:
    texts = ["The sea was calm.", "hang", "die", "It rose.", "die", "It fell.", "hang", "It rained."]
    with reading(1, Limits(), lambda: None, 2) as files:
        read = [outcome(call) for call in files.ahead(calls_of(files, texts))]
    died = "its reader died (signal 11)"
    assert read == [texts[0], "too long", died, texts[3], died, texts[5], "too long", texts[7]]


@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="processes are counted on Linux only")
def test_no_process_no_thread_and_no_open_file_is_left() -> None:
    with reading(30, Limits(), lambda: None, 2) as files:
        [call() for call in files.ahead(calls_of(files, ["It rose."] * 6))]
    # What other tests have left may end at any time.
    others, before, threads = children(), open_files(), {*threading.enumerate()}
    for _ in range(3):
        with reading(30, Limits(), lambda: None, 2) as files:
            [outcome(call) for call in files.ahead(calls_of(files, ["die", "It rose."] * 3))]
            assert children() - others
    # The threads that read from the processes end a moment after them.
    wait_until(lambda: threads.issuperset(threading.enumerate()))
    assert (children() - others, open_files() - before) == (set(), set())


@pytest.mark.parametrize("raised", [KeyboardInterrupt, RuntimeError])
def test_whoever_leaves_waits_for_no_file(raised: type[BaseException]) -> None:
    with pytest.raises(raised), reading(60, Limits(), lambda: None, 2) as files:  # noqa: PT012  # all of it
        calls = files.ahead(calls_of(files, ["It rose.", "hang", "hang", "hang", "hang", "hang", "hang"]))
        assert outcome(next(calls)) == "It rose."
        begun = time.monotonic()
        raise raised
    assert time.monotonic() - begun < 30


@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="processes are counted on Linux only")
def test_ctrl_c_ends_a_program_and_both_of_its_processes() -> None:
    script = f"""
import sys
from functools import partial
from pathlib import Path
from embeddings.readers import worker
from embeddings.readers.content import Limits
from embeddings.readers.pool import reading
worker._START = {OBEYING!r}
with reading(600, Limits(), lambda: None, 2) as files:
    texts = [b"It rose.", b"It fell.", *[b"hang"] * 4]
    calls = files.ahead(partial(files.parse, Path("a.obey"), text) for text in texts)
    next(calls)(), next(calls)()
    print("hangs", flush=True)
    next(calls)()
"""
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL, "text": True}
    with subprocess.Popen([sys.executable, "-c", script], **pipes) as program:  # type: ignore[call-overload]
        assert program.stdout.readline() == "hangs\n"
        # The first two files may have been read by the first of them.
        wait_until(lambda: len(children(program.pid)) == 2)
        readers = children(program.pid)
        program.send_signal(signal.SIGINT)
        assert program.wait(timeout=120) != 0
    assert [reader for reader in readers if Path(f"/proc/{reader}").exists()] == []


def test_who_stops_ends_both_processes() -> None:
    stop = threading.Event()

    def check_stopped() -> None:
        if stop.is_set():
            raise RuntimeError("stopped")

    begun = 0.0
    with pytest.raises(RuntimeError, match="stopped"), reading(60, Limits(), check_stopped, 2) as files:  # noqa: PT012
        calls = files.ahead(calls_of(files, ["It rose.", "hang", "hang", "hang", "hang"]))
        assert outcome(next(calls)) == "It rose."
        stop.set()
        begun = time.monotonic()
        next(calls)()
    assert time.monotonic() - begun < 30


def test_few_files_are_in_memory_at_a_time() -> None:
    begun: list[int] = []

    def call(number: int) -> int:
        begun.append(number)
        return number

    with reading(30, Limits(), lambda: None, 2) as files:
        for number, value in enumerate(files.ahead(partial(call, number) for number in range(50))):
            time.sleep(0.002)
            assert value() == number
            assert len(begun) <= number + 2 * AHEAD + 1


def test_without_a_limit_files_are_read_in_this_process_when_their_turn_comes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker.subprocess, "Popen", lambda *_, **__: pytest.fail("was started"))
    with reading(0, Limits(), lambda: None, 2) as files:
        paths = [Path("a.txt"), Path("b.txt")]
        read = [call() for call in files.ahead(partial(files.parse, path, b"It rose.") for path in paths)]
    assert [contents.documents[0].text for contents in read] == ["It rose."] * 2
