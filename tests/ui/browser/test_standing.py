"""Standing questions on the archive page: added, asked again after a rebuild, seen, removed."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from embeddings.building.rebuild import rebuild
from embeddings.models.encoder import Encoder

pytestmark = pytest.mark.browser

OPERA = "Who painted the ceiling of the opera?"
WORDS = "Marc Chagall painted the ceiling of the opera in one year."


@pytest.fixture
def archive_page(serve: Callable[..., str], new_page: Callable[..., Any], index: Path) -> Any:
    assert index.is_dir()
    page = new_page(f"{serve()}archive")
    page.get_by_role("heading", name="Standing questions").wait_for()
    return page


@pytest.fixture
def come(write: Callable[..., Path], encoder: Encoder, tmp_path: Path) -> Callable[..., None]:
    """Add a document that answers the question, and rebuild."""

    def add(words: str = WORDS) -> None:
        write("opera.txt", words)
        rebuild([tmp_path / "sources"], tmp_path / "index", lambda: encoder)

    return add


def test_a_question_stands_and_its_news_are_seen_and_removed(archive_page: Any, come: Callable[..., None]) -> None:
    from playwright.sync_api import expect

    page = archive_page
    field = page.get_by_label("Question that shall stand")
    field.fill(OPERA)
    field.press("Enter")
    expect(page.locator("#standing-told")).to_have_text("It stands from now on, and is not answered today.")
    expect(field).to_have_value("")
    for words in (WORDS, WORDS.replace("one year", "eight months")):
        come(words)
        page.reload()
        expect(page.locator(".standing-news ins")).to_have_text(f"“{words}”")
        expect(page.locator(".standing-news .news")).to_have_text(
            "It is answered now." if words == WORDS else "Its answer has changed."
        )
        if words == WORDS:
            page.get_by_role("button", name="Take as seen").press("Enter")
            expect(page.locator("#standing-told")).to_have_text("Taken as seen.")
            expect(page.locator(".standing-news")).to_have_count(0)
    expect(page.locator(".standing-news del")).to_have_text(f"“{WORDS}”")
    page.get_by_role("button", name=f"Remove “{OPERA}”").click()
    expect(page.locator("#standing .counted")).to_have_text("0 standing questions, 0 with news.")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_serious_fault_and_it_fits_a_telephone(
    archive_page: Any, come: Callable[[], None], scheme: str, faults: Callable[[Any], list[str]], fits: Any
) -> None:
    from playwright.sync_api import expect

    page = archive_page
    page.get_by_label("Question that shall stand").fill(OPERA)
    page.get_by_role("button", name="Have it stand").click()
    expect(page.locator("#standing .counted")).to_contain_text("1 standing question")
    come()
    page.emulate_media(color_scheme=scheme)
    page.reload()
    expect(page.locator(".standing-news ins")).to_be_visible()
    assert faults(page) == []
    page.set_viewport_size({"width": 390, "height": 800})
    assert fits(page)
