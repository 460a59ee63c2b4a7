import json
from collections.abc import Callable
from pathlib import Path

import pytest

from embeddings.models.encoder import Encoder
from qa.archive import Archive
from qa.citations.export import FORMS, export
from qa.errors import ExportError
from qa.question.filters import Filters
from tests.ui.example import QUESTION
from ui.web.exporting import exported

TURNS = [(QUESTION, Filters()), ("And who invited both sides to Muscat?", Filters(documents=("oman.txt",)))]


@pytest.fixture
def archive(index: Path, encoder: Encoder) -> Archive:
    return Archive.open(index, encoder=encoder)


def test_a_conversation_is_asked_again_each_question_with_those_before(archive: Archive) -> None:
    answers = [archive.ask(QUESTION), archive.ask(TURNS[1][0], [QUESTION], TURNS[1][1])]
    for form in FORMS:
        written = exported(archive, TURNS, form, address="http://a/")
        assert written["text"] == export(answers, form, address="http://a/")
        assert (written["form"], written["generation"]) == (form, archive.generation)
    last = exported(archive, TURNS, "json", only_last=True)
    assert json.loads(last["text"]) == {"answers": [answers[1].to_dict()]}


def test_a_format_is_refused_before_anything_is_asked(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[object] = []
    ask: Callable[..., object] = lambda *arguments: asked.append(arguments)  # noqa: E731
    monkeypatch.setattr(Archive, "ask", ask)
    with pytest.raises(ExportError):
        exported(archive, TURNS, "pdf")
    assert asked == []
