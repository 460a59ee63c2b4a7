"""Who may use a served chat, and who may change its archive: a file of names and hashed passwords.

A line of the file is `NAME ROLE HASH`, the role `reader` or `administrator`, the hash Argon2id. Lines that begin with
`#` are comments. `qa add-login` writes such lines.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from qa.errors import SettingError
from qa.settings import Settings

if TYPE_CHECKING:
    from argon2 import PasswordHasher

Role = Literal["reader", "administrator"]
SHORTEST_PASSWORD = 10
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

    Raises SettingError naming the file, and the line if one is not `NAME ROLE HASH` or a name stands twice.
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
                logins[name] = Login(name, role, hashed)
            case _:
                raise SettingError(f"{path}, line {number}: is not NAME ROLE HASH; make such lines with: {_how(path)}")
    if not logins:
        raise SettingError(f"{path}: holds no login; add one with: {_how(path)}")
    return logins


def _how(path: Path) -> str:
    return f"qa add-login NAME --auth {path}"


def add_login(path: Path, name: str, password: str, role: Role) -> None:
    """Add a login to a file, or replace the one of that name; the file is made readable by its owner only.

    Raises SettingError for a name with other characters than letters, digits and `._@-`, for a password of fewer than
    ten characters, and where the file is there but holds something else.
    """
    if not _NAME.fullmatch(name):
        raise SettingError(f"The name is {name!r}; use up to 64 letters, digits and the characters . _ @ -")
    if len(password) < SHORTEST_PASSWORD:
        raise SettingError(f"The password has {len(password)} characters; use at least {SHORTEST_PASSWORD}.")
    logins = read_logins(path) if path.exists() and path.stat().st_size else {}
    logins[name] = Login(name, role, _hasher().hash(password))
    beside = path.with_name(path.name + ".new")
    beside.touch(0o600)
    beside.write_text("".join(f"{login.name} {login.role} {login.hash}\n" for login in logins.values()), "utf-8")
    beside.replace(path)


def is_login(logins: Mapping[str, Login], name: str, password: str) -> bool:
    """Whether a password is that of a name; it takes as long for a name that there is not."""
    from argon2.exceptions import VerificationError

    login = logins.get(name)
    hasher = _hasher()
    try:
        return hasher.verify(login.hash if login else hasher.hash("nobody"), password) and login is not None
    except VerificationError:
        return False


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


def required_logins(settings: Settings) -> dict[str, Login] | None:
    """Return the logins that a server with these settings asks for, None if it asks for none.

    Raises SettingError where others could reach it without a login and the setting `no_auth` does not allow that.
    """
    if settings.auth and settings.no_auth:
        raise SettingError("Both --auth and --no-auth are given (LOCCIT_AUTH, LOCCIT_NO_AUTH); choose one.")
    if settings.auth:
        return read_logins(settings.auth)
    if listens_beyond_this_machine(settings.host) and not settings.no_auth:
        raise SettingError(
            f"At {settings.host} others could reach the chat without a login; give --auth FILE "
            "(qa add-login makes one), or --no-auth if everyone shall be able to read the archive."
        )
    return None


def name_of(request: Any) -> str | None:
    """Return the name that a request is logged in with, None if it is not. Gradio's own routes find it the same way."""
    app = request.app
    token = request.cookies.get(f"access-token-{app.cookie_id}") or request.cookies.get(
        f"access-token-unsecure-{app.cookie_id}"
    )
    return app.tokens.get(token) if token else None


def may_change(settings: Settings, logins: Mapping[str, Login] | None, name: str | None) -> bool:
    """Whether the reader logged in as `name` (None without a login) may change the archive.

    Where others can reach the server, only administrators may, and only if the setting `changes` is on.
    """
    beyond = listens_beyond_this_machine(settings.host)
    if logins is None:
        return not beyond
    login = logins.get(name or "")
    return login is not None and login.role == "administrator" and (settings.changes or not beyond)
