"""Clippings by the endpoints: kept, listed, put in order, changed, exported, imported; each login's own."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.ui.example import ANSWER, QUESTION
from ui.web.logins import add_login

pytestmark = pytest.mark.usefixtures("index")


def client(address: str, **options: Any) -> Any:
    from gradio_client import Client

    return Client(address, verbose=False, **options)


def test_clippings_are_kept_and_changed_by_a_program(serve: Callable[..., str]) -> None:
    caller = client(serve())
    excerpts = caller.predict(QUESTION, 3, api_name="/retrieve")["excerpts"]
    for number, excerpt in enumerate(excerpts):
        kept = caller.predict(excerpt["reference"], "Talks", note=f"n{number}", tags=["t"], api_name="/keep")
        assert (kept["number"], kept["position"], kept["document"]["file"]) == (
            number + 1,
            number + 1,
            excerpt["document"]["file"],
        )
    moved = caller.predict(3, 1, api_name="/move_clipping")
    assert (moved["number"], moved["position"]) == (3, 1)
    assert caller.predict(1, tags=[], api_name="/change_clipping")["tags"] == []
    listed = caller.predict("Talks", "t", 1, api_name="/clippings")
    assert [(one["note"], one["status"]) for one in listed["clippings"]] == [("n1", "same")]
    assert listed["total"] == 2
    saved = caller.predict("json", api_name="/export_clippings")
    assert (saved["suffix"], saved["left_out"]) == (".json", 0)
    removed = caller.predict([1, 3], api_name="/remove_clippings")["removed"]
    assert removed[0]["text"] == ANSWER
    values = json.loads(saved["text"])["clippings"]
    assert caller.predict(values, api_name="/import_clippings") == {"came": 2, "there": 1}
    with pytest.raises(Exception, match="There is no notebook 'Muscat'; there are Talks"):
        caller.predict("Muscat", api_name="/clippings")


def test_nobody_sees_what_another_keeps(serve: Callable[..., str], tmp_path: Path) -> None:
    for name in ("ana", "ben"):
        add_login(tmp_path / "logins", name, f"password of {name}", "reader")
    address = serve(auth=tmp_path / "logins")
    ana, ben = (client(address, auth=(name, f"password of {name}")) for name in ("ana", "ben"))
    reference = ana.predict(QUESTION, 1, api_name="/retrieve")["excerpts"][0]["reference"]
    ana.predict(reference, "Secret", api_name="/keep")
    assert ben.predict(api_name="/clippings")["total"] == 0
    with pytest.raises(Exception, match="There is no clipping 1"):
        ben.predict([1], api_name="/remove_clippings")
    ben.predict(reference, "Open", api_name="/keep")
    assert [one["notebook"] for one in ana.predict(api_name="/clippings")["clippings"]] == ["Secret"]
    assert len(list((tmp_path / "index.kept").glob("*.sqlite"))) == 2


def test_without_logins_nothing_is_kept_where_others_come(
    serve: Callable[..., str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ui.web.keeping.listens_beyond_this_machine", lambda _: True)
    caller = client(serve())
    reference = caller.predict(QUESTION, 1, api_name="/retrieve")["excerpts"][0]["reference"]
    with pytest.raises(Exception, match="readers cannot be told from one another"):
        caller.predict(reference, api_name="/keep")
    assert not (tmp_path / "index.kept").exists()
