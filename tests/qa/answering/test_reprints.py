from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import pytest

from embeddings.documents import Document
from embeddings.models.encoder import Encoder
from qa.answering import reading
from qa.answering.reader import SentenceReading
from qa.answering.reprints import count_sources
from qa.answering.windows import Window
from qa.answers import Reprint
from qa.archive import Archive
from qa.question.filters import Filters

Build = Callable[[dict[str, str]], Path]

ANSWER = "The minister of energy told reporters in Vienna that the reactor would be closed before the winter."
BEFORE = "Delegates from nine states had been sitting in the old palace by the canal since early on Tuesday."
AFTER = "Inspectors had counted eleven thousand centrifuges in the two halls below the mountain last spring."
LAST = "None of the three diplomats who had read the report was willing to give a name to this newspaper."
QUESTION = "What did the minister of energy tell reporters in Vienna about the reactor?"


def story(title: str, *lines: str, **facts: str) -> str:
    front = "".join(f"{name}: {value}\n" for name, value in {"title": title, **facts}.items())
    text = "\n\n".join(lines or (BEFORE, ANSWER, AFTER, LAST))
    return f"---\n{front}---\n{text}\n"


@pytest.fixture
def archive_of(index_of: Build, encoder: Encoder) -> Callable[[dict[str, str]], Archive]:
    return lambda files: Archive.open(index_of(files), encoder=encoder)


Open = Callable[[dict[str, str]], Archive]


def test_an_excerpt_is_cited_once_from_what_was_published_first(archive_of: Open) -> None:
    archive = archive_of(
        {
            "a.md": story("Reactor to close", publisher="The Morning", date="2010-05-04"),
            "b.md": story("Vienna: what the minister of energy told reporters of the reactor", date="2010"),
            "c.md": story("No power in winter", publisher="The Wire", date="2010-05-03"),
            "d.md": story("Floods", "The river rose by two metres in the night and took the bridge at the mill."),
        }
    )
    found = archive.retrieve(QUESTION)
    assert [one.document.id for one in found] == ["c.md", "d.md"]
    assert found[0].text == ANSWER
    assert found[0].also_in == (
        Reprint("a.md", "Reactor to close", "The Morning", "2010-05-04"),
        Reprint("b.md", "Vienna: what the minister of energy told reporters of the reactor", None, "2010"),
    )
    assert found[1].also_in == ()
    answer = archive.ask(QUESTION)
    # Two places of one story, and none of its reprints.
    assert [one.document.id for one in answer.excerpts] == ["c.md", "c.md"]
    assert answer.sources == 1
    assert answer.excerpts[0].text == ANSWER
    assert [one.id for one in answer.excerpts[0].also_in] == ["a.md", "b.md"]
    assert answer.to_dict()["excerpts"][0]["also_in"][0] == {
        "id": "a.md",
        "title": "Reactor to close",
        "publisher": "The Morning",
        "published": "2010-05-04",
    }


def test_sources_are_the_documents_cited_with_those_of_one_origin_counted_once(archive_of: Open) -> None:
    archive = archive_of(
        {
            # A story, the same cut at its end, and a piece of its own with a paragraph of it.
            "a.md": story("Reactor to close", date="2010-05-03"),
            "b.md": story("No power in winter", BEFORE, ANSWER, AFTER, date="2010-05-04"),
            "c.md": story("The week", ANSWER, *(f"On day{n} the house voted on bill{n} again." for n in range(9))),
            "d.md": story("Floods", "The minister of energy saw the river rise by two metres in the night in Vienna."),
        }
    )
    cited = {name: [document_of(archive, name)] for name in ("a.md", "b.md", "c.md", "d.md")}
    count = partial(count_sources, generation=archive._generation)
    assert count(cited["a.md"]) == 1
    assert count(cited["a.md"] + cited["b.md"]) == 1
    assert count(cited["a.md"] + cited["c.md"]) == 2
    assert count(cited["a.md"] + cited["b.md"] + cited["d.md"] + cited["d.md"]) == 2
    assert count([]) == 0
    assert archive.ask(QUESTION).sources == 1
    archive.threshold = 1
    nothing = archive.ask(QUESTION)
    assert (nothing.status, nothing.excerpts) == ("not_found", ())
    assert {one.document.id for one in nothing.nearest} == {"a.md", "d.md"}
    assert nothing.sources == 2


def document_of(archive: Archive, name: str) -> Document:
    document = archive.document(name)
    assert document is not None
    return document


def test_what_two_notices_say_alike_is_cited_from_the_one_that_is_asked_about(archive_of: Open) -> None:
    times = "Work is planned from Monday to Friday between seven in the morning and five in the afternoon."
    archive = archive_of(
        {
            "a.md": story("New pipes for Harwick", "Pipes are laid in Mill Lane, Harwick.", times, date="2024-01-02"),
            "b.md": story("New pipes for Seaby", "Pipes are laid in Fish Street, Seaby.", times, date="2024-03-04"),
        }
    )
    for town, other in (("Harwick", "Seaby"), ("Seaby", "Harwick")):
        first = archive.ask(f"When is work on the pipes planned in {town}?").excerpts[0]
        assert (first.text, first.document.title) == (times, f"New pipes for {town}")
        assert [one.title for one in first.also_in] == [f"New pipes for {other}"]
        first = archive.retrieve(f"When is work on the pipes planned in {town}?")[0]
        assert first.document.title == f"New pipes for {town}"
    # A question that names neither is answered from the first.
    assert archive.ask("When is the work planned, from Monday to Friday?").excerpts[0].document.id == "a.md"


def test_it_is_verbatim_where_it_is_cited(archive_of: Open) -> None:
    as_printed = ANSWER.replace("The minister", "THE MINISTER").replace("Vienna", "Vienna,")
    archive = archive_of(
        {"a.md": story("Reactor to close"), "b.md": story("Early", "One line.", BEFORE, as_printed, date="1999")}
    )
    first = archive.retrieve(QUESTION)[0]
    assert (first.document.id, first.text) == ("b.md", as_printed)
    assert [one.id for one in first.also_in] == ["a.md"]


def test_it_is_also_in_a_longer_piece_that_holds_it_cut_otherwise(archive_of: Open) -> None:
    filler = [f"Paragraph {n} of the review goes on about matter{n} and what place{n} made of it." for n in range(40)]
    archive = archive_of(
        {
            "a.md": story("Reactor to close"),
            "b.md": story("The week", *filler[:17], BEFORE, ANSWER, AFTER, *filler[17:]),
        }
    )
    first, *others = archive.retrieve(QUESTION, 4)
    assert (first.document.id, first.text, [one.id for one in first.also_in]) == ("a.md", ANSWER, ["b.md"])
    assert all(ANSWER not in one.text for one in others)


@pytest.mark.parametrize("changed", ["twelve", "no", "Brussels"])
def test_what_differs_in_substance_is_not_hidden(archive_of: Open, changed: str) -> None:
    other = {
        "twelve": ANSWER.replace("the reactor", "twelve of the reactor"),
        "no": ANSWER.replace("would be", "would not be"),
        "Brussels": ANSWER.replace("Vienna", "Brussels"),
    }[changed]
    archive = archive_of(
        {
            **{f"a{number}.md": story(f"Title {number}") for number in range(9)},
            "b.md": story("Reactor to close", BEFORE, other, AFTER, LAST),
        }
    )
    found = archive.retrieve(QUESTION, 2)
    assert {(one.document.id, one.text) for one in found} == {("a0.md", ANSWER), ("b.md", other)}
    by_document = {one.document.id: one.also_in for one in found}
    assert [one.id for one in by_document["a0.md"]] == [f"a{number}.md" for number in range(1, 9)]
    assert by_document["b.md"] == ()
    answer = archive.ask(QUESTION)
    assert {excerpt.text for excerpt in answer.excerpts or answer.nearest} >= {ANSWER, other}


def test_copies_do_not_push_out_what_else_answers(archive_of: Open) -> None:
    # Each under its own title, one sentence changed; all nearer to the question than the rest.
    copies = {
        f"copy{number:03}.md": story(
            f"Minister of energy, reactor, Vienna: report {number}", BEFORE, ANSWER, AFTER, f"{LAST[:-1]} nr {number}."
        )
        for number in range(120)
    }
    others = {
        f"other{number:03}.md": story(
            f"Notes {number}",
            f"The reactor of province number {number} was closed by its minister for {number} days without a reason.",
        )
        for number in range(30)
    }
    alone = archive_of(others | {"copy000.md": copies["copy000.md"]})
    expected = [one.text for one in alone.retrieve(QUESTION, 10)]
    crowded = archive_of(others | copies)
    found = crowded.retrieve(QUESTION, 10)
    assert len(found) == 10
    assert [one.text for one in found].count(ANSWER) == 1
    assert found[0].document.id == "copy000.md"
    assert [one.id for one in found[0].also_in] == sorted(copies)[1:]
    assert len({one.text for one in found}) == 10
    # The copies change how rare the words are, not how many of the others are found.
    assert len(expected) == 10
    assert sum(one.document.id.startswith("other") for one in found) == 9


def test_variants_are_kept_and_push_nothing_out(archive_of: Open) -> None:
    # Each has another figure in the sentence after the one that answers.
    variants = {
        f"copy{number:03}.md": story(f"Report {number}", BEFORE, ANSWER, AFTER.replace("eleven", f"{number}"), LAST)
        for number in range(110)
    }
    others = {
        f"other{number:03}.md": story(f"Notes {number}", f"The minister closed reactor {number} for {number} days.")
        for number in range(5)
    }
    archive = archive_of(variants | others)
    hits = archive.hits(QUESTION, 500)
    assert sorted(hit.document.id for hit in hits) == sorted(variants | others)
    # All of them are candidates, and have been looked at as closely as the first.
    assert all(hit.signals.late_interaction != 0 for hit in hits if hit.document.id in others)
    found = archive.retrieve(QUESTION, 6)
    assert [one.text for one in found].count(ANSWER) == 1
    assert sorted(one.document.id for one in found) == ["copy000.md", *sorted(others)]
    (seventh,) = archive.retrieve("How many centrifuges, 77 thousand, had inspectors counted in the two halls?", 1)
    assert seventh.document.id == "copy077.md"


def test_all_that_says_something_else_can_be_asked_for(archive_of: Open) -> None:
    copies = {f"copy{number:03}.md": story(f"Title {number}") for number in range(150)}
    others = {
        f"other{number:03}.md": story(f"Notes {number}", f"Province {number} closed its reactor for {number} days.")
        for number in range(130)
    }
    archive = archive_of(copies | others)
    hits = archive.hits(QUESTION, 500)
    assert sorted(hit.document.id for hit in hits if hit.document.id in others) == sorted(others)
    assert len(hits) == 1 + len(others)
    assert [hit.number for hit in archive.hits(QUESTION, 20)] == [hit.number for hit in hits[:20]]
    found = archive.retrieve(QUESTION, 500)
    assert sorted(one.document.id for one in found) == ["copy000.md", *sorted(others)]


def test_under_filters_only_the_documents_searched_are_named(archive_of: Open) -> None:
    archive = archive_of(
        {
            "a.md": story("One", publisher="The Wire", date="2010-05-03"),
            "b.md": story("Two", publisher="The Morning", date="2010-05-04"),
            "c.md": story("Three", publisher="The Morning", date="2010-05-05"),
        }
    )
    (found,) = archive.retrieve(QUESTION, filters=Filters(publishers=("The Morning",)))
    assert (found.document.id, [one.id for one in found.also_in]) == ("b.md", ["c.md"])
    (found,) = archive.retrieve(QUESTION, filters=Filters(documents=("c.md",)))
    assert (found.document.id, found.also_in) == ("c.md", ())
    (found,) = archive.retrieve(QUESTION)
    assert (found.document.id, [one.id for one in found.also_in]) == ("a.md", ["b.md", "c.md"])


def test_a_short_sentence_of_two_stories_is_not_taken_for_one(archive_of: Open) -> None:
    archive = archive_of(
        {
            "a.md": story("One", "Reporters asked the minister about the reactor in Vienna. He would not say."),
            "b.md": story("Two", "Reporters asked the farmers about the harvest in Borneo. He would not say."),
        }
    )
    found = archive.retrieve("Who would not say?", 2)
    assert sorted(one.document.id for one in found) == ["a.md", "b.md"]
    assert [one.also_in for one in found] == [(), ()]


def test_excerpts_do_not_repeat_one_another(archive_of: Open) -> None:
    opening = "The minister of energy told reporters in Vienna that the reactor was safe."
    ends = {
        "a.md": "Reporters in Vienna were told that the reactor was to close before the winter.",
        "b.md": "Inspectors in Vienna told reporters that the minister of energy was wrong.",
        "c.md": "He told reporters in Vienna of energy that the reactor had cost.",
    }
    archive = archive_of({name: story(name, f"{opening} {end}") for name, end in ends.items()})
    found = {one.document.id: one for one in archive.retrieve("What did the minister of energy tell in Vienna?", 3)}
    # The first has both its sentences; what refers back keeps what it refers to, and nothing else is said again.
    assert next(iter(found)) == "b.md"
    assert found["b.md"].text == f"{opening} {ends['b.md']}"
    assert found["a.md"].text == ends["a.md"]
    assert found["c.md"].text == f"{opening} {ends['c.md']}"
    assert [one.also_in for one in found.values()] == [(), (), ()]


def test_words_that_answer_are_not_marked_where_their_sentence_is_left_out(
    archive_of: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Both stories are read before sentences are left out.
    monkeypatch.setattr(reading, "WORTH_READING", 9.0)

    def reader(question: str, windows: Sequence[Window]) -> list[list[SentenceReading]]:
        assert "energy" in question
        return [[_reading(window.text, span) for span in window.sentences] for window in windows]

    def _reading(text: str, span: tuple[int, int]) -> SentenceReading:
        start = text.find("safe", *span)
        return SentenceReading(1.0, (start, start + len("safe"))) if start >= 0 else SentenceReading(0.9, span)

    opening = "The minister of energy told reporters in Vienna that the reactor was safe."
    ends = {
        "a.md": "Reporters in Vienna were told that the reactor was to close before the winter.",
        "b.md": "Inspectors in Vienna told reporters that the minister of energy was wrong.",
    }
    archive = archive_of({name: story(name, f"{opening} {end}") for name, end in ends.items()})
    archive._reader = reader
    excerpts = archive.ask("What did the minister of energy tell in Vienna?").excerpts
    assert [one.text for one in excerpts] == [f"{opening} {ends['b.md']}", ends["a.md"]]
    assert [one.answer_text for one in excerpts] == ["safe", None]


def test_a_place_that_paragraphs_part_is_not_cited(archive_of: Open) -> None:
    both = f"{ANSWER} The minister of energy told reporters that the reactor in Vienna had been closed once before."
    first, second = both[: len(ANSWER)], both[len(ANSWER) + 1 :]
    archive = archive_of({"a.md": story("One", first, second, date="1999"), "b.md": story("Two", both, date="2001")})
    found = archive.retrieve(QUESTION, 2)
    assert all("\n" not in one.text for one in found)
    assert found[0].text in {both, first}


def mail(number: int, sender: str, hour: int, body: str) -> str:
    return (
        f"Received: by example.org\nFrom: {sender} <{sender.lower()}@example.org>\nSubject: The reactor\n"
        f"Message-ID: <{number}@example.org>\nDate: Mon, 3 May 2010 {hour}:00:00 +0000\n\n{body}\n"
    )


WRAPPED = ANSWER.replace("reactor would", "reactor\n> would")


def test_what_a_mail_quotes_is_cited_from_the_mail_that_is_quoted(
    archive_of: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    # What is cited is of interest here, however unsure it is.
    monkeypatch.setenv("LOCCIT_THRESHOLD", "0")
    # The clock of who answers was slow.
    reply = mail(2, "Bo", 9, f"Thank you, that is news to all of us here.\n\nAna wrote:\n> {WRAPPED}\n> {AFTER}")
    archive = archive_of({"a.eml": reply, "b.eml": mail(1, "Ana", 10, f"{ANSWER}\n{AFTER}"), "c.txt": LAST})
    found = archive.retrieve(QUESTION)
    assert (found[0].document.id, found[0].text, found[0].also_in) == ("b.eml", ANSWER, ())
    texts = [(one.document.id, one.text) for one in archive.ask(QUESTION).excerpts]
    assert texts[0] == ("b.eml", f"{ANSWER}\n{AFTER}")
    assert all(document != "a.eml" or ANSWER not in text for document, text in texts)


def test_quoted_words_of_a_mail_that_is_not_there_are_cited_as_quoted(archive_of: Open) -> None:
    body = f"Thank you, that is news to all of us here.\n\nAna wrote:\n> {WRAPPED}"
    archive = archive_of({"a.eml": mail(2, "Bo", 9, body), "c.txt": LAST})
    (found,) = [one for one in archive.retrieve(QUESTION) if "minister of energy" in one.text]
    assert (found.document.id, found.place) == ("a.eml", "quoted mail of Ana")
