r"""What people say of their files beside them: metadata.csv, NAME.meta.json and loccit.toml. Their word wins.

metadata.csv has a row for each file in its folder or below, with a column "file" and any of title, author, publisher,
published (or date), url, language; other columns are facts under their own name. NAME.meta.json is an object of the
same names. loccit.toml holds for its folder and all below it, until another one does:

    include = ["*.pdf", "reports/**"]     # patterns of files; without it every file
    exclude = ["drafts/**"]
    publisher = "Harbour Office"          # where a file states none
    date_in_name = '(\d{4})(\d\d)(\d\d)'  # year, month and day in the names of files that state no date
    furniture = ["Subscribe to our newsletter"]  # paragraphs to leave out

    [columns]                             # which columns of tables state what
    title = "SUBJECT"
    published = "SENT"
"""

import csv
import fnmatch
import hashlib
import json
import re
import tomllib
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from embeddings.documents import Fact
from embeddings.errors import SourceError
from embeddings.readers.content import FIELDS
from embeddings.readers.decoding import decode
from embeddings.readers.stated import Rules, Stated

TABLE, OBJECT_SUFFIX, SETTINGS = "metadata.csv", ".meta.json", "loccit.toml"
_OTHER_NAMES = {"date": "published", "source": "publisher", "creator": "author", "lang": "language"}
_FILE_COLUMNS = ("file", "filename", "file name", "path", "name")
_SETTINGS = {"include", "exclude", "publisher", "date_in_name", "furniture", "columns"}


@dataclass(frozen=True)
class FolderSettings:
    """What a loccit.toml says; `folder` is where it stands."""

    folder: Path
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    rules: Rules = field(default_factory=Rules)

    def takes(self, path: Path) -> bool:
        """Whether a file below the folder is to be read."""
        below = path.relative_to(self.folder).as_posix()
        included = not self.include or any(_fits(below, pattern) for pattern in self.include)
        return included and not any(_fits(below, pattern) for pattern in self.exclude)


class Sidecars:
    """Looks up what is said of files beside them; each folder is looked at once."""

    def __init__(self) -> None:
        self._settings = lru_cache(maxsize=None)(self._read_settings)
        self._table = lru_cache(maxsize=None)(_read_table)

    def is_document(self, path: Path) -> bool:
        """Whether a file is one to read: no sidecar itself, and not left out by a loccit.toml. Raises SourceError."""
        if path.name == SETTINGS or (path.name.lower() == TABLE and self._table(path.parent) is not None):
            return False
        if path.name.endswith(OBJECT_SUFFIX):
            return False
        settings = self._settings(path.parent)
        return settings is None or settings.takes(path)

    def stated(self, path: Path) -> Stated:
        """Return what is said of a file. Raises SourceError for a sidecar that cannot be read."""
        facts = [*_of_object(path), *self._of_tables(path)]
        settings = self._settings(path.parent)
        rules = settings.rules if settings else Rules()
        said = repr((facts, rules)) if facts or rules != Rules() else ""
        return Stated(tuple(facts), rules, hashlib.sha256(said.encode()).hexdigest() if said else "")

    def _of_tables(self, path: Path) -> list[Fact]:
        """Return what the nearest table that names a file says of it."""
        for folder in path.parents:
            facts = (self._table(folder) or {}).get(path.relative_to(folder).as_posix())
            if facts:
                return facts
        return []

    def _read_settings(self, folder: Path) -> FolderSettings | None:
        path = folder / SETTINGS
        if path.is_file():
            return _parsed_settings(path)
        return self._settings(folder.parent) if folder.parent != folder else None


def _fits(path: str, pattern: str) -> bool:
    """Whether a path below a folder fits a pattern; one without "/" is of names in any folder."""
    return fnmatch.fnmatchcase(path if "/" in pattern else path.rpartition("/")[2], pattern)


def _parsed_settings(path: Path) -> FolderSettings:
    try:
        values = tomllib.loads(path.read_text("utf-8"))
        unknown = sorted(values.keys() - _SETTINGS)
        if unknown:
            raise ValueError(f"there is no setting {unknown[0]}; there are {', '.join(sorted(_SETTINGS))}")
        rules = Rules(
            publisher=_text(values, "publisher"),
            date_in_name=re.compile(_text(values, "date_in_name")).pattern,
            furniture=tuple(_texts(values, "furniture")),
            columns=tuple(sorted((_field(name), str(column)) for name, column in values.get("columns", {}).items())),
        )
        return FolderSettings(path.parent, tuple(_texts(values, "include")), tuple(_texts(values, "exclude")), rules)
    except (OSError, ValueError, re.error, AttributeError) as error:
        raise SourceError(f"{path}: {error}; correct it, or take it away") from error


def _text(values: dict[str, Any], name: str) -> str:
    value = values.get(name, "")
    if not isinstance(value, str):
        raise ValueError(f"{name} is {value!r}, and has to be a text")
    return value


def _texts(values: dict[str, Any], name: str) -> list[str]:
    texts = values.get(name, [])
    if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
        raise ValueError(f"{name} is {texts!r}, and has to be a list of texts")
    return texts


def _field(name: str) -> str:
    name = " ".join(name.lower().replace("_", " ").split())
    return _OTHER_NAMES.get(name, name)


def _read_table(folder: Path) -> dict[str, list[Fact]] | None:
    """Return the facts of a folder's metadata.csv by the names of files; None without one that names files."""
    path = next((folder / name for name in (TABLE, TABLE.upper(), TABLE.title()) if (folder / name).is_file()), None)
    if path is None:
        return None
    try:
        table = csv.DictReader(decode(path, path.read_bytes()).splitlines())
        names, rows = [name for name in table.fieldnames or () if name], list(table)
    except (OSError, csv.Error) as error:
        raise SourceError(f"{path}: {error}; correct it, or take it away") from error
    column = next((name for name in names if _field(name) in _FILE_COLUMNS), None)
    if column is None:
        return None
    return {
        str(row[column]).strip().removeprefix("./"): _facts(
            {name: row[name] for name in names if name != column}, path.name
        )
        for row in rows
    }


def _of_object(path: Path) -> list[Fact]:
    """Return the facts of the NAME.meta.json beside a file."""
    for name in (path.name, path.stem):
        beside = path.with_name(name + OBJECT_SUFFIX)
        if not beside.is_file():
            continue
        try:
            values = json.loads(beside.read_text("utf-8"))
            if not isinstance(values, dict):
                raise ValueError("it holds no object of names and values")
        except (OSError, ValueError) as error:
            raise SourceError(f"{beside}: {error}; correct it, or take it away") from error
        return _facts(values, beside.name)
    return []


def _facts(values: dict[str, Any], origin: str) -> list[Fact]:
    """Return facts of names and values, those with a field first."""
    texts = {_field(name): _as_text(value) for name, value in values.items()}
    facts = [Fact(name, text, origin) for name, text in texts.items() if text]
    return sorted(facts, key=lambda fact: fact.name not in FIELDS)


def _as_text(value: object) -> str:
    if isinstance(value, list):
        return "; ".join(filter(None, map(_as_text, value)))
    return "" if value is None else " ".join(str(value).split())
