"""The search engine that a setting names."""

from pathlib import Path

from embeddings.engines.address import EngineAddress
from embeddings.engines.engine import SearchEngine
from embeddings.engines.local import LOCAL


def engine_of(address: EngineAddress | None, index: Path) -> SearchEngine:
    """Return the engine at an address, for an index; without an address the index folder is searched itself.

    Nothing is asked of the engine yet.
    """
    if address is None:
        return LOCAL
    from embeddings.engines.milvus import MilvusEngine

    return MilvusEngine(address, index)
