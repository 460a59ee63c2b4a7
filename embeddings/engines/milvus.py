"""The generations of an index in a Milvus server: a collection for each, and an alias that names the current one.

A generation is searched in its own collection, so nobody mixes two, and what is half filled is asked by nobody. The
alias, which is the index's name, is for whoever else asks the server. The index folder says which generation is current
and has all of it; Milvus has what candidates are found by.
"""

import re
from collections.abc import Collection, Iterator
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import Any

from embeddings.engines.address import EngineAddress
from embeddings.engines.collections_made import CollectionsMade
from embeddings.engines.engine import Filling, Opening
from embeddings.engines.milvus_client import WRITE_SECONDS, connect, engine_errors
from embeddings.engines.milvus_rows import Row, indexes, rows, schema
from embeddings.engines.milvus_searching import MilvusSearcher
from embeddings.errors import EngineError, EngineLacks
from embeddings.generations.manifest import Manifest
from embeddings.generations.store import Generation

# Rows sent at a time. With 384 components and 100 terms a row has 2.5 kB; Milvus takes 64 MB.
BATCH = 500


class MilvusEngine:
    """Has the generations of an index in a Milvus server; see SearchEngine."""

    def __init__(self, address: EngineAddress, index: Path) -> None:
        self._address = address
        self._index = index
        self._made = CollectionsMade(index, address)

    @cached_property
    def _client(self) -> Any:
        return connect(self._address)

    def searcher(self, generation: Generation) -> MilvusSearcher:
        """See SearchEngine."""
        held, wanted = self.passages_of(generation.id), generation.manifest.passages
        if held != wanted:
            raise EngineLacks(
                f"The search engine {self._address} holds {held or 0:,} of the {wanted:,} passages of the generation "
                f"{generation.id}; fill it with: qa rebuild --index {self._index}, or unset LOCCIT_ENGINE to search "
                "the index folder itself."
            )
        return MilvusSearcher(self._client, self._address, self._collection(generation.id), generation)

    def fill(self, manifest: Manifest, opening: Opening, progress: Filling) -> None:
        """See SearchEngine."""
        if self.passages_of(manifest.generation) == manifest.passages:
            return
        generation, name, client = opening(), self._collection(manifest.generation), self._client
        self._made.add(name)
        progress(0, manifest.passages)
        with engine_errors(self._address):
            client.drop_collection(name, timeout=WRITE_SECONDS)
            # Whoever searches sees all that was there some seconds before, which a generation always was.
            fields = {"schema": schema(client, manifest.dimension), "index_params": indexes(client)}
            client.create_collection(name, **fields, consistency_level="Bounded", timeout=WRITE_SECONDS)
        sent = 0
        for batch in _batches(rows(generation)):
            with engine_errors(self._address):
                client.insert(name, batch, timeout=WRITE_SECONDS)
            sent += len(batch)
            progress(sent, manifest.passages)
        with engine_errors(self._address):
            client.flush(name, timeout=WRITE_SECONDS)
        held = self.passages_of(manifest.generation)
        if held != manifest.passages:
            raise EngineError(
                f"The search engine {self._address} was sent {manifest.passages:,} passages and holds {held or 0:,}; "
                "the index is as it was. See to it there, and run the rebuild again."
            )

    def settle(self, current: str | None, kept: Collection[str]) -> None:
        """See SearchEngine."""
        wanted = {self._collection(generation) for generation in kept}
        dropped = [name for name in self._made.names() if name not in wanted]
        client = self._client
        with engine_errors(self._address):
            named = self._named()
            if current and client.has_collection(self._collection(current)):
                named = self._name(self._collection(current), named)
            if named in dropped:
                client.drop_alias(self._address.name)
            for name in dropped:
                client.drop_collection(name, timeout=WRITE_SECONDS)
                self._made.remove(name)

    def passages_of(self, generation: str) -> int | None:
        """See SearchEngine."""
        name, client = self._collection(generation), self._client
        with engine_errors(self._address):
            if not client.has_collection(name):
                return None
            # A server that was started again may have it on its disk only.
            client.load_collection(name, timeout=WRITE_SECONDS)
            counted = client.query(name, output_fields=["count(*)"], consistency_level="Strong", timeout=WRITE_SECONDS)
        return int(counted[0]["count(*)"])

    def _named(self) -> str | None:
        """Return the collection that the alias stands for, None where there is no alias of the index's name."""
        client, name = self._client, self._address.name
        if not client.has_collection(name):
            return None
        collection = str(client.describe_collection(name)["collection_name"])
        if collection == name:
            raise EngineError(
                f"The search engine {self._address} has a collection named {name}, which is no alias; give the index "
                "another name in LOCCIT_ENGINE, or rename that collection."
            )
        return collection

    def _name(self, collection: str, named: str | None) -> str:
        """Have the alias stand for a collection, given for which it does so far; return the collection."""
        if named is None:
            self._client.create_alias(collection, self._address.name)
        elif named != collection:
            self._client.alter_alias(collection, self._address.name)
        return collection

    def _collection(self, generation: str) -> str:
        """Return the name of a generation's collection; Milvus has letters, digits and "_" there."""
        return f"{self._address.name}_{re.sub(r'[^A-Za-z0-9]', '_', generation)}"


def _batches(of_passages: Iterator[Row]) -> Iterator[list[Row]]:
    while batch := list(islice(of_passages, BATCH)):
        yield batch
