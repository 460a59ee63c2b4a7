import stat
from pathlib import Path

import pytest
from argon2 import PasswordHasher

from qa.errors import SettingError
from qa.settings import Settings
from ui.web import logins
from ui.web.logins import add_login, is_login, listens_beyond_this_machine, may_change, read_logins, required_logins


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
    assert is_login(logins_read, "anna", "correct horse")
    assert is_login(logins_read, "ben@example", "battery staple")
    for name, password in [
        ("anna", "battery staple"),
        ("anna", ""),
        ("Anna", "correct horse"),
        ("", ""),
        ("x", "nobody"),
    ]:
        assert not is_login(logins_read, name, password)


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
    assert is_login(logins_read, "anna", "another password")
    assert not is_login(logins_read, "anna", "correct horse")


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
        ("anna reader $argon2id$x\nanna reader $argon2id$y\n", "line 2: the name anna stands there twice"),
    ],
)
def test_a_file_that_is_no_file_of_logins_is_refused_with_the_line(tmp_path: Path, text: str, reason: str) -> None:
    path = tmp_path / "logins"
    path.write_text(text, "utf-8")
    with pytest.raises(SettingError, match=rf"^{path}.*{reason}") as error:
        read_logins(path)
    assert "secret" not in str(error.value)


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
