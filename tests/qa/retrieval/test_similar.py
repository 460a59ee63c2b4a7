from collections.abc import Callable
from pathlib import Path

import pytest

from embeddings.models.encoder import Encoder
from qa.archive import Archive
from qa.errors import FilterError, QuestionError
from qa.question.filters import Filters

KERRY = "Kerry told Barnier in Paris that sanctions remained an alternative for the United States."
FERRIES = " ".join(f"Ferry number {number} left the harbour at dawn with nobody on board." for number in range(60))
FILES = {
    "kerry.md": f"---\npublisher: The Post\n---\n{KERRY}\n",
    "near.txt": "In Paris, Kerry told Barnier that the sanctions might remain for many years to come.",
    "reprint.txt": KERRY,
    "far.txt": "A computer worm wrecked a thousand centrifuges at Natanz and nobody claimed it later.",
    "long.md": f"# One\n\n{FERRIES}\n\n# Two\n\n{KERRY[:-1]}, he said.",
}


@pytest.fixture
def archive(index_of: Callable[[dict[str, str]], Path], encoder: Encoder) -> Archive:
    return Archive.open(index_of(FILES), encoder=encoder)


def reference_in(archive: Archive, name: str, words: str) -> str:
    document = archive.document(name)
    assert document is not None
    (excerpt,) = [
        one for found in archive.search(f'"{words}"', Filters(documents=(name,))).documents for one in found.excerpts
    ]
    return excerpt.reference


def test_the_nearest_passages_of_others_come_first_and_repeat_nothing(archive: Archive) -> None:
    similar = archive.similar(reference_in(archive, "kerry.md", "sanctions remained"), k=10)
    names = [excerpt.document.id for excerpt in similar]
    assert names[0] in {"near.txt", "long.md"}
    # Another document with the very words is no news.
    assert "reprint.txt" not in names
    assert "far.txt" in names
    scores = [excerpt.score for excerpt in similar]
    assert scores == sorted(scores, reverse=True)
    assert scores[0] > scores[names.index("far.txt")]
    assert all(one.document.text[one.start : one.end] == one.text for one in similar)


def test_its_own_document_follows_where_others_are_too_few(archive: Archive) -> None:
    reference = reference_in(archive, "long.md", "he said")
    assert "long.md" not in [one.document.id for one in archive.similar(reference, k=2)]
    alone = archive.similar(reference, k=3, filters=Filters(documents=("long.md", "far.txt")))
    assert [one.document.id for one in alone][:2] == ["far.txt", "long.md"]
    # The passage itself is not like itself.
    assert all("he said" not in one.text for one in alone)


def test_filters_narrow_what_is_found_and_what_cannot_be_is_said(archive: Archive) -> None:
    reference = reference_in(archive, "near.txt", "many years")
    (only,) = archive.similar(reference, filters=Filters(publishers=("The Post",)))
    assert only.document.id == "kerry.md"
    assert archive.similar(reference, filters=Filters(documents=("near.txt",))) == []
    with pytest.raises(QuestionError, match="k is 0"):
        archive.similar(reference, k=0)
    with pytest.raises(FilterError, match="no publisher"):
        archive.similar(reference, filters=Filters(publishers=("Nobody",)))


def test_words_that_have_gone_are_like_nothing(archive: Archive, index_of: Callable[[dict[str, str]], Path]) -> None:
    reference = reference_in(archive, "far.txt", "computer worm")
    index_of({"far.txt": "Nothing of it is left."})
    with pytest.raises(QuestionError, match=f"no longer in the archive; see: qa cite {reference}"):
        archive.renewed().similar(reference)
