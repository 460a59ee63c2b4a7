from collections.abc import Callable
from typing import Any

import pytest

from embeddings.errors import IndexMissing
from qa.archive import Archive
from tests.ui.example import ANSWER, QUESTION
from tests.ui.web.pages import texts
from ui.web.source_pages import show_source, similar_to_place

OpenArchive = Callable[[], Archive]

pytestmark = pytest.mark.usefixtures("fake_model")


def place(open_index: OpenArchive, **more: Any) -> dict[str, Any]:
    (excerpt,) = open_index().ask(QUESTION).excerpts
    beginning = excerpt.document.text_sha256[:12]
    return {"document": "paris.md", "start": excerpt.start, "end": excerpt.end, "text": beginning} | more


def test_a_citation_opens_its_source_with_the_words_marked(open_index: OpenArchive) -> None:
    page = show_source(open_index, place(open_index, cited=[[0, 5]]))["html"]
    assert texts(page, "//mark[@class='current']") == ["Kerry", ANSWER.removeprefix("Kerry")]
    assert texts(page, "//*[@class='text']") == [f"{ANSWER} He flew home on Monday."]


def test_a_source_that_is_gone_or_has_changed_is_not_shown_as_the_one_cited(open_index: OpenArchive) -> None:
    gone, *changed = (
        show_source(open_index, place(open_index, **more))["html"]
        for more in (
            {"document": "rome.txt", "text": "0123456789ab"},
            {"text": "0123456789ab"},
            {"end": 10_000},
            {"start": 9, "end": 9},
        )
    )
    assert texts(gone, "//*[@role='alert']") == ["This document is not in the archive any more."]
    for page in changed:
        assert texts(page, "//*[@role='alert']") == [
            "This document has changed since it was cited; ask the question again."
        ]
        assert texts(page, "//mark") == []


def test_a_link_finds_its_document_under_another_id(open_index: OpenArchive) -> None:
    sent = place(open_index)
    for document, text in (("gone/long/ago.md", sent["text"]), ("sources/paris.md", ""), ("oman.txt", sent["text"])):
        page = show_source(open_index, sent | {"document": document, "text": text})["html"]
        assert texts(page, "//*[@class='text']") == [f"{ANSWER} He flew home on Monday."]
    too_short = show_source(open_index, sent | {"document": "gone/long/ago.md", "text": sent["text"][:4]})["html"]
    assert texts(too_short, "//*[@role='alert']") == ["This document is not in the archive any more."]


@pytest.mark.parametrize("sent", [None, 3, [], "x", {}, {"document": "a", "start": -1}, {"document": "a", "other": 1}])
def test_what_no_page_of_ours_sends_is_refused_in_words(open_index: OpenArchive, sent: Any) -> None:
    assert texts(show_source(open_index, sent)["html"], "//*[@role='alert']")[0].startswith("The page sent ")


def test_an_archive_that_cannot_be_opened_is_said_in_the_pane() -> None:
    def missing() -> Any:
        raise IndexMissing("There is <no> index.")

    page = show_source(missing, {"document": "a", "start": 0, "end": 1})["html"]
    assert texts(page, "//*[@role='alert']") == ["There is <no> index."]


def test_passages_like_one_are_shown_under_the_filters_or_why_not(open_index: OpenArchive) -> None:
    (excerpt,) = open_index().ask(QUESTION).excerpts
    sent = {"reference": excerpt.reference}
    titles = texts(similar_to_place(open_index, sent)["html"], "//cite")
    assert sorted(titles) == ["oman.txt", "stuxnet.txt"]
    narrowed = similar_to_place(open_index, sent | {"filters": {"documents": ["oman.txt"]}})["html"]
    assert texts(narrowed, "//cite") == ["oman.txt"]
    assert "mistyped" in similar_to_place(open_index, {"reference": "qa1zzz"})["error"]
    assert similar_to_place(open_index, {})["error"].startswith("The page sent reference wrongly")
