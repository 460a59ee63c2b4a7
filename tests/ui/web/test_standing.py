from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
from lxml import etree

from embeddings.building.rebuild import rebuild
from embeddings.models.encoder import Encoder
from qa.archive import Archive
from qa.errors import SettingError
from qa.kept.files import file_of
from qa.kept.standing_questions import add_standing, standing_questions
from qa.settings import Settings
from tests.ui.example import QUESTION
from ui.web.logins import add_login
from ui.web.standing import standing_page_functions

OPERA = "Who painted the ceiling of the opera?"
WORDS = "Marc Chagall painted the ceiling of the opera in one year."
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "kept" / "ana.sqlite"


@pytest.fixture
def functions(index: Path, encoder: Encoder, file: Path) -> dict[str, Callable[..., dict[str, Any]]]:
    made = standing_page_functions(lambda: Archive.open(index, encoder=encoder), lambda _: file)
    return {function.__name__: function for function in made}


@pytest.fixture
def come(index: Path, encoder: Encoder, write: Callable[..., Path]) -> Callable[[], None]:
    """Add a document that answers the question about the opera, and rebuild."""

    def add() -> None:
        write("opera.txt", WORDS)
        rebuild([index.parent / "sources"], index, lambda: encoder)

    return add


def test_questions_are_added_asked_again_seen_and_removed(
    functions: dict[str, Any], file: Path, come: Callable[[], None]
) -> None:
    assert functions["show_standing"](None, None)["due"] == 0
    assert functions["add_question"]({"question": OPERA}, None)["said"].endswith("and is not answered today.")
    functions["add_question"]({"question": QUESTION}, None)
    come()
    shown = functions["show_standing"](None, None)
    assert (shown["due"], "0 with news; 2 still to be asked" in shown["html"]) == (2, True)
    asked = functions["ask_due"](None, None)
    assert (asked["due"], f"<ins>“{WORDS}”</ins>" in asked["html"]) == (0, True)
    assert "0 with news" in functions["see_standing"]({}, None)["html"]
    (opera, _) = standing_questions(file)
    assert "1 standing question," in functions["remove_question"]({"numbers": [opera.number]}, None)["html"]


def test_who_can_keep_nothing_is_told_and_shown_none(index: Path, encoder: Encoder) -> None:
    def not_kept(_: Any) -> Path:
        raise SettingError("Nothing can be kept here.")

    show, *_ = standing_page_functions(lambda: Archive.open(index, encoder=encoder), not_kept)
    assert show(None, None) == {"refused": "Nothing can be kept here."}


def test_the_feed_asks_what_is_due_and_is_each_readers_own(
    serve: Callable[..., str], index: Path, encoder: Encoder, come: Callable[[], None], tmp_path: Path
) -> None:
    for name in ("ana", "ben"):
        add_login(tmp_path / "logins", name, f"password of {name}", "reader")
    of_ana = file_of("ana", Settings(index=index))
    add_standing(of_ana, Archive.open(index, encoder=encoder), OPERA)
    come()
    address = f"{serve(auth=tmp_path / 'logins')}standing.atom"
    # A reader of feeds is asked for a name and a password, also where it takes pages too.
    refused = httpx.get(address, headers={"accept": "application/atom+xml, text/html"})
    assert (refused.status_code, refused.headers["www-authenticate"]) == (401, 'Basic realm="loccit", charset="UTF-8"')
    ana, ben = (httpx.get(address, auth=(name, f"password of {name}")) for name in ("ana", "ben"))
    assert ana.headers["content-type"] == "application/atom+xml; charset=utf-8"
    root = etree.fromstring(ana.content)
    assert [entry.findtext(f"{ATOM}title") for entry in root.findall(f"{ATOM}entry")] == [OPERA]
    assert WORDS in root.findtext(f"{ATOM}entry/{ATOM}content")
    assert root.find(f"{ATOM}link[@rel='self']").get("href") == address
    assert etree.fromstring(ben.content).findall(f"{ATOM}entry") == []


@pytest.mark.usefixtures("index")
def test_where_nothing_can_be_kept_there_is_no_feed(serve: Callable[..., str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ui.web.keeping.listens_beyond_this_machine", lambda _: True)
    response = httpx.get(f"{serve()}standing.atom")
    assert (response.status_code, "readers cannot be told from one another" in response.text) == (403, True)
