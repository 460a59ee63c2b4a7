"""Lines that are set to fill their column by wide spaces between all words, as typewriter letters are."""

from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from embeddings.readers.pdf_pieces import upright_box
from embeddings.readers.pdf_words import Word

# With fewer words spaces may be alike by chance.
FEWEST_WORDS = 5
# Spaces are alike within this share of them, and so great a share of a line's are; figures stand as evenly in tables.
ALIKE, ALIKE_SHARE = 0.04, 0.66
# At the end of a sentence there may be two.
WIDEST = 2.1
LETTERS_SHARE = 0.66
# Narrower spaces, in sizes of letters, part no line.
NARROWEST = 0.4


def is_justified(words: Sequence[Word]) -> bool:
    """Whether words that stand beside each other are a line of prose that wide spaces fill, and no cells of a table."""
    if len(words) < FEWEST_WORDS or sum(any(map(str.isalpha, word.text)) for word in words) < LETTERS_SHARE * len(
        words
    ):
        return False
    boxes = [upright_box(word) for word in words]
    gaps = [right[0] - left[2] for left, right in pairwise(boxes)]
    usual = median(gaps)
    alike = sum(abs(gap - usual) <= ALIKE * usual for gap in gaps)
    return (
        usual > NARROWEST * words[0].size
        and min(gaps) > 0
        and max(gaps) <= WIDEST * usual
        and alike >= ALIKE_SHARE * len(gaps)
    )
