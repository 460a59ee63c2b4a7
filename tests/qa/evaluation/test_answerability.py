import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from embeddings.models.encoder import Encoder
from qa.answering.confidence import Evidence
from qa.answering.reader import SentenceReading, Window
from qa.archive import Archive
from qa.evaluation.answerability import JudgedAnswer, auroc, calibration_error, figures, judge_answers, token_f1
from qa.evaluation.collections import read_collection
from qa.evaluation.evaluation import Options, evaluate
from qa.evaluation.judged_archive import open_judged

CORPUS = [
    {"_id": "oman-1", "title": "Oman", "text": "A boat sank off Oman. Ten men drowned there."},
    {"_id": "oman-2", "title": "Oman", "text": "The sultan of Oman sent divers to the boat."},
    {"_id": "desert", "title": "Desert", "text": "Trains crossed deserts. Camels followed them."},
]
QUERIES = [
    {"_id": "q1", "text": "How many men drowned off Oman?", "answers": ["ten"]},
    {"_id": "q2", "text": "Camels followed what across deserts?", "answers": ["balloons"]},
    {"_id": "q3", "text": "trains deserts"},
    {"_id": "u1", "text": "Who owned the boat that sank off Oman?", "unanswerable": True},
]
QRELS = "q1\toman-1\t1\nq2\tdesert\t1\nq3\tdesert\t1\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("LOCCIT_CACHE", str(tmp_path / "cache"))
    folder = tmp_path / "boats"
    folder.mkdir()
    (folder / "corpus.jsonl").write_text("\n".join(map(json.dumps, CORPUS)))
    (folder / "queries.jsonl").write_text("\n".join(map(json.dumps, QUERIES)))
    (folder / "qrels.tsv").write_text(QRELS)
    return folder


@pytest.fixture
def judged(folder: Path, tmp_path: Path, encoder: Encoder) -> list[JudgedAnswer]:
    opened = open_judged(read_collection(folder), tmp_path / "cache", encoder, lambda *_: None)
    return list(judge_answers(opened))


def test_each_question_with_answers_is_asked_whole_and_hidden_and_unanswerable_ones_once(
    judged: list[JudgedAnswer],
) -> None:
    assert [(answer.question, answer.article, answer.condition) for answer in judged] == [
        ("q1", "Oman", "whole"),
        ("q1", "Oman", "passage_hidden"),
        ("q1", "Oman", "article_hidden"),
        ("q2", "Desert", "whole"),
        ("q2", "Desert", "passage_hidden"),
        ("q2", "Desert", "article_hidden"),
        ("u1", "Oman", "unanswerable"),
    ]


def test_only_a_first_excerpt_with_a_gold_answer_is_right(judged: list[JudgedAnswer]) -> None:
    assert [answer.right for answer in judged] == [True, False, False, False, False, False, False]
    assert [answer.right_sentence for answer in judged] == [True, False, False, False, False, False, False]
    assert judged[0].excerpt_words in (4, 9)


def test_what_is_hidden_speaks_for_nothing(judged: list[JudgedAnswer]) -> None:
    whole, passage, article = (answer.evidence for answer in judged[:3])
    assert whole is not None
    assert passage is not None
    assert article is not None
    # Of the question's words, the other passage on Oman holds but the name, and the one on deserts none.
    assert whole.relevance > passage.relevance > article.relevance
    assert [whole.is_read, passage.is_read, article.is_read] == [False] * 3


def test_a_follow_up_is_asked_and_read_with_the_turns_before(folder: Path, tmp_path: Path, encoder: Encoder) -> None:
    record = {"_id": "f1", "text": "And how many drowned?", "answers": ["ten"]}
    record["history"] = [{"speaker": "user", "text": "Which boat sank off Oman?"}]
    (folder / "queries.jsonl").write_text(json.dumps(record))
    (folder / "qrels.tsv").write_text("f1\toman-1\t1\n")
    opened = open_judged(read_collection(folder), tmp_path / "cache", encoder, lambda *_: None)
    asked: list[str] = []

    def reader(question: str, windows: Sequence[Window]) -> list[list[SentenceReading]]:
        asked.append(question)
        return [[SentenceReading(2.0)] * len(window.sentences) for window in windows]

    whole, *_ = judge_answers(replace(opened, judges=opened.judges._replace(reader=reader)))
    assert whole.right
    assert whole.evidence is not None
    assert whole.evidence.is_read
    assert asked == ["And how many drowned? (boat sank Oman)"] * 3


def answer_of(condition: str, confidence: float, *, right: bool = False) -> JudgedAnswer:
    """An answer whose confidence does not come from its evidence."""

    class WithConfidence(JudgedAnswer):
        @property
        def confidence(self) -> float:
            return confidence

    return WithConfidence("q", "article", condition, Evidence(0, 0), right, False, 20)


def test_the_figures_are_worked_out_from_confidences() -> None:
    worked_out = figures(
        [
            answer_of("whole", 0.95, right=True),
            answer_of("whole", 0.75, right=True),
            answer_of("whole", 0.35),
            answer_of("passage_hidden", 0.05),
            answer_of("passage_hidden", 0.45),
            answer_of("passage_hidden", 0.85),
            answer_of("article_hidden", 0.05),
            answer_of("unanswerable", 0.95),
        ],
        threshold=0.5,
    )
    assert worked_out == {
        "answer_in_first_excerpt": 0.6667,
        "answer_in_first_sentence": 0.0,
        # Of nine pairs the whole has the higher confidence in 3 + 2 + 1.
        "auroc_passage_hidden": 0.6667,
        "auroc_article_hidden": 1.0,
        "auroc_unanswerable": pytest.approx(0.5 / 3, abs=1e-4),
        "refusal_precision": 0.6667,
        "refusal_recall": 0.6667,
        # (0.05 + 0.25 + 0.35 + 0.05 + 0.45 + 0.85) / 6, each question in a bin of its own.
        "ece": pytest.approx(2.0 / 6, abs=1e-4),
        "marked_answer_f1": 0.0,
        "mean_first_excerpt_words": 20.0,
    }


def test_figures_that_no_question_speaks_to_are_none() -> None:
    assert set(figures([], threshold=0.5).values()) == {None}


@pytest.mark.parametrize(
    ("positive", "negative", "chance"),
    [([1, 2], [0, 0.5], 1.0), ([0, 0.5], [1, 2], 0.0), ([1, 1], [1], 0.5), ([1, 3], [2], 0.5), ([], [1], None)],
)
def test_auroc_is_the_chance_that_a_positive_stands_above(
    positive: list[float], negative: list[float], chance: float | None
) -> None:
    assert auroc(np.array(positive, float), np.array(negative, float)) == chance


def test_a_confidence_that_keeps_its_promise_has_no_calibration_error() -> None:
    assert calibration_error(np.array([0.75] * 4 + [1.0]), np.array([1, 1, 1, 0, 1], bool)) == 0.0
    assert calibration_error(np.array([0.0, 1.0]), np.array([True, False])) == 1.0


def test_evaluate_brings_the_figures_where_they_are_asked_for(folder: Path, encoder: Encoder) -> None:
    plain, asked = (
        evaluate([folder], Options(answers=answers), encoder=encoder)[0].figures for answers in (False, True)
    )
    assert set(plain) | set(figures([], 0.5)) == set(asked)
    assert asked["auroc_article_hidden"] == 1.0
    # Of the two questions with answers, one's stands in its first excerpt.
    assert asked["answer_in_first_excerpt"] == asked["answer_in_first_sentence"] == 0.5
    assert asked["mean_first_excerpt_words"] is not None


def test_the_threshold_is_a_setting(folder: Path, encoder: Encoder, monkeypatch: pytest.MonkeyPatch) -> None:
    for threshold, recall in (("0", 0.0), ("1", 1.0)):
        monkeypatch.setenv("LOCCIT_THRESHOLD", threshold)
        assert evaluate([folder], Options(answers=True), encoder=encoder)[0].figures["refusal_recall"] == recall


def test_the_threshold_decides_what_is_answered(
    index_of: Callable[[dict[str, str]], Path], encoder: Encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = index_of({"oman.txt": "The sultan of Oman invited both sides to Muscat.", "sea.txt": "A boat sank."})
    for threshold, status in (("0", "answered"), ("1", "not_found")):
        monkeypatch.setenv("LOCCIT_THRESHOLD", threshold)
        assert Archive.open(index, encoder=encoder).ask("Who invited both sides?").status == status


@pytest.mark.parametrize(
    ("marked", "gold", "f1"),
    [
        ("the Emir of Qatar", "Emir of Qatar", 1.0),
        ("Emir", "the Emir of Qatar", 0.5),
        ("3 boats, 3 nets", "3 boats", 2 / 3),
        ("nets", "boats", 0.0),
        ("", "boats", 0.0),
    ],
)
def test_a_marked_answer_is_compared_by_its_words(marked: str, gold: str, f1: float) -> None:
    assert token_f1(marked, gold) == pytest.approx(f1)
