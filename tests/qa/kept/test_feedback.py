import json
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from embeddings.generations.store import open_generation
from qa.answers import Excerpt
from qa.citations.resolving import resolve_all
from qa.errors import ClippingError, KeptFileError, QuestionError
from qa.evaluation.collections import read_collection
from qa.kept.feedback import Exported, export_judged, judge, judgements
from qa.kept.files import writing
from tests.qa.kept.conftest import WORDS

QUESTION = "What remained an alternative?"


@pytest.fixture
def export(archive: Path, file: Path) -> Callable[[Path], Exported]:
    def written(folder: Path) -> Exported:
        generation = open_generation(archive)
        documents = [generation.catalogue.numbered(number) for number in range(generation.manifest.documents)]
        follow: Any = partial(resolve_all, index=archive, generation=generation)
        return export_judged(judgements(file), follow, documents, folder)

    return written


def test_what_is_said_last_counts_and_can_be_taken_back(file: Path, excerpt: Excerpt) -> None:
    judge(file, QUESTION, excerpt, useful=False)
    judge(file, f" {QUESTION}\n", excerpt, useful=True)
    judge(file, QUESTION, excerpt, useful=False, history=["What did Kerry say?"])
    said = judgements(file)
    assert [(one.question, one.history, one.useful, one.text) for one in said] == [
        (QUESTION, (), True, WORDS),
        (QUESTION, ("What did Kerry say?",), False, WORDS),
    ]
    assert said[0].to_dict()["reference"] == excerpt.reference
    judge(file, QUESTION, excerpt, useful=None)
    assert [one.useful for one in judgements(file)] == [False]
    with pytest.raises(QuestionError):
        judge(file, "", excerpt, useful=True)
    with pytest.raises(ClippingError, match="half of a character"):
        judge(file, QUESTION, excerpt, useful=True, history=["\ud800"])


def test_a_collection_that_evaluate_reads_is_written(
    file: Path, excerpt: Excerpt, export: Callable[[Path], Exported], tmp_path: Path
) -> None:
    judge(file, QUESTION, excerpt, useful=True)
    judge(file, "Who flew home?", excerpt, useful=False, history=["Who is Barnier?"])
    folder = tmp_path / "judged"
    assert export(folder) == Exported(answered=1, unanswerable=1, left_out=0)
    collection = read_collection(folder)
    assert {document.id for document in collection.documents} == {"paris.md", "oman.txt"}
    (question,), (refused,) = collection.questions, collection.unanswerable
    assert (question.text, question.qrels, question.gold_answers) == (QUESTION, {"paris.md": 1}, (WORDS,))
    assert (refused.text, refused.history) == (
        "Who flew home?",
        ({"speaker": "user", "text": "Who is Barnier?"},),
    )
    first = json.loads((folder / "corpus.jsonl").read_text("utf-8").splitlines()[0])
    assert first.keys() >= {"_id", "text"}


def test_words_that_have_gone_are_left_out(
    file: Path, excerpt: Excerpt, sentence: Callable[[str], Excerpt], export: Callable[[Path], Exported], tmp_path: Path
) -> None:
    gone = sentence("Nobody ever wrote these words into any document of it.")
    judge(file, QUESTION, gone, useful=True)
    with pytest.raises(ClippingError, match="Nothing has been judged useful yet"):
        export(tmp_path / "judged")
    assert not (tmp_path / "judged").exists()
    judge(file, QUESTION, excerpt, useful=True)
    assert export(tmp_path / "judged").left_out == 1


def test_words_that_are_not_those_of_the_reference_are_never_written(file: Path, excerpt: Excerpt) -> None:
    judge(file, QUESTION, excerpt, useful=True)
    with writing(file) as connection:
        connection.execute("UPDATE judgements SET text = replace(text, 'Kerry', 'Perry')")
    with pytest.raises(KeptFileError, match=f"{file} is damaged"):
        judgements(file)
