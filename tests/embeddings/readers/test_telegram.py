import time

import pytest

from embeddings.documents import Fact
from embeddings.readers.telegram import head_facts, numbered_paragraphs

CABLE = """VZCZCXRO1234
O 241234Z JAN 09
FM AMEMBASSY NORLAND
TO RUEHC/SECSTATE WASHDC IMMEDIATE 9999
C O N F I D E N T I A L SECTION 01 OF 02 NORLAND 000123

SIPDIS

E.O. 12958: DECL: 01/24/2019
TAGS: PREL, KDEM,
ECON
SUBJECT: THE RIVER TALKS RESUME AND
THE CAPITAL WAITS

REF: A. NORLAND 12
     B. NORLAND 13

1. (C) Summary: The talks resumed on Monday after a long
pause. End summary.

2. (SBU) The minister named three dams in
2. Lisbon.

3. (C) We doubt it.
"""


def stated(text: str) -> dict[str, str]:
    return {fact.name: fact.value for fact in head_facts(text)}


def test_the_head_of_a_telegram_is_facts() -> None:
    assert stated(CABLE) == {
        "published": "2009-01-24",
        "author": "AMEMBASSY NORLAND",
        "to": "RUEHC/SECSTATE WASHDC IMMEDIATE 9999",
        "classification": "CONFIDENTIAL",
        "declassification": "E.O. 12958: DECL: 01/24/2019",
        "tags": "PREL, KDEM, ECON",
        "title": "THE RIVER TALKS RESUME AND THE CAPITAL WAITS",
        "reference": "A. NORLAND 12 B. NORLAND 13",
    }
    assert {fact.origin for fact in head_facts(CABLE)} == {"telegram head"}


def test_the_head_of_a_memorandum_is_facts() -> None:
    text = "MEMORANDUM FOR: The Board\nFROM: Bo Ek\nDATE: 14 October 2009\nSUBJECT: Locks\n\nThey hold."
    assert head_facts(text) == [
        Fact("to", "The Board", "letter head"),
        Fact("author", "Bo Ek", "letter head"),
        Fact("published", "2009-10-14", "letter head"),
        Fact("title", "Locks", "letter head"),
    ]


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("R 141530Z OCT 09", "2009-10-14"),
        ("231435Z JAN 2009", "2009-01-23"),
        ("O P 010203Z NOV 73 ZFF4", "1973-11-01"),
        ("310000Z FEB 09", None),
        ("DATE: 231435Z JAN 09", "2009-01-23"),
    ],
)
def test_dates_of_telegrams(line: str, day: str | None) -> None:
    assert stated(f"{line}\nFM AMEMBASSY LISBON\nTO SECSTATE\nSUBJECT: Water").get("published") == day


@pytest.mark.parametrize(
    "text",
    [
        "TO WHOM IT MAY CONCERN\n\nThey met.",
        "Tags: rivers, grain\nSubject: talks\n\nThey met.",
        "SECRET\n\nThey met.",
        "From: the gate\n\nThey met.",
        "They met.\n\n" * 50,
        "",
    ],
)
def test_other_texts_state_nothing(text: str) -> None:
    assert head_facts(text) == []


def test_what_stands_below_the_first_paragraph_is_no_head() -> None:
    assert "cc" not in stated(f"{CABLE}\nCC: nobody")


def test_numbered_paragraphs_are_places() -> None:
    places = numbered_paragraphs(CABLE, is_telegram=True)
    assert [(place.kind, place.name, CABLE[place.start : place.end]) for place in places] == [
        ("paragraph", "1", "1. (C) Summary: The talks resumed on Monday after a long\npause. End summary."),
        ("paragraph", "2", "2. (SBU) The minister named three dams in\n2. Lisbon."),
        ("paragraph", "3", "3. (C) We doubt it."),
    ]


def test_without_marks_only_the_paragraphs_of_telegrams_count() -> None:
    text = "1. They met.\n\n2. They left.\n"
    assert [place.name for place in numbered_paragraphs(text, is_telegram=True)] == ["1", "2"]
    assert numbered_paragraphs(text, is_telegram=False) == []
    assert [place.name for place in numbered_paragraphs("¶1. (C) Met.\n\n¶2. (U) Left.", is_telegram=False)] == [
        "1",
        "2",
    ]
    assert numbered_paragraphs("2. (C) They left.\n\n5. (C) They met.", is_telegram=True) == []


def test_long_texts_are_read_in_linear_time() -> None:
    started = time.thread_time()
    for line in ("SUBJECT: A\n", "TAGS:\n", "A " * 50_000 + "\n", "1. (C) a\n", "1" * 200_000, "SECRET " * 50_000):
        text = line * max(1, 300_000 // len(line))
        head_facts(text)
        numbered_paragraphs(text, is_telegram=True)
    assert time.thread_time() - started < 10
