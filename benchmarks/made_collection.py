"""A judged collection made of others, as large as is wanted: their documents, and again with other words in them."""

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import count, cycle

from embeddings.documents import Document
from embeddings.text.splitting import passages
from qa.evaluation.collections import Collection, JudgedQuestion

QUESTIONS_OF_A_SET = 10
EXCHANGED = 12
_WORD = re.compile(r"\b[a-z]{4,}\b")


def made(collections: Sequence[Collection], wanted: int) -> Collection:
    """Return one collection of the documents of all, repeated with edits until it has that many passages."""
    originals = [replace(document, id=f"{one.name}/{document.id}") for one in collections for document in one.documents]
    questions: list[JudgedQuestion] = [
        question for one in collections for question in one.questions[:QUESTIONS_OF_A_SET]
    ]
    documents: list[Document] = []
    made_passages = 0
    for document in _repeated(originals):
        if made_passages >= wanted:
            break
        documents.append(document)
        made_passages += len(passages(document))
    return Collection("made", collections[0].folder.parent, tuple(documents), tuple(questions))


def _repeated(originals: Sequence[Document]) -> Iterator[Document]:
    """Yield the documents, and then again and again with other words in them."""
    yield from originals
    vocabulary = sorted({word for document in originals for word in _WORD.findall(document.text)})
    chance = random.Random(1)  # noqa: S311  # an archive to measure on
    for number, document in enumerate(cycle(originals)):
        places = count(chance.randrange(EXCHANGED))

        def other(match: re.Match[str], places: Iterator[int] = places) -> str:
            return match.group() if next(places) % EXCHANGED else chance.choice(vocabulary)

        yield replace(document, id=f"{document.id}/{number}", text=_WORD.sub(other, document.text))
