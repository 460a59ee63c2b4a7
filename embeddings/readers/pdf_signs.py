"""Small signs of a PDF's lines, raised or lowered, are put where they stand: numbers of notes, signs of formulas."""

from collections.abc import Iterable, Sequence

from embeddings.readers.pdf_pieces import upright_box
from embeddings.readers.pdf_raised import SMALLER
from embeddings.readers.pdf_segments import Segment, part_of

# A sign of a formula has so many characters at most, is so much smaller than its line and reaches so far into it.
SIGN_CHARACTERS = 4
SMALL = 0.9
TOUCHES = 0.25
# The number of a note may reach into the word before it by so many sizes.
OVERLAP = 0.2


def with_small_signs(rows: Sequence[list[Segment]]) -> list[list[Segment]]:
    """Put the lowered and raised signs of formulas, which stand between two lines, into the line that they touch."""
    kept: list[list[Segment]] = []
    for row in rows:
        if kept and sum(len(x.text) for x in row) <= SIGN_CHARACTERS:
            top, bottom = max(x.top for x in row), min(x.bottom for x in row)
            above = kept[-1]
            is_lower = max(x.size for x in row) < SMALL * max(x.size for x in above)
            if is_lower and top - min(x.bottom for x in above) > TOUCHES * (top - bottom):
                kept[-1] = sorted([*above, *row], key=lambda x: x.left)
                continue
        kept.append(row)
    return kept


def signs_in_place(row: Iterable[Segment]) -> list[Segment]:
    """Put what is smaller and drawn behind its line between the words where it stands: the number of a note."""
    placed: list[Segment] = []
    for segment in row:
        last = placed[-1] if placed else segment
        is_within = segment.right < last.right and segment.size < SMALLER * last.size
        before = sum(upright_box(word)[2] <= segment.left + OVERLAP * segment.size for word in last.words)
        if is_within and 0 < before < len(last.words) and last.text == " ".join(word.text for word in last.words):
            placed[-1:] = [part_of(last, 0, before), segment, part_of(last, before, len(last.words))]
        else:
            placed.append(segment)
    return placed
