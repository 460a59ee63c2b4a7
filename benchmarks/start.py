"""How long a start takes, beside the same by torch: `qa ask` to its answer, `qa chat` to its page and its first answer.

    .venv/bin/python benchmarks/start.py [--index data/index] [--rounds N] [--chat]

Every start is a process of its own. Where onnxruntime cannot be imported torch runs the models, which is how the other
way is had; both take turns, so that a noisy machine is equally noisy to both. Printed are medians in seconds, of the
clock and of processors' time, which says more where other programs run; ratios; and the most memory that was resident.
"""

import argparse
import os
import resource
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

import httpx

ROOT = Path(__file__).resolve().parents[1]
QUESTION = "When was Resolution 1929 adopted?"
WAYS = {"onnxruntime": "", "torch": "import sys; sys.modules['onnxruntime'] = None; "}

Taken = dict[str, float]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--index", type=Path, default=ROOT / "data/index")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--chat", action="store_true", help="measure qa chat as well")
    arguments = parser.parse_args()
    starts: dict[str, Callable[[str, Path], Taken]] = {"qa ask": ask}
    if arguments.chat:
        starts["qa chat"] = chat
    for name, start in starts.items():
        taken: dict[str, list[Taken]] = {way: [] for way in WAYS}
        for number in range(arguments.rounds + 1):
            for way, before in WAYS.items():
                figures = start(before, arguments.index.resolve())
                # The first of each reads the libraries from the disk.
                if number:
                    taken[way].append(figures)
        for figure in taken["torch"][0]:
            ours, other = (median(figures[figure] for figures in taken[way]) for way in WAYS)
            print(
                f"{name}: {figure:28} onnxruntime {ours:8.2f}  torch {other:8.2f}  ratio {ours / other:.2f}", flush=True
            )


def ask(before: str, index: Path) -> Taken:
    """Ask one question in a process of its own."""
    began, worked = time.perf_counter(), _worked()
    process = _start(before, "ask", "--index", index, QUESTION)
    _, status, used = os.wait4(process.pid, 0)
    assert status == 0, "qa ask failed"
    return {
        "seconds to the answer": time.perf_counter() - began,
        "seconds of processors": _worked() - worked,
        "MB resident at most": used.ru_maxrss / 1024,
    }


def chat(before: str, index: Path) -> Taken:
    """Start the chat in a process of its own; ask one question as soon as the page is there."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address, began, worked = f"http://127.0.0.1:{port}/", time.perf_counter(), _worked()
    process = _start(before, "chat", "--index", index, "--port", port)
    page = _wait_for(address)
    call = httpx.post(f"{address}gradio_api/call/ask", json={"data": [QUESTION, *[None] * 5, "keep"]}, timeout=120)
    answer = httpx.get(f"{address}gradio_api/call/ask/{call.raise_for_status().json()['event_id']}", timeout=120)
    answered = time.perf_counter()
    assert "event: complete" in answer.text, answer.text
    process.send_signal(signal.SIGINT)
    _, _, used = os.wait4(process.pid, 0)
    return {
        "seconds to the page": page - began,
        "seconds to the first answer": answered - began,
        "seconds of processors": _worked() - worked,
        "MB resident at most": used.ru_maxrss / 1024,
    }


def _start(before: str, *words: object) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-c", f"{before}from ui.cli import main; main()", *map(str, words)]
    # Compiled once, at the start that does not count, as pip compiles what it installs.
    environment = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": ""}
    return subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def _worked() -> float:
    """Return the seconds that all processes which have ended were on a processor."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _wait_for(address: str) -> float:
    """Return when the page is served."""
    deadline = time.perf_counter() + 120
    while time.perf_counter() < deadline:
        try:
            if httpx.get(address, timeout=5).status_code == 200:
                return time.perf_counter()
        except httpx.TransportError:
            pass
        time.sleep(0.02)
    raise SystemExit("qa chat did not come up in two minutes")


if __name__ == "__main__":
    main()
