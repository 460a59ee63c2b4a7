import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from lxml import html

from embeddings.errors import IndexMissing
from embeddings.generations.pointer import current_generation
from embeddings.models.encoder import Encoder
from qa.answering.confidence import CONFIDENT
from qa.archive import Archive, open_archive
from qa.upkeep.rebuilding import rebuild
from tests.milvus_server import MilvusServer
from tests.ui.example import ANSWER, QUESTION
from tests.ui.web.pages import texts
from ui.web import archive_page, chat, clippings_page
from ui.web.assets import read_asset
from ui.web.chat import (
    ask_turn,
    describe,
    examples,
    explain_turn,
    narrow_search,
)

OpenArchive = Callable[[], Archive]

pytestmark = pytest.mark.usefixtures("fake_model")


def text(page: str) -> str:
    return " ".join(html.fragment_fromstring(page, create_parent="div").text_content().split())


def described(index: Path, open_archive: OpenArchive) -> tuple[bool, str]:
    state = describe(index, open_archive)
    return state["ready"], state["html"]


def quotations(turn: dict[str, Any]) -> list[str]:
    return texts(turn["html"], "//blockquote")


@pytest.fixture
def while_building(tmp_path: Path, write: Callable[..., Path], waiting_encoder: Any) -> Iterator[None]:
    """Hold a rebuild of tmp_path's index in its middle during the test."""
    source = write("added.txt", "The emir of Qatar offered to carry a message.").parent
    with ThreadPoolExecutor(1) as pool:
        running = pool.submit(rebuild, [source], tmp_path / "index", encoder=waiting_encoder)
        assert waiting_encoder.began.wait(timeout=120)
        yield
        waiting_encoder.go.set()
        running.result(timeout=120)


# The state of the archive


def test_a_missing_index_is_described_with_what_to_do(tmp_path: Path) -> None:
    index = tmp_path / "nowhere"
    ready, line = described(index, partial(open_archive, index))
    assert not ready
    assert text(line) == f"There is no index in {index}; build one with: qa rebuild SOURCE... --index {index}"


@pytest.mark.usefixtures("while_building")
def test_a_first_index_being_built_is_described_as_such(tmp_path: Path) -> None:
    index = tmp_path / "index"
    ready, line = described(index, partial(open_archive, index))
    assert not ready
    assert text(line) == "The index is being built; questions can be asked when it is ready."


def test_a_ready_archive_is_described_by_its_counts_and_date(index: Path, open_index: OpenArchive) -> None:
    ready, line = described(index, open_index)
    assert ready
    created = open_index().manifest.created
    assert text(line).startswith("3 documents, 3 passages · indexed ")
    assert text(line).endswith(f"{created[:4]}, {created[11:16]} UTC")
    assert "could not be read" not in text(line)


def test_a_rebuild_of_a_ready_archive_is_told_and_questions_go_on(
    index: Path, open_index: OpenArchive, request: pytest.FixtureRequest
) -> None:
    assert "being built" not in text(described(index, open_index)[1])
    request.getfixturevalue("while_building")
    ready, line = described(index, open_index)
    assert ready
    assert "a new index is being built; until then these answer" in text(line)
    assert describe(index, open_index)["building"]
    assert quotations(ask_turn(open_index, {"question": QUESTION}))[0] == f"“{ANSWER}”"


def test_unreadable_files_are_counted_and_where_to_find_them_named(
    index_of: Callable[..., Path], write: Callable[..., Path], articles: dict[str, str]
) -> None:
    write("b.txt", b"\x00")
    write("c.xyz", b"x\x00")
    index = index_of(articles)
    ready, line = described(index, partial(open_archive, index))
    assert ready
    assert "2 files could not be read" in text(line)


def test_a_damaged_index_is_described_with_what_to_do(index: Path, open_index: OpenArchive) -> None:
    path = index / "generations" / current_generation(index) / "segments/0/passages.faiss"
    path.write_bytes(b"short")
    ready, line = described(index, open_index)
    assert not ready
    assert str(path) in text(line)
    assert "qa rebuild" in text(line)


def test_what_the_state_says_is_escaped(tmp_path: Path) -> None:
    index = tmp_path / "<b>nowhere"
    _, line = described(index, partial(open_archive, index))
    assert "<b>nowhere" in text(line)
    assert texts(line, "//b") == []


# Examples


def test_examples_are_made_of_the_archive_once_a_generation(
    tmp_path: Path, index_of: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    rome, oman = "Treaty of Rome was signed in March.", "The sultan invited both sides to Muscat. They left at night."
    open_index = partial(open_archive, index_of({"rome.txt": rome, "oman.txt": oman}))
    offered: dict[str, list[str]] = {}
    assert examples(open_index, offered) == ["When was the Treaty of Rome signed?"]
    with monkeypatch.context() as patch:
        patch.setattr("ui.web.chat.suggestions", lambda _: pytest.fail("looked for again"))
        assert examples(open_index, offered) == ["When was the Treaty of Rome signed?"]
    index_of({"un.txt": "The Security Council urged Iran to answer."})
    assert examples(open_index, offered) == ["When was the Treaty of Rome signed?", "Who urged Iran to answer?"]
    assert list(offered) == [current_generation(tmp_path / "index")]


def test_what_the_archive_holds_is_said_in_a_sentence(
    tmp_path: Path, index_of: Callable[[dict[str, str]], Path]
) -> None:
    opened = partial(open_archive, tmp_path / "index")
    held: dict[str, str] = {}
    assert chat.described(opened, held) == ""
    index_of({"a.md": "---\ntitle: Talks\ndate: 2010\n---\n\nHe left.\n", "b.txt": "She came."})
    sentence = "This archive holds 2 documents of 2010; they include “Talks”."
    assert [chat.described(opened, held) for _ in range(2)] == [sentence] * 2
    assert held == {current_generation(tmp_path / "index"): sentence}


def test_without_an_index_no_examples_are_offered(tmp_path: Path) -> None:
    assert examples(partial(open_archive, tmp_path / "nowhere"), {}) == []


# Turns


def test_a_turn_shows_the_question_and_its_excerpts(open_index: OpenArchive) -> None:
    turn = ask_turn(open_index, {"number": 2, "question": QUESTION})
    assert texts(turn["html"], "//h2") == [QUESTION]
    assert quotations(turn) == [f"“{ANSWER}”"]
    assert 'id="question-2"' in turn["html"]
    assert turn["said"] == f"1 excerpt from 1 source. The first is from Kerry in Paris: {ANSWER}"
    assert turn["text"].startswith(f"## {QUESTION}\n\n> “{ANSWER}”[^1-1]\n")


def test_a_follow_up_is_read_with_the_questions_before(open_index: OpenArchive) -> None:
    turn = ask_turn(open_index, {"number": 1, "question": "And when did he fly?", "before": [QUESTION]})
    (read,) = texts(turn["html"], "//*[@class='read-as']")
    assert read.startswith("read as: And when did he fly? (")
    assert "Barnier" in read
    assert f"read as: {read.partition(': ')[2]}" in turn["text"].replace("\\", "")


@pytest.mark.parametrize(
    ("question", "reason"),
    [
        ("", "The question is empty; type a question about the archive."),
        ("  \n", "The question is empty; type a question about the archive."),
        ("why? " * 20_000, "The question has 100,000 characters; the limit is 20,000. Shorten it."),
    ],
)
def test_a_question_that_cannot_be_asked_is_answered_with_the_reason(
    open_index: OpenArchive, question: str, reason: str
) -> None:
    turn = ask_turn(open_index, {"question": question})
    assert texts(turn["html"], "//*[@role='alert']") == [reason]
    assert turn["said"] == reason
    assert turn["text"] == ""
    assert len(turn["html"]) < 2_000


def test_a_question_to_a_missing_index_is_answered_with_what_to_do(tmp_path: Path) -> None:
    turn = ask_turn(partial(open_archive, tmp_path / "nowhere"), {"question": QUESTION})
    assert "qa rebuild" in texts(turn["html"], "//*[@role='alert']")[0]


@pytest.mark.parametrize(
    "sent", [None, 3, [], "x", {}, {"question": 3}, {"question": "x", "number": -1}, {"question": "x", "other": 1}]
)
def test_what_no_page_of_ours_sends_is_refused_in_words(open_index: OpenArchive, sent: Any) -> None:
    reason = ask_turn(open_index, sent)["said"]
    assert reason.startswith("The page sent ")
    assert reason in texts(explain_turn(open_index, sent)["html"], "//*[@role='alert']")


def test_the_next_question_is_asked_of_the_new_generation(
    index: Path, open_index: OpenArchive, index_of: Callable[..., Path]
) -> None:
    question = {"question": "What did the emir of Qatar offer to carry?"}
    assert "does not say" in ask_turn(open_index, question)["said"]
    before = open_index().generation
    index_of({"emir.txt": "The emir of Qatar offered to carry a message."})
    assert quotations(ask_turn(open_index, question)) == ["“The emir of Qatar offered to carry a message.”"]
    assert before != current_generation(index) == open_index().generation


# Why


def test_why_an_answer_was_given_is_said_for_each_excerpt(open_index: OpenArchive) -> None:
    explanation = text(explain_turn(open_index, {"question": QUESTION})["html"])
    assert re.search(
        rf"answers the question is [01]\.\d\d of 1; from {CONFIDENT:g} on, words are shown as a sure", explanation
    )
    assert "Kerry in Paris: the passage has, of all looked at, most of the question’s words (BM25 " in explanation
    assert open_index().generation in explanation


def test_why_a_subject_was_answered_is_said_by_its_words(open_index: OpenArchive) -> None:
    explanation = text(explain_turn(open_index, {"question": "Tell me about Barnier"})["html"])
    assert "Kerry in Paris: holds all words of the subject: “Barnier”." in explanation
    assert "BM25" not in explanation


def test_why_each_of_several_questions_was_answered_is_said_by_what_was_looked_at_for_it(
    open_index: OpenArchive,
) -> None:
    page = explain_turn(open_index, {"question": "Is Barnier mentioned? Who invited both sides to Muscat?"})["html"]
    assert texts(page, "//b") == ["Is Barnier mentioned?", "Who invited both sides to Muscat?"]
    explanation = text(page)
    assert explanation.startswith("2 questions were answered, each by itself.")
    assert "Kerry in Paris: holds all words of the subject: “Barnier”." in explanation
    assert "oman.txt: the passage has, of all looked at, most of the question’s words" in explanation


# Filters


def test_filters_narrow_the_question_and_its_explanation(open_index: OpenArchive) -> None:
    question = {"question": QUESTION, "filters": {"documents": ["oman.txt"]}}
    turn = ask_turn(open_index, question)
    assert set(texts(turn["html"], "//cite")) == {"oman.txt"}
    assert texts(explain_turn(open_index, question)["html"], "//cite") == ["oman.txt"]


def test_a_filter_that_cannot_be_is_said_in_the_answers_place(open_index: OpenArchive) -> None:
    for filters in ({"publishers": ["Nobody"]}, {"published_from": "soon"}, {"colour": "red"}):
        turn = ask_turn(open_index, {"question": QUESTION, "filters": filters})
        (reason,) = texts(turn["html"], "//*[@role='alert']")
        assert reason == turn["said"] == narrow_search(open_index, filters)["error"]


def test_the_panel_and_the_line_of_filters_count_the_archive(open_index: OpenArchive) -> None:
    narrowed = narrow_search(open_index, {"documents": ["oman.txt"]})
    assert text(narrowed["line"]).startswith("Searching 1 of 3 documents:document oman.txt ×")
    assert "also documents of unknown date (1)" in text(narrowed["panel"])
    assert narrow_search(open_index, {})["line"] == ""


def test_open_archive_errors_reach_the_page_and_not_the_log(tmp_path: Path) -> None:
    def missing() -> Any:
        raise IndexMissing("There is <no> index.")

    ready, line = described(tmp_path, missing)
    assert (ready, text(line)) == (False, "There is <no> index.")


@pytest.mark.parametrize("scripts", [chat.SCRIPTS, archive_page.SCRIPTS, clippings_page.SCRIPTS])
def test_no_two_scripts_of_a_page_give_one_name_to_two_things(scripts: tuple[str, ...]) -> None:
    names = re.findall(r"^(?:async )?(?:function|const|let) (\w+)", "\n".join(map(read_asset, scripts)), re.MULTILINE)
    assert len(names) > 10
    assert sorted(names) == sorted(set(names))


def test_a_search_engine_that_is_away_is_named_on_the_page(
    index: Path, milvus_server: MilvusServer, monkeypatch: pytest.MonkeyPatch, encoder: Encoder
) -> None:
    monkeypatch.setenv("LOCCIT_ENGINE", milvus_server.address("on_the_page", "root:s3cret@"))
    address = milvus_server.address("on_the_page")
    rebuild(index=index, encoder=encoder)
    archive = Archive.open(index, encoder=encoder)
    with milvus_server.away():
        ready, page = described(index, lambda: Archive.open(index, encoder=encoder))
        turn = ask_turn(lambda: archive, {"number": 1, "question": QUESTION, "before": [], "filters": {}})
    assert not ready
    for said in (page, turn["html"]):
        assert f"{address} cannot be reached" in text(said)
        assert "s3cret" not in said
