"""Records of a judged collection: the lines of its files, and the fields of those that are JSON objects.

Every error names the file, the line, what stands there and what to write instead.
"""

import gzip
import hashlib
import json
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from qa.errors import CollectionError

# Characters of a faulty value that an error quotes.
LONGEST_QUOTE = 60


@dataclass(frozen=True, slots=True)
class Record:
    """One line of a JSON Lines file. `place` is its file and number for messages, `sha256` the hash of its bytes."""

    place: str
    values: Mapping[str, Any]
    sha256: str

    def text(self, name: str) -> str:
        """Return a field that must be there."""
        value = self.values.get(name)
        if not isinstance(value, str):
            raise CollectionError(f'{self.place}: "{name}" is {_quoted(value)}; give every line a text "{name}".')
        try:
            value.encode()
        except UnicodeEncodeError as error:
            raise CollectionError(f'{self.place}: "{name}" holds half a character ({error.reason}); mend it.') from None
        return value

    def text_or_none(self, name: str) -> str | None:
        """Return a field that may be absent, null or empty: then None."""
        return (self.text(name) or None) if self.values.get(name) is not None else None

    def texts(self, name: str) -> tuple[str, ...]:
        """Return a field that is a list of texts, or absent or null: then ()."""
        value = self.values.get(name)
        if value is None:
            return ()
        if not isinstance(value, list) or not all(isinstance(text, str) for text in value):
            raise CollectionError(f'{self.place}: "{name}" is {_quoted(value)}; give a list of texts, or leave it out.')
        return tuple(value)

    def turns(self, name: str) -> tuple[Mapping[str, str], ...]:
        """Return a field that is a list of turns of a conversation, or absent or null: then ()."""
        value = self.values.get(name)
        if value is None:
            return ()
        if not isinstance(value, list) or not all(map(_is_turn, value)):
            raise CollectionError(
                f'{self.place}: "{name}" is {_quoted(value)}; give a list of {{"speaker": "user", "text": "…"}}, '
                "or leave it out."
            )
        return tuple({"speaker": turn["speaker"], "text": turn["text"]} for turn in value)


def _is_turn(value: object) -> bool:
    return isinstance(value, dict) and all(isinstance(value.get(name), str) for name in ("speaker", "text"))


def records_by_id(path: Path) -> dict[str, Record]:
    """Read a JSON Lines file: its records by their "_id", in their order."""
    records: dict[str, Record] = {}
    for place, line in lines(path):
        record = _record(place, line)
        record_id = record.text("_id")
        if record_id in records:
            raise CollectionError(f'{place}: the "_id" {record_id!r} was given before; give each line its own.')
        records[record_id] = record
    return records


def lines(path: Path) -> Iterator[tuple[str, bytes]]:
    """Yield each line that is not blank, with its place for messages. A file that ends in .gz is decompressed."""
    try:
        with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as file:
            for number, line in enumerate(file, 1):
                if line.strip():
                    yield f"{path}, line {number}", line.strip(b"\r\n")
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise CollectionError(f"{path} is no whole gzip file ({error}); compress it again.") from error


def decoded(place: str, line: bytes) -> str:
    """Return a line as text, without the byte order mark that the first line of a file may begin with."""
    try:
        return line.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise CollectionError(f"{place}: is not UTF-8 ({error.reason}); save the file as UTF-8.") from error


def _record(place: str, line: bytes) -> Record:
    try:
        values = json.loads(decoded(place, line))
    except ValueError as error:
        raise CollectionError(f"{place}: is not JSON ({error}); write one JSON object a line.") from error
    if not isinstance(values, dict):
        raise CollectionError(f"{place}: is {_quoted(values)}; write one JSON object a line.")
    return Record(place, values, hashlib.sha256(line).hexdigest())


def _quoted(value: object) -> str:
    """Return a value as JSON, cut short; "missing" for what is not there."""
    if value is None:
        return "missing"
    text = json.dumps(value, ensure_ascii=True)
    return text if len(text) <= LONGEST_QUOTE else f"{text[:LONGEST_QUOTE]}…"
