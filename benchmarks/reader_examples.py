"""What a reader learns from: judged questions with windows that answer them or do not, and altered ones.

P. Rajpurkar, R. Jia, P. Liang, "Know what you don't know", ACL 2018: what the altered questions are like; there,
people wrote them.
"""

import random
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from embeddings.encoder import load_encoder
from qa.answers import Hit
from qa.collections import JudgedQuestion, read_collection
from qa.evaluation import JudgedArchive, open_judged
from qa.excerpts import relevance
from qa.reader import Window
from qa.reading import windows_of
from qa.retrieval import Query, prepare, rank
from qa.settings import load_settings

LOOKED_AT = 5
# Shares of the answerable questions that are read once more without the sentences that answer, and that are altered
# to be about another name or number; of those, the share for which it is one that the same article has.
WITHOUT_ANSWER = 0.6
ABOUT_ANOTHER = 0.8
OF_THE_ARTICLE = 0.7
# Words that a window without its answer has at least.
FEWEST_WORDS = 12

# Of words that can stand in each other's place.
KINDS = {
    "year": re.compile(r"(?<!\w)(?:1\d{3}|20\d\d)(?!\w)"),
    "number": re.compile(r"(?<!\w)(?!(?:1\d{3}|20\d\d)(?!\w))[$£€]?(?:\d[\d,.]*\d%?|\d(?!\w))"),
    # Not the first word of a sentence, which may be no name.
    "name": re.compile(r"(?<!^)(?<![.!?] )\b[A-Z][\w’'-]+(?:(?: of| the| and| de| von)? [A-Z][\w’'-]+)*"),
}


@dataclass(frozen=True)
class Example:
    """A question, a window, and where in the window's text its answers stand; nowhere in most."""

    article: str
    question: str
    window: Window
    answers: tuple[tuple[int, int], ...]


def opened(folder: Path) -> JudgedArchive:
    """Return a collection as an archive."""
    settings = load_settings()
    encoder = load_encoder(settings.model, settings.precision)
    return open_judged(read_collection(folder), settings.cache, encoder, lambda *_: None)


def examples_of_all(folders: Sequence[Path]) -> list[Example]:
    """Return what is learnt from collections; a question that several have counts where it stands first."""
    examples: list[Example] = []
    for folder in folders:
        known = {one.question for one in examples}
        examples += [one for one in examples_of(opened(folder)) if one.question not in known]
    return examples


def examples_of(judged: JudgedArchive) -> Iterator[Example]:
    """Yield what is learnt from a collection's questions."""
    chance = random.Random(1)  # noqa: S311  # no secret hangs on it
    titles = {document.id: document.title or document.id for document in judged.collection.documents}
    answered = [question for question in judged.collection.questions if question.has_answers]
    for question in [*answered, *judged.collection.unanswerable]:
        query = prepare(question.text, judged.encoder, judged.generation)
        hits = rank(query, judged.generation, LOOKED_AT)
        relevant = [document for document, grade in question.relevance.items() if grade > 0]
        about = next((titles[one] for one in relevant if one in titles), hits[0].document.title if hits else "")
        found = [(window, hit.document.id in relevant) for window, hit in nearest(query, hits, judged)]
        right = [(window, places) for window, own in found if own and (places := answers_in(window, question))]
        wrong = [window for window, _ in found if not answers_in(window, question)]
        wanted = 1 if relevant else 1 + (chance.random() < 1 / 3)
        for window, places in [*right[:1], *((window, ()) for window in wrong[:wanted])]:
            yield Example(about or "", question.text, window, tuple(places))


def nearest(query: Query, hits: Sequence[Hit], judged: JudgedArchive) -> list[tuple[Window, Hit]]:
    """Return the windows of some hits with their hits, those with the sentences that come nearest first."""
    found = []
    for place, hit in enumerate(hits):
        scores = iter(relevance(hit, query, judged.generation.lexical.terms))
        for window in windows_of(hit):
            found.append((max(next(scores) for _ in window.sentences) - 0.1 * place, window, hit))
    return [(window, hit) for _, window, hit in sorted(found, key=lambda one: -one[0])]


def answers_in(window: Window, question: JudgedQuestion) -> list[tuple[int, int]]:
    """Return where the gold answers stand in a window as words of their own."""
    patterns = [rf"(?<!\w){re.escape(answer.strip())}(?!\w)" for answer in question.answers if answer.strip()]
    return sorted({match.span() for one in patterns for match in re.finditer(one, window.text, re.IGNORECASE)})


def altered(examples: Sequence[Example]) -> Iterator[Example]:
    """Yield what can be made of answerable examples so that nothing answers: other windows, and other questions."""
    chance = random.Random(7)  # noqa: S311  # no secret hangs on it
    said = {article: _named([one for one in examples if one.article == article]) for article in _articles(examples)}
    everywhere = _named(examples)
    for one in examples:
        if one.answers and chance.random() < WITHOUT_ANSWER and (window := _without_answer(one)):
            yield replace(one, window=window, answers=())
        if one.answers and chance.random() < ABOUT_ANOTHER:
            named = said[one.article] if chance.random() < OF_THE_ARTICLE else everywhere
            if question := _about_another(one, named, chance):
                yield replace(one, question=question, answers=())


def _articles(examples: Sequence[Example]) -> set[str]:
    return {one.article for one in examples}


def _named(examples: Sequence[Example]) -> Mapping[str, list[str]]:
    """Return the names, numbers and years in the windows of some examples."""
    texts = [one.window.text for one in examples]
    return {kind: sorted({found for text in texts for found in one.findall(text)}) for kind, one in KINDS.items()}


def _without_answer(one: Example) -> Window | None:
    """Return the window without the sentences in which an answer begins, None if too little is left."""
    text, places = "", []
    for start, end in one.window.sentences:
        if not any(start <= answer < end for answer, _ in one.answers):
            text += " " if text else ""
            places.append((len(text), len(text) + end - start))
            text += one.window.text[start:end]
    enough = len(text.split()) >= FEWEST_WORDS
    return Window(one.window.title, text, tuple(places)) if enough else None


def _about_another(one: Example, named: Mapping[str, list[str]], chance: random.Random) -> str | None:
    """Return the question with a name, number or year become another of its kind, None if it has none."""
    matches = [(kind, match) for kind, pattern in KINDS.items() for match in pattern.finditer(one.question)]
    if not matches:
        return None
    kind, match = chance.choice(matches)
    answers = {one.window.text[start:end].lower() for start, end in one.answers}
    words, question = set(match.group().lower().split()), one.question.lower()
    others = [
        other
        for other in named[kind]
        if other.lower() not in question and other.lower() not in answers and not words & set(other.lower().split())
    ]
    return one.question[: match.start()] + chance.choice(others) + one.question[match.end() :] if others else None
