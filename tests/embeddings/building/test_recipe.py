from pathlib import Path

import numpy as np
import pytest

from embeddings.building import recipe as module
from embeddings.building.embedded import embed
from embeddings.index.quantised import unit_vectors
from embeddings.models.encoder import load_encoder
from embeddings.models.installed import DEFAULT_MODEL
from embeddings.models.precision import Precision
from embeddings.readers.content import Limits


@pytest.fixture
def fresh(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Have the recipe computed from the code in a folder of its own."""
    monkeypatch.setattr(module, "recipe", module.recipe.__wrapped__)
    monkeypatch.setattr(module, "__file__", str(tmp_path / "building" / "recipe.py"))
    (tmp_path / "readers").mkdir()
    (tmp_path / "readers" / "html.py").write_text("LIMIT = 1\n")
    return tmp_path


def test_the_same_code_and_libraries_are_the_same_recipe(fresh: Path) -> None:
    before = module.recipe()
    (fresh / "notes.txt").write_text("no code")
    assert module.recipe() == before
    assert len(before) == 64


def test_a_change_of_the_code_is_another_recipe(fresh: Path) -> None:
    before = module.recipe()
    (fresh / "readers" / "html.py").write_text("LIMIT = 2\n")
    assert module.recipe() != before


def test_another_version_of_a_library_is_another_recipe(fresh: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert fresh.is_dir()
    before = module.recipe()
    monkeypatch.setattr(module, "_libraries", lambda: ["trafilatura"])
    with_library = module.recipe()
    monkeypatch.setattr(module, "version", lambda _name: "0.0.1")
    assert len({before, with_library, module.recipe()}) == 3


# bfloat16 moves them by less than 0.001.
@pytest.mark.model
@pytest.mark.parametrize(("precision", "tolerance"), [("float32", 0.002), ("int8", 0.01)])
def test_the_vectors_are_those_of_the_version_that_is_counted(precision: Precision, tolerance: float) -> None:
    """Where this fails, vectors of passages have changed: count recipe.VECTORS up, and write the new ones here."""
    text = "Kerry in Paris\nKerry told Barnier that sanctions remained an alternative. He flew home on Monday."
    first, second = text.index("Kerry told"), text.index("He flew")
    (embedded,) = embed(load_encoder(DEFAULT_MODEL, precision), [(text, [(first, second - 1), (second, len(text))])])
    assert module.VECTORS == 4
    np.testing.assert_allclose(embedded.passage[:5], [0.0421, 0.0502, 0.0492, -0.0539, 0.1066], atol=tolerance)
    sentences = [[-0.0274, 0.0472, 0.048, -0.0466], [0.1251, 0.0155, 0.0425, -0.0147]]
    stored = unit_vectors(embedded.runs["sentences"], 384)
    np.testing.assert_allclose(stored[:, :4], sentences, atol=0.012)
    assert embedded.runs["word_counts"].tolist() == [[2], [6], [4]]
    expected = np.unpackbits(np.asarray([[92, 236, 122, 255], [86, 44, 185, 171]], np.uint8))
    assert (np.unpackbits(embedded.runs["words"][:2, :4]) == expected).mean() > 0.9


def test_a_program_that_is_installed_later_and_other_limits_are_another_recipe(
    fresh: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert fresh.is_dir()
    monkeypatch.setattr(module.shutil, "which", lambda _: None)
    before = module.recipe()
    limits = module.recipe(Limits(pages=7))
    monkeypatch.setattr(module.shutil, "which", lambda name: f"/bin/{name}" if name == "soffice" else None)
    assert len({before, limits, module.recipe()}) == 3
