from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.ui.example import ANSWER, QUESTION
from ui.web.logins import add_login
from ui.web.marking import given_by_reader, with_marks

pytestmark = pytest.mark.usefixtures("index")


def client(address: str, **options: Any) -> Any:
    from gradio_client import Client

    return Client(address, verbose=False, **options)


def test_a_program_marks_documents_and_searches_those_it_marked(serve: Callable[..., str]) -> None:
    caller = client(serve())
    assert caller.predict("paris.md", True, ["Kerry"], api_name="/mark") == {
        "document": "paris.md",
        "title": "Kerry in Paris",
        "starred": True,
        "tags": ["Kerry"],
    }
    caller.predict("oman.txt", tags=["talks"], api_name="/mark")
    assert caller.predict(api_name="/marks")["total"] == 2
    assert [one["document"] for one in caller.predict("", True, api_name="/marks")["marks"]] == ["paris.md"]
    assert [one["document"] for one in caller.predict("talks", api_name="/marks")["marks"]] == ["oman.txt"]
    answer = caller.predict(QUESTION, starred=True, api_name="/ask")
    assert (answer["excerpts"][0]["text"], answer["filters"]["starred"]) == (ANSWER, True)
    retrieved = caller.predict(QUESTION, tags=["talks"], api_name="/retrieve")["excerpts"]
    assert {one["document"]["id"] for one in retrieved} == {"oman.txt"}
    assert caller.predict("Kerry", tags=["talks"], api_name="/search")["document_count"] == 0
    assert ANSWER in caller.predict([QUESTION], "text", tags=["Kerry"], api_name="/export")["text"]
    with pytest.raises(Exception, match="The archive has no document 'nothing"):
        caller.predict("nothing.txt", True, api_name="/mark")


def test_nobody_searches_by_what_another_marked(serve: Callable[..., str], tmp_path: Path) -> None:
    for name in ("ana", "ben"):
        add_login(tmp_path / "logins", name, f"password of {name}", "reader")
    address = serve(auth=tmp_path / "logins")
    ana, ben = (client(address, auth=(name, f"password of {name}")) for name in ("ana", "ben"))
    ana.predict("paris.md", True, ["secret"], api_name="/mark")
    assert ben.predict(api_name="/marks") == {"total": 0, "marks": []}
    for filters in ({"starred": True}, {"tags": ["secret"]}):
        assert ana.predict(QUESTION, **filters, api_name="/ask")["status"] == "answered"
        with pytest.raises(Exception, match="You have given no document"):
            ben.predict(QUESTION, **filters, api_name="/ask")


def test_where_nothing_is_kept_there_are_no_marks_and_no_filters_by_them(
    serve: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ui.web.keeping.listens_beyond_this_machine", lambda _: True)
    caller = client(serve())
    for call in (
        lambda: caller.predict("paris.md", True, api_name="/mark"),
        lambda: caller.predict(QUESTION, starred=True, api_name="/retrieve"),
    ):
        with pytest.raises(Exception, match="readers cannot be told from one another"):
            call()


def test_the_pane_has_no_marks_where_no_document_is_shown_or_nothing_can_be_kept(index: Path) -> None:
    from qa.archive import open_archive
    from qa.errors import SettingError

    def not_kept(_: Any) -> Path:
        raise SettingError("nothing is kept")

    assert given_by_reader(not_kept, None) == []
    pane = {"html": "<p></p>", "document": "paris.md"}
    assert with_marks(lambda: open_archive(index), not_kept, pane, None) == pane
