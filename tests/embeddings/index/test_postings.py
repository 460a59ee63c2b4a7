from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from embeddings.errors import IndexDamaged
from embeddings.index.postings import Postings
from embeddings.index.postings_writer import PostingsWriter

WORDS = ["a", "ab", "abc", "b", "é", "東京", "z"]
TEXTS = st.lists(st.tuples(st.lists(st.sampled_from(WORDS)), st.lists(st.sampled_from(WORDS))), min_size=1, max_size=20)


def written(folder: Path, texts: list[tuple[list[str], list[str]]]) -> Postings:
    writer = PostingsWriter(folder)
    for title, text in texts:
        writer.add(title, text)
    writer.finish()
    return Postings(folder / "0")


@settings(deadline=None)
@given(TEXTS)
def test_every_term_is_found_in_the_texts_that_hold_it(
    tmp_path_factory: pytest.TempPathFactory, texts: list[tuple[list[str], list[str]]]
) -> None:
    postings = written(tmp_path_factory.mktemp("postings") / "lexical", texts)
    for field, of_field in (("title", 0), ("text", 1)):
        for word in WORDS:
            expected = {number: text[of_field].count(word) for number, text in enumerate(texts)}
            places = postings.places(word)
            numbers, times = postings.holding(field, places)
            found = dict(zip(numbers.tolist(), times.tolist(), strict=True))
            assert found == {number: count for number, count in expected.items() if count}
            assert postings.counts(field, places).tolist() == ([len(found)] if len(places) else [])


def test_terms_that_begin_with_letters_are_read_together(tmp_path: Path) -> None:
    postings = written(tmp_path / "lexical", [([], ["ab", "abc", "b"]), ([], ["ab", "a"])])
    places = postings.places_beginning_with("ab")
    assert [postings.term(place) for place in places] == [b"ab", b"abc"]
    numbers, times = postings.holding("text", places)
    assert (numbers.tolist(), times.tolist()) == ([0, 1, 0], [1, 1, 1])
    assert postings.counts("text", places).tolist() == [2, 1]


@pytest.mark.parametrize("data", [b"\x00", b"\xff\xff\xff\xff\xff\x01"])
def test_postings_that_cannot_be_what_was_written_are_damage(tmp_path: Path, data: bytes) -> None:
    written(tmp_path / "lexical", [([], ["sea"])])
    path = tmp_path / "lexical" / "0" / "text.postings"
    path.write_bytes(data)
    opened = Postings(tmp_path / "lexical" / "0")
    with pytest.raises(IndexDamaged, match=r"text\.postings was changed after it was written"):
        opened.holding("text", opened.places("sea"))
