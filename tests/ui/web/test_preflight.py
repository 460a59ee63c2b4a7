import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from qa.errors import SettingError
from qa.settings import Settings
from ui.web import preflight
from ui.web.preflight import check_address

Imported = Callable[..., Any]


@pytest.fixture
def settings_of(tmp_path: Path, free_port: int) -> Callable[..., Settings]:
    """Make settings of a server that would start but for what is given."""

    def make(**overrides: Any) -> Settings:
        return Settings(**{"uploads": tmp_path / "uploads", "port": free_port} | overrides)

    return make


def test_a_server_that_would_start_is_passed_and_its_port_is_free_afterwards(
    settings_of: Callable[..., Settings],
) -> None:
    settings = settings_of(log="stderr")
    preflight.check(settings)
    with socket.create_server(("127.0.0.1", settings.port)):
        pass


def test_mcp_without_its_package_is_refused_with_what_to_do(
    settings_of: Callable[..., Settings], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ui.web.preflight.find_spec", lambda _: None)
    with pytest.raises(SettingError, match=r"LOCCIT_MCP.*pip install 'loccit\[mcp\]'"):
        preflight.check(settings_of(mcp=True))


def test_a_taken_port_is_named_with_what_to_do(taken_port: int) -> None:
    message = rf"at 127\.0\.0\.1:{taken_port} \(address already in use\); set LOCCIT_PORT or use --port"
    with pytest.raises(SettingError, match=message):
        check_address("127.0.0.1", taken_port)


def test_a_port_that_gradio_would_find_taken_is_named_wherever_the_chat_is_served(taken_port: int) -> None:
    with pytest.raises(SettingError, match=rf"at 127\.0\.0\.2:{taken_port} \(address already in use\)"):
        check_address("127.0.0.2", taken_port)


def test_an_address_of_another_machine_is_named_with_what_to_do(free_port: int) -> None:
    with pytest.raises(SettingError, match=rf"at 192\.0\.2\.1:{free_port} \(.*LOCCIT_HOST or --host"):
        check_address("192.0.2.1", free_port)


@pytest.mark.parametrize("host", ["no such host", "a..b", "nowhere.invalid", "x" * 70 + ".example"])
def test_a_host_that_is_no_address_is_named_with_what_to_do(host: str, free_port: int) -> None:
    with pytest.raises(SettingError, match=f"The setting LOCCIT_HOST is '{host}': .*127.0.0.1, or 0.0.0.0"):
        check_address(host, free_port)


def test_a_name_serves_if_this_machine_has_one_of_its_addresses(
    free_port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    def addresses(_host: str, port: int, **_: object) -> list[Any]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (host, port)) for host in ("192.0.2.1", "127.0.0.1")]

    monkeypatch.setattr("socket.getaddrinfo", addresses)
    check_address("localhost", free_port)


def test_a_log_that_cannot_be_written_is_named(settings_of: Callable[..., Settings], tmp_path: Path) -> None:
    log = str(tmp_path / "absent" / "log")
    with pytest.raises(SettingError, match=rf"LOCCIT_LOG is '{log}': it cannot be written \(no such file"):
        preflight.check(settings_of(log=log))


@pytest.fixture
def usable(tmp_path: Path, free_port: int) -> dict[str, str]:
    """Variables with which a server would start."""
    return {"LOCCIT_PORT": str(free_port), "LOCCIT_UPLOADS": str(tmp_path / "uploads")}


@pytest.mark.parametrize(
    ("words", "environment", "message"),
    [
        ((), {"LOCCIT_PROT": "80"}, "LOCCIT_PROT is no setting of loccit; did you mean LOCCIT_PORT?"),
        (("--host", "nowhere.invalid", "--no-auth"), {}, "LOCCIT_HOST is 'nowhere.invalid'"),
        (("--host", "0.0.0.0"), {}, "At 0.0.0.0 others could reach the chat without a login"),
        (("--auth", "absent"), {}, "absent: the file of logins cannot be read"),
        (("--index", "pyproject.toml"), {}, "LOCCIT_INDEX is 'pyproject.toml': pyproject.toml is no folder"),
        ((), {"LOCCIT_UPLOADS": "/dev/null"}, "LOCCIT_UPLOADS is '/dev/null': /dev/null is no folder"),
        ((), {"LOCCIT_MODEL": "absent/model"}, "LOCCIT_MODEL is 'absent/model': There is no model"),
        ((), {"LOCCIT_RERANKER": "absent/model"}, "LOCCIT_RERANKER is 'absent/model': There is no model"),
        (("--port", "99999"), {}, "LOCCIT_PORT is 99999"),
    ],
)
def test_a_mistake_is_said_before_anything_heavy_is_imported(
    imported_by: Imported, usable: dict[str, str], words: tuple[str, ...], environment: dict[str, str], message: str
) -> None:
    result, imported = imported_by("chat", *words, environment=usable | environment)
    assert (result.returncode, result.stdout, imported) == (2, "", set())
    assert message in result.stderr
    assert result.stderr.startswith("qa: ")
    assert result.stderr.count("\n") == 1


def test_a_taken_port_is_said_before_anything_heavy_is_imported(
    imported_by: Imported, usable: dict[str, str], taken_port: int
) -> None:
    result, imported = imported_by("chat", "--port", taken_port, environment=usable)
    assert (result.returncode, imported) == (2, set())
    assert f"127.0.0.1:{taken_port} (address already in use)" in result.stderr
