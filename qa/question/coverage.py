"""How much of a question the terms of a text cover."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

# A text speaks of a subject if it holds so much of what is said of it.
ENOUGH_COVERED = 0.7


def coverage(text_terms: Iterable[str], idf: Mapping[str, float]) -> float:
    """Return the share of a question's terms, weighted by their idf, that are among a text's terms: 0 to 1."""
    total = sum(idf.values())
    held = set(text_terms)
    return sum(weight for term, weight in idf.items() if term in held) / total if total else 0.0


@dataclass(frozen=True, slots=True)
class Naming:
    """Which words of a subject the passage of an excerpt holds, and which it lacks, as they were asked.

    Words of the document's title and of what introduces the excerpt count as the passage's. `share` is how much of the
    subject's words it holds by idf, between 0 and 1.
    """

    held: tuple[str, ...]
    lacked: tuple[str, ...]
    share: float
