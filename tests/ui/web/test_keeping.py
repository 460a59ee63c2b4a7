from collections.abc import Callable
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from qa.archive import Archive, open_archive
from qa.errors import ClippingError, SettingError
from qa.kept.clippings import clippings, notebooks
from qa.kept.feedback import judgements
from qa.kept.files import file_of
from qa.settings import Settings
from tests.ui.example import ANSWER, QUESTION
from ui.web.keeping import (
    ExportedShelf,
    KeptWords,
    Shelf,
    exported_clippings,
    judge_turns_excerpt,
    keep_turns_excerpt,
    keep_words,
    kept_file,
    notebook_names,
    part_of,
)

pytestmark = pytest.mark.usefixtures("fake_model")


def request_of(name: str | None) -> Any:
    return SimpleNamespace(state=SimpleNamespace(login=name and SimpleNamespace(name=name)))


@pytest.fixture
def archive(index: Path) -> Archive:
    return open_archive(index)


@pytest.fixture
def reference(archive: Archive) -> str:
    return archive.ask(QUESTION).excerpts[0].reference


def test_each_login_has_its_own_file_and_strangers_have_none(tmp_path: Path) -> None:
    here, beyond = Settings(index=tmp_path / "index"), Settings(index=tmp_path / "index", host="0.0.0.0", no_auth=True)
    assert kept_file(here, None, request_of(None)) == file_of(settings=here)
    assert kept_file(beyond, {}, request_of("ana")) == file_of("ana", here)
    assert kept_file(here, {}, request_of("ben")) != kept_file(here, {}, request_of("ana"))
    for settings, logins in ((beyond, None), (here, {})):
        with pytest.raises(SettingError, match="readers cannot be told from one another"):
            kept_file(settings, logins, request_of(None))


def test_words_are_kept_followed_and_exported(archive: Archive, reference: str, tmp_path: Path) -> None:
    file = tmp_path / "ana.sqlite"
    keep_words(archive, file, KeptWords(reference=reference, notebook="Talks", tags=["Paris"]))
    part, total = part_of(archive, file, Shelf(notebook="Talks"), 10)
    assert (part[0].clipping.text, part[0].resolved.status, total) == (ANSWER, "same", 1)
    assert part_of(archive, file, Shelf(tag="Rome"), 10) == ([], 0)
    saved = exported_clippings(archive, file, ExportedShelf(form="ris", address="http://a/"))
    assert (saved["suffix"], saved["left_out"]) == (".ris", 0)
    assert f"http://a/?ref={reference}" in saved["text"]


def test_words_that_have_gone_cannot_be_kept(
    archive: Archive, reference: str, index: Path, index_of: Callable[..., Path], tmp_path: Path
) -> None:
    assert archive.generation
    (index.parent / "sources" / "paris.md").unlink()
    index_of({})
    with pytest.raises(ClippingError, match="no longer in the archive"):
        keep_words(open_archive(index), tmp_path / "ana.sqlite", KeptWords(reference=reference))


def test_what_is_said_of_an_excerpt_is_kept(index: Path, reference: str, tmp_path: Path) -> None:
    file, opened = tmp_path / "ana.sqlite", partial(open_archive, index)
    sent = {"question": QUESTION, "reference": reference, "before": ["Who is Kerry?"]}
    for useful, said in ((False, "Noted as not the answer."), (True, "Noted as useful.")):
        assert judge_turns_excerpt(opened, lambda _: file, sent | {"useful": useful}, None) == {"said": said}
    assert [(one.question, one.history, one.useful) for one in judgements(file)] == [
        (QUESTION, ("Who is Kerry?",), True)
    ]
    assert judge_turns_excerpt(opened, lambda _: file, sent | {"useful": None}, None) == {"said": "Taken back."}
    assert judgements(file) == []
    assert "useful wrongly" in judge_turns_excerpt(opened, lambda _: file, sent | {"useful": "so"}, None)["error"]


def test_the_page_gets_the_clipping_or_what_is_wrong(index: Path, reference: str, tmp_path: Path) -> None:
    file, opened = tmp_path / "ana.sqlite", partial(open_archive, index)
    kept = keep_turns_excerpt(opened, lambda _: file, {"reference": reference, "notebook": " A "}, None)
    assert (kept["notebook"], kept["text"]) == ("A", ANSWER)
    assert notebook_names(lambda _: file, None) == {"names": ["A"]}
    for wrong, reason in (
        ({"reference": "qa1"}, "is mistyped"),
        ({"reference": reference, "notebook": ""}, "The name of the notebook is empty"),
        ({}, "reference wrongly"),
    ):
        assert reason in keep_turns_excerpt(opened, lambda _: file, wrong, None)["error"]
    assert notebooks(file) == [("A", 1)]
    (tmp_path / "broken").write_bytes(b"no database, but words enough")
    assert notebook_names(lambda _: tmp_path / "broken", None) == {"names": []}
    assert clippings(file)[0].reference == reference
