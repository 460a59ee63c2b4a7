from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from embeddings.documents import Fact
from embeddings.readers.content import FileContent
from embeddings.readers.plain_text import (
    TITLE_CHARACTERS,
    UNCUT_SUFFIXES,
    letter_head,
    read,
    read_uncut,
    stating_line,
)

BODY = "The talks began on Monday. They ended on Friday."


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (BODY, FileContent(BODY)),
        ("", FileContent("")),
        (f"River talks resume\n\n{BODY}\n", FileContent(f"River talks resume\n\n{BODY}", title="River talks resume")),
        (
            f"ANALYSIS\n\nRiver talks resume\n\n{BODY}",
            FileContent(f"ANALYSIS\n\nRiver talks resume\n\n{BODY}", title="River talks resume"),
        ),
        ("River talks resume", FileContent("River talks resume")),
        (f"Dear Sir,\n\n{BODY}", FileContent(f"Dear Sir,\n\n{BODY}")),
        (f"It is over.\n\n{BODY}", FileContent(f"It is over.\n\n{BODY}")),
        (f"River talks\nresume today\n\n{BODY}", FileContent(f"River talks\nresume today\n\n{BODY}")),
        (f"Is it over?\n\n{BODY}", FileContent(f"Is it over?\n\n{BODY}", title="Is it over?")),
    ],
    ids=[
        "no title",
        "nothing",
        "title",
        "section above the title",
        "a single line",
        "salutation",
        "a sentence",
        "two lines",
        "a question",
    ],
)
def test_the_title_is_a_line_that_stands_by_itself_and_is_no_sentence(text: str, expected: FileContent) -> None:
    assert read(text) == expected


def test_a_very_long_line_is_no_title() -> None:
    fits, too_long = "word " * 39 + "words", "word " * 40 + "words"
    assert len(fits) == TITLE_CHARACTERS
    assert read(f"{fits}\n\n{BODY}").title == fits
    assert read(f"{too_long}\n\n{BODY}").title is None


@pytest.mark.parametrize(
    "head",
    [
        "River talks resume\n\nBy Ana de Souza / April 5, 2011",
        "River talks resume\nBy Ana de Souza\nApril 5, 2011",
        "By Ana de Souza\nApril 5, 2011\n\nRiver talks resume",
    ],
    ids=["in one line", "in two", "above the title"],
)
def test_byline_and_date_are_stated_and_stay_in_the_text(head: str) -> None:
    assert read(f"{head}\n\n{BODY}") == FileContent(
        f"{head}\n\n{BODY}", title="River talks resume", author="Ana de Souza", published="2011-04-05"
    )


def test_fields_at_the_top_are_stated_and_stay_in_the_text() -> None:
    fields = "Title: River talks\nAuthor: Ana de Souza\nSource: The Harbour Post\nURL: https://e.org\nDate: May 2011"
    assert read(f"{fields}\n\n{BODY}") == FileContent(
        f"{fields}\n\n{BODY}",
        title="River talks",
        author="Ana de Souza",
        publisher="The Harbour Post",
        published="2011-05",
        url="https://e.org",
    )


def test_a_byline_at_the_end_is_stated_and_stays_in_the_text() -> None:
    text = f"River talks resume\n\n{BODY}\n\nBy The Harbour Post"
    assert read(f"{text}\n") == FileContent(text, title="River talks resume", author="The Harbour Post")


def test_what_is_said_in_the_middle_is_text() -> None:
    middle = "By Ana de Souza\n\nApril 5, 2011\n\nSource: a clerk"
    text = "\n\n".join([f"One. {BODY}"] * 8 + [middle] + [f"Two. {BODY}"] * 3)
    assert read(text) == FileContent(text)


def test_dates_and_fields_at_the_end_are_text() -> None:
    text = "\n\n".join([BODY] * 9 + ["April 5, 2011", "Source: a clerk"])
    assert read(text) == FileContent(text)


def test_the_first_of_two_authors_counts() -> None:
    text = f"By Ana de Souza\n\n{BODY}\n\n{BODY}\n\nBy Bo Ek"
    assert read(text) == FileContent(text, author="Ana de Souza")


@pytest.mark.parametrize("line", ["By Ana de Souza", "April 5, 2011", "Source: a clerk"])
def test_a_statement_within_a_paragraph_is_text(line: str) -> None:
    text = f"River talks resume\n\nThe letter was read\n{line}\nand nobody spoke."
    assert read(text) == FileContent(text, title="River talks resume")


@pytest.mark.parametrize(
    ("head", "author", "title", "published"),
    [
        ("From: Ana de Souza\nDate: 5 April 2011\nSubject: the river", "Ana de Souza", "the river", "2011-04-05"),
        ("TO: The Board\nFROM: Bo Ek\nRE: Locks\nDATE: 5 April 2011", "Bo Ek", "Locks", "2011-04-05"),
        (
            "From: Ana de Souza <ana@example.org>\nTo: Bo Ek\nSent: Tue, 5 Apr 2011 09:14:00 +0200",
            "Ana de Souza",
            None,
            "2011-04-05",
        ),
        ("To: Bo Ek\nFrom: ana@example.org", "ana@example.org", None, None),
    ],
    ids=["letter", "memorandum", "e-mail", "no subject, no date"],
)
def test_a_letters_head_says_who_wrote_it_when_and_about_what(
    head: str, author: str, title: str | None, published: str | None
) -> None:
    text = f"{head}\n\n{BODY}"
    assert read(text) == FileContent(text, author=author, title=title, published=published)


def test_a_lone_line_of_a_letter_is_no_letters_head() -> None:
    text = f"From: the gate to the lock\n\n{BODY}"
    assert read(text) == FileContent(text, title="From: the gate to the lock")


def test_an_unclear_date_is_unknown_and_stays_in_the_text() -> None:
    text = f"River talks resume\n\nDate: 03/04/2010\n\n{BODY}"
    assert read(text) == FileContent(text, title="River talks resume")


def test_furniture_goes_wherever_it_stands() -> None:
    text = (
        "Skip to: Content\nSkip to: Search\n\nRiver talks resume\n\nShare on Facebook\n\n"
        f"{BODY}\n\nSkip to next paragraph\n\nMore was said.\n\n\nRead Comments\n\n"
        "View reader comments | Comment on this story\n"
    )
    assert read(text) == FileContent(f"River talks resume\n\n{BODY}\n\nMore was said.", title="River talks resume")


def test_rows_of_links_go_at_the_edges_only() -> None:
    row = "Lisbon | Porto | Faro"
    lines = [row, "River talks resume", *[BODY] * 8, row, *[BODY] * 3, row]
    kept = [*lines[1:-1]]
    assert read("\n\n".join(lines)) == FileContent("\n\n".join(kept), title="River talks resume")


def test_a_line_of_a_wrapped_paragraph_is_never_torn_out() -> None:
    text = (
        "The letter was read aloud to the assembled members of the commission\n"
        "by Senator Okafor during negotiations concerning international\n"
        "fisheries. Nobody answered him, and so the commission went on.\n"
    )
    assert read(text) == FileContent(text.strip())


def test_lines_that_stay_are_kept_as_they_are() -> None:
    text = "  “Quoted”  –  with   spaces \t\n\ttabbed\u00a0line…  \n\nand a third line that ends."
    assert read(text) == FileContent(text)


@given(
    st.lists(
        st.sampled_from(["By Ana de Souza", "April 5, 2011", "Share", "A | B | C", "Title: T", "Prose.", " ", ""])
        | st.text(max_size=60),
        max_size=20,
    ).map("\n".join)
)
def test_reading_never_fails_and_adds_or_alters_no_line(text: str) -> None:
    before = iter([line for line in text.split("\n") if line.strip()])
    # Each line that is left is found, in order, in what was given.
    assert all(line in before for line in read(text).text.split("\n") if line.strip())


@pytest.mark.parametrize(
    ("name", "title", "author", "published"),
    [
        ("000_5e29d57fc1286ecd.txt", "WikiLeaked: The Kerry plan for Iran", "Foreign Policy", None),
        (
            "001_9b2b18793d41e242.txt",
            "For Iran, WikiLeaks cables validate its skepticism of Obama's sincerity",
            "Staff writer",
            "2010-11-30",
        ),
    ],
)
def test_what_the_seeds_state_is_read(seeds: Path, name: str, title: str, author: str, published: str | None) -> None:
    content = read((seeds / name).read_text("utf-8"))
    stated = (content.title, content.author, content.publisher, content.published, content.url, content.language)
    assert stated == (title, author, None, published, None, None)
    # Everything but the furniture, the byline and the blank lines is there, in order.
    source = [line for line in (seeds / name).read_text("utf-8").split("\n") if line.strip()]
    gone = [line for line in source if line not in content.text.split("\n")]
    assert [line for line in source if line not in gone] == [line for line in content.text.split("\n") if line]
    starts = ("By ", "Skip to", "Read Comments", "View reader comments", "The Iran Project is not responsible")
    assert [line for line in gone if not line.startswith(starts)] == []
    assert not [start for start in starts[1:] if any(line.startswith(start) for line in content.text.split("\n"))]


@pytest.mark.parametrize(
    ("name", "value", "line"),
    [
        ("author", "Ana de Souza", "By Ana de Souza / April 5, 2011"),
        ("published", "2011-04-05", "By Ana de Souza / April 5, 2011"),
        ("author", "Bo Ek", None),
        ("publisher", "Ana de Souza", None),
    ],
)
def test_the_line_that_states_a_fact_is_found(name: str, value: str, line: str | None) -> None:
    text = f"River talks resume\n\nBy Ana de Souza / April 5, 2011\n\n{BODY}"
    place = stating_line(text, name, value)
    assert (text[slice(*place)] if place else None) == line


def test_the_head_of_a_letter_is_its_lines_at_the_top() -> None:
    head = "From: Ana de Souza\nTo: Bo Ek\nDate: 5 April 2011"
    assert letter_head(f"MEMORANDUM\n\n{head}\n\n{BODY}") == head
    assert letter_head(f"To: Bo Ek\n\n{BODY}") == ""
    assert letter_head("\n\n".join([BODY] * 9 + [head])) == ""


def test_what_is_stated_has_its_origin() -> None:
    content = read(f"River talks resume\n\nBy Ana de Souza / April 5, 2011\n\nSource: The Harbour Post\n\n{BODY}")
    assert content.facts == (
        Fact("author", "Ana de Souza", "byline"),
        Fact("published", "2011-04-05", "byline"),
        Fact("publisher", "The Harbour Post", "top of the text"),
        Fact("title", "River talks resume", "heading"),
    )
    letter = read(f"From: Ana de Souza\nTo: Bo Ek\nDate: 5 April 2011\n\n{BODY}")
    assert letter.facts == (
        Fact("author", "Ana de Souza", "letter head"),
        Fact("published", "2011-04-05", "letter head"),
        Fact("to", "Bo Ek", "letter head"),
    )


def test_a_telegram_has_its_subject_for_a_title_and_its_paragraphs_are_places() -> None:
    text = (
        "R 141530Z OCT 09\nFM AMEMBASSY NORLAND\nTO SECSTATE WASHDC\n\nSUBJECT: THE RIVER TALKS\n\n"
        f"1. (C) {BODY}\n\n2. (SBU) They left.\nRUIZ"
    )
    content = read(text)
    assert (content.text, content.title, content.author) == (text, "THE RIVER TALKS", "AMEMBASSY NORLAND")
    assert content.published == "2009-10-14"
    assert [place.name for place in content.places] == ["1", "2"]
    assert content.text[content.places[1].start :].startswith("2. (SBU)")


def test_text_of_other_kinds_is_not_cut() -> None:
    log = "Share on Facebook\n\n1\n\n\n2 By Ana de Souza\n"
    content = read_uncut(log)
    assert content == FileContent(log.strip(), places=content.places)
    first, last = content.places[0], content.places[-1]
    lines = log.split("\n")
    assert lines[int(first.name) - 1] == content.text[first.start : first.end]
    assert lines[int(last.name) - 1] == content.text[last.start : last.end]
    assert {".log", ".py", ".tex"} <= UNCUT_SUFFIXES
    assert UNCUT_SUFFIXES.isdisjoint({".txt", ".text", ""})


def test_a_transcript_with_times_says_who_speaks_and_when() -> None:
    content = read(
        "Harbour meeting\n\nAna Ruiz  00:02\nThe harbour was closed.\nFor weeks.\n\nBo Ek  00:31\nUntil Friday.\n\n"
        "Ana Ruiz  01:10\nWhy?\n"
    )
    assert content.text == (
        "Harbour meeting\n\nAna Ruiz: The harbour was closed. For weeks.\n\nBo Ek: Until Friday.\n\nAna Ruiz: Why?"
    )
    assert content.title == "Harbour meeting"
    assert [(place.kind, place.name, content.text[place.start : place.end]) for place in content.places] == [
        ("time", "00:00:02", "Ana Ruiz: The harbour was closed. For weeks."),
        ("time", "00:00:31", "Bo Ek: Until Friday."),
        ("time", "00:01:10", "Ana Ruiz: Why?"),
    ]
