from collections.abc import Callable
from pathlib import Path

import pytest

from embeddings.models.encoder import Encoder
from qa.answering.sides import covers, difference, share_held
from qa.answers import Excerpt, Value
from qa.archive import Archive

FILES = {
    "old.md": "---\ndate: 2005-02-03\n---\nThe minister saw 12 boats.",
    "same.md": "---\ndate: 2005-03\n---\nAll say that the minister saw 12 boats at the quay.",
    "new.md": "---\ndate: 2010-05-06\n---\nThe minister saw 14 boats.",
    "undated.md": "Nobody ate soup.",
}


@pytest.fixture
def archive(index_of: Callable[[dict[str, str]], Path], encoder: Encoder) -> Archive:
    return Archive.open(index_of(FILES), encoder=encoder)


def excerpt(archive: Archive, name: str) -> Excerpt:
    document = archive.document(name)
    assert document
    start = document.text.index(document.text.strip())
    return Excerpt(document, start, len(document.text), document.text[start:], 1.0)


def test_a_difference_counts_the_sources_of_each_side_and_names_the_newest(archive: Archive) -> None:
    old, same, new = (excerpt(archive, name) for name in ("old.md", "same.md", "new.md"))
    found = difference("number", [("12", [(1, old), (3, same)]), ("14", [(2, new)])], archive._generation)
    assert found.values == (Value("12", (1, 3), 2), Value("14", (2,), 1))
    assert (found.kind, found.newest) == ("number", 2)


def test_none_is_the_newest_where_a_side_is_undated_or_dates_overlap(archive: Archive) -> None:
    old, same, undated = (excerpt(archive, name) for name in ("old.md", "same.md", "undated.md"))
    assert difference("name", [("a", [(1, old)]), ("b", [(2, undated)])], archive._generation).newest is None
    assert difference("name", [("a", [(1, same)]), ("b", [(2, same)])], archive._generation).newest is None


def test_an_excerpt_covers_a_question_whose_subject_it_holds(archive: Archive) -> None:
    question = archive._analyse("How many boats did the minister see?", ())
    assert covers(question, excerpt(archive, "old.md"))
    assert not covers(question, excerpt(archive, "undated.md"))


def test_the_share_of_a_question_that_terms_hold_is_that_of_its_subject(archive: Archive) -> None:
    question = archive._analyse("How many boats did the minister see?", ())
    assert share_held(question, {word.term for word in question.subject_words}) == 1.0
    assert 0.0 < share_held(question, {"boat"}) < 1.0
    assert share_held(question, {"how", "soup"}) == 0.0
