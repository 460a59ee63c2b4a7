"""Trying passwords: how often who may, and how many are compared at the same time.

Every door that takes a name and a password comes here. A try is counted before any work is done for it, by the client
and by the name; one that succeeds is not counted.
"""

import math
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress

import anyio

from ui.web.limits import LOGINS_A_MINUTE, Rate
from ui.web.logins import Login, LoginFile, login_of

# Wrong passwords for one name in a minute, from all clients that have never logged in with it.
FAILURES_OF_A_NAME = 20
# Comparing takes some 50 ms and 64 MB each, on purpose.
COMPARED_AT_ONCE = 2
MOST_WAITING = 8
# Longer ones are nobody's.
LONGEST_NAME, LONGEST_PASSWORD = 64, 1_000
# Pairs of a name and a client that are remembered; the one that logged in longest ago is forgotten first.
MOST_FAMILIAR = 10_000

# Returns once the client has gone.
Gone = Callable[[], Awaitable[None]]


class LoginRefused(Exception):
    """A login is refused; `status` is that of HTTP, `seconds` how long to wait before the next try."""

    def __init__(self, status: int, message: str, seconds: int = 0) -> None:
        super().__init__(message)
        self.status = status
        self.seconds = seconds


class ClientGone(Exception):
    """Nobody waits for the answer any more."""


class Passwords:
    """Compares passwords with those of the logins."""

    def __init__(self, logins: Mapping[str, Login], clock: Callable[[], float] = time.monotonic) -> None:
        self._logins = logins
        self._of_clients, self._of_names = Rate(LOGINS_A_MINUTE, clock), Rate(FAILURES_OF_A_NAME, clock)
        self._familiar: OrderedDict[tuple[str, str], None] = OrderedDict()
        self._limiter = anyio.CapacityLimiter(COMPARED_AT_ONCE)

    async def login(self, name: str, password: str, client: str, gone: Gone) -> Login:
        """Return the login of a name if the password is its own.

        Raises LoginRefused if it is not, after too many tries, while too many are being compared, and while the file of
        logins cannot be read. Raises ClientGone.
        """
        is_familiar = (client, name) in self._familiar
        # Who has logged in from here is not kept out by what others do, here with other names or elsewhere with theirs.
        source = f"{client} {name}" if is_familiar else client
        # No more of a name than one can have, so that long ones fill no memory.
        counted = name[: LONGEST_NAME + 1]
        wait = self._of_clients.wait(source) or (0.0 if is_familiar else self._of_names.wait(counted))
        if wait:
            seconds = math.ceil(wait)
            raise LoginRefused(429, f"Too many tries to log in; try again in {seconds} seconds.", seconds)
        if isinstance(self._logins, LoginFile) and self._logins.fault:
            raise LoginRefused(503, "Nobody can log in now: the server's file of logins cannot be read.", 60)
        login = await self._compare(name, password, gone)
        if login is None:
            raise LoginRefused(401, "The name or the password is wrong.")
        self._of_clients.give_back(source)
        if not is_familiar:
            self._of_names.give_back(counted)
        self._remember(client, name)
        return login

    async def _compare(self, name: str, password: str, gone: Gone) -> Login | None:
        """Compare a password in a thread, when it is its turn; return the login if it is the right one."""
        if len(name) > LONGEST_NAME or len(password) > LONGEST_PASSWORD:
            return None
        if self._limiter.statistics().tasks_waiting >= MOST_WAITING:
            raise LoginRefused(503, "Too many are logging in; try again in a moment.", 1)
        is_compared, login = False, None
        async with anyio.create_task_group() as group:

            async def stop_when_gone() -> None:
                # A body that is refused meanwhile is refused again when it is read.
                with suppress(Exception):
                    await gone()
                    group.cancel_scope.cancel()

            group.start_soon(stop_when_gone)
            login = await anyio.to_thread.run_sync(login_of, self._logins, name, password, limiter=self._limiter)
            is_compared = True
            group.cancel_scope.cancel()
        if not is_compared:
            raise ClientGone
        return login

    def _remember(self, client: str, name: str) -> None:
        self._familiar[client, name] = None
        self._familiar.move_to_end((client, name))
        if len(self._familiar) > MOST_FAMILIAR:
            self._familiar.popitem(last=False)
