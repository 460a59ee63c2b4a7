import json
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from embeddings.models.encoder import Encoder

QA = Callable[..., Any]

CORPUS = (
    '{"_id": "sea", "text": "A boat sank off Oman."}\n{"_id": "land", "text": "Camels crossed."}\n'
    '{"_id": "none", "text": ""}\n'
)
QUERIES = '{"_id": "q1", "text": "boat sank"}\n{"_id": "q2", "text": "camels crossed"}\n'
QRELS = "query-id\tcorpus-id\tscore\nq1\tsea\t1\nq2\tland\t1\n"
FIGURES = {
    **{"queries": 2, "nDCG@10": 1.0, "RR@10": 1.0, "R@1": 1.0, "R@5": 1.0, "R@100": 1.0},
    **{"answer_in_first_passage": None, "answer_in_first_excerpt": None},
    **{"answer_in_first_sentence": None, "answer_in_first_three_sentences": None},
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, encoder: Encoder) -> Path:
    """A judged folder, and the fake encoder in place of the model."""
    monkeypatch.setenv("LOCCIT_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr("qa.evaluation.evaluation.load_encoder", lambda *_: encoder)
    folder = tmp_path / "boats"
    folder.mkdir()
    for name, text in (("corpus.jsonl", CORPUS), ("queries.jsonl", QUERIES), ("qrels.tsv", QRELS)):
        (folder / name).write_text(text)
    return folder


@pytest.fixture
def evaluate(qa: QA) -> QA:
    """Run `qa evaluate` in this process."""
    return partial(qa, "evaluate")


def test_json_has_a_set_for_each_folder(evaluate: QA, folder: Path) -> None:
    status, out, err = evaluate(folder, "--json")
    sets = json.loads(out)["sets"]
    assert (status, list(sets)) == (0, ["boats"])
    speed = {name: sets["boats"].pop(name) for name in ("qps", "p50_ms", "p95_ms")}
    assert sets["boats"] == FIGURES
    assert min(speed.values()) > 0
    assert err == "boats: 1 document has no text and cannot be found.\n"


def test_for_people_there_is_a_table(evaluate: QA, folder: Path) -> None:
    _, out, _ = evaluate(folder)
    rows = {cells[1].strip(): cells[2].strip() for line in out.splitlines() if len(cells := line.split("│")) > 2}
    assert (rows["queries"], rows["nDCG@10"], rows["answer in first passage"]) == ("2", "1.000", "–")
    assert "boats" in out


def test_the_options_reach_the_evaluation(evaluate: QA, folder: Path, tmp_path: Path) -> None:
    run_file, signals = tmp_path / "run", tmp_path / "signals"
    _, out, _ = evaluate(folder, "--json", "--limit", 1, "--run-file", run_file, "--signals", signals)
    assert json.loads(out)["sets"]["boats"]["queries"] == 1
    assert run_file.read_text().startswith("q1 Q0 sea 1 ")
    assert {json.loads(line)["query"] for line in signals.read_text().splitlines()} == {"q1"}


def test_what_cannot_be_read_is_one_line_and_status_2(evaluate: QA, folder: Path) -> None:
    (folder / "queries.jsonl").write_text('{"_id": "q1"\n')
    status, out, err = evaluate(folder)
    assert (status, out, err.count("\n")) == (2, "", 1)
    assert err.startswith(f"qa: {folder}/queries.jsonl, line 1: is not JSON")


def test_a_file_that_cannot_be_written_is_said_before_anything_is_asked(
    evaluate: QA, folder: Path, tmp_path: Path
) -> None:
    status, _, err = evaluate(folder, "--run-file", tmp_path / "absent" / "run")
    assert (status, err) == (2, f"qa: {tmp_path}/absent/run: no such file or directory\n")
    assert not (tmp_path / "cache").exists()


@pytest.mark.parametrize(
    ("words", "environment", "message"),
    [
        (["--signals", "absent/signals"], {}, "absent/signals: no such file or directory"),
        (["--run-file", "absent/run"], {}, "absent/run: no such file or directory"),
        ([], {"LOCCIT_MODEL": "absent/model"}, "LOCCIT_MODEL is 'absent/model'"),
        (["absent"], {}, "absent"),
    ],
)
def test_a_mistake_is_said_before_the_model_is_loaded(
    imported_by: Callable[..., Any], folder: Path, words: list[str], environment: dict[str, str], message: str
) -> None:
    result, imported = imported_by("evaluate", folder, *words, environment=environment)
    assert (result.returncode, imported & {"torch", "sentence_transformers"}) == (2, set())
    assert message in result.stderr
    assert result.stderr.count("\n") == 1


def test_the_help_answers_without_the_heavy_libraries_and_explains_several_run_files() -> None:
    code = (
        "import sys; from ui.cli import app, run; status = run(lambda: app(standalone_mode=False)); "
        "print(status, [name for name in ('torch', 'faiss', 'numpy', 'ir_measures') if name in sys.modules])"
    )
    command = [sys.executable, "-c", code, "evaluate", "--help"]
    completed = subprocess.run(command, capture_output=True, text=True, check=True)
    assert completed.stdout.splitlines()[-1] == "0 []"
    assert "the folder's name before PATH's suffix" in " ".join(completed.stdout.split())


def test_answers_adds_how_well_the_confidence_tells(evaluate: QA, folder: Path) -> None:
    queries = [json.loads(line) | {"answers": ["Oman", "Camels"]} for line in QUERIES.splitlines()]
    (folder / "queries.jsonl").write_text("\n".join(map(json.dumps, queries)))
    _, out, _ = evaluate(folder, "--answers", "--json")
    figures = json.loads(out)["sets"]["boats"]
    assert figures["auroc_passage_hidden"] == figures["auroc_article_hidden"] == 1.0
    assert figures["auroc_unanswerable"] is None
    assert 0 <= figures["ece"] < 0.7
    assert figures["mean_first_excerpt_words"] == 3.5


# qa calibrate

SUBJECTS = ("reactor", "embassy", "harbour", "pipeline")


def about(subject: str) -> str:
    words = " ".join(f"{subject}{word}" for word in ("roof", "wall", "gate", "yard", "road", "hall", "lamp", "door"))
    return f"Men of the {subject} saw {words} there."


@pytest.fixture
def calibrate(index_of: Callable[[dict[str, str]], Path], qa: QA) -> QA:
    """Run `qa calibrate` on an archive of so many documents, each on a subject of its own."""

    def build_and_calibrate(documents: int, *words: str) -> Any:
        index = index_of({f"{subject}.txt": about(subject) for subject in SUBJECTS[:documents]})
        return qa("calibrate", "--index", index, *words)

    return build_and_calibrate


@pytest.mark.usefixtures("fake_model")
def test_calibrate_says_what_is_answered_and_refused_and_which_threshold_is_better(
    calibrate: QA,
) -> None:
    status, out, err = calibrate(4)
    assert (status, err) == (0, "")
    asked, at, best, advice = out.splitlines()
    assert asked == "4 passages were asked about, each with its document there and with it hidden."
    assert at == "At the threshold in force, 0.16: 100% answered while there, 100% refused while hidden."
    assert best.endswith(", which parts them best: 100% answered, 100% refused.")
    assert advice == "They are too few to choose a threshold by: 20 or more would do."


@pytest.mark.usefixtures("fake_model")
def test_calibrate_as_json(calibrate: QA) -> None:
    payload = json.loads(calibrate(4, "--json", "--questions", "3")[1])
    assert (payload["questions"], payload["threshold"], payload["auroc"]) == (3, 0.16, 1.0)


@pytest.mark.usefixtures("fake_model")
def test_an_archive_of_one_document_cannot_be_calibrated(calibrate: QA) -> None:
    status, out, err = calibrate(1)
    assert (status, out) == (2, "")
    assert err == "qa: The archive has one document; with that hidden nothing is left to be asked.\n"
