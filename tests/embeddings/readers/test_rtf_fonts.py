from embeddings.readers.rtf_fonts import Fonts


def test_fonts_have_their_encodings_and_others_that_of_the_file() -> None:
    fonts = Fonts()
    fonts.state("ansicpg", 1251, None)
    fonts.state("fcharset", 161, 1)
    fonts.state("fcharset", 2, 2)
    fonts.state("fcharset", 0, None)
    fonts.name(1, "Arial Greek;")
    fonts.name(2, "Wingdings;")
    assert [fonts.encoding(number) for number in range(4)] == ["cp1251", "cp1253", "symbol Wingdings", "cp1251"]
