from pathlib import Path

import pytest

from embeddings.engines.address import parse_address
from embeddings.engines.local import LOCAL
from embeddings.engines.milvus import MilvusEngine
from embeddings.engines.opening import engine_of


@pytest.mark.usefixtures("no_network")
def test_without_an_address_the_index_folder_is_searched(tmp_path: Path) -> None:
    assert engine_of(None, tmp_path) is LOCAL
    # Nothing is asked of a server yet.
    assert isinstance(engine_of(parse_address("milvus+http://db/news"), tmp_path), MilvusEngine)
