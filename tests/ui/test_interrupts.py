import os
import signal
import subprocess
import sys
from threading import Thread

import pytest

from ui.interrupts import ctrl_c_calls


def interrupt() -> None:
    os.kill(os.getpid(), signal.SIGINT)


def test_ctrl_c_calls_in_the_block_and_raises_again_after_it() -> None:
    calls: list[str] = []
    with ctrl_c_calls(lambda: calls.append("stop")):
        interrupt()
        interrupt()
    assert calls == ["stop", "stop"]
    with pytest.raises(KeyboardInterrupt):
        interrupt()


def test_it_is_not_lost_in_a_destructor() -> None:
    class Last:
        def __del__(self) -> None:
            interrupt()

    calls: list[str] = []
    with ctrl_c_calls(lambda: calls.append("stop")):
        Last()
    assert calls == ["stop"]


def test_an_ignored_signal_stays_ignored() -> None:
    calls: list[str] = []
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        with ctrl_c_calls(lambda: calls.append("stop")):
            interrupt()
    finally:
        signal.signal(signal.SIGINT, before)
    assert calls == []


def test_in_another_thread_nothing_changes() -> None:
    handlers: list[object] = []

    def look() -> None:
        with ctrl_c_calls(lambda: None):
            handlers.append(signal.getsignal(signal.SIGINT))

    thread = Thread(target=look)
    thread.start()
    thread.join()
    assert handlers == [signal.default_int_handler]


def test_a_process_ends_at_once_with_a_line_and_the_status_of_ctrl_c() -> None:
    code = "from ui.interrupts import end_at_once; end_at_once(); print('no')"
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stdout, ended.stderr) == (130, "", "qa: stopped.\n")
