"""Which documents a search may find, said so that the indexes can tell: exact names and days."""

import hashlib
from dataclasses import dataclass

from embeddings.documents import Document

# A document that states no date.
UNDATED = "undated"


@dataclass(frozen=True, slots=True)
class Selection:
    """The documents that meet every condition; an empty list of names asks nothing, a longer one for any of them.

    Names are as the documents have them; `documents` are ids, and `hidden` those of documents that are not
    found whatever else they meet. The days, both inclusive, are ordinals of
    `datetime.date`; a document meets them if any day that its stated date names lies between. `undated` says whether
    documents that state no date are kept.
    """

    publishers: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()
    first_day: int | None = None
    last_day: int | None = None
    undated: bool = True


def key(kind: str, name: str = "") -> int:
    """Return the 64 bits that stand for a fact, such as ("publisher", "The Example"), in an index."""
    said = f"{kind}\0{name}".encode("utf-8", "surrogatepass")
    return int.from_bytes(hashlib.blake2b(said, digest_size=8).digest())


def keys(document: Document) -> list[int]:
    """Return the keys of what a document states, its date aside; UNDATED if it states none."""
    stated = {"document": document.id, "publisher": document.publisher, "author": document.author}
    found = [key(kind, name) for kind, name in stated.items() if name]
    return found if document.published else [*found, key(UNDATED)]
