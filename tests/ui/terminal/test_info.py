import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from embeddings.generations.pointer import current_generation

QA = Callable[..., Any]

pytestmark = pytest.mark.usefixtures("fake_model")


def test_info_as_json(qa: QA, index: Path, tmp_path: Path) -> None:
    result = qa("info", "--index", index, "--json")
    assert (result.status, result.err) == (0, "")
    payload = json.loads(result.out)
    assert payload["index"] == str(index)
    assert payload["generation"] == current_generation(index)
    assert (payload["documents"], payload["passages"], payload["sentences"]) == (3, 3, 6)
    assert (payload["model"], payload["building"], payload["unreadable"]) == ("words", False, [])
    assert payload["sources"] == [str(tmp_path / "sources")]
    assert payload["search"] == "exact"
    assert (payload["precision"], payload["runtime"].split()[0] in {"onnxruntime", "torch", "nothing:"}) == (
        "float32",
        True,
    )


def test_info_for_people_names_what_was_not_read(qa: QA, tmp_path: Path, write: Callable[..., Path]) -> None:
    write("a.txt", "One sentence stands here.")
    bad = write("b.txt", b"\x00")
    assert qa("rebuild", tmp_path / "sources", "--index", tmp_path / "new").status == 0
    result = qa("info", "--index", tmp_path / "new")
    lines = [re.split(r"\s{2,}", line) for line in result.out.splitlines()]
    assert ["documents", "1"] in lines
    assert ["model", "words"] in lines
    assert ["precision", "float32"] in lines
    assert ["search", "exact"] in lines
    assert any(line[0] == "runtime" and re.match("onnxruntime|torch|nothing", line[1]) for line in lines)
    assert ["source", str(tmp_path / "sources")] in lines
    assert ["not read", f"{bad}: is not text (it holds zero bytes)"] in lines
