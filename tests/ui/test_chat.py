import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from lxml import html

from embeddings import store
from embeddings.encoder import Encoder, Span, Vectors
from embeddings.errors import IndexMissing
from qa.archive import Archive, open_archive, rebuild
from ui.chat import EXAMPLES, Turn, answered_examples, ask_turn, describe, source_of
from ui.sources import empty_source

FILES = {
    "oman.txt": "The sultan of Oman invited both sides to Muscat. They came in secret and left at night.",
    "paris.txt": "Kerry told Barnier that sanctions remained an alternative. He flew home on Monday.",
    "stuxnet.txt": "A computer worm wrecked a thousand centrifuges at Natanz. Nobody claimed it.",
}
QUESTION = "What had Kerry told Barnier that remained an alternative?"
ANSWER = "Kerry told Barnier that sanctions remained an alternative."

OpenArchive = Callable[[], Archive]

pytestmark = pytest.mark.usefixtures("fake_model")


@pytest.fixture
def index(index_of: Callable[[dict[str, str]], Path]) -> Path:
    return index_of(FILES)


@pytest.fixture
def opened(index: Path) -> OpenArchive:
    return partial(open_archive, index)


def text(page: str) -> str:
    return " ".join(html.fragment_fromstring(page, create_parent="div").text_content().split())


def texts(page: str, path: str) -> list[str]:
    return [one.text_content() for one in html.fragment_fromstring(page, create_parent="div").xpath(path)]


class WaitingEncoder:
    """Works like another encoder, but waits for a go when it encodes passages."""

    dimension = 512

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self.name, self.fingerprint = encoder.name, encoder.fingerprint
        self.began, self.go = threading.Event(), threading.Event()

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        return self._encoder.encode_queries(texts)

    def encode_passages(self, texts: Sequence[str], spans: Sequence[Sequence[Span]]) -> tuple[Vectors, Vectors]:
        self.began.set()
        assert self.go.wait(timeout=30)
        return self._encoder.encode_passages(texts, spans)


@pytest.fixture
def while_building(tmp_path: Path, write: Callable[..., Path], encoder: Encoder) -> Iterator[None]:
    """Hold a rebuild of tmp_path's index in its middle during the test."""
    waiting = WaitingEncoder(encoder)
    source = write("added.txt", "The emir of Qatar offered to carry a message.").parent
    with ThreadPoolExecutor(1) as pool:
        running = pool.submit(rebuild, [source], tmp_path / "index", encoder=waiting)
        assert waiting.began.wait(timeout=30)
        yield
        waiting.go.set()
        running.result(timeout=30)


# The state of the archive


def test_a_missing_index_is_described_with_what_to_do(tmp_path: Path) -> None:
    index = tmp_path / "nowhere"
    ready, said = describe(index, partial(open_archive, index))
    assert not ready
    assert text(said) == f"There is no index in {index}; build one with: qa rebuild SOURCE... --index {index}"


@pytest.mark.usefixtures("while_building")
def test_a_first_index_being_built_is_described_as_such(tmp_path: Path) -> None:
    index = tmp_path / "index"
    ready, said = describe(index, partial(open_archive, index))
    assert not ready
    assert text(said) == "The index is being built; questions can be asked when it is ready."


def test_a_ready_archive_is_described_by_its_counts_and_date(index: Path, opened: OpenArchive) -> None:
    ready, said = describe(index, opened)
    assert ready
    created = opened().manifest.created
    assert text(said).startswith("3 documents, 3 passages · indexed ")
    assert text(said).endswith(f"{created[:4]}, {created[11:16]} UTC")
    assert "could not be read" not in text(said)


def test_a_rebuild_of_a_ready_archive_is_told_and_questions_go_on(
    index: Path, opened: OpenArchive, request: pytest.FixtureRequest
) -> None:
    assert "being built" not in text(describe(index, opened)[1])
    request.getfixturevalue("while_building")
    ready, said = describe(index, opened)
    assert ready
    assert "a new index is being built; until then these answer" in text(said)
    answer = ask_turn(opened, 0, QUESTION).answer
    assert answer is not None
    assert answer.excerpts[0].text == ANSWER


def test_unreadable_files_are_counted_and_where_to_find_them_named(
    index_of: Callable[..., Path], write: Callable[..., Path]
) -> None:
    write("b.txt", b"\x00")
    write("c.xyz", b"x")
    index = index_of(FILES)
    ready, said = describe(index, partial(open_archive, index))
    assert ready
    assert "2 files could not be read (qa info names them)" in text(said)


def test_a_damaged_index_is_described_with_what_to_do(index: Path, opened: OpenArchive) -> None:
    path = index / "generations" / store.current_generation(index) / "sentences.npy"
    path.write_bytes(b"short")
    ready, said = describe(index, opened)
    assert not ready
    assert str(path) in text(said)
    assert "qa rebuild" in text(said)


def test_what_the_state_says_is_escaped(tmp_path: Path) -> None:
    index = tmp_path / "<b>nowhere"
    _, said = describe(index, partial(open_archive, index))
    assert "<b>nowhere" in text(said)
    assert texts(said, "//b") == []


# Examples


def test_only_examples_that_the_archive_answers_are_offered(opened: OpenArchive) -> None:
    asked = ["Who won the cup?", QUESTION, "How do I bake bread?", "Who invited both sides to Muscat?"]
    assert answered_examples(opened, asked) == [QUESTION, "Who invited both sides to Muscat?"]


def test_no_more_than_a_few_examples_are_offered(opened: OpenArchive) -> None:
    asked = [QUESTION + " " * number for number in range(EXAMPLES + 3)]
    assert answered_examples(opened, asked) == asked[:EXAMPLES]


def test_without_an_index_no_examples_are_offered(tmp_path: Path) -> None:
    assert answered_examples(partial(open_archive, tmp_path / "nowhere"), [QUESTION]) == []


def test_an_example_that_cannot_be_asked_does_no_harm(opened: OpenArchive) -> None:
    assert answered_examples(opened, []) == []
    assert answered_examples(opened, ["why? " * 20_000]) == []


# Turns


def test_a_turn_shows_the_question_and_its_excerpts(opened: OpenArchive) -> None:
    turn = ask_turn(opened, 2, QUESTION)
    assert turn.answer == opened().ask(QUESTION)
    assert texts(turn.html, "//h2") == [QUESTION]
    assert texts(turn.html, "//blockquote") == [f"“{ANSWER}”"]
    assert 'data-cite="2-0"' in turn.html


@pytest.mark.parametrize(
    ("question", "reason"),
    [
        ("", "The question is empty; type a question about the archive."),
        ("  \n", "The question is empty; type a question about the archive."),
        ("why? " * 20_000, "The question has 100,000 characters; the limit is 20,000. Shorten it."),
    ],
)
def test_a_question_that_cannot_be_asked_is_answered_with_the_reason(
    opened: OpenArchive, question: str, reason: str
) -> None:
    turn = ask_turn(opened, 0, question)
    assert turn.answer is None
    assert texts(turn.html, "//*[@role='alert']") == [reason]
    assert len(turn.html) < 2_000


def test_a_question_to_a_missing_index_is_answered_with_what_to_do(tmp_path: Path) -> None:
    turn = ask_turn(partial(open_archive, tmp_path / "nowhere"), 0, QUESTION)
    assert turn.answer is None
    assert "qa rebuild" in texts(turn.html, "//*[@role='alert']")[0]


def test_the_next_question_is_asked_of_the_new_generation(
    index: Path, opened: OpenArchive, index_of: Callable[..., Path]
) -> None:
    asked = "What did the emir of Qatar offer to carry?"
    before = ask_turn(opened, 0, asked).answer
    index_of({"emir.txt": "The emir of Qatar offered to carry a message."})
    after = ask_turn(opened, 1, asked).answer
    assert before is not None
    assert after is not None
    assert (before.status, after.status) == ("not_found", "answered")
    assert after.generation == store.current_generation(index) != before.generation


# The source pane


@pytest.fixture
def turns(opened: OpenArchive) -> list[Turn]:
    asked = [QUESTION, "", "Which architect designed the opera house?"]
    return [ask_turn(opened, number, question) for number, question in enumerate(asked)]


def test_a_citation_opens_its_source_with_the_words_marked(turns: list[Turn]) -> None:
    page = source_of(turns, "0-0")
    assert texts(page, "//mark") == [ANSWER]
    assert texts(page, "//*[@class='text']") == [FILES["paris.txt"]]


def test_the_nearest_passages_open_too(turns: list[Turn]) -> None:
    answer = turns[2].answer
    assert answer is not None
    for number, near in enumerate(answer.nearest):
        page = source_of(turns, f"2-{number}")
        assert texts(page, "//mark") == [near.text]
        assert texts(page, "//h2") == [near.document.id]


@pytest.mark.parametrize("place", ["", "x", "0", "0-", "0-x", "0-9", "9-0", "1-0", "-1-0", "0--1", "0-0-0", "NaN-0"])
def test_a_place_that_is_none_shows_no_source(turns: list[Turn], place: str) -> None:
    assert source_of(turns, place) == empty_source()


def test_open_archive_errors_reach_the_page_and_not_the_log(tmp_path: Path) -> None:
    def missing() -> Any:
        raise IndexMissing("There is <no> index.")

    ready, said = describe(tmp_path, missing)
    assert (ready, text(said)) == (False, "There is <no> index.")
