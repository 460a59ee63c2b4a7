"""How large the letters of a PDF's text are, beside which its headings are larger."""

from collections.abc import Sequence

from embeddings.readers.pdf_lines import Line

# A heading is larger than the text by this share.
LARGER = 1.12


def usual_size(lines: Sequence[Line]) -> float:
    """Return the size of most letters of lines, of which there must be one, in points to a tenth."""
    letters: dict[float, int] = {}
    for line in lines:
        letters[round(line.size, 1)] = letters.get(round(line.size, 1), 0) + len(line.text)
    return max(letters, key=lambda size: letters[size])
