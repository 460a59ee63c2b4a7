"""Questions made of sentences, for a reader to begin with: something is left out of a sentence, and is to be found.

They are no good English ("When Iran signed Additional Protocol?"), but there are as many as one likes, and they teach
to compare a question with a text word by word, which judged questions then need not teach. Splinter does likewise with
words that occur twice (O. Ram et al., "Few-shot question answering by pretraining span selection", ACL 2021).
"""

import random
import re
from collections.abc import Mapping, Sequence
from itertools import islice
from typing import NamedTuple

from reader_examples import Example

from embeddings.documents import Document, Sentence
from embeddings.text.splitting import sentences
from qa.answering.windows import Window

# Each document is gone through so often, with so many sentences each time, from its beginning only.
ROUNDS = 5
SENTENCES = 4
CHARACTERS = 3_000
# Words of a sentence that is asked about, of the question and of the window around it.
SENTENCE_WORDS = range(8, 46)
QUESTION_WORDS = 14
WINDOW_WORDS = 70
# Shares of the questions that nothing answers: about something else, and read with other sentences of the document.
FALSIFIED = 0.35
ELSEWHERE = 0.25

# Of words that can stand in each other's place.
KINDS = {
    "year": re.compile(r"(?<!\w)(?:1\d{3}|20\d\d)(?!\w)"),
    "number": re.compile(r"(?<!\w)(?!(?:1\d{3}|20\d\d)(?!\w))[$£€]?(?:\d[\d,.]*\d%?|\d(?!\w))"),
    # Not the first word of a sentence, which may be no name.
    "name": re.compile(r"(?<!^)(?<![.!?] )\b[A-Z][\w’'-]+(?:(?: of| the| and| de| von)? [A-Z][\w’'-]+)*"),
}
# What stands around a word without being of it.
MARKS = ',;:()"“”'
WHAT_IS_LEFT_OUT = KINDS | {
    "thing": re.compile(r"(?<= of | by | in | as | to | is )(?:the |an? )?(?:[a-z]{4,}[- ]){0,2}[a-z]{4,}"),
}
ASKED_WITH = {
    "year": ("when", "in what year"),
    "number": ("how many", "how much", "what"),
    "name": ("who", "what", "which", "where"),
    "thing": ("what", "which", "what kind of"),
}
SMALL_WORDS = re.compile(
    "a|after|also|an|and|are|as|at|be|been|before|being|between|but|by|did|does|do|during|for|from|had|has|have|her|he|"
    "his|into|in|is|its|it|not|of|on|or|over|she|than|that|the|their|then|they|this|to|under|was|were|which|who|with",
    re.IGNORECASE,
)


class Source(NamedTuple):
    """A document's title, the beginning of its text and the sentences of that."""

    title: str
    text: str
    sentences: Sequence[Sentence]


def made_up(sources: Sequence[Source], chance: random.Random) -> list[Example]:
    """Return questions made of the sources' sentences, in any order, with windows that answer them or do not."""
    others = others_in(sources)
    found = [
        _made_of(source, number, others, chance)
        for source in [*sources] * ROUNDS
        for number in chance.sample(range(len(source.sentences)), min(len(source.sentences), SENTENCES))
    ]
    return [one for one in found if one]


def sources_of(documents: Sequence[Document]) -> list[Source]:
    """Return the beginnings of documents, parted into sentences."""
    beginnings = [(document.title or "", document.text[:CHARACTERS]) for document in documents]
    return [Source(title, text, sentences(text)) for title, text in beginnings]


def others_in(sources: Sequence[Source]) -> Mapping[str, list[str]]:
    """Return for each kind of thing that could be left out a few of each text."""
    return {
        kind: [match.group() for source in sources for match in islice(one.finditer(source.text), 5)]
        for kind, one in WHAT_IS_LEFT_OUT.items()
    }


def _made_of(source: Source, number: int, others: Mapping[str, list[str]], chance: random.Random) -> Example | None:
    """Return a question made of a sentence, None if there is too little in it."""
    own = source.sentences[number]
    sentence = source.text[own.start : own.end]
    left_out = [(kind, match.span()) for kind, one in WHAT_IS_LEFT_OUT.items() for match in one.finditer(sentence)]
    if len(sentence.split()) not in SENTENCE_WORDS or not left_out:
        return None
    kind = chance.choice(sorted({kind for kind, _ in left_out}))
    start, end = chance.choice([span for one, span in left_out if one == kind])
    words = words_around(sentence, (start, end), chance)
    if sum(map(says_something, words)) < 2:
        return None
    answer = sentence[start:end]
    asked = perhaps_falsified(words, source.text, others, chance)
    question = question_of(kind, asked, chance)
    if asked == words and chance.random() < ELSEWHERE:
        window = window_of(source, *_apart_from(source, number, chance))
        return None if answer in window.text else Example("", question, window, ())
    first, last = around(source, number, chance)
    at = own.start + start - source.sentences[first].start
    answers = ((at, at + len(answer)),) if asked == words else ()
    return Example("", question, window_of(source, first, last), answers)


def words_around(sentence: str, left_out: tuple[int, int], chance: random.Random) -> list[str]:
    """Return most words of what stands on one side of the answer in its sentence, and a few of the other side."""
    before, after = sentence[: left_out[0]], re.sub(r"[.!?][\"”)]?\s*$", "", sentence[left_out[1] :])
    sides = sorted([before.split()[-QUESTION_WORDS:], after.split()[:QUESTION_WORDS]], key=len)
    kept = [word for word in sides[1] if chance.random() > (0.25 if says_something(word) else 0.35)]
    kept += [word for word in sides[0] if says_something(word) and chance.random() < 0.25]
    return [word for word in (word.strip(MARKS) for word in kept) if word]


def question_of(kind: str, words: Sequence[str], chance: random.Random) -> str:
    """Return a question for something of a kind, in the words given."""
    return f"{chance.choice(ASKED_WITH[kind]).capitalize()} {' '.join(words)}?"


def perhaps_falsified(
    words: Sequence[str], text: str, others: Mapping[str, list[str]], chance: random.Random
) -> Sequence[str]:
    """Return the words, or, by chance, with one become another that the text has not."""
    return _falsified(words, text, others, chance) if chance.random() < FALSIFIED else words


def _falsified(
    words: Sequence[str], text: str, others: Mapping[str, list[str]], chance: random.Random
) -> Sequence[str]:
    """Return words with one that says something, mostly a name or a number, become another that the text has not."""
    places = [place for place, word in enumerate(words) if says_something(word)]
    telling = [place for place in places if not words[place][0].islower()]
    place = chance.choice(telling if telling and chance.random() < 0.7 else places)
    word = words[place]
    numbers = [kind for kind in ("year", "number") if KINDS[kind].fullmatch(word)]
    other = chance.choice(others[numbers[0] if numbers else "name" if word[0].isupper() else "thing"])
    return words if other.lower() in text.lower() else [*words[:place], other, *words[place + 1 :]]


def around(source: Source, number: int, chance: random.Random) -> tuple[int, int]:
    """Return the first and last of some sentences around one."""
    first = last = number
    while chance.random() > 0.25 and (first, last) != (0, len(source.sentences) - 1):
        if chance.random() < 0.5 and first > 0:
            first -= 1
        elif last < len(source.sentences) - 1:
            last += 1
        if len(window_of(source, first, last).text.split()) > WINDOW_WORDS:
            break
    return first, last


def _apart_from(source: Source, number: int, chance: random.Random) -> tuple[int, int]:
    """Return the first and last of one or two sentences among which one is not; itself where there is no other."""
    others = [other for other in range(len(source.sentences)) if other != number]
    first = chance.choice(others) if others else number
    return first, first + (first + 1 in others)


def window_of(source: Source, first: int, last: int) -> Window:
    """Return some sentences of a source as they are read."""
    start, end = source.sentences[first].start, source.sentences[last].end
    places = tuple((own.start - start, own.end - start) for own in source.sentences[first : last + 1])
    return Window(source.title, source.text[start:end], places)


def says_something(word: str) -> bool:
    """Return whether a word is none of the small ones."""
    return not SMALL_WORDS.fullmatch(word.strip(MARKS))
