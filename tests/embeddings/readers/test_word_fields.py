import pytest

from embeddings.readers.word_fields import words_of_code


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (' EQ \\* jc2 \\* "Font:Mincho" \\* hps10 \\o\\ad(\\s\\up 9(minato),港) ', "港"),
        (" EQ \\o \\al (\\s \\up 11( kai );会議)", "会議"),
        (" EQ \\f(1,2)", ""),
        (' HYPERLINK "https://example.org/\\o\\ad(x,y)"', ""),
    ],
)
def test_the_words_below_a_phonetic_guide_are_read(code: str, words: str) -> None:
    assert words_of_code(code) == words
