import pytest

from embeddings.readers.mail_heads import is_head, is_passed_on, passes_on, writer_of_attribution, writer_of_head


@pytest.mark.parametrize(
    ("words", "writer"),
    [
        ("On Tue, 5 Apr 2011, Bo Ek <bo@example.org> wrote:", "Bo Ek, 5 April 2011"),
        ("On Tue, Apr 5, 2011 at 4:20 PM Bo Ek <bo@example.org> wrote:", "Bo Ek, 5 April 2011"),
        ("On 5 Apr 2011, at 10:00, Bo Ek wrote:", "Bo Ek, 5 April 2011"),
        ("Am 05.04.2011 um 10:00 schrieb Bo Ek:", "Bo Ek, 5 April 2011"),
        ("Am 5. April 2011 schrieb Bo Ek <bo@example.org>:", "Bo Ek, 5 April 2011"),
        ("Le 5 avr. 2011 à 10:00, Bo Ek a écrit :", "Bo Ek, 5 April 2011"),
        ("El 5 abr. 2011, a las 10:00, Bo Ek (bo@example.org) escribió:", "Bo Ek, 5 April 2011"),
        ("Bo Ek wrote:", "Bo Ek"),
        # It may be the fourth of May as well.
        ("On 04/05/2011 10:00 AM, Bo Ek wrote:", "Bo Ek"),
        ("On Tuesday he wrote:", ""),
        ("On Tue, 5 Apr 2011 10:00:00 +0200, bo@example.org wrote:", ""),
    ],
)
def test_the_line_above_a_quotation_says_who_wrote_it_and_when(words: str, writer: str) -> None:
    assert writer_of_attribution(words) == writer


@pytest.mark.parametrize(
    ("sent_by", "writer"),
    [
        ("Bo Ek [mailto:bo@example.org]", "Bo Ek, 5 April 2011"),
        ('"Ek, Bo" <bo@example.org>', "Ek, Bo, 5 April 2011"),
        ("bo@example.org", "bo@example.org, 5 April 2011"),
        ("bo@example.org[mailto:bo@example.org]", "bo@example.org, 5 April 2011"),
    ],
)
def test_a_head_says_who_wrote_the_mail_below_it_and_when(sent_by: str, writer: str) -> None:
    head = ["-----Original Message-----", f"From: {sent_by}", "Sent: Tuesday, April 05, 2011 5:01 PM", "To: Ana"]
    assert writer_of_head(head, 0) == writer
    assert writer_of_head(["They met.", "", "Ana"], 0) == ""


@pytest.mark.parametrize(
    ("line", "writer"),
    [
        ("Bo Ek/HOU/ECT@ECT on 10/25/2000 08:53:23 AM", "Bo Ek, 25 October 2000"),
        ('"Bo Ek" <bo@example.org> on 10/25/2000 08:53:23 AM', "Bo Ek, 25 October 2000"),
        ("From:\tBo Ek\t10/25/2000 08:53 AM", "Bo Ek, 25 October 2000"),
        ("From: Bo Ek@ECT 04/05/2000 08:53 AM", "Bo Ek"),
    ],
)
def test_heads_as_lotus_notes_writes_them(line: str, writer: str) -> None:
    head = [line, "To: Ana Ruiz/HOU/ECT@ECT", "cc:  ", "Subject: Talks", "", "They met."]
    assert is_head(head, 0)
    assert writer_of_head(head, 0) == writer
    assert not is_head([line, "", "They met."], 0)


def test_lines_and_subjects_say_that_a_mail_is_passed_on() -> None:
    assert is_passed_on(
        "---------------------- Forwarded by Bo Ek/HOU/ECT on 05/03/2001 05:01 PM -----------------------"
    )
    assert is_passed_on("Begin forwarded message:")
    assert not is_passed_on("Forwarded by Bo on Monday, as he said.")
    assert not is_passed_on("Enc: two letters")
    assert passes_on("Fwd: Fuel")
    assert passes_on("FW: Fuel")
    assert not passes_on("RE: FW: Fuel")
    assert not passes_on("Forward march")
