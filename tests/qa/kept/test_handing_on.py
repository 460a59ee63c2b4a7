import json
from datetime import date
from functools import partial
from pathlib import Path

import pytest
import rispy

from embeddings.generations.store import open_generation
from qa.answers import Excerpt
from qa.citations.export import FORMS
from qa.citations.resolving import Resolved, resolve_all
from qa.errors import ExportError
from qa.kept.clippings import clippings, keep
from qa.kept.exchange import from_json
from qa.kept.following import Followed, follow
from qa.kept.handing_on import export_clippings, status_line, without_source
from tests.qa.kept.conftest import WORDS


@pytest.fixture
def followed(file: Path, archive: Path, excerpt: Excerpt) -> list[Followed]:
    """Two clippings of the same document in two notebooks, the first with a note and a tag."""
    keep(file, excerpt, "A *star*", note="# why\nand when", tags=["Paris"])
    keep(file, Excerpt(excerpt.document, 0, 10, WORDS[:10], 1.0), "B")
    return follow(clippings(file), partial(resolve_all, index=archive, generation=open_generation(archive)))


@pytest.fixture
def lost(followed: list[Followed]) -> Followed:
    clipping = followed[0].clipping
    return Followed(clipping, Resolved(clipping.reference, "gone"))


def test_markdown_has_notebooks_quotations_notes_tags_and_footnotes(followed: list[Followed]) -> None:
    written = export_clippings(followed, "markdown", address="http://a/")
    assert written.startswith(
        f"## A \\*star\\*\n\n> “{WORDS}”[^1]\n\n\\# why  \nand when\n\nTags: Paris\n\n## B\n\n> “Kerry told”[^2]\n"
    )
    reference = followed[0].clipping.reference
    cited = "[^1]: Kerry in Paris. Ana Ruiz · 4 February 2005.  \n    paris.md, http://a/?ref="
    assert f"{cited}{reference}\n" in written


def test_text_has_the_same_in_lines(followed: list[Followed]) -> None:
    reference = followed[0].clipping.reference
    assert export_clippings(followed[:1], "text") == (
        f"A *star*\n\n“{WORDS}”\n[1] Kerry in Paris. Ana Ruiz · 4 February 2005.\n"
        f"paris.md, loccit {reference}\n# why\nand when\nTags: Paris\n"
    )


def test_json_is_what_an_import_reads(followed: list[Followed], tmp_path: Path) -> None:
    written = export_clippings(followed, "json")
    assert [one["notebook"] for one in json.loads(written)["clippings"]] == ["A *star*", "B"]
    assert from_json(tmp_path / "other.sqlite", written, "kept.json") == (2, 0)


def test_lists_of_references_have_each_document_once(followed: list[Followed]) -> None:
    (entry,) = rispy.loads(export_clippings(followed, "ris", accessed=date(2026, 11, 28)))
    assert entry["title"] == "Kerry in Paris"
    assert [note[:12] for note in entry["notes"]] == ["“Kerry told ", "“Kerry told”"]
    (csl,) = json.loads(export_clippings(followed, "csl-json"))
    assert csl["issued"] == {"date-parts": [[2005, 2, 4]]}
    assert export_clippings(followed, "bibtex").count("@misc{") == 1
    assert export_clippings(followed, "html").count("<figure") == 2


def test_words_that_are_gone_are_said_to_be_or_left_out_and_counted(followed: list[Followed], lost: Followed) -> None:
    for form in ("markdown", "text"):
        written = export_clippings([lost], form)
        assert WORDS in written
        assert "Kerry in Paris. Ana Ruiz · 4 February 2005." in written
        assert "The words are no longer in the archive." in written
    for form in ("ris", "bibtex", "html"):
        assert export_clippings([lost], form) == ""
    counts = {form: without_source([lost, followed[1]], form) for form in FORMS}
    assert counts == {"markdown": 0, "text": 0, "json": 0, "csl-json": 1, "ris": 1, "bibtex": 1, "html": 1}


def test_what_became_of_the_words_is_one_sentence(followed: list[Followed]) -> None:
    clipping, resolved = followed[0].clipping, followed[0].resolved
    assert status_line(followed[0]) == ""
    changed = Resolved(clipping.reference, "changed", document=resolved.document)
    assert status_line(Followed(clipping, changed)) == "The document has changed since and no longer has these words."
    moved = Resolved(clipping.reference, "moved", resolved.excerpt)
    assert status_line(Followed(clipping, moved)) == "The file has been moved since."


def test_a_format_that_there_is_not_is_named(followed: list[Followed]) -> None:
    with pytest.raises(ExportError, match="no format 'pdf'"):
        export_clippings(followed, "pdf")
