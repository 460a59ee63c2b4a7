import pytest

from embeddings.readers.mail_quotes import repeated


def marked(text: str) -> list[tuple[str, str]]:
    return [(place.name, text[place.start : place.end]) for place in repeated(text)]


def test_quoted_lines_and_who_wrote_them_are_a_place() -> None:
    text = "Yes.\n\nOn Tue, 5 Apr 2011, Bo Ek\n<bo@example.org> wrote:\n> Will they meet?\n>\n> Bo\n\nAna"
    assert marked(text) == [
        (
            "quoted mail of Bo Ek, 5 April 2011",
            "On Tue, 5 Apr 2011, Bo Ek\n<bo@example.org> wrote:\n> Will they meet?\n>\n> Bo",
        )
    ]


def test_answers_between_quotations_are_not_quoted() -> None:
    text = "> Will they meet?\nYes.\n\n> When?\nOn Monday."
    assert marked(text) == [("quoted reply", "> Will they meet?"), ("quoted reply", "> When?")]


def test_a_name_alone_says_who_wrote() -> None:
    assert marked("Ana de Souza wrote:\n> Will they?\nYes.") == [
        ("quoted mail of Ana de Souza", "Ana de Souza wrote:\n> Will they?")
    ]
    assert marked("They met.\n\n>>> Look here <<<") == []


def test_a_signature_goes_to_the_end_or_to_a_quotation() -> None:
    assert marked("Yes.\n\n-- \nAna\nDesk\n\n> Will they?") == [
        ("signature", "-- \nAna\nDesk"),
        ("quoted reply", "> Will they?"),
    ]


def test_what_a_mailing_list_adds_is_a_place() -> None:
    footer = "______________________\nRivers mailing list\nhttps://example.org/mailman/listinfo/rivers"
    assert marked(f"Yes.\n\nAna\n{footer}\n") == [("footer of a mailing list", footer)]
    assert marked(f"Yes.\n\n> Will they?\n\n{footer}") == [
        ("quoted reply", "> Will they?"),
        ("footer of a mailing list", footer),
    ]
    assert marked(f"Yes.\n\n-- \nAna\n{footer}") == [("signature", f"-- \nAna\n{footer}")]


@pytest.mark.parametrize("head", ["-------- Forwarded Message --------", "Begin forwarded message:"])
def test_a_mail_that_is_passed_on_below_a_signature_is_none(head: str) -> None:
    assert marked(f"See below.\n\n-- \nAna\n\n{head}\nFrom: Bo\n\nThey met.") == [
        ("signature", "-- \nAna"),
        ("forwarded mail of Bo", f"{head}\nFrom: Bo\n\nThey met."),
    ]


@pytest.mark.parametrize(
    ("head", "day"),
    [
        ("-----Original Message-----\nFrom: Bo Ek", ""),
        ("________________________________\nFrom: Bo Ek <bo@example.org>\nSent: Monday\nTo: Ana\nSubject: Talks", ""),
        ("Von: Bo Ek\nGesendet: Montag, 4. April 2011\nAn: Ana\nBetreff: Gespräche", ", 4 April 2011"),
        ("De : Bo Ek\n\nEnvoyé : lundi\n\nÀ : Ana", ""),
        ("On Mon, 4 Apr 2011 at 10:00, Bo Ek wrote:", ", 4 April 2011"),
    ],
)
def test_below_the_head_of_another_mail_all_is_quoted(head: str, day: str) -> None:
    text = f"They will.\n\n{head}\n\nWill they meet?\n\nBo"
    ((name, words),) = marked(text)
    assert name == f"quoted mail of Bo Ek{day}"
    assert words.endswith("Will they meet?\n\nBo")
    assert words.startswith(head.removeprefix("________________________________\n"))


def test_a_mail_that_is_passed_on_is_not_quoted() -> None:
    head = "From: Bo Ek\nDate: Monday\nSubject: Talks\nTo: Ana"
    passed_on = f"---------- Forwarded message ----------\n{head}\n\nWill they meet?"
    assert marked(f"See below.\n\n{passed_on}") == [("forwarded mail of Bo Ek", passed_on)]
    # As Outlook writes it.
    text = f"See below.\n\n-----Original Message-----\n{head}\n\nWill they meet?"
    (place,) = repeated(text, subject="FW: Talks")
    assert (place.kind, place.name, place.end) == ("forwarded", "forwarded mail of Bo Ek", len(text))
    assert [place.kind for place in repeated(text, subject="RE: FW: Talks")] == ["quotation"]


def test_each_of_several_mails_is_named_by_its_head() -> None:
    text = (
        "See below.\n\nFrom: Bo Ek\nSent: 5 April 2011\nTo: Ana\n\nWe will.\n\n"
        "From: Cy Oz [mailto:cy@example.org]\nSent: 4 April 2011\nTo: Bo\n\nWill they?"
    )
    assert [name for name, _ in marked(text)] == [
        "quoted mail of Bo Ek, 5 April 2011",
        "quoted mail of Cy Oz, 4 April 2011",
    ]


def test_who_is_quoted_within_a_quotation_is_named() -> None:
    first, second = "On 5 April 2011 at 10:00, Bo Ek wrote:", "On 4 April 2011 at 9:00, Cy Oz wrote:"
    text = f"Yes.\n\n{first}\n\nAsk Cy.\n\n{second}\n\nWill they?\n\nIt is late.\n\nAna"
    outer, inner = text.index(first), text.index("Will")
    places = repeated(text, [(outer, text.index("\n\nAna")), (inner, text.index("\n\nIt"))])
    assert [(place.name, text[place.start : place.end]) for place in places] == [
        ("quoted mail of Bo Ek, 5 April 2011", f"{first}\n\nAsk Cy.\n\n{second}"),
        ("quoted mail of Cy Oz, 4 April 2011", "Will they?"),
        ("quoted mail of Bo Ek, 5 April 2011", "It is late."),
    ]


def test_a_quotation_may_begin_with_the_line_that_says_who_wrote_it() -> None:
    # As Gmail marks it up.
    text = "Yes.\n\nOn 5 April 2011 at 10:00, Bo Ek wrote:\n\nWill they?\n\nBo"
    # A span may begin with the line breaks before its words.
    for start in (4, 5, 6):
        (place,) = repeated(text, [(start, len(text))])
        assert (place.name, place.start) == ("quoted mail of Bo Ek, 5 April 2011", 6)


def test_a_mail_that_is_passed_on_as_a_quotation_ends_with_it() -> None:
    head = "From: Bo Ek\nDate: 4 April 2011\nTo: Ana"
    text = f"See below.\n\nBegin forwarded message:\n\n{head}\n\nWill they?\n\nWho is this?"
    start, end = text.index("From"), text.index("\n\nWho")
    inner = text.index("Will")
    places = repeated(text, [(start, end), (inner, end)])
    assert [(place.name, text[place.start : place.end]) for place in places] == [
        ("forwarded mail of Bo Ek, 4 April 2011", text[text.index("Begin") : inner].strip()),
        ("quoted reply", "Will they?"),
    ]
    (place,) = repeated(text, [(start, end)])
    assert (place.start, place.end) == (text.index("Begin"), end)


def test_prose_is_not_quoted() -> None:
    assert marked("From: the river\nthe envoys went on.\n\nOn Monday he wrote: we go.\n\n- -\n\nEnd") == []


def test_spans_of_the_markup_are_quoted() -> None:
    text = "Yes.\n\nWill they meet?\n\nBo"
    places = repeated(text, [(6, len(text))])
    assert [(place.name, place.start, place.end) for place in places] == [("quoted reply", 6, len(text))]


def test_a_signature_of_the_markup_within_a_quotation_is_quoted() -> None:
    text = "Yes.\n\nAna\n\nWill they meet?\n\nBo"
    places = repeated(text, [(11, len(text))], [(6, 9), (28, 30)])
    assert [(place.name, text[place.start : place.end]) for place in places] == [
        ("signature", "Ana"),
        ("quoted reply", "Will they meet?\n\nBo"),
    ]


def test_a_long_text_is_read_in_linear_time() -> None:
    for line in ("--", "From: a", "On 1 wrote:", "1" * 500, "> a", ""):
        repeated(f"{line}\n" * 20_000)
    repeated("1" * 3_000_000 + "\n> a")
    repeated("From: " + "a" * 300_000 + "\nSent: " + "1" * 300_000 + "\nTo: a")
    repeated("--" + " " * 100_000 + "x\n-- Original Message" + " " * 100_000 + "x\n")
