import csv
import io
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from embeddings.models.encoder import Encoder
from qa.archive import Archive
from qa.batches.running import begin, run
from qa.errors import BatchError, SettingError
from tests.ui.example import ANSWER, QUESTION
from tests.waiting import wait_until
from ui.web.batch_page import MOST_QUESTIONS, SentBatch, batch_functions, check_questions, routes
from ui.web.batches import Batches

WRITTEN = f'question,id\n"{QUESTION}",1\n,2\nWho designed the opera?,3\n'
Functions = dict[str, Callable[..., dict[str, Any]]]


def request_of(name: str | None) -> Any:
    login = None if name is None else SimpleNamespace(name=name)
    return SimpleNamespace(state=SimpleNamespace(login=login))


@pytest.fixture
def archive(index: Path, encoder: Encoder) -> Archive:
    return Archive.open(index, encoder=encoder)


@pytest.fixture
def kept_file(tmp_path: Path) -> Callable[[Any], Path]:
    def of(request: Any) -> Path:
        login = request.state.login
        if login is None:
            raise SettingError("Nothing can be kept here.")
        return tmp_path / "kept" / f"{login.name}.sqlite"

    return of


@pytest.fixture
def kept(archive: Archive, tmp_path: Path) -> Batches:
    return Batches(lambda: archive, tmp_path / "kept")


@pytest.fixture
def functions(kept: Batches, archive: Archive, kept_file: Callable[[Any], Path]) -> Functions:
    return {function.__name__: function for function in batch_functions(kept, lambda: archive, kept_file)}


def shown(functions: Functions, name: str | None, *tokens: str) -> dict[str, Any]:
    """What a reader is shown once no batch of theirs is being asked."""
    asked = {"batches": list(tokens)}
    wait_until(lambda: not functions["show_batches"](asked, request_of(name))["running"])
    return functions["show_batches"](asked, request_of(name))


@pytest.mark.parametrize("name", ["ana", None])
def test_a_file_is_asked_and_its_rows_are_those_of_the_command(
    functions: Functions, kept: Batches, archive: Archive, tmp_path: Path, name: str | None
) -> None:
    begun = functions["begin_batch"]({"name": "questions.csv", "text": WRITTEN}, request_of(name))
    html = shown(functions, name, begun["batch"])["html"]
    assert "3 questions: 1 answered, 1 not found, 1 not asked." in html
    assert "questions.csv" in html
    (tmp_path / "questions.csv").write_text(WRITTEN)
    batch = kept.of(begun["batch"], tmp_path / "kept" / f"{name}.sqlite" if name else None)
    for suffix in (".csv", ".jsonl"):
        run(begin(tmp_path / "questions.csv", tmp_path / f"answers{suffix}"), archive, None)
        assert batch.answers(suffix) == (tmp_path / f"answers{suffix}").read_bytes()
    rows = list(csv.DictReader(io.StringIO(batch.answers(".csv").decode())))
    assert [row["status"] for row in rows] == ["answered", "not_asked", "not_found"]
    assert rows[0]["excerpts"] == f"“{ANSWER}”"


def test_wrong_filters_are_said_before_anything_is_asked(functions: Functions) -> None:
    sent = {"name": "q.txt", "text": QUESTION, "filters": {"documents": ["nothing.txt"]}}
    assert "The archive has no document" in functions["begin_batch"](sent, request_of("ana"))["error"]
    sent["filters"] = {"tags": ["Gulf"]}
    assert "Nothing can be kept here." in functions["begin_batch"](sent, request_of(None))["error"]
    assert shown(functions, "ana")["html"] == ""


def test_nobody_sees_or_touches_the_batch_of_another(functions: Functions) -> None:
    token = functions["begin_batch"]({"name": "q.txt", "text": QUESTION}, request_of("ana"))["batch"]
    assert "1 question: 1 answered." in shown(functions, "ana")["html"]
    for other in ("ben", None):
        assert shown(functions, other, token)["html"] == ""
        for work in ("stop_batch", "go_on_batch", "remove_batch"):
            assert "no longer kept" in functions[work]({"batch": token}, request_of(other))["error"]
    for work in ("stop_batch", "go_on_batch", "remove_batch"):
        assert "The page sent" in functions[work]({"batch": ["../ana"]}, request_of("ana"))["error"]
    assert functions["remove_batch"]({"batch": token}, request_of("ana")) == {}
    assert shown(functions, "ana")["html"] == ""


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", r"questions\.csv holds no question"),
        ("a,b\n1,2\n", 'questions.csv has no column "question"'),
        ("x\n" * (MOST_QUESTIONS + 1), "has 2,001 questions; the page takes 2,000. Part the file"),
    ],
)
def test_a_file_that_cannot_be_asked_is_refused_in_words(text: str, message: str) -> None:
    with pytest.raises(BatchError, match=message):
        check_questions(SentBatch(name="questions.csv", text=text))


def test_the_answers_are_downloaded_by_who_began_it(functions: Functions, kept: Batches, kept_file: Any) -> None:
    sent = {"name": "q.txt", "text": QUESTION}
    mine = functions["begin_batch"](sent, request_of(None))["batch"]
    of_ana = functions["begin_batch"](sent, request_of("ana"))["batch"]
    shown(functions, None, mine)
    shown(functions, "ana")
    # The client has no login.
    client = TestClient(Starlette(routes=routes(kept, lambda _: kept_file(request_of(None)))))
    response = client.get("/batch-answers", params={"batch": mine, "form": "csv"})
    assert (response.status_code, response.content) == (200, kept.of(mine, None).answers(".csv"))
    assert response.headers["content-disposition"] == 'attachment; filename="answers.csv"'
    assert client.get("/batch-answers", params={"batch": mine, "form": "jsonl"}).json()["question"] == QUESTION
    for token in (of_ana, "../ana", ""):
        assert client.get("/batch-answers", params={"batch": token, "form": "csv"}).status_code == 404
    assert client.get("/batch-answers", params={"batch": mine}).status_code == 400
