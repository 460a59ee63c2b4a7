"""Who may use a served chat, and who may change its archive: a file of names and hashed passwords.

A line of the file is `NAME ROLE HASH`, the role `reader` or `administrator`, the hash Argon2id. Lines that begin with
`#` are comments. `qa add-login` writes such lines. A running server reads the file again when it changes.
"""

import os
import re
import sys
from base64 import b64decode
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from qa.errors import SettingError
from qa.settings import Settings
from ui.web.logs import log_event

if TYPE_CHECKING:
    from argon2 import PasswordHasher

Role = Literal["reader", "administrator"]
SHORTEST_PASSWORD = 10
# The least that Argon2 takes: bytes of a salt and of a hash, and KiB of memory for each thread.
SHORTEST_SALT, SHORTEST_DIGEST, LEAST_MEMORY = 8, 4, 8
NO_CHANGES = "The archive cannot be changed here; who may do that is set by the options --auth and --changes."
_NAME = re.compile(r"[\w.@-]{1,64}")


@dataclass(frozen=True, slots=True)
class Login:
    """A name, what it may do, and the Argon2id hash of its password."""

    name: str
    role: Role
    hash: str


def read_logins(path: Path) -> dict[str, Login]:
    """Read a file of logins.

    Raises SettingError naming the file, and the line if one is not `NAME ROLE HASH`, its hash is none that a password
    can be compared with, or a name stands twice.
    """
    try:
        lines = path.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise SettingError(f"{path}: the file of logins cannot be read; make one with: {_how(path)}") from error
    logins: dict[str, Login] = {}
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.startswith("#"):
            continue
        match line.split():
            case [name, "reader" | "administrator" as role, hashed] if hashed.startswith("$argon2id$"):
                if name in logins:
                    raise SettingError(f"{path}, line {number}: the name {name} stands there twice; remove one line.")
                if not _is_hash(hashed):
                    raise SettingError(
                        f"{path}, line {number}: the hash of {name} is damaged; make the line anew with: "
                        f"qa add-login {name} --auth {path}"
                    )
                logins[name] = Login(name, role, hashed)
            case _:
                raise SettingError(f"{path}, line {number}: is not NAME ROLE HASH; make such lines with: {_how(path)}")
    if not logins:
        raise SettingError(f"{path}: holds no login; add one with: {_how(path)}")
    return logins


def _is_hash(text: str) -> bool:
    """Whether a text is an Argon2 hash that a password can be compared with."""
    from argon2 import extract_parameters
    from argon2.exceptions import InvalidHashError

    try:
        parameters = extract_parameters(text)
        for part in text.split("$")[-2:]:
            b64decode(part + "=" * (-len(part) % 4), validate=True)
    except (InvalidHashError, ValueError):
        return False
    return (
        parameters.salt_len >= SHORTEST_SALT
        and parameters.hash_len >= SHORTEST_DIGEST
        and min(parameters.time_cost, parameters.parallelism) >= 1
        and parameters.memory_cost >= LEAST_MEMORY * parameters.parallelism
    )


class LoginFile(Mapping[str, Login]):
    """The logins of a file as it is now, by name.

    A file that cannot be read any more leaves the logins as they were; `fault` then says what is wrong with it, and
    nobody new is let in.
    """

    def __init__(self, path: Path) -> None:
        """Read the file. Raises SettingError as `read_logins` does."""
        self._path = path
        self._stamp = _stamp(path)
        self._logins = read_logins(path)
        self._fault = ""

    @property
    def fault(self) -> str:
        """What is wrong with the file as it is now, "" if nothing is."""
        self._read_again()
        return self._fault

    def __getitem__(self, name: str) -> Login:
        """Return the login of a name."""
        self._read_again()
        return self._logins[name]

    def __iter__(self) -> Iterator[str]:
        """Go through the names, in the order of the file."""
        self._read_again()
        return iter(self._logins)

    def __len__(self) -> int:
        """Return how many logins there are."""
        self._read_again()
        return len(self._logins)

    def _read_again(self) -> None:
        """Read the file if it has changed since it was read."""
        stamp = _stamp(self._path)
        if stamp == self._stamp:
            return
        self._stamp = stamp
        try:
            self._logins, self._fault = read_logins(self._path), ""
        except SettingError as error:
            self._fault = str(error)
            log_event("logins_unreadable", reason=self._fault)
            print(f"{self._fault} Until then nobody new is let in.", file=sys.stderr)


def _stamp(path: Path) -> tuple[int, ...]:
    """Return what changes when a file does; nothing where there is none."""
    try:
        status = path.stat()
    except OSError:
        return ()
    return (status.st_mtime_ns, status.st_ctime_ns, status.st_size, status.st_ino)


def _how(path: Path) -> str:
    return f"qa add-login NAME --auth {path}"


def logins_to_add_to(path: Path, name: str) -> dict[str, Login]:
    """Return the logins of a file that one of this name shall be added to; none where the file is empty or not there.

    Raises SettingError for a name with other characters than letters, digits and `._@-`, where the file holds something
    else than logins, and where there is no folder that it could be made in.
    """
    if not _NAME.fullmatch(name):
        raise SettingError(f"The name is {name!r}; use up to 64 letters, digits and the characters . _ @ -")
    if not os.access(path.absolute().parent, os.W_OK):
        raise SettingError(
            f"The file of logins {path} cannot be made: its folder is not there or cannot be written to."
        )
    return dict(read_logins(path)) if path.exists() and path.stat().st_size else {}


def add_login(path: Path, name: str, password: str, role: Role) -> None:
    """Add a login to a file, or replace the one of that name; the file is made readable by its owner only.

    Raises SettingError as `logins_to_add_to` does, and for a password of fewer than ten characters.
    """
    logins = logins_to_add_to(path, name)
    if len(password) < SHORTEST_PASSWORD:
        raise SettingError(f"The password has {len(password)} characters; use at least {SHORTEST_PASSWORD}.")
    logins[name] = Login(name, role, _hasher().hash(password))
    beside = path.with_name(path.name + ".new")
    beside.touch(0o600)
    beside.write_text("".join(f"{login.name} {login.role} {login.hash}\n" for login in logins.values()), "utf-8")
    beside.replace(path)


def login_of(logins: Mapping[str, Login], name: str, password: str) -> Login | None:
    """Return the login of a name if the password is its own; for a name that there is not, it takes as long."""
    from argon2.exceptions import InvalidHashError, VerificationError

    login = logins.get(name)
    try:
        _hasher().verify(login.hash if login else _nobodys_hash(logins), password)
    except (VerificationError, InvalidHashError):
        return None
    return login


def _nobodys_hash(logins: Mapping[str, Login]) -> str:
    """Return a hash that costs what those of the logins cost, and is that of no password."""
    parameters_and_salt, _, digest = next(iter(logins.values())).hash.rpartition("$")
    return f"{parameters_and_salt}${'A' * len(digest)}"


def _hasher() -> "PasswordHasher":
    from argon2 import PasswordHasher

    return PasswordHasher()


def listens_beyond_this_machine(host: str) -> bool:
    """Whether others can reach a server that listens at this address."""
    if host == "localhost":
        return False
    try:
        return not ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return True


def required_logins(settings: Settings) -> LoginFile | None:
    """Return the logins that a server with these settings asks for, None if it asks for none.

    Raises SettingError where others could reach it without a login and the setting `no_auth` does not allow that.
    """
    if settings.auth and settings.no_auth:
        raise SettingError("Both --auth and --no-auth are given (LOCCIT_AUTH, LOCCIT_NO_AUTH); choose one.")
    if settings.auth:
        return LoginFile(settings.auth)
    if listens_beyond_this_machine(settings.host) and not settings.no_auth:
        raise SettingError(
            f"At {settings.host} others could reach the chat without a login; give --auth FILE "
            "(qa add-login makes one), or --no-auth if everyone shall be able to read the archive."
        )
    return None


def name_of(request: Any) -> str | None:
    """Return the name that a request is logged in with, None if it is not; ui.web.guard has put it there."""
    login = getattr(request.state, "login", None)
    return None if login is None else str(login.name)


def may_change(settings: Settings, logins: Mapping[str, Login] | None, name: str | None) -> bool:
    """Whether the reader logged in as `name` (None without a login) may change the archive.

    Where others can reach the server, only administrators may, and only if the setting `changes` is on.
    """
    beyond = listens_beyond_this_machine(settings.host)
    if logins is None:
        return not beyond
    login = logins.get(name or "")
    return login is not None and login.role == "administrator" and (settings.changes or not beyond)
