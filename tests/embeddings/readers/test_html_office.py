import pytest

from embeddings.readers.html_office import GOOGLE_DOCS
from embeddings.readers.markup import blocks, parsed, simplify

SPACE = "<span style='font:7.0pt \"Times New Roman\"'>&nbsp;&nbsp;&nbsp; </span>"


def _read(markup: str) -> list[str]:
    tree = parsed(markup)
    simplify(tree)
    return list(blocks(tree))


@pytest.mark.parametrize(
    ("sign", "shown"), [("·", "-"), ("o", "-"), ("§", "-"), ("1.", "1."), ("a)", "a)"), ("(i)", "(i)"), ("–", "-")]
)
def test_signs_of_words_lists_are_those_of_other_lists(sign: str, shown: str) -> None:
    ignored = f"<span style='font-family:Symbol'><span style='mso-list:Ignore'>{sign}{SPACE}</span></span>"
    assert _read(f"<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'>{ignored}Ilse</p>") == [f"{shown} Ilse"]


def test_other_paragraphs_that_begin_with_a_letter_stay() -> None:
    assert _read("<p class=MsoNormal><b>A</b> crane fell.</p><p class=MsoListParagraph>o my</p>") == [
        *("A crane fell.", "o my"),
    ]


def test_comments_of_word_and_of_google_docs_are_left_out() -> None:
    word = (
        "<p>The guests<a class=msocomanchor href='#_msocom_1'>[IB1]</a> came.</p>"
        "<div style='mso-element:comment-list'><div class=msocomtxt><p>[IB1]Check.</p></div></div>"
    )
    google = (
        "<p>The guests<sup><a href='#cmnt1' id='cmnt_ref1'>[a]</a></sup> came.</p>"
        "<div><p><a href='#cmnt_ref1' id='cmnt1'>[a]</a><span>Check.</span></p></div>"
    )
    assert _read(word) == _read(google) == ["The guests came."]


def test_pages_of_google_docs_are_known_by_their_body_or_their_styles() -> None:
    assert parsed("<body class='c1 doc-content'><p>a</p></body>").xpath(GOOGLE_DOCS)
    assert parsed("<html><head><style>ol.lst-kix_a-0{}</style></head><body><p>a</p></body></html>").xpath(GOOGLE_DOCS)
    assert not parsed("<body class='doc-contents'><p>a</p></body>").xpath(GOOGLE_DOCS)
