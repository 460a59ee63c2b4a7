import json
from collections.abc import Mapping
from pathlib import Path

import pytest
from reader_examples import Example, examples_of

from embeddings.models.encoder import Encoder
from qa.evaluation.collections import read_collection
from qa.evaluation.judged_archive import open_judged

CORPUS: list[Mapping[str, object]] = [
    {"_id": "oman-1", "title": "Oman", "text": "A boat sank off Oman. Ten men drowned there; often men do."},
    {"_id": "oman-2", "title": "Oman", "text": "The sultan of Oman sent divers to the boat and ten horses."},
    {"_id": "desert", "title": "Desert", "text": "Trains crossed deserts. Camels followed them."},
]
QUERIES: list[Mapping[str, object]] = [
    {"_id": "q1", "text": "How many men drowned off Oman?", "answers": ["ten"]},
    {"_id": "q2", "text": "Camels followed what across deserts?", "answers": ["balloons"]},
    {"_id": "u1", "text": "Who owned the boat that sank off Oman?", "unanswerable": True},
]
QRELS = "q1\toman-1\t1\nq2\tdesert\t1\n"


@pytest.fixture
def found(tmp_path: Path, encoder: Encoder) -> list[Example]:
    folder = tmp_path / "boats"
    folder.mkdir()
    (folder / "corpus.jsonl").write_text("\n".join(map(json.dumps, CORPUS)))
    (folder / "queries.jsonl").write_text("\n".join(map(json.dumps, QUERIES)))
    (folder / "qrels.tsv").write_text(QRELS)
    return list(examples_of(open_judged(read_collection(folder), tmp_path / "cache", encoder, lambda *_: None)))


def test_answers_are_looked_for_in_judged_documents_as_words_of_their_own(found: list[Example]) -> None:
    (answered,) = [one for one in found if one.answers]
    assert answered.question == "How many men drowned off Oman?"
    assert answered.window.title == "Oman"
    # Neither the one in "often" nor that of the document that is not judged.
    assert [answered.window.text[start:end] for start, end in answered.answers] == ["Ten"]


def test_a_window_without_an_answer_is_learnt_from_too_with_every_question(found: list[Example]) -> None:
    without = [one for one in found if not one.answers]
    assert {one.question for one in without} == {str(query["text"]) for query in QUERIES}
    # What has the answer without being judged is not called wrong.
    assert {one.window.title for one in without if one.question == QUERIES[0]["text"]} == {"Desert"}


def test_questions_belong_to_the_article_that_they_are_about(found: list[Example]) -> None:
    articles = {one.question: one.article for one in found}
    assert list(articles.values()) == ["Oman", "Desert", "Oman"]
