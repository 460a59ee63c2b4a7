"""The numbers of lists on PowerPoint's slides: each level counts for itself, and deeper ones begin anew."""

from typing import Any

from embeddings.readers.docx_numbers import written_number

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_FORMATS = {"alphaLc": "lowerLetter", "alphaUc": "upperLetter", "romanLc": "lowerRoman", "romanUc": "upperRoman"}
_PATTERNS = {"ParenBoth": "({})", "ParenR": "{})", "Plain": "{}"}


class Numbers:
    """Counts through the paragraphs of a shape."""

    def __init__(self) -> None:
        # By level: how the last paragraph was numbered, and its number.
        self._last: dict[int, tuple[str, int]] = {}

    def mark(self, properties: Any) -> str:
        """Return the number of the next paragraph, given its properties; "" for one without."""
        stated = "0" if properties is None else properties.get("lvl", "0")
        level = int(stated) if stated.isdecimal() else 0
        self._last = {deep: last for deep, last in self._last.items() if deep <= level}
        automatic = None if properties is None else properties.find(A + "buAutoNum")
        before = self._last.pop(level, None)
        if automatic is None:
            return ""
        kind, start = automatic.get("type", "arabicPeriod"), automatic.get("startAt", "1")
        first = int(start) if start.isdecimal() else 1
        number = before[1] + 1 if before and before[0] == kind else first
        self._last[level] = kind, number
        form = next((form for name, form in _FORMATS.items() if kind.startswith(name)), "decimal")
        pattern = next((pattern for end, pattern in _PATTERNS.items() if kind.endswith(end)), "{}.")
        return pattern.format(written_number(form, number))
