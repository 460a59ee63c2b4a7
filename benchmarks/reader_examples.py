"""What a reader learns from: judged questions with windows that answer them or do not."""

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from context_windows import cut, cuts, sentences_of, widened, window_of
from headlines import headlined
from numpy.typing import NDArray
from quiz_questions import in_place
from specific_questions import more_specific, other_sentences
from train_questions import CLAIMS, Question, plain

from qa.answering.reader import tokens_of
from qa.answering.windows import Window
from qa.question.stop_words import says_nothing

# Of the questions with an answer, these shares come with a window that holds it, and with one that does not.
ANSWERED = 0.85
UNANSWERED = 0.5
# The kinds of the latter: one that comes near, one without the sentence that answers, one that answers another question
# (a name, a year or a number of this one changed), and any.
KINDS_UNANSWERED = {"near": 0.55, "cut": 0.2, "changed": 0.2, "any": 0.05}
# Windows that come nearest, of which one is taken.
NEAREST = 5
# Windows as passages are cut into; the others are of fewer sentences.
WHOLE = 0.5
# Titles and question marks are left out so often.
UNTITLED = 0.25
UNMARKED = 0.15
# So often a question is its key words only, and so often a long word of it is misspelt.
KEYWORDS = 0.1
MISSPELT = 0.06
LONG_WORD = 6
# So often a question says more than it asks (specific_questions.py).
SPECIFIC = 0.35
# So often a question is asked as a quiz asks it, where that can be done (quiz_questions.py).
QUIZ = 0.3
# Questions whose windows are looked up at once.
AT_ONCE = 1_000
CHANGEABLE = (
    re.compile(r"(?<!\w)(?:1\d{3}|20\d\d)(?!\w)"),
    re.compile(r"(?<!\w)(?!(?:1\d{3}|20\d\d)(?!\w))\d[\d,.]*\d%?(?!\w)|(?<!\w)\d(?!\w)"),
    re.compile(r"(?<!^)(?<![.!?] )\b[A-Z][\w’'-]+(?:(?: of| the| and| de| von)? [A-Z][\w’'-]+)*"),
)


@dataclass(frozen=True)
class Example:
    """A question, a window, and where in the window's text its answers stand; nowhere in many.

    With `sentence_answers` some words in each of these answer, and it is not known which.
    """

    article: str
    question: str
    window: Window
    answers: tuple[tuple[int, int], ...]
    sentence_answers: bool = False


def ends_of(example: Example, places: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Return for each token whether an answer may begin and may end there, by the tokens' `places` in the window.

    Without an answer the first token stands for both. The shape is (tokens, 2).
    """
    ends = np.zeros((len(places), 2), np.bool_)
    for numbers in tokens_of(places, example.answers):
        if len(numbers) and example.sentence_answers:
            ends[numbers] = True
        elif len(numbers):
            ends[numbers[0], 0] = ends[numbers[-1], 1] = True
    ends[0] = not ends.any()
    return ends


class Windows:
    """All windows of some contexts, and which of them come near to a question by the words they share."""

    def __init__(self, questions: Sequence[Question]) -> None:
        from sklearn.feature_extraction.text import TfidfVectorizer

        titles = {question.context: question.title for question in questions}
        self.windows = [window for context, title in titles.items() for window in cut(context, title)]
        self._plain = [plain(window.text) for window in self.windows]
        # Words that stand in more than a tenth of the windows say too little.
        self._vectors = TfidfVectorizer(token_pattern=r"\w+", sublinear_tf=True, max_df=0.1)  # noqa: S106  # a pattern
        texts = [f"{window.title} {window.text}" for window in self.windows]
        self._matrix = self._vectors.fit_transform(texts).T.tocsc()

    def near(self, questions: Sequence[Question], chance: random.Random) -> Iterator[Window | None]:
        """Yield for each question a window that comes near and does not hold its answer."""
        for start in range(0, len(questions), AT_ONCE):
            asked = questions[start : start + AT_ONCE]
            scores = (self._vectors.transform([question.text for question in asked]) @ self._matrix).toarray()
            nearest = np.argpartition(-scores, NEAREST * 3, axis=1)[:, : NEAREST * 3]
            for row, (question, numbers) in enumerate(zip(asked, nearest, strict=True)):
                ordered = sorted(map(int, numbers), key=lambda number, row=row: -scores[row, number])  # type: ignore[misc]  # a lambda's default has no type
                fitting = [number for number in ordered if not self._answers(question, number)][:NEAREST]
                yield self.windows[chance.choice(fitting)] if fitting else None

    def any(self, question: Question, chance: random.Random) -> Window | None:
        """Return any window that does not hold the answer."""
        number = chance.randrange(len(self.windows))
        return None if self._answers(question, number) else self.windows[number]

    def _answers(self, question: Question, number: int) -> bool:
        texts = (plain(question.context[start:end]) for start, end in question.answers)
        return any(text in self._plain[number] for text in texts)


def examples_of(questions: Sequence[Question], seed: int) -> list[Example]:
    """Return what is learnt from questions, in any order."""
    chance = random.Random(seed)  # noqa: S311  # no secret hangs on it
    windows = Windows(questions)
    names = [[match.group() for question in questions for match in kind.finditer(question.text)] for kind in CHANGEABLE]
    examples = [answered(question, chance) for question in questions if question.answers and chance.random() < ANSWERED]
    examples += [unanswerable(question, chance) for question in questions if not question.answers for _ in range(2)]
    looked_up = []
    for question in questions:
        if not question.answers or chance.random() >= UNANSWERED:
            continue
        kind = chance.choices(list(KINDS_UNANSWERED), list(KINDS_UNANSWERED.values()))[0]
        example = None
        if kind == "cut":
            example = without_answer(question, chance)
        elif kind == "changed" and question.source not in CLAIMS:
            example = changed(question, names, chance)
        elif kind == "any":
            example = beside(question, windows.any(question, chance), chance)
        if example:
            examples.append(example)
        else:
            looked_up.append(question)
    for question, window in zip(looked_up, windows.near(looked_up, chance), strict=True):
        examples.append(beside(question, window, chance))
    return [example for example in examples if example]


def answered(question: Question, chance: random.Random) -> Example | None:
    """Return a question with a window of its context that holds an answer; None where none holds one whole."""
    parts = sentences_of(question.context)
    start, end = chance.choice(question.answers)
    numbers = [number for number, part in enumerate(parts) if part.start < end and part.end > start]
    if not numbers:
        return None
    first, last = numbers[0], numbers[-1]
    if chance.random() < WHOLE:
        begin, end = next(own for own in pairwise(cuts(question.context)) if own[0] <= first < own[1])
        first, last = min(first, begin), max(last, end - 1)
    else:
        first, last = widened(question.context, first, last, chance)
    window = window_of(question.context, question.title, first, last)
    before = parts[first].start
    answers = [(at - before, to - before) for at, to in question.answers if before <= at and to <= parts[last].end]
    return _example(question, question.text, window, answers, chance) if answers else None


def unanswerable(question: Question, chance: random.Random) -> Example | None:
    """Return a question without an answer, with the window of its context that shares most words with it."""
    words = set(re.findall(r"\w+", question.text.lower()))
    windows = cut(question.context, question.title)
    best = max(windows, key=lambda window: len(words & set(re.findall(r"\w+", window.text.lower()))))
    return _example(question, question.text, best, [], chance)


def without_answer(question: Question, chance: random.Random) -> Example | None:
    """Return a question with what stands around the sentences that answer it; None where nothing does."""
    parts = sentences_of(question.context)
    answering = {
        number
        for number, part in enumerate(parts)
        if any(part.start < end and part.end > start for start, end in question.answers)
    }
    if not answering:
        return None
    middle = min(answering)
    first, last = widened(question.context, middle, middle, chance)
    kept = [parts[number] for number in range(first, last + 1) if number not in answering]
    text, places = "", []
    for part in kept:
        text += " " if text else ""
        places.append((len(text), len(text) + part.end - part.start))
        text += question.context[part.start : part.end]
    texts = [plain(question.context[start:end]) for start, end in question.answers]
    if not kept or any(answer in plain(text) for answer in texts):
        return None
    return _example(question, question.text, Window(question.title, text, tuple(places)), [], chance)


def changed(question: Question, names: Sequence[Sequence[str]], chance: random.Random) -> Example | None:
    """Return a question with a name, a year or a number become another, with the window that answered it before."""
    places = [(kind, match.span()) for kind, one in enumerate(CHANGEABLE) for match in one.finditer(question.text)]
    example = answered(question, chance)
    if not places or not example:
        return None
    kind, (start, end) = chance.choice(places)
    other = chance.choice(names[kind])
    if plain(other) in plain(question.context) or plain(question.text[start:end]) not in plain(question.context):
        return None
    return _example(question, question.text[:start] + other + question.text[end:], example.window, [], chance)


def beside(question: Question, window: Window | None, chance: random.Random) -> Example | None:
    """Return a question with a window that does not answer it, or some of its sentences."""
    if not window:
        return None
    if chance.random() >= WHOLE and len(window.sentences) > 1:
        first = chance.randrange(len(window.sentences))
        last = chance.randrange(first, len(window.sentences))
        start, end = window.sentences[first][0], window.sentences[last][1]
        places = tuple((at - start, to - start) for at, to in window.sentences[first : last + 1])
        window = Window(window.title, window.text[start:end], places)
    return _example(question, question.text, window, [], chance)


def _example(
    question: Question, text: str, window: Window, answers: Sequence[tuple[int, int]], chance: random.Random
) -> Example:
    """Return an example, by chance without a title or without the question's mark."""
    if chance.random() < UNTITLED:
        window = window._replace(title="")
    window = headlined(window, text, answers, chance)
    if text == question.text and chance.random() < QUIZ:
        text = in_place(question, chance) or text
    if chance.random() < UNMARKED:
        text = text.rstrip("? ")
    text = reworded(text, chance)
    if chance.random() < SPECIFIC:
        told = [question.context[start:end] for start, end in question.answers]
        text = more_specific(text, other_sentences(question, window, answers, chance), told, chance)
    return Example(question.article, text, window, tuple(answers), question.sentence_answers)


def reworded(text: str, chance: random.Random) -> str:
    """Return a question as it is, or by chance as it may be typed: its key words only, or one of its words misspelt."""
    throw = chance.random()
    words = text.rstrip("? ").split()
    if throw < KEYWORDS:
        keywords = [word for word in words if not says_nothing(word)]
        return " ".join(keywords) if len(keywords) > 1 else text
    long = [number for number, word in enumerate(words) if word.isalpha() and len(word) >= LONG_WORD]
    if throw < KEYWORDS + MISSPELT and long:
        number = chance.choice(long)
        at = chance.randrange(1, len(words[number]) - 1)
        word = words[number]
        words[number] = chance.choice(
            [
                word[:at] + word[at + 1 :],
                word[:at] + word[at + 1] + word[at] + word[at + 2 :],
                word[: at + 1] + word[at:],
            ]
        )
        return " ".join(words)
    return text
