import stat
from pathlib import Path

import pytest
from argon2 import PasswordHasher

from qa.errors import SettingError
from qa.settings import Settings
from ui.web import logins
from ui.web.logins import (
    LoginFile,
    add_login,
    listens_beyond_this_machine,
    login_of,
    may_change,
    read_logins,
    required_logins,
)
from ui.web.logs import start_logging

# The same each time, since it is part of the names of tests.
HASH = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash("correct horse", salt=b"16 bytes of salt")
DAMAGED = (
    "$argon2id$x",
    HASH[:-2],
    HASH.rpartition("$")[0],
    HASH + "$",
    HASH[:-1] + "!",
    HASH.replace("t=1", "t=0"),
    HASH.replace("m=8", "m=x"),
    HASH.replace("v=19", "v="),
)


@pytest.fixture(autouse=True)
def quick_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Argon2 is slow on purpose; the tests need not be."""
    monkeypatch.setattr(logins, "_hasher", lambda: PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "logins"
    add_login(file, "anna", "correct horse", "administrator")
    add_login(file, "ben@example", "battery staple", "reader")
    return file


def test_who_was_added_can_log_in_with_that_password_only(path: Path) -> None:
    logins_read = read_logins(path)
    roles = [(login.name, login.role) for login in logins_read.values()]
    assert roles == [("anna", "administrator"), ("ben@example", "reader")]
    assert login_of(logins_read, "anna", "correct horse")
    assert login_of(logins_read, "ben@example", "battery staple")
    for name, password in [
        ("anna", "battery staple"),
        ("anna", ""),
        ("Anna", "correct horse"),
        ("", ""),
        ("x", "nobody"),
    ]:
        assert not login_of(logins_read, name, password)


def test_the_file_holds_no_password_and_is_for_its_owner_only(path: Path) -> None:
    text = path.read_text("utf-8")
    assert "horse" not in text
    assert text.count("$argon2id$") == 2
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list(path.parent.iterdir()) == [path]


def test_a_password_is_changed_and_the_other_logins_stay(path: Path) -> None:
    add_login(path, "anna", "another password", "reader")
    logins_read = read_logins(path)
    assert (logins_read["anna"].role, len(logins_read)) == ("reader", 2)
    assert login_of(logins_read, "anna", "another password")
    assert not login_of(logins_read, "anna", "correct horse")


@pytest.mark.parametrize(
    ("name", "password", "reason"),
    [
        ("a b", "long enough", "The name is 'a b'; use up to 64 letters"),
        ("", "long enough", "The name is ''"),
        ("a\nb", "long enough", "The name is"),
        ("anna", "short", "The password has 5 characters; use at least 10."),
    ],
)
def test_a_login_that_would_not_do_is_refused(tmp_path: Path, name: str, password: str, reason: str) -> None:
    with pytest.raises(SettingError, match=reason):
        add_login(tmp_path / "logins", name, password, "reader")
    assert not (tmp_path / "logins").exists()


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "holds no login; add one with: qa add-login NAME --auth "),
        ("# only a comment\n", "holds no login"),
        ("anna reader secret\n", "line 1: is not NAME ROLE HASH"),
        ("# x\nanna king $argon2id$x\n", "line 2: is not NAME ROLE HASH"),
        ("anna:$argon2id$x\n", "line 1: is not NAME ROLE HASH"),
        (f"anna reader {HASH}\nanna reader {HASH}\n", "line 2: the name anna stands there twice"),
        *(
            (f"# x\nanna reader {damaged}\n", "line 2: the hash of anna is damaged; make the line")
            for damaged in DAMAGED
        ),
    ],
)
def test_a_file_that_is_no_file_of_logins_is_refused_with_the_line(tmp_path: Path, text: str, reason: str) -> None:
    path = tmp_path / "logins"
    path.write_text(text, "utf-8")
    with pytest.raises(SettingError, match=rf"^{path}.*{reason}") as error:
        read_logins(path)
    assert "secret" not in str(error.value)


def test_a_name_that_there_is_not_costs_one_comparison_as_any_other(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    compared: list[str] = []

    class Counting(PasswordHasher):
        def hash(self, *_: object, **__: object) -> str:
            raise AssertionError("a hash was made")

        def verify(self, hash: str, password: str) -> bool:  # type: ignore[override]  # its name there
            compared.append(hash)
            return super().verify(hash, password)

    monkeypatch.setattr(logins, "_hasher", Counting)
    logins_read = read_logins(path)
    assert login_of(logins_read, "nobody", "correct horse") is None
    assert login_of(logins_read, "anna", "wrong") is None
    parameters = [hashed.rsplit("$", 2)[0] for hashed in compared]
    assert parameters == ["$argon2id$v=19$m=8,t=1,p=1"] * 2
    assert compared[0] not in {login.hash for login in logins_read.values()}


def test_the_file_is_read_again_when_it_changes(path: Path) -> None:
    file = LoginFile(path)
    anna = file["anna"]
    assert [*file] == ["anna", "ben@example"]
    add_login(path, "cleo", "long enough", "reader")
    assert ([*file], len(file), file["anna"]) == (["anna", "ben@example", "cleo"], 3, anna)
    add_login(path, "anna", "another password", "reader")
    assert (file["anna"].role, file["anna"] == anna) == ("reader", False)
    path.write_text("".join(path.read_text("utf-8").splitlines(keepends=True)[1:]), "utf-8")
    assert [*file] == ["ben@example", "cleo"]


@pytest.mark.parametrize("text", ["anna reader", "", None, "\udcff"])
def test_a_file_that_cannot_be_read_any_more_leaves_the_logins_and_says_so(
    path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str | None
) -> None:
    start_logging(str(tmp_path / "log"), log_questions=False, metrics=False)
    file, before = LoginFile(path), path.read_bytes()
    assert file.fault == ""
    if text is None:
        path.unlink()
    else:
        path.write_bytes(text.encode("utf-8", "surrogateescape"))
    assert ([*file], file.fault.startswith(str(path))) == (["anna", "ben@example"], True)
    # Once, not at each request.
    assert file.fault
    log = (tmp_path / "log").read_text("utf-8")
    assert log.count('"event": "logins_unreadable"') == 1
    assert str(path) in log
    assert capsys.readouterr().err.count("Until then nobody new is let in.") == 1
    path.write_bytes(before)
    assert (file.fault, len(file)) == ("", 2)


def test_a_missing_file_is_refused_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(SettingError, match=r"cannot be read; make one with: qa add-login NAME --auth "):
        read_logins(tmp_path / "nowhere")


@pytest.mark.parametrize(
    ("host", "beyond"),
    [
        ("127.0.0.1", False), ("localhost", False), ("127.1.2.3", False), ("::1", False), ("[::1]", False),
        ("0.0.0.0", True), ("::", True), ("192.168.1.5", True), ("archive.example.org", True), ("", True),
    ],
)  # fmt: skip
def test_which_addresses_others_can_reach(host: str, beyond: bool) -> None:
    assert listens_beyond_this_machine(host) is beyond


def test_a_server_for_others_needs_logins_or_the_word_that_it_needs_none(path: Path) -> None:
    with pytest.raises(SettingError, match=r"At 0\.0\.0\.0 others could reach the chat without a login; give --auth"):
        required_logins(Settings(host="0.0.0.0"))
    assert required_logins(Settings(host="0.0.0.0", no_auth=True)) is None
    assert required_logins(Settings()) is None
    for host in ("0.0.0.0", "127.0.0.1"):
        required = required_logins(Settings(host=host, auth=path))
        assert required is not None
        assert list(required) == ["anna", "ben@example"]
    with pytest.raises(SettingError, match=r"Both --auth and --no-auth"):
        required_logins(Settings(auth=path, no_auth=True))


def test_who_may_change_the_archive(path: Path) -> None:
    logins_read = read_logins(path)
    here, there = Settings(), Settings(host="0.0.0.0")
    there_with_changes = Settings(host="0.0.0.0", changes=True)
    assert may_change(here, None, None)
    assert not may_change(there_with_changes, None, None)
    assert may_change(here, logins_read, "anna")
    assert not may_change(there, logins_read, "anna")
    assert may_change(there_with_changes, logins_read, "anna")
    for settings in (here, there, there_with_changes):
        for name in ("ben@example", "nobody", None):
            assert not may_change(settings, logins_read, name)
