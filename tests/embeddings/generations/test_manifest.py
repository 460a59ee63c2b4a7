import hashlib
import json
import re
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
import xxhash

from embeddings.attribution.parsing import parser
from embeddings.building.recipe import VECTORS, recipe
from embeddings.errors import IndexDamaged, IndexFormatError
from embeddings.generations.layout import FORMAT, MANIFEST
from embeddings.generations.manifest import Manifest, SegmentShape, read_manifest
from embeddings.generations.store import open_generation
from tests.embeddings.generations.conftest import FILES, advice, folder_of


def reseal(index: Path, change: Callable[[dict[str, object]], object]) -> None:
    """Change the manifest and write its new sha256 to CURRENT, as another version of loccit might have."""
    path = folder_of(index) / MANIFEST
    content = json.loads(path.read_text("utf-8"))
    change(content)
    path.write_text(json.dumps(content), "utf-8")
    pointer = json.loads((index / "CURRENT").read_text("utf-8"))
    pointer["manifest_sha256"] = hashlib.sha256(path.read_bytes()).hexdigest()
    (index / "CURRENT").write_text(json.dumps(pointer), "utf-8")


def test_the_manifest_says_what_was_built(index_of: Callable[[dict[str, str]], Path], tmp_path: Path) -> None:
    index = index_of(FILES)
    manifest = read_manifest(index)
    folder = folder_of(index)
    assert replace(manifest, created="", files={}) == Manifest(
        generation=folder.name,
        created="",
        model="words",
        model_fingerprint="words-1",
        dimension=512,
        passage_words=180,
        documents=2,
        passages=2,
        sentences=4,
        sources=[str((tmp_path / "sources").resolve())],
        unreadable=[],
        widths={"sentences": 256, "words": 32, "word_counts": 1},
        segments=[SegmentShape(2, 2, 4, 0, {"sentences": 4, "words": 9, "word_counts": 6})],
        recipe=recipe(),
        vectors=VECTORS,
        precision="float32",
        parser=parser(),
        format=FORMAT,
    )
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00", manifest.created)


def test_the_manifest_has_the_checksum_of_every_other_file(index: Path) -> None:
    folder = folder_of(index)
    there = {
        path.relative_to(folder).as_posix(): {
            "bytes": path.stat().st_size,
            "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
            "xxh3": xxhash.xxh3_128(path.read_bytes()).hexdigest(),
        }
        for path in folder.rglob("*")
        if path.is_file() and path.name != MANIFEST
    }
    assert read_manifest(index).files == there


@pytest.mark.parametrize("call", [open_generation, read_manifest])
class TestManifest:
    def test_missing(self, call: Callable[[Path], object], index: Path) -> None:
        path = folder_of(index) / MANIFEST
        path.unlink()
        with pytest.raises(IndexDamaged) as raised:
            call(index)
        assert str(raised.value) == f"{path} is missing; {advice(index)}"

    def test_whole_generation_missing(self, call: Callable[[Path], object], index: Path) -> None:
        folder = folder_of(index)
        shutil.rmtree(folder)
        with pytest.raises(IndexDamaged) as raised:
            call(index)
        assert str(raised.value) == f"{folder / MANIFEST} is missing; {advice(index)}"

    @pytest.mark.parametrize("damage", ["changed", "cut short", "emptied"])
    def test_changed(self, call: Callable[[Path], object], index: Path, damage: str) -> None:
        path = folder_of(index) / MANIFEST
        data = path.read_bytes()
        damaged = {
            "changed": data.replace(b'"documents": 2', b'"documents": 3'),
            "cut short": data[:-9],
            "emptied": b"",
        }
        path.write_bytes(damaged[damage])
        with pytest.raises(IndexDamaged) as raised:
            call(index)
        assert str(raised.value) == f"{path} was changed after it was written; {advice(index)}"

    def test_of_an_older_format(self, call: Callable[[Path], object], index: Path) -> None:
        reseal(index, lambda content: content.update(format=1, fewer="fields"))
        with pytest.raises(IndexFormatError) as raised:
            call(index)
        assert str(raised.value) == (
            f"The index in {index} has format 1; this loccit reads format {FORMAT}; {advice(index)}"
        )

    def test_of_a_newer_format(self, call: Callable[[Path], object], index: Path) -> None:
        reseal(index, lambda content: content.update(format=FORMAT + 1, more="unknown to this version"))
        with pytest.raises(IndexFormatError) as raised:
            call(index)
        assert str(raised.value) == (
            f"The index in {index} has format {FORMAT + 1}; this loccit reads format {FORMAT}, "
            f"so it was written by a newer one; update loccit, or {advice(index)}"
        )
