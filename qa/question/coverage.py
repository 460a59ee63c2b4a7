"""How much of a question the terms of a text cover."""

from collections.abc import Iterable, Mapping


def coverage(text_terms: Iterable[str], idf: Mapping[str, float]) -> float:
    """Return the share of a question's terms, weighted by their idf, that are among a text's terms: 0 to 1."""
    total = sum(idf.values())
    held = set(text_terms)
    return sum(weight for term, weight in idf.items() if term in held) / total if total else 0.0
