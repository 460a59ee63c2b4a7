import pytest

from embeddings.documents import Fact
from embeddings.readers import formats
from embeddings.readers.appointments import read
from embeddings.readers.content import FileContent, LimitReached, Limits, NotRead
from embeddings.readers.sniffing import format_of
from tests.embeddings.readers.office_files import file_of

EVENT = """\
BEGIN:VEVENT
UID:1
DTSTAMP:20190601T080000Z
DTSTART;TZID=Europe/Riga:20190620T090000
DTEND:20190620T070000Z
SUMMARY:Council\\, in camera
LOCATION:Old custom house\\nRiga
ORGANIZER;CN="Ruiz, Ana":mailto:ana@example.org
ATTENDEE;ROLE=REQ-PARTICIPANT;CN=Bo Ek:mailto:bo@example.org
ATTENDEE:MAILTO:kaja@example.org
DESCRIPTION:The toll of the Sound\\nand the dre
 dging.
BEGIN:VALARM
DESCRIPTION:Reminder
END:VALARM
END:VEVENT
"""
DAY = "BEGIN:VTODO\r\nDUE;VALUE=DATE:20190621\r\nSUMMARY:Ask the port\r\nEND:VTODO\r\n"


def documents(*entries: str, limits: Limits | None = None) -> tuple[FileContent, ...]:
    text = "\n".join(["BEGIN:VCALENDAR", "PRODID:x", *entries, "END:VCALENDAR"])
    return read(file_of("a.ics", text.encode(), limits)).documents


def test_an_appointment_says_what_when_where_and_whose_it_is() -> None:
    (content,) = documents(EVENT)
    assert content.text.split("\n\n") == [
        "Council, in camera",
        "When: 20 June 2019, 09:00 (Europe/Riga)\nUntil: 20 June 2019, 07:00 UTC\nWhere: Old custom house Riga\n"
        "Called by: Ruiz, Ana\nWith: Bo Ek, kaja@example.org",
        "The toll of the Sound\nand the dredging.",
    ]
    assert content.facts == tuple(
        Fact(name, value, "calendar")
        for name, value in (("title", "Council, in camera"), ("author", "Ruiz, Ana"), ("published", "2019-06-01"))
    )


def test_each_entry_is_a_document() -> None:
    first, second = documents(EVENT, DAY)
    assert (first.member, second.member) == ("Council, in camera", "Ask the port")
    assert (second.text, second.published) == ("Ask the port\n\nDue: 21 June 2019", None)


def test_it_is_known_by_its_beginning_and_named_when_empty_or_too_long() -> None:
    assert format_of("a.txt", b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n") is formats.CALENDAR
    with pytest.raises(NotRead, match="nothing stands"):
        documents()
    with pytest.raises(LimitReached, match="more than 1 entries"):
        documents(EVENT, DAY, limits=Limits(members=1))


def test_a_long_calendar_is_read_in_linear_time() -> None:
    for line in ("A;B=" * 100, ";" * 400, 'A;B="', "\n " * 50):
        assert len(documents(EVENT, f"{line}\n" * 5_000)) == 1
