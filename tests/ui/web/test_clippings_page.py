from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from lxml import html

from embeddings.documents import Document
from qa.answers import Excerpt
from qa.archive import Archive, open_archive
from qa.kept.clippings import clippings, keep
from ui.web.clippings_page import shown_clippings
from ui.web.keeping import SHOWN, Shelf

pytestmark = pytest.mark.usefixtures("fake_model")


@pytest.fixture
def opened(index: Path) -> Callable[[], Archive]:
    return partial(open_archive, index)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """What a user keeps: a page and a half in A, the even ones tagged, and one in B."""
    path = tmp_path / "ana.sqlite"
    for number in range(SHOWN + 12):
        words = f"Word {number}."
        document = Document(id="a.txt", path="/a.txt", text=words, sha256="ab" * 32)
        keep(path, Excerpt(document, 0, len(words), words, 1.0), "A", tags=[] if number % 2 else ["even"])
    keep(path, Excerpt(document, 0, 4, "Word", 1.0), "B")
    return path


def quoted(shown: dict[str, object]) -> list[str]:
    page = html.fragment_fromstring(str(shown["html"]), create_parent="div")
    return [quotation.text_content() for quotation in page.xpath("//blockquote")]


def test_a_page_of_clippings_is_shown_with_the_choices(opened: Callable[[], Archive], file: Path) -> None:
    everything = shown_clippings(opened, file, Shelf())
    assert (everything["said"], everything["total"]) == (f"{SHOWN + 13} clippings.", SHOWN + 13)
    assert quoted(everything)[:2] == ["“Word 0.”", "“Word 1.”"]
    assert "draggable" not in str(everything["html"])
    second = shown_clippings(opened, file, Shelf(notebook="A", first=SHOWN))
    assert (quoted(second)[0], len(quoted(second))) == (f"“Word {SHOWN}.”", 12)
    assert "draggable" in str(second["html"])
    assert '<option value="A" selected>A (37)</option>' in str(second["notebooks"])
    tagged = shown_clippings(opened, file, Shelf(notebook="A", tag="even"))
    assert quoted(tagged)[:2] == ["“Word 0.”", "“Word 2.”"]
    assert "draggable" not in str(tagged["html"])


def test_what_there_is_not_any_more_is_not_asked_for(opened: Callable[[], Archive], file: Path) -> None:
    assert shown_clippings(opened, file, Shelf(notebook="C", tag="gone"))["total"] == SHOWN + 13
    past = shown_clippings(opened, file, Shelf(notebook="A", first=10_000))
    assert (past["first"], len(quoted(past))) == (SHOWN, 12)
    assert shown_clippings(opened, file.with_name("none"), Shelf())["said"] == "0 clippings."
    assert len(clippings(file)) == SHOWN + 13
