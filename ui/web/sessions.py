"""Who is logged in: sessions, kept in memory only, so that a restart of the server ends all of them."""

import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hashlib import sha256

from ui.web.logins import Login

# Of one name; beyond that, the one that began first ends.
MOST_OF_A_NAME = 100


@dataclass(frozen=True, slots=True)
class Session:
    """A login as it was when the session began, and the moment when the session ends."""

    login: Login
    end: float


class Sessions:
    """The sessions by their tokens, of which only the sha256 is kept.

    A session ends after its time, when it is ended, and when its login is removed from `logins` or changed there.
    """

    def __init__(
        self, logins: Mapping[str, Login], seconds: float, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._logins = logins
        self._seconds = seconds
        self._clock = clock
        self._sessions: OrderedDict[bytes, Session] = OrderedDict()

    def begin(self, login: Login, token: str) -> None:
        """Begin a session that a request with this token belongs to."""
        self._forget_ended()
        of_name = [key for key, session in self._sessions.items() if session.login.name == login.name]
        for key in of_name[: max(len(of_name) - MOST_OF_A_NAME + 1, 0)]:
            del self._sessions[key]
        self._sessions[_digest(token)] = Session(login, self._clock() + self._seconds)

    def login_of(self, token: str) -> Login | None:
        """Return the login of the session of a token, None if there is no such session or it has ended."""
        key = _digest(token)
        session = self._sessions.get(key)
        if session is None:
            return None
        if self._has_ended(session):
            del self._sessions[key]
            return None
        return session.login

    def end(self, token: str) -> None:
        """End the session of a token, if there is one."""
        self._sessions.pop(_digest(token), None)

    def _has_ended(self, session: Session) -> bool:
        return session.end <= self._clock() or self._logins.get(session.login.name) != session.login

    def _forget_ended(self) -> None:
        for key in [key for key, session in self._sessions.items() if self._has_ended(session)]:
            del self._sessions[key]


def _digest(token: str) -> bytes:
    return sha256(token.encode("utf-8", "surrogatepass")).digest()
