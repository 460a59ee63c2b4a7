import pytest
from hypothesis import given
from hypothesis import strategies as st

from embeddings.text.unspaced import holds_ending, is_unspaced, with_spaced_pairs, word_spans


@pytest.mark.parametrize(
    ("text", "expected"),
    [("港の工事", True), ("カタログ", True), ("The 港", True), ("Zürich", False), ("порт", False), ("항구", False)],
)
def test_scripts_without_spaces_are_told(text: str, expected: bool) -> None:
    assert is_unspaced(text) is expected


def test_pairs_overlap_and_those_of_endings_alone_go() -> None:
    assert with_spaced_pairs("費用は53億円である。").split() == ["費用", "用は", "53", "億円", "円で", "。"]
    assert with_spaced_pairs("港 and pier").split() == ["港", "and", "pier"]
    assert with_spaced_pairs("nothing") == "nothing"


def test_the_words_of_a_run_are_its_pairs_and_what_is_written_otherwise() -> None:
    word = "FY2012年度A"
    assert [word[start - 7 : end - 7] for start, end in word_spans(word, 7)] == ["FY2012", "年度", "A"]
    assert list(word_spans("費用は", 0)) == [(0, 2), (1, 3)]


@given(st.text(alphabet="a1港費用はの", min_size=1))
def test_every_character_is_in_a_word(word: str) -> None:
    spans = list(word_spans(word, 0))
    assert spans == sorted(spans)
    assert {at for start, end in spans for at in range(start, end)} == set(range(len(word)))


def test_a_pair_that_holds_an_ending_is_told() -> None:
    assert holds_ending("用は")
    assert not holds_ending("費用")
    assert not holds_ending("use")
