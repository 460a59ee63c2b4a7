"""Whose words an excerpt holds is compared with whose are asked for: those of the one asked go first, others say so."""

from collections.abc import Sequence
from dataclasses import replace

from embeddings.attribution.names import TITLES
from embeddings.documents import Attribution, Document
from embeddings.index.people import is_name
from embeddings.index.roles import described_key
from embeddings.index.selection import folded
from embeddings.text.words import terms
from qa.answering.claims import MOST_SURE
from qa.answering.excerpts import marked, reading_within
from qa.answering.reader import Reader
from qa.answering.reading import is_readable, readings_of_nearest
from qa.answering.relevance import with_readings
from qa.answering.verdicts import NEAR_BEST, Verdict
from qa.answers import Answer, Excerpt, Hit
from qa.question.asked_voices import AskedVoice
from qa.question.question import Question

# Words of a name that tell nobody from others.
_NO_NAMES = frozenset(["the", "of", "and", "a", "an", *TITLES])


def first_as_asked(
    question: Question, chosen: Sequence[tuple[Hit, Excerpt]], reader: Reader | None
) -> list[tuple[Hit, Excerpt]]:
    """Return chosen excerpts with those first that hold the words asked for, of those that come near the best one.

    With a reader, the one that is first now is read, if it was not: how sure the answer is depends on that.
    """
    asked = question.asked_voice
    if asked is None or not chosen:
        return list(chosen)
    least = NEAR_BEST * chosen[0][0].score

    def order(pair: tuple[Hit, Excerpt]) -> int:
        hit, excerpt = pair
        return -max((_fit(one, asked, excerpt.document) for one in excerpt.attributions), default=0) * (
            hit.score >= least
        )

    ordered = sorted(chosen, key=order)
    if reader is None or ordered[0] == chosen[0] or not is_readable(question.understood_text):
        return ordered
    return _first_read(question, ordered, reader)


def _first_read(
    question: Question, ordered: Sequence[tuple[Hit, Excerpt]], reader: Reader
) -> list[tuple[Hit, Excerpt]]:
    """Return excerpts with what a reader says of the hit of the first."""
    hit, excerpt = ordered[0]
    if reading_within(hit, excerpt) is not None:
        return list(ordered)
    read_hit = with_readings(hit, readings_of_nearest(question, hit, reader))
    return [
        (read_hit, marked(excerpt, read_hit)) if hit.number == read_hit.number else (hit, excerpt)
        for hit, excerpt in ordered
    ]


def with_source_asked(question: Question, verdict: Verdict) -> Verdict:
    """Return a verdict that is not sure, and says why, where the first excerpt's words are another's than asked for.

    It is no surer than with a claim of the question that is doubtful.
    """
    asked = question.asked_voice
    if asked is None or not verdict.excerpts or not verdict.is_answered:
        return verdict
    note = _of_another(verdict.excerpts[0], asked)
    confidence = min(verdict.confidence, MOST_SURE["doubtful"])
    return replace(verdict, is_sure=False, confidence=confidence, reason=note) if note else verdict


def is_of_asked(question: Question, answer: Answer) -> bool:
    """Whether an answer is found, and nothing says that its first words are another's than those asked for."""
    asked = question.asked_voice
    return bool(answer.excerpts) and not (asked and _of_another(answer.excerpts[0], replace(asked, to=None)))


def _of_another(excerpt: Excerpt, asked: AskedVoice) -> str:
    """Return that the words of an excerpt are not those that were asked for; empty where nothing says so."""
    document = excerpt.document
    voices = [one for one in excerpt.attributions if one.speaker and _holds_answer(one, excerpt)]
    if not voices:
        return ""
    if asked.speaker:
        others = [one.speaker or "" for one in voices if not _is_of(one, asked.speaker, document)]
        # Who is spoken to does not say it; else "the Emir" may be whoever is named.
        is_other = is_name(asked.speaker) or all(_is_to(one, asked.speaker, document) for one in voices)
        if len(others) == len(voices) and all(map(is_name, others)) and is_other:
            return f"these are the words of {' and '.join(dict.fromkeys(others))}, not of {asked.speaker}"
    if asked.to and _words(asked.to) and is_name(asked.to):
        fitting = [one for one in voices if not asked.speaker or _is_of(one, asked.speaker, document)]
        whom = [one.to or "" for one in fitting]
        if whom and all(
            is_name(name) and not _is_to(one, asked.to, document) for name, one in zip(whom, fitting, strict=True)
        ):
            return f"it was said to {' and '.join(dict.fromkeys(whom))}, not to {asked.to}"
    return ""


def _holds_answer(one: Attribution, excerpt: Excerpt) -> bool:
    return excerpt.answer is None or one.touches(*excerpt.answer)


def _fit(one: Attribution, asked: AskedVoice, document: Document) -> int:
    """Return how well an attribution fits: 2 by all that is asked, 1 by the speaker or the addressee alone, else 0."""
    if one.speaker is None:
        return 0
    is_of = asked.speaker is None or _is_of(one, asked.speaker, document)
    if not asked.to:
        return 2 * is_of
    return is_of + _is_to(one, asked.to, document)


def _is_of(one: Attribution, name: str, document: Document) -> bool:
    spans = [span for span in (one.source, *one.chain) if span]
    return _is_named(name, [one.speaker or "", *(document.text[slice(*span)] for span in spans)])


def _is_to(one: Attribution, name: str, document: Document) -> bool:
    return _is_named(name, [one.to or "", document.text[slice(*one.to_span)] if one.to_span else ""])


def _is_named(name: str, names: Sequence[str]) -> bool:
    """Whether all telling words of a name stand in one of some names; an office is told as a whole."""
    words = _words(name)
    if not words:
        return described_key(name) in map(described_key, filter(None, names))
    return any(words <= _words(other) for other in names)


def _words(name: str) -> frozenset[str]:
    return frozenset(terms(folded(name))) - _NO_NAMES
