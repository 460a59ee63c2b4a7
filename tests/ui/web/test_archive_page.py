"""The archive page, in a real browser and without one."""

import re
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

from embeddings.generations import store
from embeddings.models.encoder import Encoder
from ui.web.logins import add_login

FILES = {
    "oman.txt": "The sultan of Oman invited both sides to Muscat. They came in secret and left at night.",
    "paris.md": (
        "---\ntitle: Kerry in Paris\nauthor: A. Reporter\npublisher: The Example\ndate: 2005-02-04\n---\n"
        + "It rained in Paris all day and nobody went out.\n\n" * 60
        + "Kerry told Barnier that sanctions remained an alternative. He flew home on Monday.\n\n"
        + "Later it rained again and the streets were empty.\n\n" * 60
    ),
    "stuxnet.txt": "A computer worm wrecked a thousand centrifuges at Natanz. Nobody claimed it.",
}


def words_of(locator: Any) -> str:
    return str(locator.first.text_content())


@pytest.fixture
def index(index_of: Callable[[dict[str, str]], Path]) -> Path:
    return index_of(FILES)


@pytest.fixture
def chat(serve: Callable[..., str], new_page: Callable[..., Any], index: Path) -> Callable[..., Any]:
    """Serve the chat over the index; return a function that opens a ready page of it."""
    assert index.is_dir()
    address = serve()

    def ready(**more: Any) -> Any:
        page = new_page(address + more.pop("query", ""), **more)
        page.locator("#status", has_text="3 documents").wait_for()
        return page

    return ready


def test_the_archive_is_changed_on_its_page_and_asked_at_once(
    serve: Callable[..., str],
    new_page: Callable[..., Any],
    index: Path,
    write: Callable[..., Path],
    tmp_path: Path,
) -> None:
    assert index.is_dir()
    write("broken.txt", b"\x00")
    address = serve(sources=None)
    page = new_page(f"{address}archive")
    page.get_by_role("heading", name="What is in the archive").wait_for()
    page.locator("tbody tr").nth(2).wait_for()
    assert page.locator("tbody th").all_text_contents() == ["oman.txt", "Kerry in Paris", "stuxnet.txt"]
    page.get_by_label("Look for documents").fill("REPORTER 2005")
    page.locator(".pages", has_text="1 to 1 of 1 document").wait_for()
    assert page.locator("tbody th").all_text_contents() == ["Kerry in Paris"]
    assert page.get_by_label("Kerry in Paris").count() == 0
    page.get_by_label("Look for documents").fill("")
    emir = tmp_path / "emir <b>.txt"
    emir.write_text("The emir of Qatar offered to carry a message.", "utf-8")
    unread = tmp_path / "x.exe"
    unread.write_text("x", "utf-8")
    page.get_by_label("choose files").set_input_files([emir, unread])
    page.locator("#told", has_text="1 added. x.exe: such files cannot be read").wait_for()
    page.locator("#progress-shown", has_text="The archive is up to date: 1 added").wait_for()
    page.locator("tbody tr").nth(3).wait_for()
    page.get_by_text("1 file could not be read", exact=True).click()
    assert "broken.txt: is not text" in words_of(page.locator(".failures li"))
    assert page.locator("#sources li").count() == 2
    # It can be asked, and read, at once.
    link = str(page.locator("tbody a", has_text="emir").get_attribute("href"))
    reading = new_page(address + link.removeprefix("./"))
    reading.locator("#source h2", has_text="emir _b_.txt").wait_for()
    assert "offered to carry a message" in words_of(reading.locator("#source .text"))
    # Removed, it is gone; a generation before has it still.
    page.get_by_role("button", name="Remove emir _b_.txt").click()
    page.locator("#progress-shown", has_text="1 removed").wait_for()
    page.locator("tbody tr").nth(3).wait_for(state="detached")
    assert list((tmp_path / "added").iterdir()) == []
    page.get_by_role("button", name="Go back to it").first.click()
    page.locator("tbody tr").nth(3).wait_for()
    page.locator("#told", has_text="as it was then").wait_for()
    # What the rebuild before did is true no more.
    page.locator("#progress-shown", has_text="1 removed").wait_for(state="hidden")


def test_an_empty_archive_is_filled_by_dropping_files_on_its_page(
    serve: Callable[..., str], new_page: Callable[..., Any], tmp_path: Path
) -> None:
    page = new_page(f"{serve(sources=None, index=tmp_path / 'new')}archive")
    page.locator("#summary", has_text="Nothing yet.").wait_for()
    page.locator("#generations", has_text="None is kept yet.").wait_for()
    page.evaluate(
        """files => {
            const dropped = new DataTransfer();
            for (const [name, text] of files) dropped.items.add(new File([text], name));
            const given = { dataTransfer: dropped, bubbles: true, cancelable: true };
            for (const kind of ["dragover", "drop"])
                document.querySelector("#drop").dispatchEvent(new DragEvent(kind, given));
        }""",
        [["<img src=x onerror=window.hacked=1>.txt", "The emir of Qatar offered to carry a message."], ["x.exe", "MZ"]],
    )
    page.locator("#told", has_text="1 added. x.exe: such files cannot be read").wait_for()
    page.locator("tbody th", has_text="_img src=x onerror=window.hacked=1_.txt").wait_for()
    assert page.locator("#summary dd").first.text_content() == "1"
    assert page.evaluate("window.hacked === undefined")


def test_a_rebuild_on_the_page_shows_its_progress_and_is_cancelled(
    chat: Callable[..., Any], write: Callable[..., Path], encoder: Encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = chat(query="archive")
    page.locator("tbody tr").first.wait_for()
    write("emir.txt", "The emir of Qatar offered to carry a message.")
    go = threading.Event()
    encoded = type(encoder).encode_passages

    def encode_slowly(self: Encoder, *more: Any) -> Any:
        assert go.wait(20)
        return encoded(self, *more)

    monkeypatch.setattr(type(encoder), "encode_passages", encode_slowly)
    page.get_by_role("button", name="Bring the archive up to date").click()
    page.locator("#progress-shown progress").wait_for()
    assert page.get_by_role("button", name="Bring the archive up to date").is_disabled()
    page.get_by_role("button", name="Cancel").click()
    page.locator("#progress-shown", has_text="Stopping").wait_for()
    go.set()
    page.get_by_role("alert").filter(has_text="Stopped. The archive is as it was.").wait_for()
    assert page.locator("tbody tr").count() == 3
    page.get_by_role("button", name="Bring the archive up to date").click()
    page.locator("#progress-shown", has_text="1 added").wait_for()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_serious_fault_on_the_archive_page(
    chat: Callable[..., Any],
    write: Callable[..., Path],
    scheme: str,
    fits: Callable[[Any], bool],
    faults: Callable[[Any], list[str]],
) -> None:
    write("broken.txt", b"\x00")
    page = chat(query="archive", color_scheme=scheme, viewport={"width": 390, "height": 800})
    page.locator("tbody tr").first.wait_for()
    page.get_by_role("button", name="Bring the archive up to date").click()
    page.locator("#progress-shown", has_text="up to date").wait_for()
    assert faults(page) == []
    assert fits(page)


class Caller:
    """Calls what the archive page may ask of the server, as its script does."""

    def __init__(self, address: str, login: dict[str, str] | None = None) -> None:
        self._client = httpx.Client(base_url=address)
        if login:
            assert self._client.post("login", data=login).json() == {"success": True}
        components = self._client.get("config", params={"page": "archive"}).json()["components"]
        self._id = next(one["id"] for one in components if "hold" in one["props"].get("server_fns", ()))

    def __call__(self, name: str, data: Any = None) -> dict[str, Any]:
        call = {"data": data, "fn_name": name, "component_id": self._id, "session_hash": "x"}
        response = self._client.post("gradio_api/component_server/", json=call)
        assert response.status_code == 200
        return dict(response.json())


CHANGES = {
    "add_file": {"path": "/etc/passwd", "name": "a.txt"},
    "remove_file": {"path": "/etc/passwd"},
    "unfollow": {"path": "/"},
    "go_back": {"generation": "x"},
    "rebuild": None,
    "cancel": None,
}


def test_who_may_not_change_the_archive_cannot_call_what_changes_it(
    serve: Callable[..., str], index: Path, tmp_path: Path
) -> None:
    add_login(tmp_path / "logins", "anna", "correct horse", "administrator")
    add_login(tmp_path / "logins", "ben", "battery staple", "reader")
    before = store.current_generation(index)
    address = serve(auth=tmp_path / "logins", sources=None)
    ben = Caller(address, {"username": "ben", "password": "battery staple"})
    anna = Caller(address, {"username": "anna", "password": "correct horse"})
    for name, data in CHANGES.items():
        assert ben(name, data)["error"].startswith("The archive cannot be changed here"), name
    held = ben("hold")
    assert held["refused"].startswith("The archive cannot be changed here")
    assert {"sources", "generations", "limits"} & held.keys() == set()
    assert "refused" in anna("hold")
    assert anna("hold")["refused"] == ""
    assert anna("add_file", CHANGES["add_file"])["error"].startswith("The file was not uploaded here")
    assert anna("remove_file", CHANGES["remove_file"])["error"].startswith("Only files that were added")
    assert "is not among the sources" in anna("unfollow", CHANGES["unfollow"])["error"]
    assert anna("go_back", CHANGES["go_back"])["error"]
    assert anna("go_back", {"generation": 3, "other": 1})["error"].startswith("The page sent ")
    assert store.current_generation(index) == before


def test_where_a_setting_names_the_sources_the_page_changes_none(
    serve: Callable[..., str], index: Path, tmp_path: Path
) -> None:
    assert index.is_dir()
    call = Caller(serve())
    for name in ("add_file", "unfollow"):
        assert call(name, CHANGES[name])["error"].startswith("The setting LOCCIT_SOURCES is set")
    assert not (tmp_path / "added").exists()


def test_documents_are_looked_for_in_all_that_they_state(serve: Callable[..., str], index: Path) -> None:
    assert index.is_dir()
    call = Caller(serve())

    def titles(words: str, first: int = 0) -> list[str]:
        return re.findall(r"<a [^>]*>(.*?)</a>", call("list_documents", {"words": words, "first": first})["html"])

    assert titles("") == ["oman.txt", "Kerry in Paris", "stuxnet.txt"]
    assert titles("KERRY example") == titles("paris.md") == titles("2005-02") == ["Kerry in Paris"]
    assert titles("nowhere") == []
    # What is past the end begins anew.
    assert titles("", 50) == ["oman.txt", "Kerry in Paris", "stuxnet.txt"]
    assert call("list_documents", {"words": 3})["error"].startswith("The page sent words wrongly")
