"""Whose words an excerpt holds, in a line: "John Kerry → Michel Barnier, February 2005 · reported". Plain text."""

from collections.abc import Iterable

from embeddings.documents import Attribution, Document, Span
from embeddings.times.values import parse_notation
from qa.answers import Excerpt

# Attributions that a line names; of the rest it says how many there are.
NAMED_VOICES = 4
UNATTRIBUTED = "unattributed"
_KINDS = {"direct": "quoted", "indirect": "reported", "mixed": "partly quoted"}


def voice_line(attribution: Attribution) -> str:
    """Return who says it to whom, when and how, as far as the text tells."""
    who = attribution.speaker or UNATTRIBUTED
    whom = f" → {attribution.to}" if attribution.to else ""
    when = f", {parse_notation(attribution.said)}" if attribution.said else ""
    how = [
        _KINDS[attribution.kind],
        *(["as hearsay"] if attribution.hedged else []),
        *(["denied or not said"] if attribution.negated else []),
    ]
    return f"{who}{whom}{when} · {', '.join(how)}"


def shown_voices(attributions: Iterable[Attribution]) -> list[Attribution]:
    """Return the attributions that are shown, each line once: what has a speaker, and quotations that have none."""
    shown = {voice_line(one): one for one in attributions if one.speaker or one.kind != "indirect"}
    return list(shown.values())


def voices_line(excerpt: Excerpt) -> str:
    """Return whose words an excerpt holds; nothing where it holds nobody's."""
    lines = [voice_line(one) for one in shown_voices(excerpt.attributions)]
    more = len(lines) - NAMED_VOICES
    return "; ".join([*lines[:NAMED_VOICES], *([f"and {more:,} more"] if more > 0 else [])])


def chain_of(document: Document, attribution: Attribution) -> list[Span]:
    """Return the places that lead from what the text calls the speaker to the name: the source, then the chain."""
    places = dict.fromkeys(span for span in (attribution.source, *attribution.chain) if span)
    return [span for span in places if document.text[slice(*span)].strip()]
