from dataclasses import replace

import pytest

from embeddings.attribution.phrases import phrase
from tests.embeddings.attribution.sentences import candidates_of


def test_a_phrase_ends_before_the_clause_that_explains_it() -> None:
    text = "A veteran engineer in Lund who could not be named said that it leaks."
    found = next(one for one in candidates_of(text) if one.lemma == "say")
    assert text[slice(*phrase(found.sentence, found.subject))] == "A veteran engineer in Lund"


def test_a_name_with_hyphens_is_whole() -> None:
    text = "Al-Thani said that it leaks."
    found = candidates_of(text)[0]
    assert text[slice(*phrase(found.sentence, found.subject))] == "Al-Thani"


def test_the_mark_of_a_paragraph_is_no_part_of_a_name() -> None:
    text = "(C) Ek said that the crew (of five) was paid."
    found = candidates_of(text)[0]
    assert text[slice(*phrase(found.sentence, found.subject))] == "Ek"


@pytest.mark.parametrize(
    ("text", "name", "whole"),
    [
        ("Gates leak, says a sign,” old Ek said.", "Ek", "old Ek"),
        ("The keeper Bo “Jack” Ek said that it leaks.", "Ek", "The keeper Bo “Jack” Ek"),
        ("The “keeper” said that it leaks.", "keeper", "The “keeper"),
    ],
)
def test_what_is_quoted_before_a_name_is_no_part_of_it(text: str, name: str, whole: str) -> None:
    sentence = candidates_of(text)[0].sentence
    word = sentence.words.index(name)
    # The parse may take all that stands before a name for a part of it.
    sentence = replace(
        sentence,
        edges=tuple((0, last) if n == word else (first, last) for n, (first, last) in enumerate(sentence.edges)),
    )
    assert text[slice(*phrase(sentence, word))] == whole


def test_a_pronoun_is_no_more_than_its_word() -> None:
    # The parse hangs "who told her" on the first word.
    text = "He had spoken to the Prime Minister on Tuesday, who had told him that it leaks."
    found = next(one for one in candidates_of(text) if one.sentence.words[max(one.subject, 0)] == "He")
    assert text[slice(*phrase(found.sentence, found.subject))] == "He"
