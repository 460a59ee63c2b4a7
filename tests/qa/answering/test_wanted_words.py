from datetime import date
from typing import Any

import pytest

from embeddings.documents import Attribution, Document
from qa.answering import wanted_words
from qa.answering.asked_people import AskedPerson
from qa.answering.wanted_words import Wanted, is_in_marks, is_said
from qa.question.asked_times import AskedTime

TEXT = "Bo Ek urged Ana to wait. Bo Ek denied it. Bo Ek feared rain."
URGED = Attribution(((16, 23),), (0, 5), "Bo Ek", (6, 11), "indirect", "Ana", (12, 15), said="2010")
DENIED = Attribution(((38, 40),), (25, 30), "Bo Ek", (31, 37), "indirect", negated=True)
FEARED = Attribution(((55, 59),), (42, 47), "Bo Ek", (48, 54), "indirect")
ALL = (URGED, DENIED, FEARED)


def document(published: str | None = None) -> Document:
    return Document("a.txt", "", TEXT, "", published=published, attributions=ALL)


def test_words_are_wanted_by_whom_to_whom_when_and_by_what_verb() -> None:
    ek, ana, nobody = (AskedPerson(name, (name,)) for name in ("Bo Ek", "Ana", "Bo Moss"))
    in_2010 = AskedTime("in 2010", date(2010, 1, 1), date(2010, 12, 31))
    assert Wanted(ek, None, None).own(ALL, document()) == list(ALL)
    assert Wanted(ek, ana, None).own(ALL, document()) == [URGED]
    assert Wanted(None, ana, None).own(ALL, document()) == [URGED]
    assert Wanted(nobody, None, None).own(ALL, document()) == []
    assert Wanted(ek, None, in_2010).own(ALL, document()) == [URGED]
    assert Wanted(ek, None, None, "deny").own(ALL, document()) == [DENIED]


def test_what_has_no_time_was_said_when_a_document_of_that_time_was_published() -> None:
    in_2010 = AskedTime("in 2010", date(2010, 1, 1), date(2010, 12, 31))
    assert Wanted(None, None, in_2010).own(ALL, document("2010-05-03")) == list(ALL)
    since = AskedTime("since 2015", first=date(2015, 1, 1))
    assert Wanted(None, None, since).own(ALL, document("2020-05-03")) == []


def test_the_times_of_a_long_document_are_read_once_for_all_its_statements(monkeypatch: pytest.MonkeyPatch) -> None:
    said = tuple(
        Attribution(((number, number + 1),), None, "Bo Ek", None, "direct", said="2010" if number % 2 else None)
        for number in range(400)
    )
    long = Document("a.txt", "", "a" * 500, "", published="2010-05-03", attributions=said)
    read: list[str] = []

    def parsed(notation: str, parse: Any = wanted_words.parse_notation) -> Any:
        read.append(notation)
        return parse(notation)

    monkeypatch.setattr(wanted_words, "parse_notation", parsed)
    wanted = Wanted(None, None, AskedTime("in 2010", date(2010, 1, 1), date(2010, 12, 31)))
    # As each passage asks for its own.
    assert [one for start in range(0, 400, 20) for one in wanted.own(said[start : start + 20], long)] == list(said)
    assert len(read) <= 2 * len(said)


def test_what_is_said_and_what_is_not() -> None:
    assert [is_said(one, TEXT) for one in ALL] == [True, True, False]
    assert not is_in_marks(URGED)


def test_whose_doubt_and_what_stands_near() -> None:
    spokesman = AskedPerson("Ek’s spokesman", ("the spokesman",), frozenset({"ek"}), "it may be another’s")
    wanted = Wanted(spokesman, None, None)
    assert (wanted.near, wanted.doubt) == ({"ek"}, "it may be another’s")
    assert Wanted(None, None, None).doubt == ""
    assert not Wanted(None, None, None).is_heard(Attribution(((0, 5),), (0, 5), "the letter", (6, 11), "indirect"))
