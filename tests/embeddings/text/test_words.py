import pytest

from embeddings.text.words import Word, content_words


def test_words_that_count_come_in_order_with_their_places_and_terms() -> None:
    text = "The envoys’ offer of 3 talks, in São Paulo."
    found = content_words(text)
    assert [(text[word.start : word.end], word.term) for word in found] == [
        ("envoys", "envoy"),
        ("offer", "offer"),
        ("3", "3"),
        ("talks", "talk"),
        ("São", "sao"),
        ("Paulo", "paulo"),
    ]
    assert found[0] == Word(4, 10, "envoy")
    assert found[0].span == (4, 10)


def test_an_acronym_is_one_word_with_its_points_or_without() -> None:
    found = content_words("Did the U.N. tell A. Q. Khan?")
    assert [(word.span, word.term) for word in found] == [
        ((0, 3), "did"),
        ((8, 12), "un"),
        ((13, 17), "tell"),
        ((18, 23), "aq"),
        ((24, 28), "khan"),
    ]
    assert [word.term for word in content_words("Did the UN tell A.Q. Khan?")] == [word.term for word in found]


@pytest.mark.parametrize("text", ["", "of the and", "…!?", " \n"])
def test_a_text_of_stop_words_or_signs_has_none(text: str) -> None:
    assert content_words(text) == []
