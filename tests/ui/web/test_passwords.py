import asyncio
import threading
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import anyio
import pytest
from argon2 import PasswordHasher

from ui.web import logins, passwords
from ui.web.limits import LOGINS_A_MINUTE
from ui.web.logins import Login, LoginFile, add_login
from ui.web.passwords import COMPARED_AT_ONCE, FAILURES_OF_A_NAME, MOST_WAITING, ClientGone, LoginRefused, Passwords


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture(autouse=True)
def quick_hashes(monkeypatch: pytest.MonkeyPatch) -> PasswordHasher:
    """Argon2 is slow on purpose; the tests need not be."""
    hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr(logins, "_hasher", lambda: hasher)
    return hasher


@pytest.fixture
def people(quick_hashes: PasswordHasher) -> dict[str, Login]:
    return {
        name: Login(name, "reader", quick_hashes.hash(password))
        for name, password in (("anna", "correct horse"), ("ben", "battery staple"))
    }


def run(work: Callable[[], Coroutine[Any, Any, Any]]) -> Any:
    """Run a coroutine in a thread, since the browser tests may have an event loop running in this one."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(lambda: asyncio.run(work())).result(timeout=120)


async def settle() -> None:
    """Let all that is begun go on until it waits for something."""
    for _ in range(20):
        await asyncio.sleep(0.01)


async def status_of(door: Passwords, name: str, password: str, client: str) -> int:
    """Try a password; return 200, or the status of the refusal."""
    try:
        login = await door.login(name, password, client, anyio.sleep_forever)
    except LoginRefused as refused:
        has_to_wait = refused.status in {429, 503}
        return refused.status if has_to_wait == (refused.seconds > 0) else 0
    assert login.name == name
    return 200


def statuses(door: Passwords, tries: list[tuple[str, str, str]]) -> list[int]:
    async def work() -> list[int]:
        return [await status_of(door, *one_try) for one_try in tries]

    return list(run(work))


def test_only_the_password_of_a_name_is_let_in(people: dict[str, Login]) -> None:
    door = Passwords(people)
    tries = [
        ("anna", "correct horse"), ("anna", "battery staple"), ("nobody", "correct horse"), ("", ""),
        ("anna", "correct horse" + "x" * 1_000), ("a" * 65, "correct horse"),
    ]  # fmt: skip
    assert statuses(door, [(*one_try, "client") for one_try in tries]) == [200, 401, 401, 401, 401, 401]


def test_tries_that_fail_are_counted_before_any_work_and_those_that_succeed_are_not(
    people: dict[str, Login], monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = Clock()
    door = Passwords(people, clock)
    assert statuses(door, [("anna", "correct horse", "a")] * 30) == [200] * 30
    assert statuses(door, [("x", "wrong", "b")] * (LOGINS_A_MINUTE + 1)) == [401] * LOGINS_A_MINUTE + [429]
    compared: list[str] = []
    monkeypatch.setattr(passwords, "login_of", lambda _, name, __: compared.append(name))
    assert statuses(door, [("anna", "correct horse", "b"), ("y", "wrong", "b")]) == [429, 429]
    assert compared == []
    clock.now = 6.1
    assert statuses(door, [("y", "wrong", "b")]) == [401]
    assert compared == ["y"]


def test_a_name_is_guarded_against_many_clients_and_its_owner_gets_in_from_where_she_was(
    people: dict[str, Login],
) -> None:
    clock = Clock()
    door = Passwords(people, clock)
    assert statuses(door, [("anna", "correct horse", "home")]) == [200]
    guesses = [("anna", f"guess {number}", f"zombie {number}") for number in range(FAILURES_OF_A_NAME + 5)]
    assert statuses(door, guesses) == [401] * FAILURES_OF_A_NAME + [429] * 5
    # From home she gets in, others get in as others, and she does from elsewhere once the guessing leaves off.
    assert statuses(door, [("anna", "correct horse", "home"), ("ben", "battery staple", "office")]) == [200, 200]
    assert statuses(door, [("anna", "correct horse", "train")]) == [429]
    clock.now = 60 / FAILURES_OF_A_NAME + 0.1
    assert statuses(door, [("anna", "correct horse", "train")]) == [200]


def test_what_a_neighbour_does_at_the_same_address_keeps_nobody_out_who_has_logged_in_there(
    people: dict[str, Login],
) -> None:
    door = Passwords(people, Clock())
    assert statuses(door, [("anna", "correct horse", "office")]) == [200]
    assert statuses(door, [("ben", "wrong", "office")] * 11)[-1] == 429
    assert statuses(door, [("anna", "correct horse", "office")]) == [200]
    # Guesses at her name from there are counted all the same.
    assert statuses(door, [("anna", "wrong", "office")] * 11) == [401] * 10 + [429]


def test_few_are_compared_at_once_and_few_wait_and_who_has_gone_waits_no_more(
    people: dict[str, Login], monkeypatch: pytest.MonkeyPatch
) -> None:
    going_on, lock = threading.Event(), threading.Lock()
    running: list[str] = []
    most = 0

    def compare(_: Any, name: str, __: str) -> None:
        nonlocal most
        with lock:
            running.append(name)
            most = max(most, len(running))
        going_on.wait(120)
        with lock:
            running.remove(name)

    monkeypatch.setattr(passwords, "login_of", compare)
    door = Passwords(people)

    async def work() -> list[int]:
        gone = anyio.Event()

        async def leave() -> str:
            try:
                await door.login("leaver", "x", "leaver", gone.wait)
            except ClientGone:
                return "gone"
            return "answered"

        names = [f"n{number}" for number in range(COMPARED_AT_ONCE + MOST_WAITING - 1)]
        tries = [asyncio.create_task(status_of(door, name, "x", name)) for name in names]
        await settle()
        leaver = asyncio.create_task(leave())
        await settle()
        refused = [await status_of(door, "late", "x", "late")]
        gone.set()
        assert await leaver == "gone"
        tries.append(asyncio.create_task(status_of(door, "later", "x", "later")))
        await settle()
        # A busy machine may take long to begin a thread.
        while most < COMPARED_AT_ONCE:
            await asyncio.sleep(0.01)
        going_on.set()
        return refused + list(await asyncio.gather(*tries))

    assert run(work) == [503] + [401] * (COMPARED_AT_ONCE + MOST_WAITING)
    assert most == COMPARED_AT_ONCE


def test_nobody_new_is_let_in_while_the_file_cannot_be_read(tmp_path: Path) -> None:
    add_login(tmp_path / "logins", "anna", "correct horse", "reader")
    door = Passwords(LoginFile(tmp_path / "logins"))
    assert statuses(door, [("anna", "correct horse", "a")]) == [200]
    text = (tmp_path / "logins").read_text("utf-8")
    (tmp_path / "logins").write_text("anna reader", "utf-8")
    assert statuses(door, [("anna", "correct horse", "a")]) == [503]
    (tmp_path / "logins").write_text(text, "utf-8")
    assert statuses(door, [("anna", "correct horse", "a")]) == [200]
