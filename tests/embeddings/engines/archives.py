"""An archive for the tests of search engines, with an answer to every search that is worked out without an index."""

from collections.abc import Sequence
from pathlib import Path
from random import Random

import numpy as np

from embeddings.arrays import Numbers, Vectors
from embeddings.building.rebuild import rebuild_documents
from embeddings.documents import Attribution, Document
from embeddings.generations.store import Generation, open_generation
from embeddings.index.selection import Selection
from embeddings.models.encoder import Encoder

_WORDS = (
    *("ferry", "harbour", "harbours", "tunnel", "minister", "ex-minister", "budget", "strait", "storm", "quay", "2012"),
    *("captain", "treaty", "Fähre", "Hafen", "Tunnel", "Straße", "bateau", "l'été", "détroit", "capitaine", "3,400"),
    *("東京都庁", "海峡大橋", "договор", "паром"),
)
_PUBLISHERS = ("The Example", "the  éxample", 'Quote "and" \\ slash', "日報", None, None)
_AUTHORS = ("Ana Bjork and Tom Lind", "Tom Lind", "O'Neil, Pat; Lind, Tom", None)
_LANGUAGES = ("en-GB", "en", "fr", "ja", None)
_DATES = ("2010", "2011-03", "2012-07-15", "1999-12-31", None)

# Each leaves some passages and takes others away, but for the last, which leaves none.
SELECTIONS = {
    "all": None,
    "publisher": Selection(publishers=("THE EXAMPLE",)),
    "odd publishers": Selection(publishers=('Quote "and" \\ slash', "日報")),
    "author": Selection(authors=("tom lind",)),
    "language and those of its kind": Selection(languages=("EN",)),
    "documents": Selection(documents=("dir/d 0.txt", 'odd "id" \\ \n.txt')),
    "hidden": Selection(hidden=("dir/d 1.txt", 'odd "id" \\ \n.txt', "nowhere")),
    "from a day": Selection(first_day=734_138),
    "to a day, dated": Selection(last_day=734_500, undated=False),
    "between, undated too": Selection(first_day=733_800, last_day=734_500),
    "dated": Selection(undated=False),
    "speaker": Selection(speakers=("Ana Bjork",)),
    "speaker and addressee": Selection(speakers=("Ana Bjork",), addressees=("Tom Lind",), languages=("en", "fr")),
    "several": Selection(publishers=("the example",), languages=("en",), hidden=("dir/d 2.txt",), undated=False),
    "none": Selection(authors=("nobody",)),
}


def made_archive(index: Path, encoder: Encoder, seed: int = 7, documents: int = 40) -> Generation:
    """Build an archive of made-up documents and open it."""
    random = Random(seed)  # noqa: S311  # a test's archive
    made = [_document(random, number) for number in range(documents)]
    rebuild_documents(made, index, lambda: encoder, sources=["made up"])
    return open_generation(index)


def _document(random: Random, number: int) -> Document:
    sentences = [" ".join(random.choices(_WORDS, k=random.randint(3, 30))) + "." for _ in range(random.randint(1, 30))]
    text = "\n\n".join(sentences)
    said = Attribution(
        content=((0, len(sentences[0])),), source=None, cue=None, kind="direct",
        speaker=random.choice(("Ana Bjork", "Tom Lind")), to=random.choice(("Tom Lind", None)),
    )  # fmt: skip
    name = 'odd "id" \\ \n.txt' if number == 3 else f"dir/d {number}.txt"
    return Document(
        id=name,
        path=name,
        text=text,
        sha256=f"{number:064}",
        title=random.choice((None, " ".join(random.choices(_WORDS, k=4)))),
        author=random.choice(_AUTHORS),
        publisher=random.choice(_PUBLISHERS),
        published=random.choice(_DATES),
        language=random.choice(_LANGUAGES),
        attributions=(said,) if number % 2 else (),
    )


def questions(generation: Generation, count: int) -> list[tuple[Vectors, list[str]]]:
    """Return vectors near those of passages, and terms of which one is asked for twice and one is in no passage."""
    random = np.random.default_rng(1)
    asked = []
    for _ in range(count):
        near = generation.passages.vector(int(random.integers(generation.manifest.passages)))
        vector = (near + 0.05 * random.standard_normal(len(near))).astype(np.float32)
        terms = [str(term) for term in random.choice(["ferri", "fahr", "2012", "東京", "паром", "minist", "ete"], 3)]
        asked.append((vector / np.linalg.norm(vector), [*terms, terms[0], "zeppelin"]))
    return asked


def nearest(generation: Generation, vector: Vectors, within: Selection | None) -> tuple[Numbers, Vectors]:
    """Return all passages within a selection with their cosines, by comparing each."""
    numbers = _within(generation, within)
    rows = np.array([generation.passages.vector(number) for number in numbers.tolist()]).reshape(-1, len(vector))
    return numbers, (rows @ vector).astype(np.float32)


def best_by_bm25(generation: Generation, terms: Sequence[str], within: Selection | None) -> tuple[Numbers, Vectors]:
    """Return all passages within a selection that hold any of some terms, with their scores in the files."""
    numbers, scores = generation.lexical.search(terms, generation.manifest.passages)
    kept = np.isin(numbers, _within(generation, within))
    return numbers[kept], scores[kept]


def _within(generation: Generation, within: Selection | None) -> Numbers:
    every = np.arange(generation.manifest.passages)
    return every if within is None else every[generation.catalogue.facts.passages(within)]


def assert_best(found: tuple[Numbers, Vectors], of_all: tuple[Numbers, Vectors], k: int) -> None:
    """Check that what was found are the k best of all, in their order, up to ties within the exactness of float32."""
    numbers, scores = found
    expected = dict(zip(of_all[0].tolist(), of_all[1].tolist(), strict=True))
    assert len(numbers) == len(set(numbers.tolist())) == min(k, len(expected))
    best = sorted(expected.values(), reverse=True)[: len(numbers)]
    np.testing.assert_allclose(scores, best, rtol=3e-5, atol=2e-6)
    np.testing.assert_allclose(scores, [expected[number] for number in numbers.tolist()], rtol=3e-5, atol=2e-6)
