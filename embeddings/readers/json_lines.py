"""JSON lines: a value on each line.

An object with a text ("text", "body", "content" ...) is a document of its own, with the facts that its other fields
state; a field of more prose than a fact has is text, too. All other lines are rows of one document, each with its
fields as "name: value".
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from embeddings.readers.composing import MAX_CHARACTERS, Piece, composed
from embeddings.readers.content import Columns, File, FileContent, FileContents, LimitReached, NotRead, content_with
from embeddings.readers.decoding import decode
from embeddings.readers.mapped_columns import TEXT, mapping_of, text_of_row
from embeddings.readers.table_rows import are_words, fact_of

# Fields that hold the text of a document, the likeliest first.
TEXTS = (
    "text",
    "body",
    "content",
    "full_text",
    "fulltext",
    "body_text",
    "article",
    "message",
    "transcript",
    "abstract",
)
# A longer value of another field is no fact about the text: it is more of it, or data.
_FACT_CHARACTERS = 1000
# Of lines that are JSON there are so many for each that is none.
_BROKEN_SHARE = 0.1


def read(file: File) -> FileContents:
    """Read JSON lines. Raises NotRead if the lines are no JSON, UnreadableFile and LimitReached."""
    if len(file.data) > MAX_CHARACTERS:
        raise LimitReached(f"holds more than {MAX_CHARACTERS // 1_000_000} MB; split it")
    lines = [
        (number, line)
        for number, line in enumerate(decode(Path(file.name), file.data).split("\n"), start=1)
        if line.strip()
    ]
    values = []
    broken = 0
    for number, line in lines:
        try:
            values.append((number, json.loads(line)))
        except (ValueError, RecursionError):
            broken += 1
            values.append((number, line.strip()))
    if broken > _BROKEN_SHARE * len(lines):
        raise NotRead(f"has {broken:,} of {len(lines):,} lines that are no JSON; name it .txt to read it as text")
    return FileContents(tuple(_contents(values, file.columns)))


def _contents(values: list[tuple[int, Any]], columns: Columns) -> Iterator[FileContent]:
    rows = []
    for number, value in values:
        name = _text_field(value)
        mapping = mapping_of(columns, value) if columns and isinstance(value, dict) else {}
        if name is None and not mapping:
            rows.append(Piece(_row(value), (("row", str(number)),)))
        else:
            yield _document(number, value, mapping, _prose(value, name) if name else [])
    text, places = composed(rows)
    if text:
        yield content_with(text, (), places)


def _document(number: int, value: dict[str, Any], mapping: dict[str, str], prose: list[str]) -> FileContent:
    """Return the document that an object is; `mapping` is what is said beside the file that some fields state."""
    texts = [name for name, field in mapping.items() if field == TEXT] or prose
    named = [
        (name, item if name in texts and isinstance(item, str) else _written(item)) for name, item in value.items()
    ]
    paragraphs = text_of_row(named, mapping, prose)
    text, places = composed([Piece("", (("row", str(number)),)), *map(Piece, paragraphs)])
    ordered = sorted(named, key=lambda pair: pair[0] not in mapping) if mapping else named
    facts = [
        fact_of(name, written, origin="JSON field", mapping=mapping)
        for name, written in ordered
        if name not in texts and written and len(written) <= _FACT_CHARACTERS
    ]
    return content_with(text, facts, places, member=f"line {number}")


def _text_field(value: Any) -> str | None:
    """Return which field of an object holds its text; None without one."""
    if not isinstance(value, dict):
        return None
    by_name = {name.lower(): name for name in value}
    names = (by_name[name] for name in TEXTS if name in by_name)
    return next((name for name in names if isinstance(value[name], str) and value[name].strip()), None)


def _prose(value: dict[str, Any], text_field: str) -> list[str]:
    """Return the fields of an object that hold its text: that of such a name, and what else is too long for a fact."""
    text = value[text_field]
    return [
        name
        for name, item in value.items()
        if name == text_field or (isinstance(item, str) and _is_more(item.strip(), text))
    ]


def _is_more(item: str, text: str) -> bool:
    """Whether a value is prose that the text does not hold, and no markup, which mostly is the text again."""
    return len(item) > _FACT_CHARACTERS and not item.startswith("<") and are_words(item) and item not in text


def _row(value: Any) -> str:
    """Return a value as a row: a list as cells, an object as lines "name: value"."""
    if isinstance(value, list) and not any(isinstance(item, list | dict) for item in value):
        return " | ".join(map(_written, value))
    if not isinstance(value, dict):
        return _written(value)
    return "\n".join(f"{name}: {text}" for name, item in value.items() if (text := _written(item)))


def _written(value: Any) -> str:
    """Return a value as a line of text; the parts of a list are separated by commas."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case list():
            return ", ".join(filter(None, map(_written, value)))
        case dict():
            return "; ".join(f"{name}: {text}" for name, item in value.items() if (text := _written(item)))
    return " ".join(str(value).split())
