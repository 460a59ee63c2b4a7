"""An environment of its own for each way, made once below the work folder; requirements/ pins all that is in it."""

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
# What loccit runs in is the environment that runs the comparison.
OURS = ("loccit", "loccit_ask")


def interpreter(way: str, work: Path) -> Path:
    """Return the Python of a way; its environment is made where there is none, or where what is pinned has changed."""
    if way in OURS:
        return Path(sys.executable)
    folder, pinned = work / "environments" / way, HERE / f"requirements/{way}.txt"
    python, made = folder / "bin/python", folder / "made"
    if not made.is_file() or made.read_text("utf-8") != pinned.read_text("utf-8"):
        print(f"setting up {way}", file=sys.stderr, flush=True)
        subprocess.run([sys.executable, "-m", "venv", "--clear", folder], check=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", "--requirement", pinned], check=True)
        made.write_text(pinned.read_text("utf-8"), "utf-8")
    return python
