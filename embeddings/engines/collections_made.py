"""engine.json: the Milvus collections that the rebuilds of an index have made.

Only what is named here is ever dropped, so that two indexes that were given one name do not drop each other's. A
collection is named before it is made, so that the next rebuild finds what one that was killed left behind.
"""

import json
from dataclasses import dataclass
from pathlib import Path

from embeddings.engines.address import EngineAddress
from embeddings.errors import IndexDamaged
from embeddings.files import disk
from embeddings.files.checks import rebuild_advice
from embeddings.generations.layout import ENGINE


@dataclass(frozen=True, slots=True)
class CollectionsMade:
    """The collections that an index folder has made on one server."""

    index: Path
    address: EngineAddress

    def names(self) -> list[str]:
        """Return their names, oldest first. Raises IndexDamaged."""
        return [name for engine, name in self._read() if engine == str(self.address)]

    def add(self, name: str) -> None:
        """Name a collection that is about to be made."""
        self._write([*self._without(name), (str(self.address), name)])

    def remove(self, name: str) -> None:
        """Forget a collection that was dropped."""
        self._write(self._without(name))

    def _without(self, name: str) -> list[tuple[str, str]]:
        return [made for made in self._read() if made != (str(self.address), name)]

    def _read(self) -> list[tuple[str, str]]:
        """Return the server and the name of each collection."""
        path = self.index / ENGINE
        try:
            content = json.loads(path.read_bytes())
            return [(str(made["engine"]), str(made["collection"])) for made in content["collections"]]
        except FileNotFoundError:
            return []
        except (ValueError, KeyError, TypeError) as error:
            raise IndexDamaged(
                f"{path} is not what loccit wrote; remove it, drop the old collections in Milvus, and "
                f"{rebuild_advice(self.index)}"
            ) from error

    def _write(self, made: list[tuple[str, str]]) -> None:
        content = {"collections": [{"engine": engine, "collection": name} for engine, name in made]}
        disk.replace(self.index / ENGINE, json.dumps(content, indent=1).encode())
