import random
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from embeddings.arrays import Numbers, Vectors
from embeddings.engines.local import LocalSearcher
from embeddings.index.selection import Selection
from embeddings.models.encoder import Encoder
from qa.archive import Archive
from qa.errors import CalibrationError
from qa.evaluation.calibration import WORDS_KEPT, draw_question
from qa.retrieval.scope import Scope

Build = Callable[[dict[str, str]], Path]

SUBJECTS = ("reactor", "harbour", "glacier", "railway", "orchard", "library", "volcano", "market")


def about(subject: str) -> str:
    """A document that shares no word with any other."""
    words = [f"{subject}{number}" for number in range(24)]
    return f"{' '.join(words[:12]).capitalize()}. {' '.join(words[12:]).capitalize()}."


@pytest.fixture
def archive(index_of: Build, encoder: Encoder) -> Archive:
    return Archive.open(index_of({f"{subject}.txt": about(subject) for subject in SUBJECTS}), encoder=encoder)


def test_documents_without_a_word_in_common_are_told_apart_wholly(archive: Archive) -> None:
    calibration = archive.calibrate()
    assert calibration.questions == len(SUBJECTS)
    assert calibration.threshold == archive.threshold
    assert calibration.auroc == 1.0
    assert (calibration.suggested_answered, calibration.suggested_refused) == (1.0, 1.0)


def test_reprints_are_hidden_together(index_of: Build, encoder: Encoder) -> None:
    archive = Archive.open(index_of({"one.txt": about("reactor"), "two.txt": about("reactor")}), encoder=encoder)
    calibration = archive.calibrate()
    assert (calibration.answered, calibration.refused, calibration.auroc) == (1.0, 1.0, 1.0)


def test_the_same_archive_gives_the_same_findings(archive: Archive) -> None:
    assert archive.calibrate(5) == archive.calibrate(5)
    assert archive.calibrate(5).questions == 5


class Engine(LocalSearcher):
    """Searches as the index folder does, and notes what was hidden from each search."""

    def __init__(self, archive: Archive) -> None:
        super().__init__(archive._generation)
        self.hidden: list[int] = []

    def dense(self, query: Vectors, k: int, within: Selection | None = None) -> tuple[Numbers, Vectors]:
        self.hidden.append(len(within.hidden) if within else 0)
        return super().dense(query, k, within)


def test_passages_are_asked_for_where_the_archive_finds_them(archive: Archive, encoder: Encoder) -> None:
    engine = Engine(archive)
    within = Archive(archive.index, Scope(archive._generation, engine=engine), encoder)
    assert within.calibrate(5) == archive.calibrate(5)
    assert (engine.hidden.count(0), engine.hidden.count(1)) == (5, 5)


def test_what_judges_answers_judges_these_too(archive: Archive, encoder: Encoder) -> None:
    texts: list[int] = []

    def rerank(_question: str, read: Sequence[str]) -> NDArray[np.float64]:
        texts.append(len(read))
        return np.zeros(len(read))

    calibration = Archive(archive.index, archive._whole, encoder, rerank).calibrate(5)
    assert (calibration.questions, len(texts)) == (5, 10)


def test_a_question_holds_a_share_of_one_sentences_words_in_their_order(archive: Archive) -> None:
    question = draw_question(archive._generation, 0, random.Random(3))  # noqa: S311
    assert question is not None
    words = question.lower().split()
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
