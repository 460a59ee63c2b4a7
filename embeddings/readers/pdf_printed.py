"""What browsers set above and below the pages that they print: the day, the title, the address, the page's number.

Chrome and Edge write "14/06/2019, 10:11 | Title" above and "https://... | 1/3" below, Firefox "Title | https://..."
above and "1 of 3 | 14/06/2019, 10:11" below.
"""

import re

from embeddings.readers.pdf_lines import BETWEEN_CELLS

_DAY = r"\d{1,4}[-/.]\d{1,2}[-/.]\d{2,4},? \d{1,2}[:.]\d\d(?::\d\d)?(?: ?[AaPp]\.?[Mm]\.?)?"
_ADDRESS = r"(?:https?|file|about):\S+"
_NUMBER = r"(?:Page )?\d{1,4} ?(?:/|of|von|de|sur|di|van|av|z|из) ?\d{1,4}"
_BETWEEN = re.escape(BETWEEN_CELLS)
_CHROME = (re.compile(rf"{_DAY}(?:{_BETWEEN}.*)?"), re.compile(rf"{_ADDRESS}{_BETWEEN}{_NUMBER}"))
_FIREFOX = (re.compile(rf"(?:.*{_BETWEEN})?{_ADDRESS}"), re.compile(rf"{_NUMBER}{_BETWEEN}{_DAY}"))


def are_of_browser(above: str, below: str) -> tuple[bool, bool]:
    """Return whether the first and the last line of a page are what a browser set there, given their texts."""
    for first, last in (_CHROME, _FIREFOX):
        if last.fullmatch(below):
            return first.fullmatch(above) is not None, True
    return False, False
