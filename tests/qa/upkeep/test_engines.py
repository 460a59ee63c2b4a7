from collections.abc import Callable
from pathlib import Path

import pytest

from embeddings.engines.address import parse_address
from embeddings.engines.milvus_client import connect
from embeddings.generations.pointer import current_generation
from embeddings.models.encoder import Encoder
from qa.settings import load_settings
from qa.upkeep.engines import engine_state, lacking
from qa.upkeep.rebuilding import rebuild
from tests.milvus_server import MilvusServer


def test_without_an_engine_there_is_nothing_to_say(index_of: Callable[[dict[str, str]], Path]) -> None:
    settings = load_settings(index=index_of({"a.txt": "The ferry left."}))
    assert (engine_state(settings), lacking(settings)) == (None, ())


def test_what_an_engine_holds_and_lacks(
    tmp_path: Path,
    write: Callable[..., Path],
    encoder: Encoder,
    milvus_server: MilvusServer,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("LOCCIT_ENGINE", milvus_server.address("holding", "root:s3cret@"))
    write("a.txt", "The ferry left.")
    index = tmp_path / "index"
    rebuild([tmp_path / "sources"], index, encoder=encoder)
    settings = load_settings(index=index)
    state = engine_state(settings)
    assert state is not None
    assert (state.address, state.passages, state.error) == (milvus_server.address("holding"), 1, "")
    assert lacking(settings) == ()

    generation = current_generation(index)
    collection = f"holding_{generation.replace('-', '_')}"
    connect(parse_address(milvus_server.address("holding"))).delete(collection, ids=[0])
    (message,) = lacking(settings)
    address = milvus_server.address("holding")
    assert message == f"{address}: holds 0 of the 1 passages of the generation {generation}"
    with milvus_server.away():
        away = engine_state(settings)
        assert away is not None
        assert (away.passages, "cannot be reached" in away.error, "s3cret" in away.error) == (None, True, False)
