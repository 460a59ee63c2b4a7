"""The settings of a server are checked before anything heavy is imported, so that a mistake is named at once.

Nothing here may import Gradio, torch or what imports them.
"""

import errno
import os
import socket
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from qa.errors import SettingError
from qa.settings import Settings, check_models
from ui.web import uploads
from ui.web.logins import required_logins

LOCALHOST = "127.0.0.1"


def check(settings: Settings) -> None:
    """Check all that a server needs but its index.

    Raises SettingError, and ModelNotFound for a model that is not on this machine.
    """
    required_logins(settings)
    if settings.mcp and find_spec("mcp") is None:
        raise SettingError(
            "The setting LOCCIT_MCP is on, but the package mcp is missing; run: pip install 'loccit[mcp]'"
        )
    check_address(settings.host, settings.port)
    _check_log(settings.log)
    uploads.prepare(settings)
    check_models(settings)


def check_address(host: str, port: int) -> None:
    """Listen at an address for a moment.

    Raises SettingError for a host that is no address of this machine, and for a port that is taken or reserved.
    """
    try:
        # The name of an IPv6 address may stand in brackets, as in an address of the web.
        addresses = socket.getaddrinfo(host.strip("[]"), port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    except (OSError, UnicodeError) as error:
        raise SettingError(
            f"The setting LOCCIT_HOST is {host!r}: there is no such address ({_reason(error)}); give one of this "
            "machine, such as 127.0.0.1, or 0.0.0.0 for all of them."
        ) from error
    errors = [_bind_error(family, address) for family, _, _, _, address in addresses]
    # Wherever it serves, Gradio wants the port to be free there.
    errors.append(_bind_error(socket.AF_INET, (LOCALHOST, port)))
    # A name may stand for addresses of which this machine lacks some, as "localhost" does where there is no IPv6.
    fatal = [error for error in errors if error and error.errno != errno.EADDRNOTAVAIL]
    if fatal or None not in errors[:-1]:
        reason = next(os.strerror(error.errno or 0).lower() for error in fatal or errors if error)
        raise SettingError(
            f"The chat cannot be served at {host}:{port} ({reason}); set LOCCIT_PORT or use --port for another port, "
            "LOCCIT_HOST or --host for another address."
        )


def _bind_error(family: int, address: tuple[Any, ...]) -> OSError | None:
    """Listen at an address for a moment; return the error where that cannot be done."""
    try:
        socket.create_server((address[0], address[1]), family=family).close()
    except OSError as error:
        return error
    return None


def _reason(error: Exception) -> str:
    return (getattr(error, "strerror", None) or str(error)).lower()


def _check_log(log: str) -> None:
    """Raise SettingError where the file of the log cannot be appended to."""
    if log in {"", "stderr"}:
        return
    try:
        with Path(log).open("a", encoding="utf-8"):
            pass
    except OSError as error:
        raise SettingError(
            f"The setting LOCCIT_LOG is {log!r}: it cannot be written ({_reason(error)}); give the path of a file, or "
            "stderr."
        ) from error
