"""Questions made of one sentence and answered by another, which says something like it in other words.

People seldom ask in the words of the text that answers; a question made of the answering sentence itself always does.

    P. Lewis, L. Denoyer, S. Riedel, "Unsupervised question answering by cloze translation", ACL 2019, and
    A. Fabbri et al., "Template-based question generation from retrieved sentences", ACL 2020: the answer of a question
    made of one sentence, looked for in another.
"""

import random
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence, Set
from typing import NamedTuple

import numpy as np
from made_up_questions import (
    KINDS,
    MARKS,
    Source,
    around,
    others_in,
    perhaps_falsified,
    question_of,
    says_something,
    window_of,
    words_around,
)
from numpy.typing import NDArray
from reader_examples import Example

from embeddings.models.installed import DEFAULT_MODEL, model_folder
from embeddings.models.opening import open_model

# Words of a sentence, and of a question those that say something.
SENTENCE_WORDS = range(6, 61)
TELLING_WORDS = range(3, 13)
# So many of the sentences that come nearest are looked at, of which the cosine lies between these: less is about
# something else, more is a copy.
NEAREST = 12
LEAST_ALIKE, MOST_ALIKE = 0.55, 0.93
# A sentence gives so many questions at most, and answers so many.
MOST_ASKED, MOST_ANSWERED = 3, 4
# Characters of an answer at least.
SHORTEST_ANSWER = 4


class Place(NamedTuple):
    """A sentence: the source it is of, its number there, and its text."""

    source: Source
    number: int
    text: str


class Pair(NamedTuple):
    """Two sentences, by their numbers, and a name, number or year that both have."""

    asking: int
    answering: int
    answer: str


def reworded(sources: Sequence[Source], chance: random.Random) -> list[Example]:
    """Return questions made of sentences that other sentences of the sources answer, in any order."""
    others = others_in(sources)
    places = [
        Place(source, number, source.text[own.start : own.end])
        for source in sources
        for number, own in enumerate(source.sentences)
    ]
    places = [place for place in places if len(place.text.split()) in SENTENCE_WORDS]
    pairs = list(_alike([place.text for place in places]))
    chance.shuffle(pairs)
    asked, answered = Counter[int](), Counter[int]()
    found = []
    for pair in pairs:
        if asked[pair.asking] < MOST_ASKED and answered[pair.answering] < MOST_ANSWERED:
            one = _made_of(places[pair.asking].text, pair.answer, places[pair.answering], others, chance)
            if one:
                found.append(one)
                asked[pair.asking] += 1
                answered[pair.answering] += 1
    return found


def _alike(texts: Sequence[str]) -> Iterator[Pair]:
    """Yield the pairs of sentences that say something alike, once for each name, number or year both have."""
    named = [{found for pattern in KINDS.values() for found in pattern.findall(text)} for text in texts]
    vectors: NDArray[np.float32] = open_model(model_folder(DEFAULT_MODEL)).encode(
        list(texts), batch_size=64, normalize_embeddings=True, show_progress_bar=False
    )
    for asking, vector in enumerate(vectors):
        if named[asking]:
            cosines = vectors @ vector
            for answering in map(int, np.argsort(-cosines)[:NEAREST]):
                if LEAST_ALIKE < cosines[answering] < MOST_ALIKE:
                    both = sorted(named[asking] & named[answering])
                    yield from (Pair(asking, answering, one) for one in both if len(one) >= SHORTEST_ANSWER)


def _made_of(
    asking: str,
    answer: str,
    place: Place,
    others: Mapping[str, list[str]],
    chance: random.Random,
) -> Example | None:
    """Return a question made of a sentence for an answer that stands in another, None if too little of it stands there.

    Names and numbers that are not around the answer are left out, so that nothing speaks against it.
    """
    source = place.source
    left_out, answered = _only(answer, asking), _only(answer, place.text)
    if not left_out or not answered:
        return None
    first, last = around(source, place.number, chance)
    window = window_of(source, first, last)
    near = _words(f"{window.title} {window.text}")
    held = _words(f"{window.title} {place.text}")
    words = [
        word
        for word in words_around(asking, left_out, chance)
        if _plain(word) not in _words(answer) and (word[0].islower() or _plain(word) in near)
    ]
    if not _is_reworded([word for word in words if says_something(word)], held):
        return None
    said = perhaps_falsified(words, source.text, others, chance)
    kind = next((kind for kind, pattern in KINDS.items() if pattern.search(f"of {answer}")), "name")
    before = source.sentences[place.number].start - source.sentences[first].start
    answers = ((before + answered[0], before + answered[1]),) if said == words else ()
    return Example("", question_of(kind, said, chance), window, answers)


def _is_reworded(telling: Sequence[str], held: Set[str]) -> bool:
    """Return whether the telling words of a question are neither too few nor all held, but some name or number is."""
    in_common = [word for word in telling if _plain(word) in held]
    named = any(not word[0].islower() for word in in_common)
    return len(telling) in TELLING_WORDS and named and len(in_common) < len(telling)


def _only(answer: str, sentence: str) -> tuple[int, int] | None:
    """Return where an answer stands in a sentence, None if it does not, or twice."""
    found = [match.span() for match in re.finditer(rf"(?<!\w){re.escape(answer)}(?!\w)", sentence)]
    return found[0] if len(found) == 1 else None


def _words(text: str) -> set[str]:
    return {_plain(word) for word in text.split()}


def _plain(word: str) -> str:
    return word.strip(f"{MARKS}.'`").lower()
