import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from embeddings.building.previous import open_and_check, open_previous
from embeddings.generations.pointer import current_generation

Build = Callable[[dict[str, str]], Path]


def test_a_generation_with_a_damaged_catalogue_is_none_and_named(index_of: Build) -> None:
    index = index_of({"a.txt": "The sea was calm."})
    path = index / "generations" / current_generation(index) / "segments/0/catalogue.sqlite"
    data = bytearray(path.read_bytes())
    data[-1] ^= 1
    path.write_bytes(data)
    for opening in (open_previous, open_and_check):
        assert opening(index) == (None, f"{path} was changed after it was written")


@pytest.mark.parametrize("opening", [open_previous, open_and_check])
def test_without_an_index_there_is_no_generation_and_no_damage(
    opening: Callable[[Path], tuple[object, str]], tmp_path: Path
) -> None:
    assert opening(tmp_path / "nowhere") == (None, "")


def test_a_sound_generation_is_opened(index_of: Build) -> None:
    index = index_of({"a.txt": "The sea was calm."})
    generation, damage = open_and_check(index)
    assert generation is not None
    assert (generation.id, damage) == (current_generation(index), "")


def test_damage_that_opening_does_not_see_is_named_and_the_generation_still_opened(index_of: Build) -> None:
    index = index_of({"a.txt": "The sea was calm."})
    path = index / "generations" / current_generation(index) / "segments/0/sentences/rows.npy"
    data = bytearray(path.read_bytes())
    data[-1] ^= 1
    path.write_bytes(data)
    generation, damage = open_and_check(index)
    assert generation is not None
    # Without the advice to rebuild, which is being done.
    assert damage == f"{path} was changed after it was written"


def test_a_generation_too_damaged_to_open_is_none_and_named(index_of: Build) -> None:
    index = index_of({"a.txt": "The sea was calm."})
    path = index / "generations" / current_generation(index) / "manifest.json"
    path.write_text("{", "utf-8")
    for opening in (open_previous, open_and_check):
        generation, damage = opening(index)
        assert generation is None
        assert str(path) in damage
        assert "qa rebuild" not in damage


def test_damage_is_found_again_by_the_process_that_has_read_the_files_before(index_of: Build) -> None:
    index = index_of({"a.txt": "The sea was calm."})
    path = index / "generations" / current_generation(index) / "segments/0/sentences/rows.npy"
    hour_ago = time.time_ns() - 3_600_000_000_000
    for file in path.parents[2].rglob("*"):
        os.utime(file, ns=(hour_ago, hour_ago))
    assert open_and_check(index)[1] == ""
    data = bytearray(path.read_bytes())
    data[-1] ^= 1
    path.write_bytes(data)
    for _ in range(2):
        assert open_and_check(index)[1] == f"{path} was changed after it was written"
    # Nothing looks different now, but damage was found before.
    os.utime(path, ns=(hour_ago, hour_ago))
    assert open_and_check(index)[1] == f"{path} was changed after it was written"
