"""Words of a Word file that stand in the codes of its fields, and not in their results."""

import re

# A phonetic guide lays how words are said over the words: EQ \o\ad(\s\up 9(what is said),words). It has no result.
_GUIDE = re.compile(
    r"\bEQ\b.{0,300}?\\o\s{0,9}\\a[a-z]\s{0,9}\(\s{0,9}\\s\s{0,9}\\up\s{0,9}\d{1,3}\s{0,9}\([^()]{0,300}\)\s{0,9}[,;]"
    r"(?P<words>[^()]{0,300})\)",
    re.DOTALL,
)


def words_of_code(code: str) -> str:
    """Return the words that a field without a result shows, "" where it shows none."""
    guide = _GUIDE.search(code)
    return guide["words"].strip() if guide else ""
