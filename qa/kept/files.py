"""The file of what a user keeps: one SQLite file for each user, in a folder beside that of the index.

Each piece of work is done whole or not at all. A file that is damaged, or of a newer loccit, is named in an error and
left as it is.
"""

import errno
import getpass
import hashlib
import os
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from qa.errors import KeptFileError
from qa.settings import Settings, load_settings

# Version 2 has `marks`.
VERSION = 2
# How long one piece of work waits for another that writes to the same file. All take milliseconds.
BUSY_SECONDS = 5.0

# `quoted`, `tags`, `history` and `text` are JSON: the words and what cited them when they were kept, lists of tags and
# of the questions before, the words alone; so are `seen` and `latest`, what a standing question came to.
_SCHEMA = """
CREATE TABLE clippings (
    id INTEGER PRIMARY KEY AUTOINCREMENT, notebook TEXT NOT NULL, position INTEGER NOT NULL, reference TEXT NOT NULL,
    quoted TEXT NOT NULL, note TEXT NOT NULL, tags TEXT NOT NULL, created TEXT NOT NULL, UNIQUE (notebook, reference)
);
CREATE INDEX clippings_in_order ON clippings (notebook, position);
CREATE TABLE judgements (
    question TEXT NOT NULL, history TEXT NOT NULL, reference TEXT NOT NULL, text TEXT NOT NULL, useful INTEGER NOT NULL,
    created TEXT NOT NULL, PRIMARY KEY (question, history, reference)
);
CREATE TABLE standing (
    id INTEGER PRIMARY KEY AUTOINCREMENT, question TEXT NOT NULL UNIQUE, added TEXT NOT NULL, seen TEXT NOT NULL,
    latest TEXT NOT NULL
);
"""
_MARKS = """TABLE marks (
    document TEXT PRIMARY KEY, text_sha256 TEXT NOT NULL, title TEXT NOT NULL, starred INTEGER NOT NULL,
    tags TEXT NOT NULL, changed TEXT NOT NULL
)"""


def kept_folder(settings: Settings) -> Path:
    """Return the folder of the files of all users: the one of the setting, or INDEX.kept beside the index."""
    index = settings.index.absolute()
    return (settings.kept or index.with_name(f"{index.name}.kept")).expanduser()


def file_of(user: str | None = None, settings: Settings | None = None) -> Path:
    """Return the file of a user, by default of whoever runs this program; it need not be there yet.

    No two users have the same, also where the disk knows no capitals.
    """
    name = user or _this_machines_user()
    digest = hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:10]
    plain = re.sub(r"[^a-z0-9_-]", "_", name.lower())[:40]
    return kept_folder(settings or load_settings()) / f"{plain}-{digest}.sqlite"


def _this_machines_user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        # In a container a user may have a number and no name.
        return f"user {os.getuid()}" if hasattr(os, "getuid") else "user"


@contextmanager
def writing(file: Path) -> Iterator[sqlite3.Connection]:
    """Open a file for one piece of work, and make it if it is not there; only its user may read it.

    Raises KeptFileError where it cannot be read or written; then it is as it was.
    """
    with _naming(file):
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(file, os.O_RDWR | os.O_CREAT, 0o600))
        with closing(_connected(file)) as connection:
            connection.execute("BEGIN IMMEDIATE")
            version = _version(connection, file)
            if version < VERSION:
                _make(connection, version)
            yield connection
            connection.execute("COMMIT")


@contextmanager
def reading(file: Path) -> Iterator[sqlite3.Connection]:
    """Open a file to be read; one that is not there holds nothing and is not made. Raises KeptFileError."""
    with _naming(file):
        if file.exists():
            with closing(_connected(file)) as connection:
                connection.execute("BEGIN")
                if version := _version(connection, file):
                    if version < VERSION:
                        # Who only reads changes nothing in the file.
                        connection.execute(f"CREATE TEMPORARY {_MARKS}")
                    yield connection
                    return
        with closing(sqlite3.connect(":memory:")) as nothing:
            _make(nothing)
            yield nothing


def _connected(file: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{file.absolute().as_uri()}?mode=rw", timeout=BUSY_SECONDS, isolation_level=None, uri=True)


def _version(connection: sqlite3.Connection, file: Path) -> int:
    """Return the version of a file, 0 for one that is empty. Raises KeptFileError for a newer one."""
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if version > VERSION:
        raise KeptFileError(f"{file} was written by a newer loccit (version {version}); update loccit to open it.")
    return int(version)


def _make(connection: sqlite3.Connection, version: int = 0) -> None:
    """Make what a file of a version lacks; an empty one has the version 0."""
    for statement in filter(str.strip, _SCHEMA.split(";")) if not version else ():
        connection.execute(statement)
    connection.execute(f"CREATE {_MARKS}")
    connection.execute(f"PRAGMA user_version = {VERSION}")


@contextmanager
def _naming(file: Path) -> Iterator[None]:
    """Raise KeptFileError, which names the file, for errors of SQLite and of the operating system."""
    try:
        yield
    except sqlite3.Error as error:
        raise KeptFileError(_fault(file, error)) from error
    except OSError as error:
        raise KeptFileError(_os_fault(file, error)) from error


def _fault(file: Path, error: sqlite3.Error) -> str:
    # The lowest byte is the kind of error; the others say more of it.
    match getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF:
        case sqlite3.SQLITE_FULL:
            return f"{file}: the disk is full. {_UNCHANGED} make room, and do it again."
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return f"{file} has been in use elsewhere for {BUSY_SECONDS:g} seconds. {_UNCHANGED} do it again."
        case sqlite3.SQLITE_NOTADB | sqlite3.SQLITE_CORRUPT:
            return damaged(file)
        case sqlite3.SQLITE_READONLY:
            return f"{file} may not be written to. {_UNCHANGED} change its permissions, or set LOCCIT_KEPT."
        case _:
            return f"{file} cannot be read or written ({error}). {_UNCHANGED} see that the disk is well."


def damaged(file: Path) -> str:
    """Return what is said of a damaged file."""
    return (
        f"{file} is damaged; it was left as it is. Move it away to begin a new one, and bring back what an export or a "
        "backup holds with: qa clippings import"
    )


def _os_fault(file: Path, error: OSError) -> str:
    if error.errno == errno.ENOSPC:
        return f"{file}: the disk is full. {_UNCHANGED} make room, and do it again."
    return f"{error.filename or file} cannot be used ({error.strerror or error}); see that it can, or set LOCCIT_KEPT."


_UNCHANGED = "What was kept before is as it was;"
