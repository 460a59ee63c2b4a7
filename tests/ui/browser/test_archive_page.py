"""The archive page."""

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from embeddings.models.encoder import Encoder
from tests.embeddings.readers.pdf_writing import Text, pdf_of
from tests.waiting import SECONDS

pytestmark = pytest.mark.browser

OpenPage = Callable[..., Any]
Fits = Callable[[Any], bool]
Faults = Callable[[Any], list[str]]


@pytest.mark.usefixtures("index")
def test_the_archive_is_changed_on_its_page_and_asked_at_once(
    serve: Callable[..., str], new_page: OpenPage, write: Callable[..., Path], tmp_path: Path
) -> None:
    write("broken.txt", b"\x00")
    address = serve(sources=None)
    page = new_page(f"{address}archive")
    page.get_by_role("heading", name="What is in the archive").wait_for()
    expect(page.locator("tbody th")).to_have_text(["oman.txt", "Kerry in Paris paris.md", "stuxnet.txt"])
    page.get_by_label("Look for documents").fill("REPORTER 2005")
    page.locator(".pages", has_text="1 to 1 of 1 document").wait_for()
    expect(page.locator("tbody th")).to_have_text(["Kerry in Paris paris.md"])
    expect(page.get_by_label("Kerry in Paris")).to_have_count(0)
    page.get_by_label("Look for documents").fill("")
    emir = tmp_path / "emir <b>.txt"
    emir.write_text("The emir of Qatar offered to carry a message.", "utf-8")
    unread = tmp_path / "x.exe"
    unread.write_text("x", "utf-8")
    page.get_by_label("choose files").set_input_files([emir, unread])
    page.locator("#told", has_text="1 added. x.exe: such files cannot be read").wait_for()
    page.locator("#progress-shown", has_text="The archive is up to date: 1 added").wait_for()
    page.locator("tbody tr").nth(3).wait_for()
    page.get_by_text("1 file could not be read", exact=True).click()
    expect(page.locator(".failures li").first).to_contain_text("broken.txt: is not text")
    expect(page.locator("#sources li")).to_have_count(2)
    # It can be asked, and read, at once.
    link = str(page.locator("tbody a", has_text="emir").get_attribute("href"))
    reading = new_page(address + link.removeprefix("./"))
    reading.locator("#source h2", has_text="emir _b_.txt").wait_for()
    expect(reading.locator("#source .text").first).to_contain_text("offered to carry a message")
    # Removed, it is gone; a generation before has it still.
    page.get_by_role("button", name="Remove emir _b_.txt").click()
    page.locator("#progress-shown", has_text="1 removed").wait_for()
    page.locator("tbody tr").nth(3).wait_for(state="detached")
    assert list((tmp_path / "added").iterdir()) == []
    page.get_by_role("button", name="Go back to it").first.click()
    page.locator("tbody tr").nth(3).wait_for()
    page.locator("#told", has_text="as it was then").wait_for()
    # What the rebuild before did is true no more.
    page.locator("#progress-shown", has_text="1 removed").wait_for(state="hidden")


def test_an_empty_archive_is_filled_by_dropping_files_on_its_page(
    serve: Callable[..., str], new_page: OpenPage, tmp_path: Path
) -> None:
    page = new_page(f"{serve(sources=None, index=tmp_path / 'new')}archive")
    page.locator("#summary", has_text="Nothing yet.").wait_for()
    page.locator("#generations", has_text="None is kept yet.").wait_for()
    page.evaluate(
        """files => {
            const dropped = new DataTransfer();
            for (const [name, text] of files) dropped.items.add(new File([text], name));
            const given = { dataTransfer: dropped, bubbles: true, cancelable: true };
            for (const kind of ["dragover", "drop"])
                document.querySelector("#drop").dispatchEvent(new DragEvent(kind, given));
        }""",
        [["<img src=x onerror=window.hacked=1>.txt", "The emir of Qatar offered to carry a message."], ["x.exe", "MZ"]],
    )
    page.locator("#told", has_text="1 added. x.exe: such files cannot be read").wait_for()
    page.locator("tbody th", has_text="_img src=x onerror=window.hacked=1_.txt").wait_for()
    expect(page.locator("#summary dd").first).to_have_text("1")
    assert page.evaluate("window.hacked === undefined")


@pytest.mark.usefixtures("index")
def test_the_archive_goes_on_without_a_lost_source_after_a_click(
    serve: Callable[..., str], new_page: OpenPage, write: Callable[..., Path], tmp_path: Path
) -> None:
    share = write("../share/emir.txt", "The emir of Qatar offered to carry a message.").parent
    page = new_page(f"{serve(sources=(tmp_path / 'sources', share))}archive")
    update = page.get_by_role("button", name="Bring the archive up to date")
    update.click()
    page.locator("#progress-shown", has_text="1 added").wait_for()
    share.rename(tmp_path / "unmounted")
    update.click()
    page.get_by_role("alert").filter(has_text="is neither a file nor a folder, and held 1 document").wait_for()
    expect(page.locator("tbody tr")).to_have_count(4)
    page.get_by_role("button", name="Go on without these documents").click()
    page.locator("#progress-shown", has_text="1 removed").wait_for()
    page.locator("tbody tr").nth(3).wait_for(state="detached")


@pytest.fixture
def go(encoder: Encoder, monkeypatch: pytest.MonkeyPatch) -> threading.Event:
    """What the encoder waits for before it reads passages."""
    event = threading.Event()
    encode_passages = type(encoder).encode_passages

    def encode_slowly(self: Encoder, *more: Any) -> Any:
        assert event.wait(SECONDS)
        return encode_passages(self, *more)

    monkeypatch.setattr(type(encoder), "encode_passages", encode_slowly)
    return event


@pytest.mark.usefixtures("index")
def test_what_is_refused_is_told_while_the_rest_is_read(
    serve: Callable[..., str], new_page: OpenPage, write: Callable[..., Path], go: threading.Event
) -> None:
    page = new_page(f"{serve(sources=None)}archive")
    page.locator("tbody tr").first.wait_for()
    files = [write("../emir.txt", "The emir of Qatar offered to carry a message."), write("../x.exe", "x")]
    page.get_by_label("choose files").set_input_files(files)
    page.locator("#progress-shown progress").wait_for()
    page.locator("#told", has_text="1 added. x.exe: such files cannot be read").wait_for()
    go.set()
    page.locator("#progress-shown", has_text="The archive is up to date: 1 added").wait_for()
    expect(page.locator("#told")).to_contain_text("x.exe: such files cannot be read")


def test_a_rebuild_on_the_page_shows_its_progress_and_is_cancelled(
    chat: OpenPage, write: Callable[..., Path], go: threading.Event
) -> None:
    page = chat(query="archive")
    page.locator("tbody tr").first.wait_for()
    write("emir.txt", "The emir of Qatar offered to carry a message.")
    page.get_by_role("button", name="Bring the archive up to date").click()
    page.locator("#progress-shown progress").wait_for()
    expect(page.get_by_role("button", name="Bring the archive up to date")).to_be_disabled()
    page.get_by_role("button", name="Cancel").click()
    page.locator("#progress-shown", has_text="Stopping").wait_for()
    go.set()
    page.get_by_role("alert").filter(has_text="Stopped. The archive is as it was.").wait_for()
    expect(page.locator("tbody tr")).to_have_count(3)
    page.get_by_role("button", name="Bring the archive up to date").click()
    page.locator("#progress-shown", has_text="1 added").wait_for()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_serious_fault_on_the_archive_page(
    chat: OpenPage, write: Callable[..., Path], scheme: str, fits: Fits, faults: Faults
) -> None:
    write("broken.txt", b"\x00")
    page = chat(query="archive", color_scheme=scheme, viewport={"width": 390, "height": 800})
    page.locator("tbody tr").first.wait_for()
    page.get_by_role("button", name="Bring the archive up to date").click()
    page.locator("#progress-shown", has_text="up to date").wait_for()
    assert faults(page) == []
    assert fits(page)


@pytest.mark.usefixtures("index")
def test_documents_are_added_above_the_table_of_them_and_what_was_done_is_in_view(
    serve: Callable[..., str], new_page: OpenPage, write: Callable[..., Path]
) -> None:
    for number in range(30):
        write(f"more{number}.txt", f"Ship number {number} left the harbour.")
    page = new_page(f"{serve(sources=None)}archive", viewport={"width": 1280, "height": 500})
    page.get_by_role("button", name="Bring the archive up to date").click()
    page.locator("tbody tr").nth(24).wait_for()
    page.wait_for_function(
        "(([upper, lower]) => upper.getBoundingClientRect().y < lower.getBoundingClientRect().y)"
        "(['#files', 'table'].map((selector) => document.querySelector(selector)))"
    )
    page.get_by_role("button", name="Next").click()
    page.locator(".pages", has_text="26 to 33 of 33 documents").wait_for()
    page.get_by_role("button", name="Previous").click()
    page.locator(".pages", has_text="1 to 25 of 33 documents").wait_for()
    page.get_by_role("button", name="Go back to it").click()
    expect(page.locator("#told", has_text="as it was then")).to_be_in_viewport()


@pytest.mark.usefixtures("index")
def test_a_pdf_that_is_added_can_be_asked_and_its_page_opens_with_the_words_marked(
    serve: Callable[..., str],
    new_page: OpenPage,
    ask: Callable[..., Any],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("LOCCIT_THRESHOLD", "0")
    first, words = "The harbour of Varde was closed in winter.", "The dredger Ingrid sank off the mole in March 1998."
    upload = tmp_path / "dredger.pdf"
    upload.write_bytes(pdf_of([[Text(72, 700, first)], [Text(72, 700, words)]]))
    address = serve(sources=None)
    page = new_page(f"{address}archive")
    page.get_by_label("choose files").set_input_files([upload])
    page.locator("#progress-shown", has_text="The archive is up to date: 1 added").wait_for()
    page = new_page(address)
    ask(page, "When did the dredger Ingrid sink off the mole?")
    citation = page.locator(".excerpt", has_text="Ingrid sank")
    expect(citation.locator(".from").first).to_contain_text("p. 2")
    citation.locator(".citation").click()
    picture = page.locator("#source .pictures img")
    picture.wait_for()
    expect(picture).to_have_attribute("alt", "Page 2, with the cited words marked")
    page.wait_for_function("() => document.querySelector('#source .pictures img').naturalWidth > 0")
    expect(picture).to_be_in_viewport()
    page.get_by_role("button", name="Next mark").click()
    expect(page.locator("#source mark.here")).to_be_in_viewport()
    separators = page.locator("#source [role=separator]")
    expect(separators).to_have_count(2)
    assert separators.evaluate_all("(all) => all.map((x) => x.ariaLabel)") == ["page 1", "page 2"]


@pytest.mark.usefixtures("index")
def test_a_file_for_which_there_is_no_room_is_named_with_the_limit(
    serve: Callable[..., str], new_page: OpenPage, tmp_path: Path
) -> None:
    address = serve(sources=None, upload_mb=1, upload_folder_mb=1)
    waiting = tmp_path / "uploads" / ("a" * 64)
    waiting.mkdir()
    (waiting / "never added.txt").write_bytes(b"x" * 990_000)
    letter = tmp_path / "letter.txt"
    letter.write_text("The envoy wrote a letter. " * 1_000)
    page = new_page(f"{address}archive", expected="507")
    page.get_by_label("choose files").set_input_files([letter])
    told = page.locator(
        "#told", has_text="letter.txt: The uploads that wait to be added have all of the 1 MB that they"
    )
    told.wait_for()
    expect(told).to_contain_text("LOCCIT_UPLOAD_FOLDER_MB")
