from collections.abc import Callable
from pathlib import Path

import pytest

from embeddings.models.encoder import Encoder
from qa.archive import Archive
from qa.search.voices import LABELLED_ONLY
from ui.web.people_page import show_voices

# The turns of labelled speakers are found without a parser.
MINUTES = "\n\n".join(["MR. EK: The lock leaks.", "MS. RUIZ: It will be mended.", "MR. EK: When?"])


@pytest.fixture
def archive(index_of: Callable[[dict[str, str]], Path], encoder: Encoder) -> Archive:
    return Archive.open(index_of({"minutes.txt": MINUTES}), encoder=encoder)


def test_who_speaks_and_what_one_says_are_shown(archive: Archive) -> None:
    everyone = show_voices(lambda: archive, {})
    assert everyone["said"] == f"{len(archive.people())} speak by name in this archive. {LABELLED_ONLY}"
    assert LABELLED_ONLY in everyone["html"]
    name = archive.people()[0].name
    one = show_voices(lambda: archive, {"name": name})
    assert one["said"] == f"{name}: 2 statements in 1 document."
    assert "The lock leaks." in one["html"]
    assert "It will be mended." not in one["html"]


def test_what_cannot_be_shown_is_said(archive: Archive) -> None:
    unknown = show_voices(lambda: archive, {"name": "Nobody Atall"})["error"]
    assert "Nobody Atall" in unknown
    assert unknown.endswith(LABELLED_ONLY), "that it is not known to speak is not that it does not"
    assert show_voices(lambda: archive, {"first": -1})["error"].startswith("The page sent first wrongly")
