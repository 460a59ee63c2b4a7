"""After any edits of an archive, a reference leads to its words, or to what became of them; never to other words."""

from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from embeddings.building.rebuild import rebuild
from embeddings.documents import Document
from embeddings.generations.store import Generation, open_generation
from qa.answers import Excerpt
from qa.citations.resolving import Resolved, resolve
from tests.conftest import WordEncoder

EDITS = ("add", "change", "correct", "move", "remove", "copy", "reprint", "swap", "revert")
SENTENCES = [
    f"On {day} the {who} told reporters in Geneva that the {what}."
    for day in ("Monday", "Friday")
    for who in ("envoy", "minister", "captain")
    for what in ("talks on fuel had failed", "letter would go on to the river until winter")
] + ["He declined to comment.", "It rose by 1.5 metres, and then by 15.", "The Straße → “𝒢eneva” was closed."]


@dataclass
class Archive:
    """Files that are edited at random and rebuilt from time to time, and the references that were made on the way."""

    folder: Path
    random: Random
    made: dict[str, tuple[str, str]] = field(default_factory=dict)
    before: list[str] = field(default_factory=list)
    number: int = 0

    @property
    def sources(self) -> Path:
        return self.folder / "sources"

    def text(self) -> str:
        paragraphs = (" ".join(self.random.choices(SENTENCES, k=self.random.randint(1, 5))) for _ in range(3))
        return "\n\n".join(paragraphs)

    def new_name(self) -> Path:
        self.number += 1
        return self.sources / self.random.choice(["", "north"]) / f"{self.number}.txt"

    def put(self, path: Path, text: str) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.exists():
            self.before.append(path.read_text())
        path.write_text(text)

    def edit(self, kind: str) -> None:
        there = sorted(path for path in self.sources.rglob("*.txt") if path.name != "stays.txt")
        if kind == "add" or len(there) < 2:
            self.put(self.new_name(), self.text())
            return
        path, other = self.random.sample(there, 2)
        text = path.read_text()
        if kind == "change":
            self.put(path, self.text())
        elif kind == "correct":
            words = text.split(" ")
            words[self.random.randrange(len(words))] = self.random.choice(["harbour", "not", "“sea”"])
            self.put(path, " ".join(words))
        elif kind == "remove":
            self.before.append(text)
            path.unlink()
        elif kind == "swap":
            self.put(path, other.read_text())
            self.put(other, text)
        elif kind == "revert" and self.before:
            self.put(path, self.random.choice(self.before))
        elif kind in {"move", "copy", "reprint"}:
            self.put(self.new_name(), f"By another hand.\n\n{text}\n\nThe end." if kind == "reprint" else text)
            if kind == "move":
                path.unlink()

    def rebuild(self) -> Generation:
        rebuild([self.sources], self.folder / "index", WordEncoder, full=self.random.random() < 0.1)
        return open_generation(self.folder / "index")

    def cite(self, generation: Generation) -> None:
        """Make a reference to a run of sentences of each of some documents, and to any words of it."""
        documents = [generation.catalogue.numbered(number) for number in range(generation.manifest.documents)]
        for document in self.random.sample(documents, min(3, len(documents))):
            _, places = generation.catalogue.sentences(documents.index(document))
            first = self.random.randrange(len(places))
            self.refer(document, int(places[first, 0]), int(places[min(first + 1, len(places) - 1), 1]))
            start = self.random.randrange(len(document.text))
            self.refer(document, start, self.random.randint(start + 1, len(document.text)))

    def refer(self, document: Document, start: int, end: int) -> None:
        excerpt = Excerpt(document, start, end, document.text[start:end], 1.0)
        self.made[excerpt.reference] = (document.id, excerpt.text)

    def check(self, generation: Generation) -> None:
        texts = [generation.catalogue.numbered(number).text for number in range(generation.manifest.documents)]
        for reference, (cited, words) in self.made.items():
            found = resolve(reference, self.folder / "index", generation)
            event(found.status)
            check(found, cited, words, generation)
            if found.excerpt is None and len(words.split()) >= 8:
                assert not any(words in text for text in texts)


def check(found: Resolved, cited: str, words: str, generation: Generation) -> None:
    document = generation.catalogue.document(cited)
    excerpt = found.excerpt
    assert excerpt is None or excerpt.text == words
    assert found.cited in (None, words)
    if found.status in {"same", "moved", "reprint"}:
        assert excerpt is not None
    if found.status == "same":
        assert excerpt is not None
        assert excerpt.document.id == cited
    if found.status in {"changed", "gone"}:
        assert (found.status == "gone") is (found.document is None)
        # Where the document has another name, it may have been moved before it was changed.
        assert document is None or (found.document and found.document.id) == cited
    if document and words in document.text:
        assert found.status in {"same", "changed", "moved"}
        assert excerpt is not None


def try_edits(seed: int, edits: int) -> None:
    with TemporaryDirectory() as name:
        archive = Archive(Path(name), Random(seed))  # noqa: S311  # no secret
        archive.put(archive.sources / "stays.txt", SENTENCES[0])
        for _ in range(4):
            archive.edit("add")
        generation = archive.rebuild()
        archive.cite(generation)
        for number in range(edits):
            archive.edit(archive.random.choice(EDITS))
            if number % 6 == 5:
                generation = archive.rebuild()
                archive.check(generation)
                archive.cite(generation)
        assert len(archive.made) > edits // 2


@settings(max_examples=3)
@given(st.integers(0, 2**32))
def test_some_edits(seed: int) -> None:
    try_edits(seed, 18)


@pytest.mark.stress
@settings(max_examples=20)
@given(st.integers(0, 2**32))
def test_300_edits(seed: int) -> None:
    try_edits(seed, 300)
