"""JSON in which programs export chats; whatever a part of it is, it is read as what it should be or as nothing."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from embeddings.readers.composing import MAX_CHARACTERS
from embeddings.readers.content import File, LimitReached, NotRead
from embeddings.readers.decoding import decode

# An object of a message takes some ten times the memory of its text.
MOST_BYTES = 3 * MAX_CHARACTERS


def json_of(file: File) -> Any:
    """Return the value of a file. Raises NotRead if its JSON is broken, UnreadableFile and LimitReached."""
    if len(file.data) > MOST_BYTES:
        raise LimitReached(f"is a chat of more than {MOST_BYTES // 1_000_000} MB; export it in parts, by dates")
    return value_of(decode(Path(file.name), file.data))


def value_of(text: str) -> Any:
    """Return the value that a text is. Raises NotRead if its JSON is broken."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise NotRead(f"is an export of a chat whose JSON is broken ({error}); export it anew") from error


def dicts(value: Any) -> list[dict[str, Any]]:
    """Return the objects in a list; none of what is no list."""
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def text(value: Any) -> str:
    """Return a string or a number as text; "" for anything else."""
    return str(value) if isinstance(value, str | int | float) and not isinstance(value, bool) else ""


def within(value: Any, *names: str) -> Any:
    """Return what stands in objects within objects under some names, None where there is nothing."""
    for name in names:
        value = value.get(name) if isinstance(value, dict) else None
    return value


def brought(names: Iterable[str]) -> str:
    """Return what a message brings beside words, by the names of it: "<photo.jpg, map.pdf>"; "" for nothing."""
    named = [" ".join(name.split()) for name in names if name.strip()]
    return f"<{', '.join(named)}>" if named else ""
