"""An index whose candidates are found in a Milvus server: published, gone back to, killed midway, the server away."""

import json
import os
import signal
import subprocess
import sys
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from embeddings.engines.address import parse_address
from embeddings.engines.milvus import MilvusEngine
from embeddings.engines.milvus_client import connect
from embeddings.errors import EngineAway, EngineError, EngineLacks
from embeddings.generations.pointer import current_generation, current_pointer
from qa.archive import Archive
from qa.upkeep.maintenance import roll_back
from qa.upkeep.rebuilding import rebuild
from tests.conftest import WordEncoder
from tests.milvus_server import MilvusServer
from tests.waiting import wait_until

FERRY, TUNNEL = "The ferry left the harbour on Monday.", "The tunnel was opened by the minister."

# Rebuilds an index, and kills itself when it comes to a step.
KILLED = """
import os, signal, sys
from pathlib import Path
{imported}
from qa.upkeep.rebuilding import rebuild
from tests.conftest import WordEncoder
def kill(*_, **__): os.kill(os.getpid(), signal.SIGKILL)
{place}.{step} = kill
rebuild([Path(sys.argv[1])], Path(sys.argv[2]), encoder=WordEncoder())
"""


class Place:
    """An index with its sources, in a server under a name of its own."""

    def __init__(self, folder: Path, server: MilvusServer, name: str) -> None:
        self.sources, self.index, self.server = folder / "sources", folder / "index", server
        self.address = parse_address(server.address(name))
        self.engine = MilvusEngine(self.address, self.index)

    def write(self, name: str, text: str) -> None:
        self.sources.mkdir(exist_ok=True)
        (self.sources / name).write_text(text)

    def rebuild(self) -> str:
        return rebuild([self.sources], self.index, encoder=WordEncoder()).generation

    def found(self, question: str) -> list[str]:
        """The documents of the best passages for a question."""
        hits = Archive.open(self.index, encoder=WordEncoder()).hits(question, 5)
        return [hit.document.id for hit in hits]

    def collections(self) -> set[str]:
        """The collections of the index that the server has."""
        names: list[str] = connect(self.address).list_collections()
        return {name for name in names if name.startswith(f"{self.address.name}_")}

    def named(self) -> str:
        """The collection that the alias stands for."""
        return str(connect(self.address).describe_alias(self.address.name)["collection_name"])

    def collection(self, generation: str) -> str:
        return f"{self.address.name}_{generation.replace('-', '_')}"


@pytest.fixture
def place(
    tmp_path: Path, milvus_server: MilvusServer, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> Place:
    made = Place(tmp_path, milvus_server, f"i{zlib.crc32(request.node.name.encode())}")
    monkeypatch.setenv("LOCCIT_ENGINE", milvus_server.address(made.address.name, "user:s3cret@"))
    made.write("ferry.txt", FERRY)
    return made


def test_each_generation_has_a_collection_and_the_alias_stands_for_the_current_one(place: Place) -> None:
    first = place.rebuild()
    assert (place.collections(), place.named()) == ({place.collection(first)}, place.collection(first))
    place.write("tunnel.txt", TUNNEL)
    second = place.rebuild()
    place.write("storm.txt", "A storm rose over the strait.")
    third = place.rebuild()

    assert place.collections() == {place.collection(second), place.collection(third)}
    assert place.named() == place.collection(third)
    assert place.found("Who opened the tunnel?")[0] == "tunnel.txt"


def test_whoever_asks_one_generation_never_sees_another(place: Place) -> None:
    place.rebuild()
    before = Archive.open(place.index, encoder=WordEncoder())
    place.write("tunnel.txt", TUNNEL)
    place.rebuild()

    assert [hit.document.id for hit in before.hits("tunnel minister", 5)] == ["ferry.txt"]
    assert {hit.document.id for hit in before.renewed().hits("tunnel minister", 5)} == {"ferry.txt", "tunnel.txt"}


def test_answers_are_those_of_the_index_folder(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(12):
        place.write(f"{number}.txt", f"{FERRY} {'The storm rose. ' * number} {TUNNEL if number % 3 else ''}")
    place.rebuild()

    def answered() -> list[Any]:
        hits = Archive.open(place.index, encoder=WordEncoder()).hits("Who opened the tunnel in the storm?", 12)
        return [(hit.number, pytest.approx(hit.score, abs=1e-5)) for hit in hits]

    by_milvus = answered()
    monkeypatch.delenv("LOCCIT_ENGINE")
    assert len(by_milvus) > 5
    assert by_milvus == answered()


def test_going_back_fills_what_the_server_does_not_hold_any_more(place: Place) -> None:
    first = place.rebuild()
    place.write("tunnel.txt", TUNNEL)
    second = place.rebuild()
    connect(place.address).drop_collection(place.collection(first))

    assert roll_back(index=place.index) == first
    assert place.named() == place.collection(first)
    assert place.found("tunnel minister") == ["ferry.txt"]
    assert roll_back(second, index=place.index) == second
    assert place.named() == place.collection(second)


def test_an_index_that_was_built_without_a_server_is_filled_in_where_nothing_has_changed(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = os.environ["LOCCIT_ENGINE"]
    monkeypatch.delenv("LOCCIT_ENGINE")
    generation = place.rebuild()
    monkeypatch.setenv("LOCCIT_ENGINE", address)
    with pytest.raises(
        EngineLacks, match=rf"holds 0 of the 1 passages .*{generation}.* qa rebuild --index {place.index}"
    ):
        Archive.open(place.index, encoder=WordEncoder())

    assert place.rebuild() == generation
    assert place.found("ferry") == ["ferry.txt"]


@pytest.mark.parametrize(
    ("imported", "place_of_step", "step"),
    [
        ("from pymilvus import MilvusClient", "MilvusClient", "flush"),
        ("from embeddings.generations import publishing", "publishing", "make_current"),
        ("from pymilvus import MilvusClient", "MilvusClient", "alter_alias"),
    ],
    ids=["inserted", "filled", "current"],
)
def test_a_rebuild_that_is_killed_leaves_one_generation_whole_and_the_next_one_cleans_up(
    place: Place, imported: str, place_of_step: str, step: str
) -> None:
    first = place.rebuild()
    place.write("tunnel.txt", TUNNEL)
    program = KILLED.format(imported=imported, place=place_of_step, step=step)
    killed = subprocess.run(
        [sys.executable, "-c", program, place.sources, place.index],
        cwd=Path(__file__).parents[3],
        env={**os.environ, "PYTHONPATH": "."},
        check=False,
    )
    assert killed.returncode == -signal.SIGKILL

    # The last one is killed when the new generation is current already, and the alias is not.
    is_current = step == "alter_alias"
    assert (current_generation(place.index) == first) != is_current
    assert place.found("tunnel minister") == (["tunnel.txt", "ferry.txt"] if is_current else ["ferry.txt"])
    assert place.named() == place.collection(first)
    assert len(place.collections()) == 2

    latest = place.rebuild()
    kept = current_pointer(place.index).kept
    assert place.named() == place.collection(latest)
    assert place.collections() == {place.collection(generation) for generation in kept}
    assert place.found("tunnel minister") == ["tunnel.txt", "ferry.txt"]


def test_what_another_index_of_the_same_name_has_made_is_not_dropped(place: Place, tmp_path: Path) -> None:
    theirs = Place(tmp_path / "other", place.server, place.address.name)
    (tmp_path / "other").mkdir()
    theirs.write("a.txt", "The captain signed the treaty.")
    other = theirs.rebuild()
    place.rebuild()
    place.rebuild()

    assert place.collection(other) in place.collections()
    assert theirs.found("treaty") == ["a.txt"]


def answers(archive: Archive) -> bool:
    try:
        return bool(archive.ask("Who left the harbour?"))
    except EngineAway:
        return False


def test_a_server_that_is_away_is_named_without_the_login_and_the_index_stays_as_it_was(place: Place) -> None:
    first = place.rebuild()
    archive = Archive.open(place.index, encoder=WordEncoder())
    place.write("tunnel.txt", TUNNEL)
    works: list[Callable[[], object]] = [
        lambda: Archive.open(place.index, encoder=WordEncoder()),
        lambda: archive.ask("Who opened the tunnel?"),
        place.rebuild,
    ]
    with place.server.away():
        for work in works:
            with pytest.raises(EngineAway) as raised:
                work()
            assert f"127.0.0.1:{place.server.port}/{place.address.name} cannot be reached" in str(raised.value)
            assert "unset LOCCIT_ENGINE" in str(raised.value)
            assert "s3cret" not in str(raised.value)
        assert current_generation(place.index) == first

    wait_until(lambda: answers(archive))
    assert archive.ask("Who left the harbour?").generation == first
    assert place.rebuild() != first
    assert place.found("tunnel minister")[0] == "tunnel.txt"


def test_a_collection_of_the_name_of_the_index_is_not_taken_for_its_alias(place: Place) -> None:
    connect(place.address).create_collection(place.address.name, dimension=4)
    with pytest.raises(EngineError, match=r"has a collection named .* which is no alias"):
        place.rebuild()


def test_the_index_folder_names_what_it_has_made_without_the_login(place: Place) -> None:
    generation = place.rebuild()
    made = json.loads((place.index / "engine.json").read_text())
    assert made == {"collections": [{"engine": str(place.address), "collection": place.collection(generation)}]}
