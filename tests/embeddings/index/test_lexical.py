import math
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from embeddings.documents import Document
from embeddings.index.lexical import LexicalIndex, write_lexical
from embeddings.text.words import terms


@pytest.fixture
def lexical(tmp_path: Path) -> Callable[..., LexicalIndex]:
    def build(*passages: tuple[str, str]) -> LexicalIndex:
        texts = [(Document(f"{n}.txt", "", text, "", title=title), text) for n, (title, text) in enumerate(passages)]
        write_lexical(tmp_path / "lexical", texts)
        return LexicalIndex.open(tmp_path / "lexical")

    return build


def bm25(frequency: int, length: int, average: float, holding: int, total: int) -> float:
    """Robertson's formula with k1 = 1.2 and b = 0.75, as Lucene and Tantivy write it."""
    idf = math.log(1 + (total - holding + 0.5) / (holding + 0.5))
    return idf * 2.2 * frequency / (frequency + 1.2 * (0.25 + 0.75 * length / average))


def test_inverse_frequency_is_that_of_bm25(lexical: Callable[..., LexicalIndex]) -> None:
    index = lexical(("", "river sea"), ("", "river river"), ("sea", "harbour"), ("sea", "treaty"))
    assert index.inverse_frequency("river") == pytest.approx(math.log(1 + 2.5 / 2.5))
    assert index.inverse_frequency("sea") == pytest.approx(math.log(1 + 3.5 / 1.5)), "a title is no text"


def test_a_term_that_no_passage_holds_counts_as_held_by_one(lexical: Callable[..., LexicalIndex]) -> None:
    index = lexical(("", "river sea"), ("", "river river"), ("", "harbour"))
    assert (
        index.inverse_frequency("nowhere") == index.inverse_frequency("sea") == pytest.approx(math.log(1 + 2.5 / 1.5))
    )


def test_the_texts_and_titles_of_each_term_are_counted(lexical: Callable[..., LexicalIndex]) -> None:
    index = lexical(("", "river sea"), ("", "river river"), ("sea", "harbour"), ("sea", "sea treaty"))
    assert index.frequencies(["sea", "nowhere", "river", *terms("harbour")]).tolist() == [4, 0, 2, 1]
    assert index.frequencies([]).tolist() == []
    for term in ("sea", "nowhere", "harbour"):
        assert index.holds(term) == bool(index.frequencies([term]).any())


def test_terms_that_sound_alike_come_with_the_most_frequent_first(lexical: Callable[..., LexicalIndex]) -> None:
    texts = [("", "qadhafi gadafi"), ("kadafi", "qadhafi kadafi"), ("", "godfrey"), ("", "gadaf")]
    assert lexical(*texts).terms_sounding_like("gaddafi") == ["qadhafi", "gadaf", "gadafi", "kadafi"]


def test_the_counts_of_a_few_terms_are_remembered(
    lexical: Callable[..., LexicalIndex], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("embeddings.index.lexical.MOST_COUNTED", 3)
    index = lexical(("", "river sea"), ("", "river river"), ("sea", "lake"))
    for _ in range(2):
        for term in ("sea", "nowhere", "river", "lake", "rose"):
            assert index.holds(term) == (term in {"sea", "river", "lake"})
            assert len(index._counted) <= 3
    asked = index.holds("sea")
    monkeypatch.setattr(LexicalIndex, "_count_anew", lambda *_: pytest.fail("counted again"))
    assert index.holds("sea") is asked is True


def test_the_texts_and_those_under_a_title_that_have_a_term_are_told(lexical: Callable[..., LexicalIndex]) -> None:
    index = lexical(("", "river sea"), ("sea", "river river"), ("sea", "sea treaty"))
    assert sorted(index.holding("sea").tolist()) == [0, 2]
    assert sorted(index.titled("sea").tolist()) == [1, 2]
    assert index.titled("nowhere").tolist() == []


def test_scores_are_those_of_bm25(lexical: Callable[..., LexicalIndex]) -> None:
    index = lexical(("", "river sea envoy"), ("", "river river sea"), ("", "harbour treaty"), ("", "harbour river"))
    numbers, scores = index.search(["river"], 10)
    average = 10 / 4
    expected = {
        0: bm25(1, 3, average, 3, 4),
        1: bm25(2, 3, average, 3, 4),
        3: bm25(1, 2, average, 3, 4),
    }
    order = sorted(expected, key=lambda number: -expected[number])
    assert numbers.tolist() == order
    assert scores.tolist() == pytest.approx([expected[number] for number in order], rel=1e-5)


def test_the_scores_of_several_terms_are_added(lexical: Callable[..., LexicalIndex]) -> None:
    index = lexical(("", "river sea envoy"), ("", "treaty sea"), ("", "harbour"))
    numbers, scores = index.search(["sea", "envoy"], 10)
    both = bm25(1, 3, 2, 2, 3) + bm25(1, 3, 2, 1, 3)
    assert numbers.tolist() == [0, 1]
    assert scores.tolist() == pytest.approx([both, bm25(1, 2, 2, 2, 3)], rel=1e-5)


def test_texts_have_the_scores_that_a_search_gives_them(lexical: Callable[..., LexicalIndex]) -> None:
    index = lexical(("sea", "river sea envoy"), ("", "river river sea"), ("", "harbour treaty"), ("", "harbour river"))
    asked = ["river", "sea", "river", "nowhere"]
    found = dict(zip(*(values.tolist() for values in index.search(asked, 10)), strict=True))
    assert index.scores(asked, np.array([3, 2, 0, 0, 1])).tolist() == pytest.approx(
        [found[3], 0.0, found[0], found[0], found[1]]
    )
    assert index.scores([], np.array([1, 2])).tolist() == [0.0, 0.0]
    assert index.scores(asked, np.empty(0, np.int64)).tolist() == []


def test_a_term_asked_twice_counts_twice(lexical: Callable[..., LexicalIndex]) -> None:
    index = lexical(("", "river sea"), ("", "harbour treaty"))
    _, once = index.search(["sea"], 1)
    _, twice = index.search(["sea", "sea"], 1)
    assert twice.tolist() == pytest.approx([2 * once[0]])


def test_a_word_of_the_title_counts_half(lexical: Callable[..., LexicalIndex]) -> None:
    index = lexical(("treaty", "canal"), ("envoy", "river"))
    numbers, title = index.search(["treati"], 10)
    _, text = index.search(["canal"], 10)
    assert numbers.tolist() == [0]
    assert title.tolist() == pytest.approx([text[0] / 2])


def test_no_more_than_k_come_back(lexical: Callable[..., LexicalIndex]) -> None:
    index = lexical(*[("", "river " * (1 + number)) for number in range(5)])
    everything, _ = index.search(["river"], 10)
    best, _ = index.search(["river"], 2)
    assert sorted(everything.tolist()) == [0, 1, 2, 3, 4]
    assert best.tolist() == everything[:2].tolist()


@pytest.mark.parametrize("terms", [[], ["nowhere"]])
def test_nothing_is_found_for_no_terms_or_unknown_ones(lexical: Callable[..., LexicalIndex], terms: list[str]) -> None:
    numbers, scores = lexical(("", "river")).search(terms, 10)
    assert (numbers.tolist(), scores.tolist()) == ([], [])


@pytest.mark.parametrize("text", ["title:river", "river AND (", '"river', "+river -sea", "*"])
def test_marks_of_a_query_language_mean_nothing(lexical: Callable[..., LexicalIndex], text: str) -> None:
    index = lexical(("", "river sea"), ("", "harbour"))
    numbers, _ = index.search(terms(text), 10)
    assert numbers.tolist() == ([0] if "river" in text else [])


def test_passages_are_numbered_in_the_order_given(lexical: Callable[..., LexicalIndex]) -> None:
    words = [f"word{number}" for number in range(300)]
    index = lexical(*[("", word) for word in words])
    assert [index.search(terms(word), 5)[0].tolist() for word in words] == [[n] for n in range(300)]


def test_either_spelling_of_a_word_finds_the_other(lexical: Callable[..., LexicalIndex]) -> None:
    index = lexical(
        ("The Ministry of Defence", "It organised the programme."), ("Defense", "They organized a program.")
    )
    for question in ("organised a defence programme", "organizing a defense program"):
        numbers, scores = index.search(terms(question), 10)
        assert sorted(numbers.tolist()) == [0, 1]
        assert min(scores.tolist()) > max(scores.tolist()) / 2
        assert all(map(index.holds, terms(question)))


def test_a_word_parted_at_a_line_end_is_found_whole_and_in_its_parts(lexical: Callable[..., LexicalIndex]) -> None:
    index = lexical(("The phar-\nmacy", "the keeper at Hol-\nden"), ("", "an ex-\nminister"), ("", "another"))
    for query, number in (("pharmacy", 0), ("Holden", 0), ("ex-minister", 1), ("exminister", 1)):
        assert index.search(terms(query), 10)[0].tolist() == [number]
