from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from embeddings.models.encoder import Encoder
from qa.answers import Answer
from qa.archive import Archive
from qa.citations.standing import standing_lines
from qa.errors import FilterError
from qa.question.filters import Filters
from qa.question.speakers import LABELLED_ONLY, not_looked_for, unheard

# The turns of labelled speakers are found without a parser.
FILES = {
    "minutes.txt": "\n\n".join(["MR. EK: The lock leaks.", "MS. RUIZ: It will be mended.", "MR. EK: When?"]),
    "other.md": "---\ndate: 2010-05-01\n---\nThe harbour was closed for the winter.\n",
}


@pytest.fixture
def archive(index_of: Callable[[dict[str, str]], Path], encoder: Encoder) -> Archive:
    """As of an index that was built without the extra attribution, which may be installed here."""
    opened = Archive.open(index_of(FILES), encoder=encoder)
    generation = opened._generation
    object.__setattr__(generation, "manifest", replace(generation.manifest, parser=""))
    return opened


def test_an_index_says_whom_it_did_not_look_for(archive: Archive) -> None:
    assert not_looked_for(archive.manifest) == LABELLED_ONLY
    assert not_looked_for(replace(archive.manifest, parser="spacy 3")) == ""


def test_it_is_said_of_filters_of_speakers_and_of_no_others(archive: Archive) -> None:
    assert unheard(Filters(speakers=("Ek",)), archive.manifest) == LABELLED_ONLY
    assert unheard(Filters(to=("Ek",)), archive.manifest) == LABELLED_ONLY
    assert unheard(Filters(published_from="2010"), archive.manifest) == ""
    assert unheard(None, archive.manifest) == ""


def test_a_speaker_who_is_not_known_is_refused_with_who_was_not_looked_for(archive: Archive) -> None:
    asks: list[Callable[[Filters], object]] = [
        lambda filters: archive.ask("What leaks?", filters=filters),
        lambda filters: archive.retrieve("What leaks?", filters=filters),
        lambda filters: archive.search("lock", filters),
        archive.facets,
    ]
    for ask in asks:
        for filters in (Filters(speakers=("Zorn",)), Filters(to=("Zorn",))):
            with pytest.raises(FilterError, match=r"The archive has no (speaker|addressee) 'Zorn'") as refused:
                ask(filters)
            assert str(refused.value).endswith(LABELLED_ONLY)
        with pytest.raises(FilterError, match="The archive has no author 'Zorn'") as refused:
            ask(Filters(authors=("Zorn",)))
        assert LABELLED_ONLY not in str(refused.value)


def said(answer: Answer) -> str:
    return " ".join(standing_lines(answer))


def test_an_answer_that_is_not_found_among_what_one_says_tells_who_was_not_looked_for(archive: Archive) -> None:
    speaker = archive.people()[0].name
    nothing = archive.ask(
        "What leaks?", filters=Filters(speakers=(speaker,), published_from="2010", undated="leave_out")
    )
    assert (nothing.status, nothing.nearest) == ("not_found", ())
    assert nothing.reason == f"no document was searched. {LABELLED_ONLY}"
    assert said(nothing) == f"Nothing in the archive matches these filters. {LABELLED_ONLY}"
    archive.threshold = 1.0
    near = archive.ask("Who closed the harbour?", filters=Filters(speakers=(speaker,)))
    assert near.nearest
    assert (near.reason or "").endswith(f". {LABELLED_ONLY}")
    assert LABELLED_ONLY not in said(archive.ask("Who closed the harbour?"))
