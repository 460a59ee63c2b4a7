"""Work that a server does now and again, until it ends."""

from threading import Event

from tests.waiting import SECONDS, wait_until
from ui.web import recurring


def test_the_work_is_done_at_once_and_then_again_and_again() -> None:
    done: list[None] = []
    ended = Event()
    recurring.start(lambda: done.append(None), 0.001, ended)
    wait_until(lambda: len(done) > 2)
    ended.set()


def test_nothing_is_done_once_the_server_has_ended_however_long_the_pause() -> None:
    done: list[None] = []
    ended = Event()
    thread = recurring.start(lambda: done.append(None), 3_600, ended)
    wait_until(lambda: done)
    ended.set()
    thread.join(SECONDS)
    assert not thread.is_alive()
    assert len(done) == 1
