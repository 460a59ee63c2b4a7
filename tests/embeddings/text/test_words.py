import unicodedata

import pytest

from embeddings.text.words import Word, content_words, search_copy, terms


def test_words_that_count_come_in_order_with_their_places_and_terms() -> None:
    text = "The envoys’ offer of 3 talks, in São Paulo."
    words = content_words(text)
    assert [(text[word.start : word.end], word.term) for word in words] == [
        ("envoys", "envoy"),
        ("offer", "offer"),
        ("3", "3"),
        ("talks", "talk"),
        ("São", "sao"),
        ("Paulo", "paulo"),
    ]
    assert words[0] == Word(4, 10, "envoy")
    assert words[0].span == (4, 10)


def test_an_acronym_is_one_word_with_its_points_or_without() -> None:
    words = content_words("Did the U.N. tell A. Q. Khan?")
    assert [(word.span, word.term) for word in words] == [
        ((0, 3), "did"),
        ((8, 12), "un"),
        ((13, 17), "tell"),
        ((18, 23), "aq"),
        ((24, 28), "khan"),
    ]
    assert [word.term for word in content_words("Did the UN tell A.Q. Khan?")] == [word.term for word in words]


@pytest.mark.parametrize("text", ["", "of the and", "…!?", " \n"])
def test_a_text_of_stop_words_or_signs_has_none(text: str) -> None:
    assert content_words(text) == []


@pytest.mark.parametrize(
    ("form", "other_form"),
    [
        ("Talks", "talking"),
        ("NEGOTIATION", "negotiations"),
        ("Café", "cafe"),
        ("the rivers and a sea", "river sea"),
        ("“sanctions,”", "sanctions"),
        ("Al-Thani", "al thani"),
    ],
    ids=["stem", "case and plural", "accent", "stop words", "quotation marks", "hyphen"],
)
def test_forms_of_a_word_are_one_term(form: str, other_form: str) -> None:
    assert terms(form) == terms(other_form) != []


def test_different_words_are_different_terms() -> None:
    assert len(set(terms("river sea envoy treaty sanction"))) == 5


def test_terms_come_in_order_with_repetitions() -> None:
    assert terms("Sea, river; sea!") == ["sea", "river", "sea"]


@pytest.mark.parametrize("text", ["", "   ", "the of and", "?!", "x" * 100])
def test_stop_words_marks_and_endless_words_are_no_terms(text: str) -> None:
    assert terms(text) == []


@pytest.mark.parametrize(
    "parted",
    [
        "pharm-\nacy",
        "pharm- \n  acy",
        "pharm\u2010\nacy",
        "pharm\u00ad\nacy",
        "pharm¬\nacy",
        "pharm\u00adacy",
        "ph-\narm-\nacy",
    ],
)
def test_a_word_parted_at_a_line_end_is_found_as_one(parted: str) -> None:
    text = f"The {parted} in Dellin"
    assert "pharmaci" in terms(text)
    (word, *_) = content_words(text)
    assert (word.span, word.term) == ((4, 4 + len(parted)), "pharmaci")


def test_a_hyphen_at_a_line_end_may_belong() -> None:
    assert terms("the ex-\nminister left") == ["exminist", "ex", "minist", "left"]
    assert set(terms("ex-minister")) | set(terms("exminister")) <= set(terms("the ex-\nminister left"))


@pytest.mark.parametrize(
    "text", ["1994-\n1996", "F-\n16", "it is so -\nand not", "so-\n\nand", "ex-minister", "a -\nb"]
)
def test_other_hyphens_join_nothing(text: str) -> None:
    assert search_copy(text) == text
    assert all("-" not in text[slice(*word.span)] for word in content_words(text))


def test_chinese_and_japanese_are_pairs_of_characters_for_questions_and_for_texts() -> None:
    assert terms("会議の費用は") == ["会議", "議の", "の費", "費用", "用は"]
    assert [word.span for word in content_words("費用は UN")] == [(0, 2), (1, 3), (4, 6)]
    assert set(terms("費用はいくらですか")) & set(terms("港の工事の費用は53億円である。")) == {"費用", "用は"}


@pytest.mark.parametrize("unseen", ["\u00ad", "\u200b", "\u200c", "\u200d", "\u2060", "\ufeff", "\u200b\u2060"])
def test_what_nobody_sees_parts_no_word(unseen: str) -> None:
    text = f"the fi{unseen}nance minister"
    assert content_words(text)[0] == Word(4, 11 + len(unseen), "financ")
    assert set(terms("finance minister")) <= set(terms(text))


def test_a_space_of_no_width_parts_words_of_scripts_without_others() -> None:
    assert [word.span for word in content_words("ລາວ\u200bກາ")] == [(0, 3), (4, 6)]
    assert terms("ລາວ\u200bກາ") == terms("ລາວ ກາ")


def test_accents_behind_their_letters_part_no_word() -> None:
    apart = unicodedata.normalize("NFD", "The résumé of señor Ångström")
    assert terms(apart) == terms("The résumé of señor Ångström")
    words = [unicodedata.normalize("NFC", apart[word.start : word.end]) for word in content_words(apart)]
    assert words == ["résumé", "señor", "Ångström"]
    assert terms("x\u0302yz, за\u0301мок") == terms("xyz, замок")
