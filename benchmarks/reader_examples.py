"""What a reader learns from at last: judged questions with windows that answer them or do not."""

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from embeddings.models.encoder import load_encoder
from qa.answering.reading import nearest_windows
from qa.answering.relevance import with_relevance
from qa.answering.windows import Window
from qa.evaluation.collections import JudgedQuestion, read_collection
from qa.evaluation.judged_archive import JudgedArchive, open_judged
from qa.question.question import analyse
from qa.retrieval.ranking import rank
from qa.retrieval.scope import Scope
from qa.settings import load_settings

LOOKED_AT = 5


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
    answered = [question for question in judged.collection.questions if question.has_gold_answers]
    for question in [*answered, *judged.collection.unanswerable]:
        analysed = analyse(question.text, (), judged.encoder, judged.generation.lexical)
        hits = rank(analysed, Scope(judged.generation), LOOKED_AT)
        relevant = question.relevant_documents
        about = next((titles[one] for one in relevant if one in titles), hits[0].document.title if hits else "")
        windows = nearest_windows([with_relevance(hit, analysed) for hit in hits])
        right = [
            (window, places)
            for hit, _, window in windows
            if hit.document.id in relevant and (places := answers_in(window, question))
        ]
        wrong = [window for _, _, window in windows if not answers_in(window, question)]
        wrong_windows = 1 if relevant else 1 + (chance.random() < 1 / 3)
        unanswered: list[tuple[Window, list[tuple[int, int]]]] = [(window, []) for window in wrong[:wrong_windows]]
        for window, places in [*right[:1], *unanswered]:
            yield Example(about or "", question.text, window, tuple(places))


def answers_in(window: Window, question: JudgedQuestion) -> list[tuple[int, int]]:
    """Return where the gold answers stand in a window as words of their own."""
    patterns = [rf"(?<!\w){re.escape(answer.strip())}(?!\w)" for answer in question.gold_answers if answer.strip()]
    return sorted({match.span() for one in patterns for match in re.finditer(one, window.text, re.IGNORECASE)})
