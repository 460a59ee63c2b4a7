import pytest

from embeddings.readers.content import NotReadWhole
from embeddings.readers.mail_text import Body, chosen, html_body, joined, plain_body


def test_flowed_lines_become_paragraphs_again() -> None:
    text = "The envoys met \nin Lisbon \non Monday.\n\n> They will \n> not.\n\n-- \nAna \nDesk"
    assert plain_body(text, flowed=True).text == (
        "The envoys met in Lisbon on Monday.\n\nThey will not.\n\n--\nAna Desk"
    )


def test_flowed_words_without_spaces_are_joined() -> None:
    assert plain_body("你好 \n世界", flowed=True, without_space=True).text == "你好世界"


def test_lines_that_are_not_flowed_stay() -> None:
    assert (
        plain_body("The envoys met \nin Lisbon.\n\n\n\nThey went.\n").text == "The envoys met\nin Lisbon.\n\nThey went."
    )


def test_html_is_text_of_which_nothing_is_cut_as_furniture() -> None:
    markup = (
        "<html><head><title>T</title><style>p {}</style></head><body><p>Dear Ana,</p><ul><li>First</li></ul>"
        '<p style="display:none">Hidden words</p><footer>Unsubscribe</footer><script>x()</script></body></html>'
    )
    assert html_body(markup).text == "Dear Ana,\n\n- First\n\nUnsubscribe"


def test_the_signs_before_quoted_lines_are_no_text_and_part_them_from_others() -> None:
    text = "Bo wrote:\n> Cy wrote:\n> > Will they\n> > meet?\n>\n>\n>   - Yes.\nWhen?\n>>> Look here <<<\n>\n"
    body = plain_body(text)
    assert body.text == "Bo wrote:\n\nCy wrote:\n\nWill they\nmeet?\n\n  - Yes.\n\nWhen?\n>>> Look here <<<"
    assert [body.text[start:end] for start, end in body.quotations] == [
        "Cy wrote:\n\nWill they\nmeet?\n\n  - Yes.",
        "Will they\nmeet?",
    ]
    assert plain_body(">\n> \n") == Body("")
    assert plain_body("") == Body("")


@pytest.mark.parametrize(
    "opening",
    ['<blockquote type="cite">', '<div class="gmail_quote">', '<div class="a OutlookMessageHeader b">'],
)
def test_what_html_says_is_quoted_is_a_span(opening: str) -> None:
    closing = "</blockquote>" if "blockquote" in opening else "</div>"
    body = html_body(f"<p>Yes.</p>{opening}Bo wrote:<p>Will <b>they</b> meet?</p>{closing}<p>Ana</p>")
    assert body.text == "Yes.\n\nBo wrote:\n\nWill they meet?\n\nAna"
    assert [body.text[start:end].strip() for start, end in body.quotations] == ["Bo wrote:\n\nWill they meet?"]


def test_quotations_within_quotations_are_parts_of_the_outer() -> None:
    inner = '<blockquote type="cite"><p>Deep</p></blockquote>'
    body = html_body(f'<p>A</p><blockquote type="cite"><p>B</p>{inner}</blockquote>')
    assert [body.text[start:end].strip() for start, end in body.quotations] == ["B\n\nDeep"]


def test_a_blockquote_that_is_an_indent_is_not_quoted() -> None:
    assert html_body("<blockquote><p>Indented</p></blockquote>") == Body("Indented")


def test_marks_that_stand_in_a_mail_are_dropped() -> None:
    assert html_body("<p>a\ufdd0b\ufdd1</p>") == Body("ab")


def test_plain_text_is_taken_where_it_says_as_much() -> None:
    plain, html = Body("The envoys met in Lisbon on Monday."), Body("The envoys met in Lisbon on Monday!")
    assert chosen(plain, html) is plain
    assert chosen(plain, Body("")) is plain
    assert chosen(Body("Read this in a browser."), html) is html
    assert chosen(Body(""), html) is html


def test_html_that_is_nested_too_deep_is_refused() -> None:
    with pytest.raises(NotReadWhole, match="nests"):
        html_body("<div>" * 3000 + "words")


def test_bodies_are_joined_and_spans_move_along() -> None:
    body = joined([Body("One."), Body(" "), Body("Two. Three.", ((5, 11),))])
    assert body.text == "One.\n\nTwo. Three."
    assert [body.text[start:end] for start, end in body.quotations] == ["Three."]


@pytest.mark.parametrize("mark", ['class="gmail_signature"', 'id="Signature"', 'id="x_AppleMailSignature"'])
def test_a_signature_that_html_marks_is_a_span(mark: str) -> None:
    body = html_body(f'<p>Yes.</p><div {mark} dir="ltr">Ana<br>Desk</div><p>PS: No.</p>')
    assert [body.text[start:end].strip() for start, end in body.signatures] == ["Ana\nDesk"]
    assert body.quotations == ()


def test_plain_text_that_has_each_cell_on_a_line_gives_way_to_the_rows() -> None:
    html = Body("The costs:\n\nYear | Spent\n\n2016 | 61,250\n\nAna")
    assert chosen(Body("The costs:\n\nYear\n\nSpent\n\n2016\n\n61,250\n\nAna"), html) is html
    in_rows = Body("The costs:\n\nYear\tSpent\n2016\t61,250\n\nAna")
    assert chosen(in_rows, html) is in_rows
    foot = Body("Yes.\n\nLegal notice | Privacy")
    assert chosen(Body("Yes.\n\nLegal notice\nPrivacy"), foot).text == "Yes.\n\nLegal notice\nPrivacy"
