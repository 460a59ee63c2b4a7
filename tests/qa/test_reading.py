from collections.abc import Callable, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from embeddings.documents import Document, Passage, Sentence
from embeddings.encoder import Encoder
from qa.answers import Hit, Signals
from qa.archive import Archive
from qa.reader import Window
from qa.reading import READ, WINDOW_WORDS, read, windows_of

FILES = {
    "oman.md": "---\ntitle: Talks\n---\nThe sultan of Oman invited both sides. They came at night. Nobody knew.",
    "paris.txt": "Kerry told Barnier that sanctions remained an alternative. He flew home on Monday.",
}


class Marking:
    """A reader that gives the sentences with a mark 5 and all others -5, and keeps what it was asked."""

    def __init__(self, mark: str) -> None:
        self.mark = mark
        self.asked: list[tuple[str, list[Window]]] = []

    def __call__(self, question: str, windows: Sequence[Window]) -> list[list[float]]:
        self.asked.append((question, list(windows)))
        return [
            [5.0 if self.mark in window.text[start:end] else -5.0 for start, end in window.sentences]
            for window in windows
        ]


def hit_of(words: Sequence[int], title: str | None = "Title") -> Hit:
    """A passage of sentences of so many words each."""
    texts = [" ".join(["word"] * (count - 1) + ["end."]) for count in words]
    text = "Before. " + " ".join(texts)
    sentences, at = [], len("Before. ")
    for own in texts:
        sentences.append(Sentence(at, at + len(own)))
        at += len(own) + 1
    document = Document(id="a", path="/a", text=text, sha256="0" * 64, title=title)
    signals = Signals(0, 0, 0, 0, 0, 0)
    none = (0.0,) * len(words)
    return Hit(0, document, Passage("a", tuple(sentences)), 1, signals, none, none)


@given(st.lists(st.integers(1, 120), min_size=1, max_size=30))
def test_windows_hold_all_sentences_once_in_order_and_are_no_longer_than_agreed(words: list[int]) -> None:
    hit = hit_of(words)
    windows = windows_of(hit)
    held = [window.text[start:end] for window in windows for start, end in window.sentences]
    assert held == [hit.document.text[own.start : own.end] for own in hit.passage.sentences]
    for window in windows:
        assert window.sentences[0][0] == 0
        assert window.sentences[-1][1] == len(window.text)
        assert len(window.text.split()) <= WINDOW_WORDS + max(words)


def test_windows_of_a_long_passage_are_of_about_the_same_length() -> None:
    assert [len(window.text.split()) for window in windows_of(hit_of([20] * 8))] == [80, 80]
    assert [len(window.text.split()) for window in windows_of(hit_of([30, 30]))] == [60]
    assert [window.title for window in windows_of(hit_of([5], None))] == [""]


def test_the_best_passage_is_read_at_once_and_the_others_pass_as_they_are() -> None:
    reader, hits = Marking("end"), [hit_of([60, 60]), hit_of([3]), hit_of([4, 5]), hit_of([6])]
    found = list(read("Who?", hits, reader))
    assert [one.readings for one in found] == [
        *[(5.0,) * len(one.passage.sentences) for one in hits[:READ]],
        (),
        (),
        (),
    ]
    assert [one.passage for one in found] == [one.passage for one in hits]
    assert [(question, len(windows)) for question, windows in reader.asked] == [("Who?", 2)]


def test_without_a_reader_nothing_is_read() -> None:
    hits = [hit_of([3])]
    assert list(read("Who?", hits, None)) == hits


@pytest.fixture
def archive_with(
    index_of: Callable[[dict[str, str]], object], encoder: Encoder, monkeypatch: pytest.MonkeyPatch
) -> Callable[[Marking], Archive]:
    def opened(reader: Marking) -> Archive:
        monkeypatch.setenv("LOCCIT_READER", "true")
        monkeypatch.setattr("qa.archive.load_reader", lambda: reader)
        return Archive.open(str(index_of(FILES)), encoder=encoder)

    return opened


def test_an_answer_is_surer_where_the_reader_finds_it(archive_with: Callable[[Marking], Archive]) -> None:
    asked = "What did Kerry tell Barnier about sanctions?"
    finds, does_not = (archive_with(Marking(mark)).ask(asked) for mark in ("alternative", "nowhere"))
    assert finds.confidence > does_not.confidence
    assert finds.status == "answered"


def test_that_no_sentence_seems_to_say_it_is_said(
    archive_with: Callable[[Marking], Archive], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LOCCIT_THRESHOLD", "1")
    asked = "What did Kerry tell Barnier about sanctions?"
    found, does_not = (archive_with(Marking(mark)).ask(asked).reason for mark in ("alternative", "nowhere"))
    assert does_not == "the words of the question are there, but none of the sentences seems to say what it asks"
    assert found != does_not


def test_a_follow_up_is_read_with_what_it_refers_to(archive_with: Callable[[Marking], Archive]) -> None:
    reader = Marking("night")
    answer = archive_with(reader).ask("And when did they come?", ["Whom did the sultan of Oman invite?"])
    assert [question for question, _ in reader.asked] == [answer.read_as]
    assert "Oman" in str(answer.read_as)


def test_retrieving_does_not_read(archive_with: Callable[[Marking], Archive]) -> None:
    reader = Marking("night")
    archive = archive_with(reader)
    assert archive.retrieve("Whom did the sultan invite?")
    assert archive.hits("Whom did the sultan invite?")[0].readings == ()
    assert reader.asked == []
    explained = archive.explain("Whom did the sultan invite?")
    assert explained[0].readings == (-5.0, 5.0, -5.0)


def test_the_reader_can_be_left_out(
    index_of: Callable[[dict[str, str]], object], encoder: Encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    def load() -> None:
        raise AssertionError("loaded")

    monkeypatch.setenv("LOCCIT_READER", "false")
    monkeypatch.setattr("qa.archive.load_reader", load)
    archive = Archive.open(str(index_of(FILES)), encoder=encoder)
    assert archive.explain("Whom did the sultan invite?")[0].readings == ()
    assert archive.ask("Whom did the sultan of Oman invite?").status == "answered"
