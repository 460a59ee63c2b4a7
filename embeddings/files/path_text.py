"""Paths as text."""

import os
from pathlib import Path


def path_text(path: Path) -> str:
    r"""Return a path as text that any file and screen can hold: a byte that is no UTF-8 is written as \xe9."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")
