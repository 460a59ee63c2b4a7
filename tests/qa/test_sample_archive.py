"""The sample archive and its questions, with the real model."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from embeddings.documents import Document
from embeddings.readers.registry import read
from qa.answers import Answer
from qa.archive import Archive
from qa.upkeep.rebuilding import rebuild
from qa.upkeep.suggestions import SHORT, suggestions
from tests.reading import read_one
from ui.views.html import escape
from ui.views.source_pane import source

# The pieces that are articles; data/make_pieces.py writes those of other formats.
ARTICLES = {".html", ".md", ".txt"}
OFF_SUBJECT = ("au4", "au5", "bu4", "bu5", "cu4", "cu5")

Question = dict[str, Any]


@dataclass(frozen=True)
class Asked:
    question: Question
    answer: Answer

    @property
    def right(self) -> bool:
        if self.question.get("unanswerable"):
            return self.answer.status == "not_found"
        return any(
            excerpt.document.id == place["document"] and collapsed(place["words"]) in collapsed(excerpt.text)
            for place in places(self.question)
            for excerpt in self.answer.excerpts
        )


def collapsed(text: str) -> str:
    return " ".join(text.split())


def places(question: Question) -> list[dict[str, str]]:
    """Return where an answerable question's answer stands: document and words."""
    return [] if question.get("unanswerable") else [question, *question.get("also", [])]


@pytest.fixture(scope="session")
def corpus(root: Path) -> Path:
    return root / "data" / "corpus"


@pytest.fixture(scope="session")
def documents(corpus: Path) -> dict[str, Document]:
    """The articles among the pieces."""
    articles = (path for path in sorted(corpus.iterdir()) if path.suffix in ARTICLES)
    return {path.name: read_one(path, path.name) for path in articles}


@pytest.fixture(scope="session")
def questions(root: Path) -> list[Question]:
    lines = (root / "data" / "questions" / "sample.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines]


@pytest.fixture(scope="session")
def archive(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Archive:
    index = tmp_path_factory.mktemp("sample") / "index"
    report = rebuild([corpus], index)
    assert report.unreadable == ()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LOCCIT_READER", "true")
        return Archive.open(index)


@pytest.fixture(scope="session")
def asked(archive: Archive, questions: list[Question]) -> list[Asked]:
    """Every question with its answer; a follow-up is asked without what went before."""
    return [Asked(question, archive.ask(question["question"], question.get("history", ()))) for question in questions]


@pytest.fixture
def say(request: pytest.FixtureRequest) -> Callable[[str], None]:
    """Print a line to the terminal, past pytest's capturing."""
    terminal = request.config.pluginmanager.get_plugin("terminalreporter")
    capture = request.config.pluginmanager.get_plugin("capturemanager")

    def line(text: str) -> None:
        with capture.global_and_fixture_disabled():
            terminal.ensure_newline()
            terminal.write_line(text)

    return line


# The pieces


def test_the_archive_has_pieces_enough_in_every_format(documents: dict[str, Document]) -> None:
    assert len(documents) >= 30
    assert {Path(name).suffix for name in documents} == ARTICLES


def test_every_piece_has_300_to_700_words(documents: dict[str, Document]) -> None:
    # The heading counts in some formats, so a little more is allowed.
    lengths = {name: len(document.text.split()) for name, document in documents.items()}
    assert {name: length for name, length in lengths.items() if not 300 <= length <= 720} == {}


def test_every_piece_has_a_title_of_its_own(documents: dict[str, Document]) -> None:
    titles = [document.title for document in documents.values()]
    assert None not in titles
    assert len(set(titles)) == len(titles)


def test_every_piece_says_that_it_was_written_for_this_archive(documents: dict[str, Document]) -> None:
    assert [name for name, document in documents.items() if "sample archive" not in collapsed(document.text)] == []


@pytest.mark.model
def test_what_a_piece_says_of_its_origin_is_known_of_it_and_no_part_of_its_text(
    archive: Archive, documents: dict[str, Document]
) -> None:
    for name, piece in documents.items():
        kept = archive.document(name)
        assert kept is not None
        (note,) = [fact.value for fact in kept.facts if fact.name == "note"]
        paragraphs, left = ([*map(collapsed, text.strip().split("\n\n"))] for text in (piece.text, kept.text))
        out = [part for part in paragraphs if part not in left]
        assert note in out
        assert "sample archive" in note
        assert [part for part in left if part not in paragraphs] == []
        assert [part for part in out if part != note and not re.match("By loccit sample|Published: 22", part)] == []
        assert f'<dd><span dir="auto">{escape(note)}</span>' in source(kept, [], (0, 0))


@pytest.mark.parametrize(
    "furniture",
    [
        "Subscribe",
        "Skip to",
        "cookie",
        "Related stories",
        "Copyright",
        "All rights reserved",
        "Advertisement",
        "Share this",
        "Read Comments",
        "reader comments",
        "Most read",
        "mailing list",
        "newsletter",
        "Log in",
        "Jump straight",
        "| Email",
        "Privacy",
        "example.org",
    ],
)
def test_no_site_furniture_is_in_any_text(documents: dict[str, Document], corpus: Path, furniture: str) -> None:
    articles = [path for path in corpus.iterdir() if path.suffix in ARTICLES]
    assert any(furniture.lower() in path.read_text("utf-8").lower() for path in articles)
    held = [name for name, document in documents.items() if furniture.lower() in document.text.lower()]
    assert held == []


# The questions


def test_the_questions_are_as_many_and_as_varied_as_agreed(questions: list[Question]) -> None:
    assert len(questions) >= 60
    assert sum(question.get("unanswerable", False) for question in questions) == 15
    assert sum("history" in question for question in questions) >= 10
    assert len({question["id"] for question in questions}) == len(questions)
    assert len({question["question"] for question in questions}) == len(questions)


def test_every_expected_excerpt_stands_in_its_document(questions: list[Question], corpus: Path) -> None:
    names = {place["document"] for question in questions for place in places(question)}
    texts = {name: collapsed(" ".join(x.text for x in read(corpus / name, name).documents)) for name in names}
    missing = [
        (question["id"], place["document"], place["words"])
        for question in questions
        for place in places(question)
        if collapsed(place["words"]) not in texts[place["document"]]
    ]
    assert missing == []


def test_a_question_is_either_answerable_or_not(questions: list[Question]) -> None:
    for question in questions:
        assert ("words" in question) != question.get("unanswerable", False), question["id"]
        assert ("document" in question) == ("words" in question), question["id"]


def test_the_questions_are_asked_of_many_pieces(questions: list[Question]) -> None:
    assert len({question["document"] for question in questions if "document" in question}) >= 30


# The premises


@pytest.fixture(scope="session")
def premises(root: Path) -> list[Question]:
    lines = (root / "data" / "questions" / "premises.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines]


def test_premises_come_in_pairs_of_a_true_and_a_false_claim(
    premises: list[Question], documents: dict[str, Document]
) -> None:
    assert len(premises) >= 40
    pairs = {question["pair"] for question in premises}
    for pair in pairs:
        assert sorted(one["premise"] for one in premises if one["pair"] == pair) == ["false", "true"]
    assert [one["id"] for one in premises if one["claim"] not in one["question"]] == []
    missing = [
        one["id"] for one in premises if collapsed(one["words"]) not in collapsed(documents[one["document"]].text)
    ]
    assert missing == []


@pytest.mark.model
def test_false_premises_are_refused_or_marked_and_true_ones_are_not_refused_for_them(
    archive: Archive, premises: list[Question], say: Callable[[str], None]
) -> None:
    answers = {one["id"]: archive.ask(one["question"]) for one in premises}
    false = [one["id"] for one in premises if one["premise"] == "false"]
    refused = [name for name in false if answers[name].status == "not_found"]
    marked = [name for name in false if answers[name].low_confidence]
    true = [one["id"] for one in premises if one["premise"] == "true"]
    answered = [name for name in true if answers[name].status == "answered"]
    say(f"false premises: {len(refused)} refused, {len(marked)} marked as not sure, of {len(false)}")
    say(f"true premises: {len(answered)} answered, of {len(true)}")
    # Measured on 1 December 2026: 12 refused and 12 marked of 24; 19 answered of 24.
    assert len(refused) >= 10
    assert len(refused) + len(marked) >= 22
    assert len(answered) >= 16
    assert all(answers[name].reason for name in (*refused, *marked))


# The answers


@pytest.mark.model
def test_the_share_answered_rightly(asked: list[Asked], record_property: Any, say: Callable[[str], None]) -> None:
    kinds = {
        "answerable": [one for one in asked if places(one.question) and "history" not in one.question],
        "follow-ups": [one for one in asked if "history" in one.question],
        "unanswerable": [one for one in asked if one.question.get("unanswerable")],
        "all": asked,
    }
    right = {kind: sum(one.right for one in ones) for kind, ones in kinds.items()}
    for kind, ones in kinds.items():
        say(f"sample questions, {kind}: {right[kind]} of {len(ones)} answered rightly")
        record_property(f"sample questions right: {kind}", f"{right[kind]}/{len(ones)}")
    wrong = " ".join(f"{one.question['id']}({one.answer.status})" for one in asked if not one.right)
    say(f"sample questions not answered rightly: {wrong}")
    assert sum(len(ones) for kind, ones in kinds.items() if kind != "all") == len(asked)
    share = {kind: right[kind] / len(ones) for kind, ones in kinds.items()}
    # Measured on 1 December 2026: answerable 22 of 39, follow-ups 8 of 12, unanswerable 12 of 15, all 42 of 66; 45 with
    # the reader before, which was right less often elsewhere (docs/reader.md). Rounding, as in bfloat16, moves two or
    # three.
    assert share["answerable"] >= 0.48
    assert share["follow-ups"] >= 0.5
    assert share["unanswerable"] >= 0.6
    assert share["all"] >= 0.57


@pytest.mark.model
def test_every_excerpt_stands_in_its_source_file_as_it_is(asked: list[Asked]) -> None:
    shown = [excerpt for one in asked for excerpt in (*one.answer.excerpts, *one.answer.nearest)]
    assert len(shown) >= len(asked)
    altered = set()
    for excerpt in shown:
        path = Path(excerpt.document.path)
        if path.suffix not in {".md", ".txt"}:
            continue
        source = path.read_text("utf-8")
        if path.suffix == ".md":
            # Emphasis is markup, which the reader of the rendered page does not see.
            source = source.replace("*", "")
        # Between the items of a list stand their signs.
        are_there = all(paragraph in source for paragraph in excerpt.text.split("\n\n"))
        if not are_there:
            altered.add((excerpt.document.id, excerpt.text))
    assert altered == set()


@pytest.mark.model
def test_no_answer_quotes_what_pieces_say_of_their_origin(archive: Archive, asked: list[Asked]) -> None:
    more = (
        "Who wrote about Iran?",
        "What did the White House say?",
        "Which documents were published in November 2010?",
    )
    answers = [one.answer for one in asked] + [archive.ask(question) for question in more]
    shown = [excerpt.text for answer in answers for excerpt in (*answer.excerpts, *answer.nearest)]
    assert [text for text in shown if re.search("sample (archive|desk)", collapsed(text))] == []


@pytest.mark.model
def test_questions_on_other_subjects_are_not_found(asked: list[Asked]) -> None:
    statuses = {one.question["id"]: one.answer.status for one in asked}
    assert {name: statuses[name] for name in OFF_SUBJECT} == dict.fromkeys(OFF_SUBJECT, "not_found")


@pytest.mark.model
@pytest.mark.parametrize("question", ["asdf qwer zxcv hjkl", "blah blah blah blah", "What is the best pizza in town?"])
def test_gibberish_and_small_talk_are_not_found(archive: Archive, question: str) -> None:
    answer = archive.ask(question)
    assert answer.status == "not_found"
    assert len(answer.nearest) == 3


@pytest.mark.model
def test_examples_for_the_page_are_made_of_the_archive(archive: Archive) -> None:
    made = suggestions(archive)
    assert len(made) == 4
    answers = [archive.ask(question) for question in made]
    assert [(answer.status, answer.low_confidence) for answer in answers] == [("answered", False)] * 4
    assert max(sum(len(excerpt.text) for excerpt in answer.excerpts) for answer in answers) <= SHORT
