from embeddings.readers.pdf_letters import arabic_letters, expanded, reversed_letters


def test_ligatures_are_written_as_letters() -> None:
    assert expanded("of\ufb01ce \ufb02ag \ufb03") == "office flag ffi"
    assert expanded("½ ² ™") == "½ ² ™"


def test_letters_that_are_turned_round_keep_their_marks() -> None:
    assert reversed_letters("abe\u0301c") == "ce\u0301ba"


def test_the_look_alikes_of_other_languages_are_letters_of_arabic_in_an_arabic_text() -> None:
    assert arabic_letters("الإنسان\u06ccة و\u06beو عل\u06cc") == "الإنسان\u064aة و\u0647و عل\u0649"


def test_persian_and_urdu_keep_their_letters() -> None:
    persian = "گزارش دریا\u06cc شمال"
    assert arabic_letters(persian) == persian
    urdu = "یہ کھیل ہے"
    assert arabic_letters(urdu) == urdu
