from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from embeddings.generations.layout import FORMAT
from embeddings.generations.pointer import current_generation
from qa.archive import Archive
from qa.settings import Settings
from tests.embeddings.generations.test_manifest import reseal
from ui.web.chat import describe
from ui.web.logins import login_of, read_logins

QA = Callable[..., Any]


@pytest.fixture(autouse=True)
def at_a_free_port(monkeypatch: pytest.MonkeyPatch, free_port: int) -> None:
    """A chat that runs on this machine, at the usual port, changes nothing here."""
    monkeypatch.setenv("LOCCIT_PORT", str(free_port))


@pytest.fixture
def launched(monkeypatch: pytest.MonkeyPatch) -> list[Settings]:
    """Have the chat not served; return the settings it was to be served with."""
    served: list[Settings] = []

    def launch(settings: Settings, announce: Callable[[str], None]) -> None:
        served.append(settings)
        announce("http://127.0.0.1:1/")

    monkeypatch.setattr("ui.web.server.launch", launch)
    return served


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    def type_(password: str) -> None:
        monkeypatch.setattr("typer.prompt", lambda *_, **__: password)

    return type_


def test_a_login_is_added_and_the_chat_asks_for_it(
    qa: QA, tmp_path: Path, typed: Callable[[str], None], launched: list[Settings], index_of: Callable[..., Path]
) -> None:
    index = index_of({"a.txt": "One sentence stands here."})
    typed("correct horse")
    status, out, _ = qa("add-login", "anna", "--administrator", "--auth", tmp_path / "logins")
    assert (status, out) == (0, f"anna can log in where the chat is started with --auth {tmp_path / 'logins'}\n")
    logins = read_logins(tmp_path / "logins")
    assert login_of(logins, "anna", "correct horse") == logins["anna"]
    arguments = ("--index", index, "--host", "0.0.0.0", "--auth", tmp_path / "logins", "--changes")
    assert qa("chat", *arguments)[0] == 0
    assert (launched[0].auth, launched[0].changes, launched[0].no_auth) == (tmp_path / "logins", True, False)


def test_a_short_password_is_one_line_that_says_so(qa: QA, tmp_path: Path, typed: Callable[[str], None]) -> None:
    typed("short")
    status, out, err = qa("add-login", "anna", "--auth", tmp_path / "logins")
    assert (status, out) == (2, "")
    assert err == "qa: The password has 5 characters; use at least 10.\n"


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (("anna b", "logins"), "The name is 'anna b'; use up to 64 letters"),
        (("anna", "broken"), "broken, line 1"),
        (("anna", "nowhere/logins"), "cannot be made: its folder is not there"),
    ],
)
def test_no_password_is_asked_for_where_the_name_or_the_file_will_not_do(
    qa: QA, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, str], reason: str
) -> None:
    def never(*_: object, **__: object) -> str:
        raise AssertionError("a password was asked for")

    monkeypatch.setattr("typer.prompt", never)
    (tmp_path / "broken").write_text("this is no login")
    status, out, err = qa("add-login", words[0], "--auth", tmp_path / words[1])
    assert (status, out) == (2, "")
    assert reason in err


@pytest.mark.usefixtures("fake_model")
def test_a_chat_for_others_without_a_login_is_refused_before_anything_is_built(
    qa: QA, tmp_path: Path, launched: list[Settings]
) -> None:
    status, out, err = qa("chat", "--index", tmp_path / "index", "--host", "0.0.0.0")
    assert (status, out, launched) == (2, "", [])
    assert err.startswith("qa: At 0.0.0.0 others could reach the chat without a login; give --auth FILE")
    assert err.count("\n") == 1
    assert not (tmp_path / "index").exists()


def test_a_chat_for_everyone_says_so_itself(qa: QA, launched: list[Settings], index_of: Callable[..., Path]) -> None:
    index = index_of({"a.txt": "One sentence stands here."})
    assert qa("chat", "--index", index, "--host", "0.0.0.0", "--no-auth")[0] == 0
    assert launched[0].no_auth


@pytest.mark.usefixtures("fake_model")
@pytest.mark.parametrize("make", [Path.mkdir, lambda _: None], ids=["empty", "absent"])
def test_where_there_is_nothing_to_build_of_the_chat_opens_and_says_what_to_do(
    qa: QA, tmp_path: Path, launched: list[Settings], monkeypatch: pytest.MonkeyPatch, make: Callable[[Path], Any]
) -> None:
    make(tmp_path / "corpus")
    monkeypatch.setenv("LOCCIT_SOURCES", str(tmp_path / "corpus"))
    status, out, err = qa("chat", "--index", tmp_path / "index")
    assert (status, out) == (0, "loccit is at http://127.0.0.1:1/ (Ctrl-C stops it)\n")
    assert err.endswith("Documents can be added on the archive page.\n")
    assert str(tmp_path / "corpus") in err
    assert len(launched) == 1


@pytest.mark.usefixtures("fake_model")
def test_chat_on_a_taken_port_is_one_line_that_says_what_to_do(qa: QA, index: Path, taken_port: int) -> None:
    result = qa("chat", "--index", index, "--port", taken_port)
    assert (result.status, result.out) == (2, "")
    assert f"127.0.0.1:{taken_port}" in result.err
    assert "LOCCIT_PORT" in result.err
    assert result.has_one_line_error


@pytest.mark.usefixtures("fake_model")
def test_chat_builds_the_index_first_where_there_is_none(
    qa: QA, tmp_path: Path, write: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    served = []

    def launch(settings: Any, announce: Callable[[str], None]) -> None:
        served.append(current_generation(settings.index))
        announce("http://127.0.0.1:1/")

    monkeypatch.setattr("ui.web.server.launch", launch)
    monkeypatch.setenv("LOCCIT_SOURCES", str(write("a.txt", "One sentence stands here.").parent))
    result = qa("chat", "--index", tmp_path / "new")
    assert result.status == 0
    assert result.out == "loccit is at http://127.0.0.1:1/ (Ctrl-C stops it)\n"
    assert qa("chat", "--index", tmp_path / "new").status == 0
    # The second time it starts without building again.
    assert served == [current_generation(tmp_path / "new")] * 2


@pytest.mark.usefixtures("fake_model")
def test_a_chat_over_an_index_of_an_older_format_opens_and_says_what_to_do(
    qa: QA, launched: list[Settings], index: Path
) -> None:
    reseal(index, lambda content: content.update(format=5))
    status, _, err = qa("chat", "--index", index)
    assert (status, len(launched)) == (0, 1)
    message = f"The index in {index} has format 5; this loccit reads format {FORMAT}; "
    assert err.startswith(f"qa: {message}")
    assert "qa rebuild" in err
    described = describe(index, lambda: Archive.open(index))
    assert described["ready"] is False
    assert "has format 5" in described["html"]
