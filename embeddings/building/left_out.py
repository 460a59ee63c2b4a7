"""How much of the files that a rebuild reads is left out as site furniture, so that nobody has to guess."""

from pathlib import Path

from embeddings.readers.content import FileContents
from embeddings.readers.registry import Parse


class LeftOut:
    """Parses files as `parse` does, and counts the lines or blocks of them that are left out."""

    def __init__(self, parse: Parse) -> None:
        self.lines = 0
        self._parse = parse

    def __call__(self, path: Path, data: bytes) -> FileContents:
        """Return what a file holds; raises what `parse` raises."""
        contents = self._parse(path, data)
        self.lines += sum(content.left_out for content in contents.documents)
        return contents
