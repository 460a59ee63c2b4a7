from collections.abc import Callable
from pathlib import Path

import pytest

from embeddings.models.encoder import Encoder
from qa.archive import Archive
from qa.upkeep.rebuilding import rebuild
from tests.ui.example import ANSWER, QUESTION
from tests.ui.web.pages import texts
from ui.web.citing import export_turns, follow_reference, recheck_references, search_words

OpenArchive = Callable[[], Archive]

pytestmark = pytest.mark.usefixtures("fake_model")


def test_a_reference_opens_its_source_at_the_words(open_index: OpenArchive) -> None:
    (excerpt,) = open_index().ask(QUESTION).excerpts
    shown = follow_reference(open_index, {"reference": excerpt.reference, "cited": [[0, 5]]})
    assert shown["document"] == "paris.md"
    assert texts(shown["html"], "//mark[@class='current']") == ["Kerry", ANSWER.removeprefix("Kerry")]
    wrong = follow_reference(open_index, {"reference": excerpt.reference[:-1]})
    assert wrong.keys() == {"html"}
    assert "is mistyped or cut short" in texts(wrong["html"], "//*[@role='alert']")[0]
    assert (
        "reference wrongly" in texts(follow_reference(open_index, {"reference": ""})["html"], "//*[@role='alert']")[0]
    )


def test_a_conversation_is_exported_as_the_page_sends_it(open_index: OpenArchive) -> None:
    asked = {"turns": [[QUESTION, {}], ["Who invited both sides?", {"documents": ["oman.txt"]}]], "form": "text"}
    both = export_turns(open_index, asked)
    assert both["suffix"] == ".txt"
    assert both["text"].count("Kerry in Paris") == 1
    assert "searched: in oman.txt" in both["text"]
    last = export_turns(open_index, asked | {"only_last": True, "address": "http://a/"})
    assert last["text"].startswith("Who invited both sides?")
    assert "http://a/?ref=qa1" in last["text"]
    for wrong, reason in (
        ({"form": "pdf"}, "no format"),
        ({"turns": []}, "turns"),
        ({"address": "javascript:alert(1)"}, "address"),
        ({"turns": [[QUESTION, {"colour": "red"}]]}, "no filter"),
    ):
        assert reason in export_turns(open_index, asked | wrong)["error"]


def test_the_references_shown_have_notes_once_their_words_changed(
    open_index: OpenArchive, index: Path, write: Callable[..., Path], encoder: Encoder
) -> None:
    (excerpt,) = open_index().ask(QUESTION).excerpts
    assert recheck_references(open_index, {"references": [excerpt.reference]}) == {"notes": {}}
    write("paris.md", ANSWER.replace("an alternative", "no alternative"))
    rebuild([index.parent / "sources"], index, encoder=encoder)
    notes = recheck_references(open_index, {"references": [excerpt.reference]})["notes"]
    assert texts(notes[excerpt.reference], "//del") == ["an"]
    assert texts(notes[excerpt.reference], "//ins") == ["no"]
    assert recheck_references(open_index, {"references": ["qa1"]}) == {"notes": {}}
    assert recheck_references(open_index, {"references": [excerpt.reference] * 101}) == {"notes": {}}


def test_words_are_searched_for_as_the_page_sends_them(open_index: OpenArchive) -> None:
    found = search_words(open_index, {"search": "sanction OR worm"})
    assert found["said"] == "2 occurrences in 2 documents."
    assert texts(found["html"], "//a/strong") == ["sanctions", "worm"]
    exact = search_words(open_index, {"search": "sanction", "exact": True})
    assert exact["said"] == "Nothing in the archive meets this search."
    narrow = search_words(open_index, {"search": "worm", "filters": {"documents": ["oman.txt"]}})
    assert narrow["said"] == "Nothing in the archive meets this search. Searched: in oman.txt."
    assert search_words(open_index, {"search": "(worm"}) == {
        "error": "The search cannot be read at its end: a “)” is missing. Here: (worm▸"
    }
    assert "no publisher" in search_words(open_index, {"search": "worm", "filters": {"publishers": ["X"]}})["error"]
