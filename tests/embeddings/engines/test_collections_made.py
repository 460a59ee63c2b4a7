from pathlib import Path

import pytest

from embeddings.engines.address import parse_address
from embeddings.engines.collections_made import CollectionsMade
from embeddings.errors import IndexDamaged


def test_collections_are_remembered_by_their_server(tmp_path: Path) -> None:
    here = CollectionsMade(tmp_path, parse_address("milvus+http://user:secret@here/news"))
    there = CollectionsMade(tmp_path, parse_address("milvus+http://there/news"))
    assert here.names() == []
    here.add("news_1")
    there.add("news_1")
    here.add("news_2")
    here.add("news_1")
    assert (here.names(), there.names()) == (["news_2", "news_1"], ["news_1"])
    here.remove("news_1")
    here.remove("never made")
    assert (here.names(), there.names()) == (["news_2"], ["news_1"])
    assert "secret" not in (tmp_path / "engine.json").read_text()


@pytest.mark.parametrize("content", ["{", "[]", '{"collections": [{}]}'])
def test_a_changed_file_is_named(tmp_path: Path, content: str) -> None:
    (tmp_path / "engine.json").write_text(content)
    with pytest.raises(IndexDamaged, match=r"engine\.json is not what loccit wrote; remove it"):
        CollectionsMade(tmp_path, parse_address("milvus+http://here/news")).names()
