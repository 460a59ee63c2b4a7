import pytest

from ui.web import sessions
from ui.web.logins import Login
from ui.web.sessions import Sessions


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


ANNA, BEN = Login("anna", "administrator", "a"), Login("ben", "reader", "b")


def test_a_session_lasts_for_its_time_and_until_it_is_ended() -> None:
    clock = Clock()
    kept = Sessions({"anna": ANNA, "ben": BEN}, 60, clock)
    kept.begin(ANNA, "one")
    kept.begin(BEN, "two")
    assert (kept.login_of("one"), kept.login_of("two"), kept.login_of("three"), kept.login_of("")) == (
        ANNA,
        BEN,
        None,
        None,
    )
    kept.end("two")
    kept.end("never")
    assert kept.login_of("two") is None
    clock.now = 59.9
    assert kept.login_of("one") == ANNA
    clock.now = 60.0
    assert kept.login_of("one") is None
    # It does not come back with the clock.
    clock.now = 0.0
    assert kept.login_of("one") is None


@pytest.mark.parametrize("now", [None, Login("anna", "reader", "a"), Login("anna", "administrator", "other")])
def test_a_session_ends_when_its_login_is_removed_or_changed(now: Login | None) -> None:
    logins = {"anna": ANNA, "ben": BEN}
    kept = Sessions(logins, 60)
    kept.begin(ANNA, "one")
    kept.begin(BEN, "two")
    if now is None:
        del logins["anna"]
    else:
        logins["anna"] = now
    assert (kept.login_of("one"), kept.login_of("two")) == (None, BEN)


def test_one_name_fills_no_memory_and_ends_nobody_elses_sessions(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sessions, "MOST_OF_A_NAME", 2)
    kept = Sessions({"anna": ANNA, "ben": BEN}, 60)
    kept.begin(BEN, "ben's")
    for token in ("one", "two", "three"):
        kept.begin(ANNA, token)
    assert [kept.login_of(token) for token in ("ben's", "one", "two", "three")] == [BEN, None, ANNA, ANNA]
