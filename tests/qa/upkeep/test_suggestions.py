import time
from collections.abc import Callable
from pathlib import Path

import pytest

from embeddings.models.encoder import Encoder
from qa.archive import Archive
from qa.upkeep.suggestions import SHORT, suggestions

FILES = {
    "oman.txt": "The sultan invited both sides to Muscat. They came in secret and left at night.",
    "protocol.txt": "Nobody spoke. Ambassador Salehi signed the Additional Protocol in Vienna, and Zarif flew home.",
    # Too little is said of somebody or something, or it is of something else.
    "less.txt": "Solana left on Friday in the rain. Jalili gave him the old answer in Basel.",
    # Answered, but by all that he told him.
    "paris.txt": "On Friday Kerry told Barnier what he did know.",
    "rome.txt": "Treaty of Rome was signed in March.",
    # Asked already, of another document; the days of the week tell nobody anything.
    "again.txt": "Later Sen. Kerry told Barnier what he did know. Monday told Friday nothing. She told Him nothing.",
    "un.txt": "The Security Council urged Iran to answer.",
    # Somebody is asked about once.
    "kerry.txt": "Kerry urged the crowd to wait.",
    # Not found by the fake model, for which no word of the question is in it.
    "far.txt": "Rice announced, over dinner, late, when all had left, that the rest be told in Basel again by another.",
}


@pytest.fixture
def archive(index_of: Callable[..., Path], encoder: Encoder) -> Callable[[dict[str, str]], Archive]:
    return lambda files: Archive.open(index_of(files), encoder=encoder)


def test_questions_are_made_of_what_documents_say_and_answered_from_them(
    archive: Callable[[dict[str, str]], Archive],
) -> None:
    opened = archive(FILES)
    suggested = suggestions(opened)
    assert suggested == [
        "Who signed the Additional Protocol in Vienna?",
        "When was the Treaty of Rome signed?",
        "Who urged Iran to answer?",
    ]
    for question in suggested:
        answer = opened.ask(question)
        assert (answer.status, answer.low_confidence) == ("answered", False)
        assert sum(len(excerpt.text) for excerpt in answer.excerpts) <= SHORT
    listed = opened.ask("What did Kerry tell Barnier?")
    assert (listed.status, listed.kind) == ("answered", "quotations")


def test_a_long_answer_is_not_offered(
    archive: Callable[[dict[str, str]], Archive], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("qa.upkeep.suggestions.SHORT", len(FILES["rome.txt"]))
    assert suggestions(archive(FILES)) == ["When was the Treaty of Rome signed?"]


def test_no_more_than_asked_for_are_made(archive: Callable[[dict[str, str]], Archive]) -> None:
    assert len(suggestions(archive(FILES), most=1)) == 1


def test_an_archive_of_which_no_question_can_be_made_has_none(archive: Callable[[dict[str, str]], Archive]) -> None:
    assert suggestions(archive({"a.txt": "it rained all day and nobody went out."})) == []


@pytest.mark.parametrize("text", ["Aa Bb Cc " * 20_000, "A" * 200_000, "Aa said to " * 20_000, "X-" * 50_000])
def test_long_texts_do_not_take_long(
    archive: Callable[[dict[str, str]], Archive], text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = archive({"a.txt": "Kerry told Barnier that it rained."})
    monkeypatch.setattr("qa.upkeep.suggestions._text", lambda *_: text[:20_000])
    began = time.thread_time()
    assert suggestions(opened) == []
    # It took 11 s where a long word was gone through again from each of its capitals; now it is about 0.05 s.
    assert time.thread_time() - began < 2
