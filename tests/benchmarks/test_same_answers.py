import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from same_answers import differences, main

from embeddings.models.encoder import Encoder

FILES = {
    "paris.txt": "Kerry told Barnier that sanctions remained an alternative. He flew home on Monday.",
    "oman.txt": "The sultan of Oman invited both sides to Muscat. They came in secret and left at night.",
}
QUESTIONS = [
    {"question": "What did Kerry tell Barnier about sanctions?"},
    {"text": "And where did he fly?", "history": ["What did Kerry tell Barnier?"]},
]

Run = Callable[..., str]


@pytest.fixture
def run(
    index_of: Callable[[dict[str, str]], Path],
    encoder: Encoder,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Run:
    """Run the script on two questions; return what it printed."""
    index = index_of(FILES)
    questions = tmp_path / "questions.jsonl"
    questions.write_text("\n".join(map(json.dumps, QUESTIONS)), "utf-8")
    monkeypatch.setattr("qa.archive.load_encoder", lambda *_: encoder)

    def ran(*arguments: object) -> str:
        monkeypatch.setattr(
            sys, "argv", ["same_answers.py", str(questions), "--index", str(index), *map(str, arguments)]
        )
        main()
        return capsys.readouterr().out

    return ran


def test_the_same_code_gives_the_same_answers(run: Run, tmp_path: Path) -> None:
    assert run("--write", tmp_path / "before.jsonl") == "2 questions written\n"
    with pytest.raises(SystemExit, match=r"^0$"):
        run("--compare", tmp_path / "before.jsonl")


def test_a_score_that_differs_in_its_last_bit_is_told(
    run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = tmp_path / "before.jsonl"
    run("--write", before)
    first, second = before.read_text("utf-8").split("\n")
    score = json.loads(second)["hits"][0]["score"]
    before.write_text(f"{first}\n{second.replace(score, score[:-4] + '1' + score[-3:], 1)}", "utf-8")
    with pytest.raises(SystemExit, match=r"^1$"):
        run("--compare", before)
    assert capsys.readouterr().out == "differs: And where did he fly?\n2 questions, 1 answered differently\n"


def test_questions_asked_on_one_side_only_differ() -> None:
    assert differences(['{"question": "Who?"}'], ['{"question": "Who?"}', '{"question": "When?"}']) == ["When?"]
    assert differences(['{"question": "Who?"}', '{"question": "When?"}'], ['{"question": "Who?"}']) == ["When?"]
