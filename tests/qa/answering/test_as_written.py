import pytest

from qa.answering.as_written import as_written_in


@pytest.mark.parametrize(
    ("question", "text", "expected"),
    [
        ("What was paid in 2012?", "In FY2012 it paid 7 million.", "What was paid in FY2012?"),
        ("What fell on 3 May 2001?", "On the 3rd of May, 2001 it fell.", "What fell on 3rd of May, 2001?"),
        ("Who struck in 2009?", "The strike of '09 was long.", "Who struck in '09?"),
        ("Who came from Urfa, Yildiz?", "Yıldız came from Şanlıurfa.", "Who came from Urfa, Yıldız?"),
        ("Was YILDIZ there?", "Yıldız was.", "Was Yıldız there?"),
        ("Who is José?", "Jose is the clerk.", "Who is Jose?"),
    ],
)
def test_a_question_takes_the_forms_of_the_text(question: str, text: str, expected: str) -> None:
    assert as_written_in(text, question) == expected


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("What was paid in 2012?", "In FY2011 it paid 7 million."),
        ("What was paid in 2012?", "In May 2012 it paid 7 million."),
        ("What was paid in 2012?", "In 2012 it paid 7 million; in FY2012 more."),
        ("Who met the KERRY of old?", "Kerry met Zoë."),
        ("Who met Kerry?", "Kerry met Barnier."),
        ("Wie alt ist Zoë?", "Zoë ist alt."),
    ],
)
def test_a_question_stays_where_the_text_has_no_other_form(question: str, text: str) -> None:
    assert as_written_in(text, question) == question
