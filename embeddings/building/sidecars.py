r"""What people say of their files beside them: metadata.csv, NAME.meta.json and loccit.toml. Their word wins.

metadata.csv has a row for each file in its folder or below, with a column "file" and any of title, author, publisher,
published (or date), url, language; other columns are facts under their own name. NAME.meta.json is an object of the
same names. loccit.toml holds for its folder and all below it, until another one does; none of them reaches out of the
sources. A table or an object that cannot be read says nothing, and is named; below a loccit.toml that cannot be read no
file is read, since it may be one that it leaves out:

    include = ["*.pdf", "reports/**"]     # patterns of files; without it every file
    exclude = ["drafts/**"]
    publisher = "Harbour Office"          # where a file states none
    date_in_name = '(\d{4})(\d\d)(\d\d)'  # year, month and day in the names of files that state no date
    furniture = ["Subscribe to our newsletter", "More on *"]  # paragraphs to leave out; * is any characters
    notes = ["This article was amended on *"]  # paragraphs on the document itself: left out of its text, kept as facts

    [columns]                             # which columns of tables state what; each row is a document of its own
    text = "BODY"
    title = "SUBJECT"
    published = "SENT"
"""

import csv
import fnmatch
import hashlib
import json
import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from embeddings.documents import Fact
from embeddings.errors import ReadFailed, UnreadableFile
from embeddings.readers.content import FIELDS, Columns
from embeddings.readers.decoding import decode
from embeddings.readers.stated import Rules, Stated

TABLE, OBJECT_SUFFIX, SETTINGS = "metadata.csv", ".meta.json", "loccit.toml"
_OTHER_NAMES = {"date": "published", "source": "publisher", "creator": "author", "lang": "language"}
_FILE_COLUMNS = ("file", "filename", "file name", "path", "name")
_SETTINGS = {"include", "exclude", "publisher", "date_in_name", "furniture", "notes", "columns"}


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
    """Looks up what is said of files below some sources beside them; each folder is looked at once.

    `problems` has each table or object that could not be read so far, with the reason.
    """

    def __init__(self, sources: Iterable[Path] = ()) -> None:
        self.problems: dict[Path, str] = {}
        self._sources = frozenset(sources)
        self._settings = lru_cache(maxsize=None)(self._read_settings)
        self._table = lru_cache(maxsize=None)(self._read_table)

    def is_document(self, path: Path) -> bool:
        """Whether a file is one to read: no sidecar itself, and not left out by a loccit.toml.

        Raises ReadFailed of a folder whose loccit.toml cannot be read.
        """
        if path.name == SETTINGS or (path.name.lower() == TABLE and self._table(path.parent) is not None):
            return False
        if path.name.endswith(OBJECT_SUFFIX):
            return False
        settings = self._settings(path.parent)
        return settings is None or settings.takes(path)

    def stated(self, path: Path) -> Stated:
        """Return what is said of a file. Raises ReadFailed of a folder whose loccit.toml cannot be read."""
        facts = [*self._of_object(path), *self._of_tables(path)]
        settings = self._settings(path.parent)
        rules = settings.rules if settings else Rules()
        said = repr((facts, rules)) if facts or rules != Rules() else ""
        return Stated(tuple(facts), rules, hashlib.sha256(said.encode()).hexdigest() if said else "")

    def _of_tables(self, path: Path) -> list[Fact]:
        """Return what the nearest table that names a file says of it."""
        for folder in self._folders(path.parent):
            facts = (self._table(folder) or {}).get(path.relative_to(folder).as_posix())
            if facts:
                return facts
        return []

    def _folders(self, folder: Path) -> list[Path]:
        """Return a folder and those around it that are in the same source, the innermost first."""
        folders = [folder, *folder.parents]
        ends = [number for number, place in enumerate(folders) if place in self._sources]
        return folders[: max(ends, default=0) + 1]

    def _read_settings(self, folder: Path) -> FolderSettings | None:
        paths = (place / SETTINGS for place in self._folders(folder))
        path = next((path for path in paths if path.is_file()), None)
        return _parsed_settings(path) if path else None

    def _read_table(self, folder: Path) -> dict[str, list[Fact]] | None:
        """Return the facts of a folder's metadata.csv by the names of files; None without one that names files."""
        paths = (folder / name for name in (TABLE, TABLE.upper(), TABLE.title()))
        path = next((path for path in paths if path.is_file()), None)
        try:
            return _parsed_table(path) if path else None
        except (OSError, csv.Error) as error:
            reason = str(error)
        except UnreadableFile as error:
            reason = error.reason
        self.problems[path or folder] = f"says nothing, as it cannot be read: {reason}; correct it, or take it away"
        # It is a sidecar all the same, and no document.
        return {}

    def _of_object(self, path: Path) -> list[Fact]:
        """Return the facts of the NAME.meta.json beside a file."""
        for name in (path.name, path.stem):
            beside = path.with_name(name + OBJECT_SUFFIX)
            if not beside.is_file():
                continue
            try:
                values = json.loads(beside.read_text("utf-8"))
                if isinstance(values, dict):
                    return _facts(values, beside.name)
                reason = "it holds no object of names and values"
            except (OSError, ValueError, RecursionError) as error:
                reason = str(error)
            self.problems[beside] = f"says nothing, as it cannot be read: {reason}; correct it, or take it away"
            break
        return []


def _fits(path: str, pattern: str) -> bool:
    """Whether a path below a folder fits a pattern; one without "/" is of names in any folder."""
    return fnmatch.fnmatchcase(path if "/" in pattern else path.rpartition("/")[2], pattern)


def _parsed_settings(path: Path) -> FolderSettings:
    """Return what a loccit.toml says. Raises ReadFailed of its folder where it cannot be read."""
    try:
        values = tomllib.loads(path.read_text("utf-8"))
        unknown = sorted(values.keys() - _SETTINGS)
        if unknown:
            raise ValueError(f"there is no setting {unknown[0]}; there are {', '.join(sorted(_SETTINGS))}")
        rules = Rules(
            publisher=_text(values, "publisher"),
            date_in_name=re.compile(_text(values, "date_in_name")).pattern,
            furniture=tuple(_texts(values, "furniture")),
            notes=tuple(_texts(values, "notes")),
            columns=_columns(values.get("columns", {})),
        )
        return FolderSettings(path.parent, tuple(_texts(values, "include")), tuple(_texts(values, "exclude")), rules)
    except (OSError, ValueError, re.error, AttributeError) as error:
        reason = f"no file below it is read, as its {SETTINGS} cannot be: {error}; correct it, or take it away"
        raise ReadFailed(path.parent, reason) from error


def _columns(values: dict[str, Any]) -> Columns:
    """Return what columns state, as pairs of a field and a column; a field may have several."""
    pairs = []
    for name, column in values.items():
        for each in column if isinstance(column, list) else [column]:
            if not isinstance(each, str):
                raise ValueError(f"the column of {name} is {each!r}, and has to be a text")
            pairs.append((_field(name), each))
    return tuple(sorted(pairs))


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


def _parsed_table(path: Path) -> dict[str, list[Fact]] | None:
    """Return what a table says of files by their names, None if it names none.

    Raises OSError, csv.Error, and UnreadableFile.
    """
    table = csv.DictReader(decode(path, path.read_bytes()).splitlines())
    names, rows = [name for name in table.fieldnames or () if name], list(table)
    column = next((name for name in names if _field(name) in _FILE_COLUMNS), None)
    if column is None:
        return None
    return {
        str(row[column]).strip().removeprefix("./"): _facts(
            {name: row[name] for name in names if name != column}, path.name
        )
        for row in rows
    }


def _facts(values: dict[str, Any], origin: str) -> list[Fact]:
    """Return facts of names and values, those with a field first."""
    texts = {_field(name): _as_text(value) for name, value in values.items()}
    facts = [Fact(name, text, origin) for name, text in texts.items() if text]
    return sorted(facts, key=lambda fact: fact.name not in FIELDS)


def _as_text(value: object) -> str:
    if isinstance(value, list):
        return "; ".join(filter(None, map(_as_text, value)))
    return "" if value is None else " ".join(str(value).split())
