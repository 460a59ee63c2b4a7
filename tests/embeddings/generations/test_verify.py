import hashlib
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from embeddings.building.rebuild import rebuild
from embeddings.errors import IndexDamaged, IndexMissing
from embeddings.generations.layout import MANIFEST
from embeddings.generations.segment import segment_folder
from embeddings.generations.verify import Verified, verify
from embeddings.models.encoder import Encoder


@pytest.fixture
def index(index_of: Callable[[dict[str, str]], Path], tmp_path: Path, encoder: Encoder) -> Path:
    index = index_of({"a.txt": "The sea was calm."})
    rebuild([tmp_path / "sources"], index, lambda: encoder, full=True)
    return index


def folders(index: Path) -> list[Path]:
    """Return the folders of the generations, the current one first."""
    return sorted((index / "generations").iterdir(), reverse=True)


def test_an_undamaged_index_is_read_whole(index: Path) -> None:
    progress: list[tuple[str, int, int]] = []
    verified = verify(index, lambda *step: progress.append(step))
    files = [path for folder in folders(index) for path in folder.rglob("*") if path.is_file()]
    content = [path for path in files if path.name != MANIFEST]
    size = sum(path.stat().st_size for path in content)
    assert verified == Verified(tuple(folder.name for folder in folders(index)), len(content), size, ())
    assert progress[-1] == ("verifying", size, size)


@pytest.mark.parametrize("generation", [0, 1], ids=["current", "before"])
@pytest.mark.parametrize("name", ["keys.npy", "texts.utf8", "sentences/rows.npy", "lexical/0/text"])
def test_a_changed_byte_of_any_file_is_named(index: Path, generation: int, name: str) -> None:
    path = segment_folder(folders(index)[generation], 0) / name
    data = bytearray(path.read_bytes())
    data[-1] ^= 1
    path.write_bytes(data)
    verified = verify(index)
    assert verified.answers == (generation == 1)
    (message,) = verified.damaged
    assert message == f"{path} was changed after it was written; build the index again with: qa rebuild --index {index}"


def test_every_damage_is_named(index: Path) -> None:
    current = folders(index)[0]
    segment = segment_folder(current, 0)
    (segment / "keys.npy").unlink()
    (segment / "texts.utf8").write_bytes(b"")
    (current / "stray").write_bytes(b"")
    assert [message.split("; ")[0] for message in verify(index).damaged] == [
        f"{current / 'stray'} was not written by loccit",
        f"{segment / 'keys.npy'} is missing",
        f"{segment / 'texts.utf8'} has 0 bytes where 17 were written",
    ]


def test_a_changed_manifest_of_the_current_generation_is_an_error(index: Path) -> None:
    path = folders(index)[0] / MANIFEST
    path.write_bytes(path.read_bytes() + b" ")
    with pytest.raises(IndexDamaged, match="was changed"):
        verify(index)


@pytest.mark.parametrize("data", [b"", b"{}"], ids=["empty", "another"])
def test_a_changed_manifest_of_the_generation_before_is_named(index: Path, data: bytes) -> None:
    path = folders(index)[1] / MANIFEST
    path.write_bytes(data)
    verified = verify(index)
    assert (len(verified.generations), verified.answers) == (1, True)
    assert [message.split("; ")[0] for message in verified.damaged] == [f"{path} was changed after it was written"]


def test_a_generation_before_of_another_format_is_named(index: Path) -> None:
    path = folders(index)[1] / MANIFEST
    pointer = json.loads((index / "CURRENT").read_bytes())
    path.write_bytes(b'{"format": 1}')
    (index / "CURRENT").write_text(
        json.dumps({**pointer, "before_sha256": hashlib.sha256(b'{"format": 1}').hexdigest()})
    )
    assert [message.split("; ")[0] for message in verify(index).damaged] == [f"The index in {index} has format 1"]


def test_without_an_index_there_is_nothing_to_verify(tmp_path: Path) -> None:
    with pytest.raises(IndexMissing):
        verify(tmp_path)
