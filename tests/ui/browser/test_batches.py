"""Many questions at once: a file is chosen, its questions are asked, and the answers are downloaded."""

import csv
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from embeddings.models.encoder import Encoder
from qa.archive import Archive
from qa.batches.stored import answering, store
from qa.kept.files import file_of
from qa.settings import Settings
from tests.ui.example import ANSWER, QUESTION
from tests.waiting import SECONDS
from ui.web.batches import FOLDER

pytestmark = pytest.mark.browser

OpenPage = Callable[..., Any]


@pytest.fixture
def archive_of(encoder: Encoder) -> Callable[[Path], Archive]:
    return lambda index: Archive.open(index, encoder=encoder)


@pytest.fixture
def questions(tmp_path: Path) -> Path:
    path = tmp_path / "questions.csv"
    path.write_text(f'question,id\n"{QUESTION}",1\n,2\nWho designed the opera?,3\n', "utf-8")
    return path


def test_a_file_of_questions_is_asked_and_its_answers_downloaded(
    chat: OpenPage, questions: Path, tmp_path: Path
) -> None:
    from playwright.sync_api import expect

    page = chat()
    page.get_by_role("button", name="Many questions").press("Enter")
    page.locator("#batch-file").set_input_files(questions)
    expect(page.locator("#batch > .fine")).to_contain_text("the server may be started again: it goes on")
    expect(page.locator("#batch .ended")).to_have_text("3 questions: 1 answered, 1 not found, 1 not asked.")
    page.get_by_text("1 row cannot be asked").click()
    expect(page.locator("#batch li")).to_have_text("Row 2: The question is empty; type a question about the archive.")
    for name in ("answers.csv", "answers.jsonl"):
        with page.expect_download() as download:
            page.get_by_role("link", name=name).click()
        assert download.value.suggested_filename == name
        download.value.save_as(tmp_path / name)
    rows = list(csv.DictReader(io.StringIO((tmp_path / "answers.csv").read_bytes().decode())))
    assert [row["excerpts"] for row in rows] == [f"“{ANSWER}”", "", ""]
    assert len((tmp_path / "answers.jsonl").read_text("utf-8").splitlines()) == 3
    # It is there still when the page is loaded again, until it is removed.
    page.reload()
    page.get_by_role("button", name="Many questions").click()
    expect(page.locator("#batch .ended")).to_contain_text("3 questions")
    page.get_by_role("button", name="Remove questions.csv").press("Enter")
    expect(page.locator("#batch .ended")).to_have_count(0)
    expect(page.get_by_role("button", name="Many questions")).to_be_focused()


def test_a_batch_is_cancelled_and_what_was_answered_stays(
    chat: OpenPage, questions: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from threading import Event

    from playwright.sync_api import expect

    going, ask = Event(), Archive.ask

    def slow_ask(*arguments: Any, **named: Any) -> Any:
        assert going.wait(SECONDS)
        return ask(*arguments, **named)

    page = chat()
    monkeypatch.setattr(Archive, "ask", slow_ask)
    page.get_by_role("button", name="Many questions").click()
    page.locator("#batch-file").set_input_files(questions)
    expect(page.locator("#batch label", has_text="Asked: 0 of 3")).to_be_visible()
    page.locator("#batch").get_by_role("button", name="Cancel").press("Enter")
    expect(page.get_by_text("Stopping …")).to_be_visible()
    going.set()
    expect(page.locator("#batch .ended")).to_have_text("Stopped after 1 of 3: 1 answered.")
    page.locator("#batch").get_by_role("button", name="Go on").press("Enter")
    expect(page.locator("#batch .ended")).to_have_text("3 questions: 1 answered, 1 not found, 1 not asked.")


def test_a_batch_that_a_server_was_stopped_in_is_asked_to_its_end_by_the_next(
    serve: Callable[..., str], new_page: OpenPage, index: Path, archive_of: Callable[[Path], Archive]
) -> None:
    from playwright.sync_api import expect

    file = file_of(settings=Settings.model_validate({"index": index}))
    batch = store(file.parent / FOLDER / file.stem / "token", "mine.csv", f"question\n{QUESTION}\n{QUESTION}\n", {})
    statuses = answering(batch, archive_of(index).ask)
    assert next(statuses) == "answered"
    statuses.close()
    page = new_page(serve())
    page.get_by_role("button", name="Many questions").click()
    expect(page.locator("#batch .ended")).to_have_text("2 questions: 2 answered.")
    expect(page.locator("#batch h2")).to_contain_text("mine.csv")
    assert len(batch.answers(".jsonl").read_bytes().splitlines()) == 2


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_what_is_wrong_is_said_axe_finds_no_serious_fault_and_it_fits_a_telephone(
    chat: OpenPage,
    questions: Path,
    scheme: str,
    faults: Callable[[Any], list[str]],
    fits: Callable[[Any], bool],
) -> None:
    from playwright.sync_api import expect

    page = chat(color_scheme=scheme)
    page.get_by_role("button", name="Many questions").click()
    told = page.locator("#batch-told")
    questions.write_bytes(b"question\n\xff\n")
    page.locator("#batch-file").set_input_files(questions)
    expect(told).to_have_text("questions.csv is not UTF-8; save it as CSV in UTF-8.")
    questions.write_text("a,b\n1,2\n")
    page.locator("#batch-file").set_input_files(questions)
    expect(told).to_contain_text('questions.csv has no column "question"')
    assert faults(page) == []
    questions.write_text(f"{QUESTION}\n\n")
    page.locator("#batch-file").set_input_files(questions)
    expect(page.locator("#batch .ended")).to_have_text("1 question: 1 answered.")
    expect(told).to_be_hidden()
    page.set_viewport_size({"width": 390, "height": 800})
    assert fits(page)
    assert faults(page) == []
