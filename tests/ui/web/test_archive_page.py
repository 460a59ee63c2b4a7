import errno
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx

from embeddings.generations.manifest import read_manifest
from embeddings.generations.pointer import current_generation
from qa.wording import human_date
from tests.failing_reads import FailingReads
from tests.waiting import wait_until
from ui.web.logins import add_login


class Caller:
    """Calls what the archive page may ask of the server, as its script does."""

    def __init__(self, address: str, login: dict[str, str] | None = None) -> None:
        self._client = httpx.Client(base_url=address)
        if login:
            assert self._client.post("login", data=login).json() == {"success": True}
        components = self._client.get("config", params={"page": "archive"}).json()["components"]
        pages = (component for component in components if "hold" in component["props"].get("server_fns", ()))
        self._id = next(pages)["id"]

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
    before = current_generation(index)
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
    assert current_generation(index) == before


def test_where_a_setting_names_the_sources_the_page_changes_none(
    serve: Callable[..., str], index: Path, tmp_path: Path
) -> None:
    assert index.is_dir()
    call = Caller(serve())
    for name in ("add_file", "unfollow"):
        assert call(name, CHANGES[name])["error"].startswith("The setting LOCCIT_SOURCES is set")
    assert not (tmp_path / "added").exists()


def test_a_file_that_is_refused_leaves_the_sources_and_the_folder_as_they_were(
    serve: Callable[..., str], index: Path, tmp_path: Path
) -> None:
    call = Caller(serve(sources=None))
    before = (index / "sources.json").read_bytes()
    assert call("add_file", CHANGES["add_file"])["error"].startswith("The file was not uploaded here")
    assert (index / "sources.json").read_bytes() == before
    assert not (tmp_path / "added").exists()


def ended(call: Caller) -> str:
    """Return what the page shows of a rebuild once it has ended."""
    wait_until(lambda: not call("progress")["running"])
    return str(call("progress")["html"])


def test_without_a_lost_source_the_page_goes_on_only_when_told_to(
    serve: Callable[..., str], qa: Callable[..., Any], write: Callable[..., Path], index: Path
) -> None:
    share = write("../share/emir.txt", "The emir of Qatar offered to carry a message.").parent.resolve()
    assert qa("sources", "add", share, "--index", index).status == 0
    assert qa("rebuild", "--index", index).status == 0
    share.rename(share.with_name("unmounted"))
    share.mkdir()
    before = current_generation(index)
    call = Caller(serve(sources=None))
    assert call("rebuild") == {"said": ""}
    page = ended(call)
    assert f"{share} held 1 document, and holds none now; nothing was published." in page
    assert 'data-do="allow-empty"' in page
    assert current_generation(index) == before
    assert call("rebuild", {"allow_empty": True}) == {"said": ""}
    assert "The archive is up to date: 1 removed; 1 file could not be read." in ended(call)
    assert f"{share}</span>: " in call("hold")["summary"]
    assert "Go back to it" in call("hold")["generations"]


def test_the_last_added_file_is_deleted_on_the_page_without_being_missed(
    serve: Callable[..., str], qa: Callable[..., Any], write: Callable[..., Path], index: Path
) -> None:
    emir = write("../added/emir.txt", "The emir of Qatar offered to carry a message.").resolve()
    assert qa("sources", "add", emir.parent, "--index", index).status == 0
    assert qa("rebuild", "--index", index).status == 0
    call = Caller(serve(sources=None))
    assert call("remove_file", {"path": str(emir)}) == {"said": ""}
    assert "The archive is up to date: 1 removed.<" in ended(call)
    assert "could not be read" not in call("hold")["summary"]


def test_what_could_not_be_listed_is_named_on_the_page_and_its_documents_are_marked(
    serve: Callable[..., str], fail_at: FailingReads, write: Callable[..., Path], index: Path, qa: Callable[..., Any]
) -> None:
    far = write("far/emir.txt", "The emir of Qatar offered to carry a message.").parent.resolve()
    assert qa("rebuild", "--index", index).status == 0
    seen = human_date(read_manifest(index).created[:10])
    fail_at("scandir", far, errno.EACCES)
    call = Caller(serve(sources=None))
    call("rebuild")
    page = ended(call)
    assert "The archive is up to date with what could be read" in page
    assert f"<li>{far}: permission denied; its document stays as it was, not seen since" in page
    assert f"{far}</span>: <span" in call("hold")["summary"]
    assert f"emir.txt</a> · not seen since {seen}<" in call("list_documents", {"words": "emir", "first": 0})["html"]


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
