from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from lxml import html

from embeddings.generations.store import open_generation
from qa.answers import Excerpt
from qa.citations.resolving import Resolved, resolve_all
from qa.kept.clippings import clippings, keep
from qa.kept.following import Followed, follow
from tests.ui.example import ANSWER
from ui.views.clippings import clippings_html, counted_line, options_html


@pytest.fixture
def kept(index: Path, tmp_path: Path) -> Callable[..., list[Followed]]:
    """Keep the answer of paris.md in a notebook with a note and tags; return all that is kept, followed."""

    def keep_and_follow(notebook: str = "Talks", note: str = "", tags: tuple[str, ...] = ()) -> list[Followed]:
        generation = open_generation(index)
        document = generation.catalogue.document("paris.md")
        assert document is not None
        file = tmp_path / "kept.sqlite"
        keep(file, Excerpt(document, 0, len(ANSWER), ANSWER, 1.0), notebook, note=note, tags=tags)
        return follow(clippings(file), partial(resolve_all, index=index, generation=generation))

    return keep_and_follow


def one(page: str, path: str) -> str:
    (found,) = html.fragment_fromstring(page, create_parent="div").xpath(path)
    return found if isinstance(found, str) else found.text_content()


def test_a_clipping_has_its_words_citation_note_and_tags(kept: Callable[..., list[Followed]]) -> None:
    part = kept(note="why\n“so”", tags=("Paris", "<b>"))
    page = clippings_html(part, 0, 1, movable=True)
    assert one(page, "//blockquote") == f"“{ANSWER}”"
    assert one(page, "//a[@class='citation']/@href") == f"./?ref={part[0].clipping.reference}"
    assert one(page, "//figcaption/span") == "The Example · A. Reporter · 4 February 2005"
    assert one(page, "//p[@class='note']") == "why\n“so”"
    assert one(page, "//li[@class='clipping']/@data-note") == "why\n“so”"
    assert one(page, "//li[@class='clipping']/@data-tags") == "Paris, <b>"
    assert html.fragment_fromstring(page, create_parent="div").xpath("//ul/li/button/@data-tag") == ["Paris", "<b>"]


def test_only_what_can_be_moved_has_buttons_and_a_handle(kept: Callable[..., list[Followed]]) -> None:
    part = kept()
    page = clippings_html(part, 1, 3, movable=True)
    assert one(page, "//button[@data-do='up']/@aria-label") == "Move number 2 up"
    assert "disabled" not in page
    assert "disabled" in clippings_html(part, 0, 3, movable=True)
    assert "disabled" in clippings_html(part, 2, 3, movable=True)
    page = clippings_html(part, 1, 3, movable=False)
    assert one(page, "//div[@class='tools']/span") == "in Talks"
    assert "draggable" not in page
    assert "data-do='up'" not in page


def test_words_that_have_gone_are_still_quoted_and_said_to_have(kept: Callable[..., list[Followed]]) -> None:
    clipping = kept()[0].clipping
    page = clippings_html([Followed(clipping, Resolved(clipping.reference, "gone"))], 0, 1, movable=True)
    assert one(page, "//blockquote") == f"“{ANSWER}”"
    assert "is no longer in the archive" in one(page, "//*[@role='status']")
    assert one(page, "//cite") == "Kerry in Paris"


def test_parts_of_a_list_say_where_they_are(kept: Callable[..., list[Followed]]) -> None:
    page = clippings_html(kept(), 25, 30, movable=True)
    assert one(page, "//p[@class='pages']/span") == "26 to 26 of 30 clippings"
    assert html.fragment_fromstring(page, create_parent="div").xpath("//button/@data-page") == ["-1", "1"]
    assert "Nothing is kept here yet." in clippings_html([], 0, 0, movable=True)


def test_choices_have_counts_and_what_is_chosen() -> None:
    assert options_html([("A & B", 1200), ("C", 1)], "C", "All") == (
        '<option value="">All</option><option value="A &#38; B">A &#38; B (1,200)</option>'
        '<option value="C" selected>C (1)</option>'
    )
    assert counted_line(1) == "1 clipping."
