import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from embeddings.building.rebuild import rebuild
from embeddings.generations.store import open_generation
from embeddings.models.encoder import Encoder
from qa.answers import Excerpt
from qa.citations.comparing import Difference
from qa.citations.resolving import Resolved, resolve
from qa.errors import InvalidReference

PARIS = "Kerry told Barnier over a late dinner in Paris that sanctions remained."
STORY = f"It rained on Friday. {PARIS} He flew home on Monday.\n"
OTHER = "The sultan of Oman invited both sides to Muscat.\n"

Write = Callable[[str, str], Path]


class Edited:
    """An archive that is edited and rebuilt, and what references to it lead to."""

    def __init__(self, tmp_path: Path, write: Write, encoder: Encoder) -> None:
        self.sources, self.index, self.write, self._encoder = tmp_path / "sources", tmp_path / "index", write, encoder
        write("paris.txt", STORY)
        write("oman.txt", OTHER)
        self.rebuild()

    def rebuild(self) -> None:
        rebuild([self.sources], self.index, lambda: self._encoder)

    def remove(self, name: str) -> None:
        (self.sources / name).unlink()

    def cite(self, name: str, words: str) -> Excerpt:
        document = open_generation(self.index).catalogue.document(name)
        assert document is not None
        start = document.text.index(words)
        return Excerpt(document, start, start + len(words), words, 1.0)

    def follow(self, reference: str) -> Resolved:
        return resolve(reference, self.index, open_generation(self.index))


@pytest.fixture
def edited(tmp_path: Path, write: Write, encoder: Encoder) -> Edited:
    return Edited(tmp_path, write, encoder)


@pytest.fixture
def reference(edited: Edited) -> str:
    """A reference to a sentence of paris.txt."""
    return edited.cite("paris.txt", PARIS).reference


def test_words_that_stand_where_they_were_cited_are_found_also_after_other_changes(
    edited: Edited, reference: str
) -> None:
    before = edited.follow(reference)
    assert (before.status, before.excerpt, before.cited) == ("same", edited.cite("paris.txt", PARIS), PARIS)
    edited.write("oman.txt", "Nobody came.\n")
    edited.write("a.txt", OTHER)
    edited.rebuild()
    after = edited.follow(reference)
    assert (after.status, after.reference) == ("same", reference)
    assert after.excerpt == edited.cite("paris.txt", PARIS)
    assert after.document == after.excerpt.document


def test_of_two_files_with_the_same_text_the_one_cited_is_it(edited: Edited) -> None:
    edited.write("copy.txt", STORY)
    edited.rebuild()
    for name in ("copy.txt", "paris.txt"):
        found = edited.follow(edited.cite(name, PARIS).reference)
        assert (found.status, found.excerpt) == ("same", edited.cite(name, PARIS))


def test_a_file_that_was_moved_is_found_and_its_name_said(edited: Edited, reference: str) -> None:
    edited.remove("paris.txt")
    edited.write("2005/kerry.txt", STORY)
    edited.rebuild()
    found = edited.follow(reference)
    assert (found.status, found.document) == ("moved", None)
    assert found.excerpt == edited.cite("2005/kerry.txt", PARIS)


@pytest.mark.parametrize("text", [f"By another hand.\n\n{STORY}\nAnd more.\n", f"\ufeff{STORY}"])
def test_a_reprint_is_found_where_the_file_is_gone(edited: Edited, reference: str, text: str) -> None:
    edited.write("reprint.txt", text)
    edited.rebuild()
    assert edited.follow(reference).status == "same"
    edited.remove("paris.txt")
    edited.rebuild()
    # Once more, so that no generation that is kept has the document.
    edited.write("oman.txt", "Nobody came.\n")
    edited.rebuild()
    found = edited.follow(reference)
    assert (found.status, found.document) == ("reprint", None)
    assert found.excerpt == edited.cite("reprint.txt", PARIS)


def test_a_reprint_is_found_where_the_document_lost_the_words(edited: Edited, reference: str) -> None:
    edited.write("reprint.txt", f"By another hand.\n\n{STORY}")
    edited.write("paris.txt", "Withdrawn.\n")
    edited.rebuild()
    found = edited.follow(reference)
    assert (found.status, found.excerpt) == ("reprint", edited.cite("reprint.txt", PARIS))
    assert found.document is not None
    assert found.document.text == "Withdrawn."


def test_a_few_words_that_stand_in_another_document_are_no_reprint(edited: Edited) -> None:
    reference = edited.cite("paris.txt", "He flew home on Monday.").reference
    edited.write("other.txt", "He was in Oslo. He flew home on Monday.\n")
    edited.write("paris.txt", "Withdrawn.\n")
    edited.rebuild()
    found = edited.follow(reference)
    assert (found.status, found.excerpt, found.cited) == ("changed", None, "He flew home on Monday.")


def test_words_that_stand_elsewhere_in_a_changed_document_are_found_with_what_changed_around_them(
    edited: Edited, reference: str
) -> None:
    edited.write("paris.txt", f"Corrected. It rained on Sunday. {PARIS} He flew home on Monday.\n")
    edited.rebuild()
    found = edited.follow(reference)
    assert (found.status, found.excerpt) == ("changed", edited.cite("paris.txt", PARIS))
    assert found.differences == (
        Difference("added", "Corrected."),
        Difference("same", "It rained on"),
        Difference("removed", "Friday."),
        Difference("added", "Sunday."),
        Difference("same", f"{PARIS} He flew home on Monday."),
    )
    edited.write("oman.txt", "Nobody came.\n")
    edited.rebuild()
    later = edited.follow(reference)
    # What it was before is not kept any more.
    assert (later.status, later.excerpt, later.differences) == ("changed", found.excerpt, ())


def test_nothing_is_said_to_have_changed_around_words_where_only_the_rest_did(edited: Edited) -> None:
    edited.write("paris.txt", STORY + "\n\n" + "He slept well. " * 20)
    edited.rebuild()
    edited.write("paris.txt", STORY + "\n\n" + "He slept well. " * 20 + "Corrected.")
    cited = edited.cite("paris.txt", PARIS).reference
    edited.rebuild()
    found = edited.follow(cited)
    assert (found.status, found.differences) == ("changed", ())
    assert found.excerpt == edited.cite("paris.txt", PARIS)


def test_words_that_changed_are_compared_with_the_nearest_place_and_not_taken_for_it(
    edited: Edited, reference: str
) -> None:
    now = PARIS.replace("sanctions remained", "no sanctions were left")
    edited.write("paris.txt", f"It snowed. {now} He flew home.\n")
    edited.rebuild()
    found = edited.follow(reference)
    assert (found.status, found.excerpt, found.cited) == ("changed", None, PARIS)
    assert found.document is not None
    assert found.nearest is not None
    assert found.document.text[slice(*found.nearest)] == now.removesuffix(" left.")
    assert [(part.kind, part.text) for part in found.differences] == [
        ("same", "Kerry told Barnier over a late dinner in Paris that"),
        ("added", "no"),
        ("same", "sanctions"),
        ("removed", "remained."),
        ("added", "were"),
    ]
    edited.write("oman.txt", "Nobody came.\n")
    edited.rebuild()
    later = edited.follow(reference)
    assert (later.status, later.excerpt, later.cited, later.nearest, later.differences) == (
        *("changed", None, None, None),
        (),
    )


def test_words_of_a_document_that_was_taken_out_are_gone(edited: Edited, reference: str) -> None:
    edited.remove("paris.txt")
    edited.rebuild()
    found = edited.follow(reference)
    assert (found.status, found.excerpt, found.document, found.cited) == ("gone", None, None, PARIS)
    edited.write("oman.txt", "Nobody came.\n")
    edited.rebuild()
    assert edited.follow(reference) == Resolved(reference, "gone")
    edited.write("paris.txt", STORY)
    edited.rebuild()
    assert edited.follow(reference).status == "same"


def test_a_file_that_was_moved_and_then_changed_says_what_changed(edited: Edited, reference: str) -> None:
    edited.remove("paris.txt")
    edited.write("north/dinner.txt", STORY)
    edited.rebuild()
    edited.write("north/dinner.txt", STORY.replace("late dinner", "dinner"))
    edited.rebuild()
    found = edited.follow(reference)
    assert (found.status, found.excerpt, found.cited) == ("changed", None, PARIS)
    assert found.document is not None
    assert found.document.id == "north/dinner.txt"
    assert Difference("removed", "late") in found.differences


def test_a_copy_that_has_changed_is_not_the_document_cited(edited: Edited, reference: str) -> None:
    edited.write("copy.txt", STORY)
    edited.rebuild()
    edited.remove("paris.txt")
    edited.write("copy.txt", STORY.replace("late dinner", "dinner"))
    edited.rebuild()
    found = edited.follow(reference)
    assert (found.status, found.document, found.cited) == ("gone", None, PARIS)


def test_two_files_that_change_places_are_moved(edited: Edited, reference: str) -> None:
    edited.write("paris.txt", OTHER)
    edited.write("oman.txt", STORY)
    edited.rebuild()
    found = edited.follow(reference)
    assert (found.status, found.excerpt) == ("moved", edited.cite("oman.txt", PARIS))
    assert found.document is not None
    assert found.document.id == "paris.txt"


def test_a_generation_that_cannot_be_read_tells_nothing(edited: Edited, reference: str) -> None:
    before = open_generation(edited.index)
    edited.write("paris.txt", "Withdrawn.\n")
    edited.rebuild()
    assert edited.follow(reference).cited == PARIS
    manifest = before.folder / "manifest.json"
    manifest.write_text(json.dumps({"format": 1}))
    assert edited.follow(reference).cited is None
    shutil.rmtree(before.folder)
    assert edited.follow(reference).cited is None


def test_a_mistyped_reference_is_refused(edited: Edited, reference: str) -> None:
    with pytest.raises(InvalidReference, match="mistyped or cut short"):
        edited.follow(reference[:-1])


def test_what_is_found_is_json(edited: Edited, reference: str) -> None:
    same = edited.follow(reference).to_dict()
    assert json.loads(json.dumps(same)) == same
    assert (same["status"], same["excerpt"]["text"], same["excerpt"]["reference"]) == ("same", PARIS, reference)
    assert (same["document"]["id"], same["nearest"], same["differences"]) == ("paris.txt", None, [])
    edited.write("paris.txt", PARIS.replace("late", "long"))
    edited.rebuild()
    changed = edited.follow(reference).to_dict()
    assert changed["nearest"] == {"start": 0, "end": 71, "text": PARIS.replace("late", "long")}
    assert {"kind": "removed", "text": "late"} in changed["differences"]
    edited.remove("paris.txt")
    edited.rebuild()
    assert edited.follow(reference).to_dict() | {"cited": ""} == {
        "reference": reference, "status": "gone", "excerpt": None, "document": None, "cited": "", "nearest": None,
        "differences": [],
    }  # fmt: skip
