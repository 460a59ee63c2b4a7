"""The address of a search engine, as the setting LOCCIT_ENGINE has it."""

import re
from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit

# What a setting must look like, for errors.
FORM = "milvus+http://HOST:19530/NAME"
DEFAULT_PORT = 19530
_SCHEMES = {"milvus+http": "http", "milvus+https": "https"}
# Milvus has letters of ASCII, digits and "_" in the names of collections, 255 at most; the id of a generation follows.
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,199}")
_LOGIN = re.compile(r"(?<=://)[^/]*@")


@dataclass(frozen=True, slots=True)
class EngineAddress:
    """A Milvus server and the name that an index has there; `str` and `repr` leave out the login.

    `uri` is what pymilvus takes, without the login. `token` is the login: "user:password", or a token, or empty.
    """

    uri: str
    name: str
    token: str = field(default="", repr=False)

    def __str__(self) -> str:
        return f"milvus+{self.uri}/{self.name}"


def parse_address(text: str) -> EngineAddress:
    """Return the address that a text gives: milvus+http://[USER:PASSWORD@]HOST[:PORT]/NAME, or milvus+https.

    What stands before "@" without a colon is a token; both are percent-encoded. Raises ValueError, with what is wrong.
    """
    try:
        parts = urlsplit(text)
        host, port = parts.hostname, parts.port
    except ValueError:
        raise ValueError(f"it is no address with a port in digits; give {FORM}") from None
    if parts.scheme not in _SCHEMES:
        raise ValueError(f"it must begin with milvus+http:// or milvus+https://, as in {FORM}")
    if not host:
        raise ValueError(f"it names no host; give {FORM}")
    if parts.query or parts.fragment:
        raise ValueError(f'it has more than a name after the host ("?" or "#"); give {FORM}')
    name = parts.path.strip("/")
    if not _NAME.fullmatch(name):
        raise ValueError(
            "the name after the host must be up to 200 letters a to z, digits and underscores, and begin with no "
            f"digit, as in {FORM}"
        )
    host = f"[{host}]" if ":" in host else host
    login, at, _ = parts.netloc.rpartition("@")
    uri = f"{_SCHEMES[parts.scheme]}://{host}:{DEFAULT_PORT if port is None else port}"
    return EngineAddress(uri, name, unquote(login) if at else "")


def without_login(text: str) -> str:
    """Return an address, which may be mistyped, as it may be shown: without what stands before "@"."""
    hidden = _LOGIN.sub("", text)
    return "***" if "@" in hidden else hidden
