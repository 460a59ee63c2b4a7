"""Lists of contents on the pages of a PDF: lines that dots lead to the number of a page, below such a heading.

They say nothing that the headings do not, and are near to many questions; so they are left out, and named.
"""

import re
from collections.abc import Sequence
from itertools import pairwise

from embeddings.readers.heading_titles import CONTENTS
from embeddings.readers.pdf_lines import Line

# So many lines are a list below its heading, and so many without one.
FEWEST, FEWEST_UNNAMED = 3, 6
# A heading stands at most so many paragraphs above: "Page" may stand between.
HEADING_WITHIN = 2

_LED = re.compile(r"(?:(?:[.·_]\s?){4,}|(?:…\s?){2,})(?:\s|\|)*(\d{1,4}|[ivxlc]{1,7})\Z", re.IGNORECASE)


def is_led(text: str) -> bool:
    """Whether dots lead a line to a number at its end."""
    return _LED.search(text) is not None


def without_contents(paragraphs: Sequence[list[Line]]) -> tuple[list[list[Line]], list[str]]:
    """Return paragraphs without lists of contents, and the lines of these."""
    kept: list[list[Line]] = []
    left_out: list[str] = []
    run: list[list[Line]] = []
    for paragraph in [*paragraphs, []]:
        if paragraph and _is_entry(paragraph):
            run.append(paragraph)
            continue
        lines = [line.text for entry in run for line in entry]
        if run and _is_list(lines, [_words(above) for above in kept[-HEADING_WITHIN:]]):
            left_out += lines
        else:
            kept += run
        run = []
        kept += [paragraph] if paragraph else []
    return kept, left_out


def _is_entry(paragraph: Sequence[Line]) -> bool:
    return all(is_led(line.text) for line in (paragraph if paragraph[0].is_row else paragraph[-1:]))


def _is_list(lines: Sequence[str], above: Sequence[str]) -> bool:
    """Whether lines that dots lead to numbers are a list of contents, given what stands above: its pages count up."""
    pages = [match[1] for line in lines if (match := _LED.search(line))]
    numbers = [int(page) for page in pages if page.isdecimal()]
    is_named = any(CONTENTS.fullmatch(words.strip(" :.")) for words in above)
    return len(pages) >= (FEWEST if is_named else FEWEST_UNNAMED) and all(x <= y for x, y in pairwise(numbers))


def _words(paragraph: Sequence[Line]) -> str:
    return " ".join(line.text for line in paragraph)
