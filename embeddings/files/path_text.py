"""Paths as text."""

import os
from pathlib import Path


def path_text(path: Path) -> str:
    r"""Return a path as text that any file and screen can hold: a byte that is no UTF-8 is written as \xe9."""
    text = str(path)
    # As nearly all paths are, and a rebuild asks for each of a million several times.
    return text if text.isascii() else os.fsencode(text).decode("utf-8", "backslashreplace")
