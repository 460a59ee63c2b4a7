import random
from collections.abc import Callable
from pathlib import Path

import pytest

from embeddings.models.encoder import Encoder
from qa.archive import Archive
from qa.errors import CalibrationError
from qa.evaluation.calibration import WORDS_KEPT, _question

Build = Callable[[dict[str, str]], Path]

SUBJECTS = ("reactor", "harbour", "glacier", "railway", "orchard", "library", "volcano", "market")


def about(subject: str) -> str:
    """A document whose words no other shares."""
    words = [f"{subject}{number}" for number in range(24)]
    return f"{' '.join(words[:12]).capitalize()}. {' '.join(words[12:]).capitalize()}."


@pytest.fixture
def archive(index_of: Build, encoder: Encoder) -> Archive:
    return Archive.open(index_of({f"{subject}.txt": about(subject) for subject in SUBJECTS}), encoder=encoder)


def test_documents_without_a_word_in_common_are_told_apart_wholly(archive: Archive) -> None:
    found = archive.calibrate()
    assert found.questions == len(SUBJECTS)
    assert found.threshold == archive.threshold
    assert found.auroc == 1.0
    assert (found.suggested_answered, found.suggested_refused) == (1.0, 1.0)


def test_reprints_are_hidden_together(index_of: Build, encoder: Encoder) -> None:
    archive = Archive.open(index_of({"one.txt": about("reactor"), "two.txt": about("reactor")}), encoder=encoder)
    found = archive.calibrate()
    assert (found.answered, found.refused, found.auroc) == (1.0, 1.0, 1.0)


def test_the_same_archive_gives_the_same_findings(archive: Archive) -> None:
    assert archive.calibrate(5) == archive.calibrate(5)
    assert archive.calibrate(5).questions == 5


def test_a_question_holds_a_share_of_one_sentences_words_in_their_order(archive: Archive) -> None:
    asked = _question(archive._generation, 0, random.Random(3))  # noqa: S311
    assert asked is not None
    words = asked.lower().split()
    assert len(words) == round(WORDS_KEPT * 12)
    text = archive._generation.catalogue.document_of(0).text.lower()
    places = [text.index(word) for word in words]
    assert places == sorted(places)


def test_an_archive_of_one_document_is_refused(index_of: Build, encoder: Encoder) -> None:
    archive = Archive.open(index_of({"one.txt": about("reactor")}), encoder=encoder)
    with pytest.raises(CalibrationError, match="one document"):
        archive.calibrate()


def test_an_archive_without_sentences_is_refused(index_of: Build, encoder: Encoder) -> None:
    archive = Archive.open(index_of({"one.txt": "A heading", "two.txt": "Another"}), encoder=encoder)
    with pytest.raises(CalibrationError, match="no sentence"):
        archive.calibrate()
