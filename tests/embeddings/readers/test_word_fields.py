from time import thread_time

import pytest

from embeddings.readers.word_fields import words_of_code


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (' EQ \\* jc2 \\* "Font:Mincho" \\* hps10 \\o\\ad(\\s\\up 9(minato),港) ', "港"),
        (" EQ \\o \\al (\\s \\up 11( kai );会議)", "会議"),
        (" EQ \\f(1,2)", "1/2"),
        ("EQ x = \\f(-b \\s\\up8(2), 2\\b(a+c))", "x = (-b ^2)/(2(a+c))"),
        ("EQ \\r(3;x) + \\r(y)", "3√(x) + √(y)"),
        ("EQ \\i\\su(n=1,5,n) and \\i(0,1,x)", "∑_(n=1)^5 n and ∫_0^1 x"),
        ("EQ \\b\\bc\\{(\\a\\al(a,b)) \\l(A,B) \\d\\fo10()x\\(1\\)", "(a; b) A,B x(1)"),
        ("EQ \\s(up,down) f(x,y) \\f(1", "^up_down f(x,y) 1"),
        (" PAGE ", ""),
        (' HYPERLINK "https://example.org/\\o\\ad(x,y)"', ""),
    ],
)
def test_what_a_field_without_a_result_shows_is_read(code: str, words: str) -> None:
    assert words_of_code(code) == words


@pytest.mark.parametrize("piece", ["\\a", "\\f(", "(", " ", "\\a 1 "])
def test_a_long_code_takes_no_longer_than_its_length_allows(piece: str) -> None:
    begun = thread_time()
    words_of_code(f"EQ {piece * 30_000}")
    assert thread_time() - begun < 5
