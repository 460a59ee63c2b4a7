import builtins
from typing import Any

import pytest

from embeddings.engines.address import parse_address
from embeddings.engines.milvus_client import connect, engine_errors
from embeddings.errors import EngineAway, EngineError

ADDRESS = parse_address("milvus+http://root:s3cret@127.0.0.1:1/news")


def test_a_server_that_is_not_there_is_named_at_once(capfd: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("pymilvus", reason="pymilvus is not installed; it comes with the extra milvus")
    with pytest.raises(EngineAway, match=r"milvus\+http://127\.0\.0\.1:1/news cannot be reached"):
        connect(ADDRESS)
    # pymilvus writes no traceback of its own.
    assert capfd.readouterr().err == ""


def test_what_a_server_says_is_handed_on_in_a_line() -> None:
    exceptions = pytest.importorskip("pymilvus.exceptions", reason="pymilvus is not installed")
    with pytest.raises(EngineError, match="news answers with an error: no such field; see to it there"):  # noqa: SIM117
        with engine_errors(ADDRESS):
            raise exceptions.MilvusException(code=1100, message="no such\nfield")


def test_without_pymilvus_it_is_said_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def without(name: str, *rest: Any, **named: Any) -> Any:
        if name.startswith("pymilvus"):
            raise ImportError("No module named 'pymilvus'")
        return real(name, *rest, **named)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(EngineError, match=r"needs pymilvus .* pip install 'loccit\[milvus\]'"):
        connect(ADDRESS)
