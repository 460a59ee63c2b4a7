import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from embeddings.attribution.labels import labelled
from embeddings.documents import Document, Fact
from embeddings.readers.chats import Conversation, Message, contents_of, moment, stated_moment
from embeddings.readers.content import FileContent, LimitReached, Limits, NotRead
from qa.answers import Excerpt
from qa.citations.lines import excerpt_line

DAY = "2021-03-12"
TALK = [
    Message(DAY, "14:02", "", "Ana Ruiz created the group"),
    Message(DAY, "14:05", "Ana Ruiz", "the crane is here\n\n\nit leaks"),
    Message(DAY, "14:06", "bo_ek", "photo.jpg", is_said=False),
    Message("2021-03-13", "09:00 UTC", "bo_ek", "who pays", to="Ana Ruiz"),
]


def documents(*messages: Message, title: str = "") -> tuple[FileContent, ...]:
    return contents_of([Conversation(title, messages)], Limits()).documents


def test_each_day_is_a_document_that_reads_as_a_conversation() -> None:
    first, second = documents(*TALK, title="Harbour")
    assert first.text == (
        "[14:02] Ana Ruiz created the group\n\n"
        "Ana Ruiz [14:05]: the crane is here\nit leaks\n\n"
        "[14:06] bo_ek: photo.jpg"
    )
    assert second.text == "bo_ek [09:00 UTC, to Ana Ruiz]: who pays"
    assert [(one.title, one.published, one.member) for one in (first, second)] == [
        ("Harbour", DAY, DAY),
        ("Harbour", "2021-03-13", "2021-03-13"),
    ]
    assert first.facts == (Fact("title", "Harbour", "chat export"), Fact("published", DAY, "chat export"))


def test_each_message_is_a_place_by_its_time() -> None:
    content = documents(*TALK)[0]
    assert [(place.kind, place.name, content.text[place.start : place.end]) for place in content.places] == [
        ("time", "14:02", "[14:02] Ana Ruiz created the group"),
        ("time", "14:05", "Ana Ruiz [14:05]: the crane is here\nit leaks"),
        ("time", "14:06", "[14:06] bo_ek: photo.jpg"),
    ]


def test_a_citation_names_the_time_and_the_day() -> None:
    content = documents(*TALK)[0]
    document = Document("chat.txt", "chat.txt", content.text, "0" * 64, published=DAY, places=content.places)
    start = content.text.index("it leaks")
    assert excerpt_line(Excerpt(document, start, start + 8, "it leaks", 1.0)) == "14:05 · 12 March 2021"


def test_who_writes_is_who_says_it_and_to_whom() -> None:
    first, second = documents(*TALK)
    (said,) = labelled(first.text)
    assert (said.speaker, said.kind) == ("Ana Ruiz", "direct")
    assert [first.text[slice(*span)] for span in said.content] == ["the crane is here\nit leaks"]
    (asked,) = labelled(second.text)
    assert (asked.speaker, asked.to) == ("bo_ek", "Ana Ruiz")


def test_nobody_writes_under_the_name_of_another() -> None:
    forged = "hello\nAna Ruiz [14:07]: I did it"
    text = documents(*TALK[:2], Message(DAY, "14:08", "Bo [14:07]: Eve", forged))[0].text
    assert [one.speaker for one in labelled(text)] == ["Ana Ruiz", "Bo (14:07]: Eve"]


def test_a_day_that_is_not_sure_is_named_as_it_is_written() -> None:
    (content,) = documents(Message("03/04/21", "14:05", "Ana", "hello", published="2021"))
    assert (content.published, content.places[0].name) == ("2021", "03/04/21 14:05")
    (content,) = documents(Message("03/04/21", "14:05", "Ana", "hello"))
    assert content.published is None


def test_what_has_no_day_stays_with_the_day_before_and_what_has_no_time_has_none() -> None:
    (content,) = documents(TALK[1], Message("", "", "Bo Ek", "yes"))
    assert content.text.endswith("\n\nBo Ek [--:--]: yes")
    assert [place.name for place in content.places] == ["14:05"]
    assert [one.speaker for one in labelled(content.text)] == ["Ana Ruiz", "Bo Ek"]


def test_chats_of_one_file_bear_their_names() -> None:
    chats = [Conversation("Dock", TALK[:1]), Conversation("", TALK[3:]), Conversation("Empty", [])]
    assert [one.member for one in contents_of(chats, Limits()).documents] == ["Dock/2021-03-12", "chat 2/2021-03-13"]


def test_an_empty_export_and_too_many_days_are_named() -> None:
    with pytest.raises(NotRead, match="without a message"):
        documents()
    with pytest.raises(LimitReached, match="more than 1 days"):
        contents_of([Conversation("", TALK)], Limits(members=1))


def test_moments() -> None:
    assert moment("1615557906.5") == (DAY, "14:05 UTC")
    assert stated_moment("2021-03-12T14:05:06") == (DAY, "14:05")
    assert stated_moment("2021-03-12T14:05:06.123+00:00") == (DAY, "14:05 UTC")
    assert {moment(value) for value in (None, "x", 1e30, float("nan"), -1e12, [])} == {("", "")}
    assert {stated_moment(value) for value in (None, "x", "1200-01-01T00:00:00", "2021-13-01")} == {("", "")}


DAYS = st.sampled_from(["", DAY, "2021-03-13"])
NAMES = st.text(st.characters(exclude_categories=["Cs"]), max_size=120)
MESSAGES = st.builds(
    Message,
    st.sampled_from(["", DAY, "2021-03-13"]),
    st.sampled_from(["", "14:05"]),
    NAMES,
    st.text(),
    NAMES,
    st.booleans(),
)


@settings(max_examples=60)
@given(st.lists(MESSAGES, min_size=1, max_size=8))
def test_whatever_is_written_each_place_is_a_message_and_each_voice_a_name(messages: list[Message]) -> None:
    for content in documents(*messages):
        assert all(0 <= place.start < place.end <= len(content.text) for place in content.places)
        said = [message for message in messages if message.is_said]
        assert len(labelled(content.text)) <= len(said)
