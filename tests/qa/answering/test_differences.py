import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from embeddings.models.encoder import Encoder
from qa.answering.differences import _asks_only_who, compare
from qa.answering.excerpts import choose
from qa.answering.reader import SentenceReading
from qa.answering.reading import read
from qa.answering.windows import Window
from qa.answers import Value
from qa.archive import Archive
from qa.question.question import Question

QUESTION = "How many boats did the minister see?"
FILES = {
    "a.md": "---\ndate: 2005-02-03\n---\nThe minister did see 12 boats.",
    "b.md": "---\ndate: 2010-05-06\n---\nThe minister did see 14 boats.",
    "c.md": "The minister did see 12 boats at the quay.",
    "d.md": "Nobody ate soup.",
}


class Counting:
    """A reader that finds the first number of each sentence to answer, and keeps what it was asked.

    `values` are those of sentences with some words; any other has 3, which is a probability of 0.95.
    """

    def __init__(self, values: dict[str, float] | None = None) -> None:
        self.asked: list[str] = []
        self.values = values or {}

    def __call__(self, question: str, windows: Sequence[Window]) -> list[list[SentenceReading]]:
        assert question == QUESTION
        self.asked += [window.text for window in windows]
        return [[self._reading(window.text, span) for span in window.sentences] for window in windows]

    def _reading(self, text: str, span: tuple[int, int]) -> SentenceReading:
        number = re.compile(r"\d+").search(text, *span)
        value = next((value for words, value in self.values.items() if words in text[slice(*span)]), 3.0)
        return SentenceReading(value, number.span()) if number else SentenceReading(-3.0)


def opened(index: Path, encoder: Encoder, reader: Counting | None) -> Archive:
    archive = Archive.open(index, encoder=encoder)
    archive._reader = reader
    return archive


def beside_the_first(archive: Archive, reader: Counting) -> list[str | None]:
    """Return the answers that join the first one, where all others come as near and were not read before."""
    asked, scope = archive._analyse(QUESTION, ()), archive._scope(1, None)
    hits = archive.hits(QUESTION, 6)
    [first, *_] = read(asked, hits[:1], reader)
    as_near = [replace(hit, score=first.score, signals=first.signals) for hit in read(asked, hits[1:], None)]
    chosen = choose([first, *as_near], scope, 6)
    reader.asked.clear()
    compared = compare(asked, [chosen[0][1]], chosen, reader, scope)
    return [excerpt.answer_text for excerpt in compared.excerpts[1:]]


def test_sources_that_differ_are_shown_side_by_side_with_the_newer_one(
    index_of: Callable[[dict[str, str]], Path], encoder: Encoder
) -> None:
    index = index_of({name: FILES[name] for name in ("a.md", "b.md", "d.md")})
    answer = opened(index, encoder, Counting()).ask(QUESTION)
    assert sorted(excerpt.answer_text or "" for excerpt in answer.excerpts) == ["12", "14"]
    [difference] = answer.differences
    assert difference.kind == "number"
    assert sorted(value.words for value in difference.values) == ["12", "14"]
    assert difference.newest
    assert answer.excerpts[difference.newest - 1].document.id == "b.md"
    assert answer.sources == 2
    assert answer.to_dict()["differences"][0]["newest"] == difference.newest


def test_what_answers_otherwise_is_cited_from_its_origin(
    index_of: Callable[[dict[str, str]], Path], encoder: Encoder
) -> None:
    body = FILES["b.md"].split("---\n")[-1]
    index = index_of({"a.md": FILES["a.md"], "a_copy.md": body, "b.md": FILES["b.md"], "d.md": FILES["d.md"]})
    archive = opened(index, encoder, Counting())
    answer = archive.ask(QUESTION)
    [other] = [excerpt for excerpt in answer.excerpts if excerpt.answer_text == "14"]
    assert (other.document.id, [one.id for one in other.also_in]) == ("b.md", ["a_copy.md"])
    assert other.document.text[other.start : other.end] == other.text


def test_sources_that_agree_are_counted_on_one_side(
    index_of: Callable[[dict[str, str]], Path], encoder: Encoder
) -> None:
    archive = opened(index_of(FILES), encoder, Counting())
    answer = archive.ask(QUESTION)
    [difference] = answer.differences
    assert {value.words for value in difference.values} == {"12", "14"}
    assert all(value == Value(value.words, value.excerpts, len(value.excerpts)) for value in difference.values)


def test_sources_that_say_the_same_do_not_differ(index_of: Callable[[dict[str, str]], Path], encoder: Encoder) -> None:
    answer = opened(index_of({name: FILES[name] for name in ("a.md", "c.md")}), encoder, Counting()).ask(QUESTION)
    assert answer.differences == ()
    assert "differences" not in answer.to_dict()


def test_sources_that_say_the_same_are_not_read_so_that_those_that_differ_are(
    index_of: Callable[[dict[str, str]], Path], encoder: Encoder
) -> None:
    same = {f"{place}.md": f"The minister did see 12 boats at the {place}." for place in ("quay", "pier", "mole")}
    other = "The minister did see 14 boats at the mill near old Lund."
    reader = Counting()
    files = {"a.md": FILES["a.md"], **same, "other.md": other, "d.md": FILES["d.md"]}
    assert beside_the_first(opened(index_of(files), encoder, reader), reader) == ["14"]
    assert reader.asked == [other]


@pytest.mark.parametrize(
    ("other", "value", "joins"),
    [
        ("The minister was ill.\n\nAna did see 14 boats.", 3.0, True),
        # The reader finds it as likely as not, at 0.55, and it names no minister.
        ("The minister was ill.\n\nAna did see 14 boats.", 0.2, False),
        ("The minister did see 14 boats.", 0.2, True),
        # The reader is sure, but the passage says little of what is asked.
        ("A cook saw 14 boats.", 3.0, False),
    ],
)
def test_what_answers_otherwise_must_speak_of_what_is_asked(
    index_of: Callable[[dict[str, str]], Path], encoder: Encoder, other: str, value: float, *, joins: bool
) -> None:
    index = index_of({"a.md": FILES["a.md"], "b.md": other, "d.md": FILES["d.md"]})
    reader = Counting({"14": value})
    assert beside_the_first(opened(index, encoder, reader), reader) == ["14"] * joins


def test_one_document_that_says_two_things_is_no_difference_of_sources(
    index_of: Callable[[dict[str, str]], Path], encoder: Encoder
) -> None:
    twice = "The minister did see 12 boats.\n\nIn May the minister did see 14 boats."
    answer = opened(index_of({"a.md": twice, "d.md": FILES["d.md"]}), encoder, Counting()).ask(QUESTION)
    assert sorted(excerpt.answer_text or "" for excerpt in answer.excerpts) == ["12", "14"]
    assert answer.differences == ()
    other = "The minister did see 16 boats."
    beside = index_of({"a.md": twice, "b.md": other, "d.md": FILES["d.md"]})
    [difference] = opened(beside, encoder, Counting()).ask(QUESTION).differences
    assert "16" in {value.words for value in difference.values}
    assert len(difference.values) == 2


@pytest.mark.parametrize(
    ("question", "asks"),
    [
        ("Who is Ana Ruiz?", True),
        ("what was the Lund Harbour", True),
        ("Who’s Ruiz?", True),
        ("Who was the mayor of Lund?", False),
        ("What did Ruiz tell Berg?", False),
        ("When was Ana Ruiz born?", False),
    ],
)
def test_who_somebody_is_has_many_right_answers(
    question_of: Callable[[str], Question], question: str, *, asks: bool
) -> None:
    assert _asks_only_who(question_of(question)) == asks


def test_without_a_reader_or_an_answer_nothing_is_compared(
    index_of: Callable[[dict[str, str]], Path], encoder: Encoder
) -> None:
    archive = opened(index_of(FILES), encoder, None)
    assert archive.ask(QUESTION).differences == ()
    asked = archive._analyse(QUESTION, ())
    assert compare(asked, (), (), Counting(), archive._scope(1, None)).excerpts == ()


@pytest.mark.parametrize("question", ["Did the minister close the bank?", "The minister did close the bank."])
def test_a_denial_of_what_another_source_states_is_shown_beside_it(
    index_of: Callable[[dict[str, str]], Path], encoder: Encoder, question: str
) -> None:
    files = {
        "a.md": "---\ndate: 2005-02-03\n---\nThe minister closed the bank.",
        "b.md": "---\ndate: 2010-05-06\n---\nThe minister never closed the bank.",
        "c.md": "Nobody ate soup.",
    }
    answer = opened(index_of(files), encoder, None).ask(question)
    [difference] = answer.differences
    assert difference.kind == "denial"
    assert sorted(value.words for value in difference.values) == ["closed", "never closed"]
    for value in difference.values:
        [number] = value.excerpts
        assert value.words in answer.excerpts[number - 1].text
        assert ("never" in answer.excerpts[number - 1].text) == ("never" in value.words)
    assert difference.newest
    assert answer.excerpts[difference.newest - 1].document.id == "b.md"


@pytest.mark.parametrize(
    ("question", "denial"),
    [
        ("Who closed the bank?", "The minister never closed the bank."),
        ("Did the minister close the bank?", "The minister closed the bank, she said."),
        ("Did the minister close the bank?", "The minister never closed a window."),
    ],
)
def test_no_denial_is_told_where_none_is_asked_for_or_there(
    index_of: Callable[[dict[str, str]], Path], encoder: Encoder, question: str, denial: str
) -> None:
    files = {"a.md": "The minister closed the bank.", "b.md": denial, "c.md": "Nobody ate soup."}
    answer = opened(index_of(files), encoder, None).ask(question)
    assert answer.status == "answered"
    assert answer.differences == ()
