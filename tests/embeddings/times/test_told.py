from datetime import date

from embeddings.documents import Document, Place
from embeddings.times.resolving import spoken_times, times_within
from embeddings.times.told import document_times, document_times_within

OWN, QUOTED, AFTER = "Yes, on Friday.\n\n", "They will meet tomorrow. ", "It ends on Sunday.\n\nSee you on Monday."
TEXT = OWN + QUOTED + AFTER


def document(name: str, published: str | None = "2010-05-20") -> Document:
    end = len(OWN + QUOTED) + AFTER.index("\n")
    return Document("a.eml", "a.eml", TEXT, "0", published=published, places=(Place("forwarded", name, len(OWN), end),))


def days(one: Document, start: int = 0, end: int = len(TEXT)) -> list[date]:
    return [spoken.time.first for spoken in document_times_within(one, start, end)]


def test_what_is_passed_on_was_told_on_its_own_day() -> None:
    one = document("forwarded mail of Bo Ek, 4 May 2010")
    times = document_times(one)
    assert [(TEXT[spoken.start : spoken.end], spoken.time.first) for spoken in times] == [
        ("on Friday", date(2010, 5, 14)),
        ("tomorrow", date(2010, 5, 5)),
        ("on Sunday", date(2010, 5, 9)),
        ("on Monday", date(2010, 5, 17)),
    ]
    assert days(one) == [spoken.time.first for spoken in times]
    # Within the mail, at its edge, and over it.
    inner = len(OWN) + QUOTED.index("tomorrow")
    assert days(one, inner, inner + 8) == [date(2010, 5, 5)]
    assert days(one, 0, len(OWN)) == [date(2010, 5, 14)]
    assert days(one, 0, inner + 8) == [date(2010, 5, 14), date(2010, 5, 5)]


def test_the_day_of_a_quoted_mail_that_states_none_is_not_known() -> None:
    for name in ("forwarded mail of Bo Ek", "forwarded mail", "forwarded mail of Ek, Bo"):
        times = document_times(document(name))
        assert [TEXT[spoken.start : spoken.end] for spoken in times] == ["on Friday", "on Monday"]


def test_other_documents_are_told_on_their_own_day() -> None:
    one = Document("a.txt", "a.txt", TEXT, "0", published="2010-05-20", places=(Place("page", "1", 0, len(TEXT)),))
    assert document_times(one) == spoken_times(TEXT, "2010-05-20")
    assert document_times_within(one, 5, 40) == times_within(TEXT, 5, 40, "2010-05-20")
    assert document_times(Document("b.txt", "b.txt", "", "0")) == []
