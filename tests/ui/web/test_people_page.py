from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from embeddings.models.encoder import Encoder
from qa.archive import Archive
from qa.question.speakers import LABELLED_ONLY, not_looked_for
from ui.web.people_page import show_voices

# The turns of labelled speakers are found without a parser.
MINUTES = "\n\n".join(["MR. EK: The lock leaks.", "MS. RUIZ: It will be mended.", "MR. EK: When?"])


@pytest.fixture
def archive(index_of: Callable[[dict[str, str]], Path], encoder: Encoder) -> Archive:
    return Archive.open(index_of({"minutes.txt": MINUTES}), encoder=encoder)


@pytest.fixture
def without_parser(monkeypatch: pytest.MonkeyPatch) -> None:
    """Voices as of an index that was built without the extra attribution, which may be installed here."""
    for module in ("qa.search.voices", "ui.web.people_page"):
        monkeypatch.setattr(f"{module}.not_looked_for", lambda _: LABELLED_ONLY)


def test_who_speaks_and_what_one_says_are_shown(archive: Archive) -> None:
    everyone = show_voices(lambda: archive, {})
    assert everyone["said"].startswith(f"{len(archive.people())} speak by name in this archive.")
    name = archive.people()[0].name
    one = show_voices(lambda: archive, {"name": name})
    assert one["said"] == f"{name}: 2 statements in 1 document."
    assert "The lock leaks." in one["html"]
    assert "It will be mended." not in one["html"]


def test_what_cannot_be_shown_is_said(archive: Archive) -> None:
    assert "Nobody Atall" in show_voices(lambda: archive, {"name": "Nobody Atall"})["error"]
    assert show_voices(lambda: archive, {"first": -1})["error"].startswith("The page sent first wrongly")


@pytest.mark.usefixtures("without_parser")
def test_that_somebody_is_not_known_to_speak_is_not_said_as_that_they_do_not(archive: Archive) -> None:
    unknown = show_voices(lambda: archive, {"name": "Nobody Atall"})["error"]
    assert unknown.endswith(LABELLED_ONLY)
    everyone = show_voices(lambda: archive, {})
    assert everyone["said"].endswith(LABELLED_ONLY)
    assert LABELLED_ONLY in everyone["html"]
    assert LABELLED_ONLY in show_voices(lambda: archive, {"name": archive.people()[0].name})["html"]


def test_an_index_says_whom_it_did_not_look_for(archive: Archive) -> None:
    assert not_looked_for(replace(archive.manifest, parser="")) == LABELLED_ONLY
    assert not_looked_for(replace(archive.manifest, parser="spacy 3")) == ""
