from collections.abc import Callable, Collection
from pathlib import Path

import pytest

from embeddings.engines.engine import Filling, Opening
from embeddings.engines.following import Following
from embeddings.engines.local import LocalEngine
from embeddings.generations.manifest import Manifest, read_manifest
from embeddings.generations.pointer import current_generation


class NotingEngine(LocalEngine):
    def __init__(self) -> None:
        self.noted: list[object] = []

    def fill(self, manifest: Manifest, opening: Opening, progress: Filling) -> None:
        progress(1, manifest.passages)
        self.noted.append(opening().id)

    def settle(self, current: str | None, kept: Collection[str]) -> None:
        self.noted.append((current, list(kept)))


def test_an_engine_is_told_of_what_the_index_folder_says(index_of: Callable[[dict[str, str]], Path]) -> None:
    index, engine, stages = index_of({"a.txt": "The ferry left."}), NotingEngine(), []
    following = Following(engine, index, lambda *stage: stages.append(stage))
    generation = current_generation(index)
    following.fill(read_manifest(index))
    following.settle()
    assert engine.noted == [generation, (generation, [generation])]
    assert stages == [("filling", 1, 1)]


@pytest.mark.parametrize(("content", "noted"), [(None, [(None, [])]), ("damaged", [])])
def test_where_the_folder_does_not_say_what_it_keeps_nothing_is_dropped(
    tmp_path: Path, content: str | None, noted: list[object]
) -> None:
    if content:
        (tmp_path / "CURRENT").write_text(content)
    engine = NotingEngine()
    Following(engine, tmp_path, lambda *_: None).settle()
    assert engine.noted == noted
