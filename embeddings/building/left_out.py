"""How much of the files that a rebuild reads is left out as site furniture, so that nobody has to guess."""

import threading
from pathlib import Path

from embeddings.readers.content import FileContents
from embeddings.readers.registry import Parse


class LeftOut:
    """Parses files as `parse` does, in several threads, and counts the lines or blocks of them that are left out."""

    def __init__(self, parse: Parse) -> None:
        self.lines = 0
        self._parse = parse
        self._lock = threading.Lock()

    def __call__(self, path: Path, data: bytes) -> FileContents:
        """Return what a file holds; raises what `parse` raises."""
        contents = self._parse(path, data)
        with self._lock:
            self.lines += sum(content.left_out for content in contents.documents)
        return contents
