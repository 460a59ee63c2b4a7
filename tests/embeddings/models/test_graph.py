import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from embeddings.models.graph import Graph, GraphFile

ROWS = np.array([[[1, 2, 3], [4, 5, 6]]], np.float32)


def test_what_is_added_is_calculated_in_its_order_with_the_values_given() -> None:
    graph = Graph()
    doubled = graph.add("Mul", ["rows", graph.value("two", np.array(2, np.float32))])
    largest = graph.add("ReduceMax", [doubled, graph.add("Constant", [], value_ints=[-1])], keepdims=1)
    run = graph.file("rows", graph.add("Sub", [doubled, largest])).open(threads=1)
    assert run(ROWS).tolist() == [[[-4, -2, 0], [-4, -2, 0]]]
    assert run(ROWS[:, :1]).tolist() == [[[-4, -2, 0]]], "of any length"


@pytest.mark.parametrize("width", [4, 4096])
def test_values_that_are_changed_or_gone_after_it_was_opened_change_nothing(width: int) -> None:
    graph = Graph()
    factors = np.full(width, 3, np.float32)
    run = graph.file("rows", graph.add("Mul", ["rows", graph.value("factors", factors)])).open(threads=1)
    factors[:] = 5
    del graph, factors
    assert (run(np.full((1, 2, width), 2, np.float32)) == 6).all()


def test_what_onnxruntime_does_not_know_is_refused_when_it_is_opened() -> None:
    graph = Graph()
    with pytest.raises(Exception, match="Guess"):
        graph.file("rows", graph.add("Guess", ["rows"])).open(threads=1)


def test_a_file_is_the_same_after_it_was_written_as_bytes() -> None:
    graph = Graph()
    codes = np.array([[1, -2], [3, 4]], np.int8)
    graph.value("codes", codes)
    file = graph.file("rows", graph.add("Mul", ["rows", graph.value("a factor", np.array(3, np.float32))]))
    read = GraphFile.from_bytes(file.to_bytes())
    assert read.written == file.written
    assert {name: (value.dtype, value.tolist()) for name, value in read.values.items()} == {
        "codes": (np.int8, codes.tolist()),
        "a factor": (np.float32, 3),
    }


def test_onnxruntime_keeps_no_notes_of_its_use_to_report(tmp_path: Path) -> None:
    code = """
import numpy as np
from embeddings.models.graph import Graph
graph = Graph()
run = graph.file("rows", graph.add("Mul", ["rows", graph.value("two", np.array(2, np.float32))])).open(threads=1)
print(run(np.ones((1, 1, 1), np.float32)).tolist())
"""
    homes = dict.fromkeys(("HOME", "USERPROFILE", "XDG_CACHE_HOME", "LOCALAPPDATA"), str(tmp_path))
    given = {name: value for name, value in os.environ.items() if name != "ORT_DISABLE_TELEMETRY"}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=given | homes)
    assert done.stdout == "[[[2.0]]]\n"
    assert [path.name for path in tmp_path.rglob("*")] == []
