"""A selection of documents as a filter that Milvus understands, and the facts that it is compared with."""

import hashlib
import json
from collections.abc import Iterable

from embeddings.arrays import Numbers
from embeddings.index.selection import Selection, folded

# Bytes that a fact may have in Milvus; of a longer one the end is a hash. Milvus takes 65,535.
LONGEST = 4096
# Names that a document may have of one kind; the most that Milvus takes. No more authors of a document can be filtered.
MOST_NAMES = 4096
_HASH_DIGITS = 64


def fact(name: str) -> str:
    """Return a name as Milvus keeps it, in UTF-8 and no longer than it takes; names that differ stay different."""
    data = name.encode("utf-8", "backslashreplace")
    if len(data) > LONGEST:
        beginning = data[: LONGEST - _HASH_DIGITS].decode("utf-8", "ignore")
        return f"{beginning}{hashlib.sha256(data).hexdigest()}"
    return data.decode()


def folded_fact(name: str) -> str:
    """Return a publisher, author or language as Milvus keeps it; a name of spaces only is no missing name."""
    return fact(folded(name) or " ")


def filter_of(selection: Selection) -> str:
    """Return the filter of all but what a selection says of passages; it is empty for a selection of all."""
    conditions = []
    if selection.publishers:
        conditions.append(f"publisher in {_listed(map(folded_fact, selection.publishers))}")
    if selection.authors:
        conditions.append(f"array_contains_any(authors, {_listed(map(folded_fact, selection.authors))})")
    if selection.languages:
        conditions.append(f"array_contains_any(languages, {_listed(map(folded_fact, selection.languages))})")
    if selection.documents:
        conditions.append(f"document in {_listed(map(fact, selection.documents))}")
    if selection.hidden:
        conditions.append(f"not (document in {_listed(map(fact, selection.hidden))})")
    return " and ".join([*conditions, *_of_days(selection)])


def filter_of_passages(numbers: Numbers) -> str:
    """Return the filter of some passages."""
    return f"number in [{','.join(map(str, numbers.tolist()))}]"


def _of_days(selection: Selection) -> list[str]:
    """Return the conditions on the days of documents; those of one without a date are 0."""
    between = []
    if selection.first_day is not None:
        between.append(f"last_day >= {selection.first_day}")
    if selection.last_day is not None:
        between.append(f"first_day <= {selection.last_day}")
    if not selection.undated:
        return ["first_day > 0", *between]
    return [f"(first_day == 0 or ({' and '.join(between)}))"] if between else []


def _listed(names: Iterable[str]) -> str:
    return f"[{', '.join(json.dumps(name, ensure_ascii=False) for name in dict.fromkeys(names))}]"
