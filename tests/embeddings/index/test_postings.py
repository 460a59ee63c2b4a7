from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from embeddings.arrays import Numbers
from embeddings.errors import IndexDamaged
from embeddings.files.mapped import MappedFile
from embeddings.index.postings import FieldPostings, Postings
from embeddings.index.postings_writer import PostingsWriter

WORDS = ["a", "ab", "abc", "b", "é", "東京", "z"]
TEXTS = st.lists(st.tuples(st.lists(st.sampled_from(WORDS)), st.lists(st.sampled_from(WORDS))), min_size=1, max_size=20)


def written(folder: Path, texts: list[tuple[list[str], list[str]]]) -> Postings:
    writer = PostingsWriter(folder)
    for title, text in texts:
        writer.add(title, text)
    writer.finish()
    return Postings(folder / "0")


def texts_and_times(opened: FieldPostings, places: Numbers) -> list[tuple[int, int]]:
    """Return the texts that hold terms, term by term, each with how often."""
    texts, often, more = opened.holding(places)
    times = np.ones(len(texts), np.int64)
    times[often] = more
    return list(zip(texts.tolist(), times.tolist(), strict=True))


@given(TEXTS, st.permutations([*WORDS, "ac", "zz"]))
def test_every_term_is_found_in_the_texts_that_hold_it(
    tmp_path_factory: pytest.TempPathFactory, texts: list[tuple[list[str], list[str]]], asked: list[str]
) -> None:
    postings = written(tmp_path_factory.mktemp("postings") / "lexical", texts)
    for field, of_field in (("title", 0), ("text", 1)):
        opened = postings.fields[field]
        expected = [
            [(number, text[of_field].count(word)) for number, text in enumerate(texts) if word in text[of_field]]
            for word in asked
        ]
        places = opened.places(asked)
        assert (places >= 0).tolist() == [bool(held) for held in expected]
        there = places[places >= 0]
        assert texts_and_times(opened, there) == [pair for held in expected for pair in held]
        assert opened.counts(there).tolist() == [len(held) for held in expected if held]


@given(
    st.lists(st.text("ab\x00é", min_size=1, max_size=12), min_size=1, unique=True),
    st.lists(st.text("ab\x00é", max_size=12)),
)
def test_a_term_is_found_where_it_stands_in_the_alphabet(
    tmp_path_factory: pytest.TempPathFactory, words: list[str], others: list[str]
) -> None:
    postings = written(tmp_path_factory.mktemp("postings") / "lexical", [([], words)]).fields["text"]
    in_order = sorted(words, key=str.encode)
    expected = [in_order.index(word) if word in words else -1 for word in [*words, *others]]
    assert postings.places([*words, *others]).tolist() == expected


def test_a_term_is_found_among_very_many(tmp_path: Path) -> None:
    words = [f"harbours{number:04}" for number in range(100)]
    postings = written(tmp_path / "lexical", [([], words)]).fields["text"]
    assert postings.places([*words, "harbours", "harbours00005", "x"]).tolist() == [*range(100), -1, -1, -1]


def test_terms_of_the_same_consonants_are_found(tmp_path: Path) -> None:
    words = ["gaddafi", "qadhafi", "gadafiy", "godfrey", "omar", "été", "東京"]
    postings = written(tmp_path / "lexical", [([], words)]).fields["text"]
    found = [postings.term(place).decode() for place in postings.sounding_like("Kadafi".lower())]
    assert found == ["gadafiy", "gaddafi", "qadhafi"]


def test_letters_that_are_no_text_are_damage(tmp_path: Path) -> None:
    written(tmp_path / "lexical", [([], ["sea"])])
    path = tmp_path / "lexical" / "0" / "text"
    path.write_bytes(path.read_bytes().replace(b"sea", b"s\xffa"))
    with pytest.raises(IndexDamaged, match="text was changed after it was written"):
        FieldPostings(path).sounding_like("sea")


def texts_with_sea(path: Path) -> None:
    opened = FieldPostings(path)
    opened.holding(opened.places(["sea"]))


@pytest.mark.parametrize("place", [-1, 0, 8, 20, 63])
def test_postings_that_cannot_be_what_was_written_are_damage(tmp_path: Path, place: int) -> None:
    written(tmp_path / "lexical", [([], ["sea"])])
    path = tmp_path / "lexical" / "0" / "text"
    data = bytearray(path.read_bytes())
    # Of the postings themselves, which are one byte, the number goes on where there is nothing.
    data[data.index(b"sea\0") + 16 if place < 0 else place] ^= 0xFF
    path.write_bytes(data)
    with pytest.raises(IndexDamaged, match="text was changed after it was written"):
        texts_with_sea(path)


@pytest.mark.parametrize("size", [0, 7, 8, 40, 70])
def test_a_file_cut_short_is_damage(tmp_path: Path, size: int) -> None:
    written(tmp_path / "lexical", [([], ["sea"])])
    path = tmp_path / "lexical" / "0" / "text"
    path.write_bytes(path.read_bytes()[:size])
    with pytest.raises(IndexDamaged, match="text was changed after it was written"):
        FieldPostings(path)


def test_terms_of_very_many_texts_are_counted_and_found(tmp_path: Path) -> None:
    texts = [([], ["all", "all"] if number % 3 else ["all", f"n{number:03}"]) for number in range(600)]
    postings = written(tmp_path / "lexical", texts).fields["text"]
    assert postings.counts(postings.places(["all"])).tolist() == [600]
    held = texts_and_times(postings, postings.places(["all"]))
    assert held == [(number, 2 if number % 3 else 1) for number in range(600)]
    everything = np.arange(postings.terms)
    assert postings.counts(everything).tolist() == [600] + [1] * 200
    assert postings.holding(everything).texts.tolist() == [*range(600), *range(0, 600, 3)]


def test_what_is_read_of_many_terms_is_given_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    reads: list[int] = []
    monkeypatch.setattr(MappedFile, "count_reads", lambda _, count: reads.append(count))
    # Each step of the postings of a term takes a byte.
    texts = [([], ["all"])] * 70_000 + [([], ["sea"])]
    postings = written(tmp_path / "lexical", texts).fields["text"]
    postings.holding(postings.places(["all", "sea"]))
    assert reads == [2 + 1]
