"""Fixtures: an index of two files, and how to rebuild it."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from embeddings.building.rebuild import rebuild
from embeddings.generations.pointer import current_generation
from embeddings.models.encoder import Encoder
from tests.conftest import WordEncoder

FILES = {"a.txt": "River talks resume\n\nThe talks began on Monday. They ended.", "b.txt": "The sea was calm."}


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with sources and their index, built once."""
    folder = tmp_path_factory.mktemp("built")
    (folder / "sources").mkdir()
    for name, content in FILES.items():
        (folder / "sources" / name).write_text(content)
    rebuild([folder / "sources"], folder / "index", WordEncoder)
    return folder


@pytest.fixture
def index(built: Path, tmp_path: Path) -> Path:
    """A copy of that folder's index, beside a copy of its sources."""
    shutil.copytree(built, tmp_path, dirs_exist_ok=True)
    return tmp_path / "index"


@pytest.fixture
def rebuild_again(tmp_path: Path, encoder: Encoder) -> Callable[[], str]:
    """Rebuild the index of the same sources; return the new generation's id."""

    def build() -> str:
        return rebuild([tmp_path / "sources"], tmp_path / "index", lambda: encoder, full=True).generation

    return build


def folder_of(index: Path) -> Path:
    """The folder of the current generation."""
    return index / "generations" / current_generation(index)


def advice(index: Path) -> str:
    """What every error of a damaged index ends with."""
    return f"build the index again with: qa rebuild --index {index}"
