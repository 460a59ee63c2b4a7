"""The documents that a search may find, in exact names and days that the indexes can compare."""

import hashlib
from dataclasses import dataclass

from embeddings.documents import Document

# A document that states no date.
UNDATED = "undated"


@dataclass(frozen=True, slots=True)
class Selection:
    """The documents that meet every condition.

    Names are spelt as the documents have them. A document meets a list of names if it has any of them, or if the list
    is empty. `documents` are ids, and `hidden` the ids of documents that are never found. The days are ordinals of
    `datetime.date`, both inclusive; a document meets them if any day that its date names lies between them. `undated`
    says whether documents without a date are found.
    """

    publishers: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()
    first_day: int | None = None
    last_day: int | None = None
    undated: bool = True


def key(kind: str, name: str = "") -> int:
    """Return the 64-bit key of a fact, such as ("publisher", "The Example"), in an index."""
    fact = f"{kind}\0{name}".encode("utf-8", "surrogatepass")
    return int.from_bytes(hashlib.blake2b(fact, digest_size=8).digest())


def keys(document: Document) -> list[int]:
    """Return the keys of a document's id, publisher and author, and that of UNDATED if it states no date."""
    names = {"document": document.id, "publisher": document.publisher, "author": document.author}
    facts = [key(kind, name) for kind, name in names.items() if name]
    return facts if document.published else [*facts, key(UNDATED)]
