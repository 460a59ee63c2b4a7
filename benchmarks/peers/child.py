"""One way of asking, in a process and an environment of its own: `python child.py WAY build|ask FOLDER`.

`build` writes an index and prints how long that took, imports apart. `ask` opens it, and answers each line of stdin, a
question as a JSON string, by a line: the documents found, best first, and the milliseconds that it took by the clock
and on processors. It imports nothing but the standard library and the module of the way.
"""

import json
import sys
from importlib import import_module
from pathlib import Path
from time import perf_counter, process_time
from typing import Any


def main() -> None:
    """Do what the command line says."""
    way, action, folder = sys.argv[1:]
    library = import_module(f"of_{way}")
    if action == "build":
        started, worked = perf_counter(), process_time()
        library.build(Path(folder))
        _say({"seconds": perf_counter() - started, "worked": process_time() - worked})
        return
    answer = library.open_index(Path(folder))
    for line in sys.stdin:
        started, worked = perf_counter(), process_time()
        documents = answer(json.loads(line))
        taken = {"ms": 1000 * (perf_counter() - started), "worked_ms": 1000 * (process_time() - worked)}
        _say({"documents": documents, **taken})


def passages(folder: Path) -> tuple[list[str], list[str]]:
    """Return the passages of the comparison: the document of each, and its text with the document's title above it."""
    rows = [json.loads(line) for line in (folder / "passages.jsonl").read_text("utf-8").splitlines()]
    return [row["document"] for row in rows], [row["text"] for row in rows]


def _say(record: dict[str, Any]) -> None:
    print(json.dumps(record), flush=True)


if __name__ == "__main__":
    main()
