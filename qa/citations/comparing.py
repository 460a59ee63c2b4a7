"""What changed between two texts, word by word."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from embeddings.documents import Span

Kind = Literal["same", "removed", "added"]

# Words of a text that stand around others, on each side: about a sentence.
AROUND = 25
# Characters in which these are looked for: more than 40 a word is no text.
MOST_AROUND = 40 * AROUND
# The least share of words that a place must have in common with others to be the nearest to them. Of 2,000 sentences of
# the sample archive of 12 words or more, the nearest place in another document had 0.26 in common in the median, and
# 0.50 at the 99th percentile, where most are rows of tables.
LEAST_SHARE = 0.5
# Words that are compared with difflib at most: it takes the square of that, 0.1 s for so many.
MOST_COMPARED = 1500

_WORD = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class Difference:
    """Words that both texts have ("same"), or only the one before ("removed"), or only the one now ("added")."""

    kind: Kind
    text: str


def compare(before: str, now: str) -> tuple[Difference, ...]:
    """Return the words of two texts in order, as differences that follow on one another.

    Spaces and line breaks between words are no difference; all but one space is left out.
    """
    old, new = before.split()[:MOST_COMPARED], now.split()[:MOST_COMPARED]
    differences: list[Difference] = []
    for tag, i, j, first, end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            differences.append(Difference("same", " ".join(new[first:end])))
            continue
        if i < j:
            differences.append(Difference("removed", " ".join(old[i:j])))
        if first < end:
            differences.append(Difference("added", " ".join(new[first:end])))
    return tuple(differences)


def differ(differences: Sequence[Difference]) -> bool:
    """Whether anything is removed or added."""
    return any(difference.kind != "same" for difference in differences)


def around(text: str, start: int, end: int) -> Span:
    """Return [start, end) of a text widened by some words on each side."""
    before = list(_WORD.finditer(text, max(0, start - MOST_AROUND), start))[-AROUND:]
    after = list(_WORD.finditer(text, end, end + MOST_AROUND))[:AROUND]
    return (before[0].start() if before else start, after[-1].end() if after else end)


def nearest_place(words: str, text: str) -> Span | None:
    """Return the place of a text that has most of some words, whole words of it; None if none has half of them.

    The words there are not those words: whoever shows them must show what differs. Linear in the length of the text.
    """
    wanted = [word.casefold() for word in words.split()][:MOST_COMPARED]
    found = list(_WORD.finditer(text))
    common, minus_first = max(_in_common(wanted, [match[0].casefold() for match in found]), default=(0, 0))
    if common < LEAST_SHARE * len(wanted):
        return None
    # As many words may have been put between those in common as are missing.
    missing = len(wanted) - common
    window = found[max(0, -minus_first - missing) : -minus_first + len(wanted) + missing]
    matcher = SequenceMatcher(None, wanted, [match[0].casefold() for match in window], autojunk=False)
    blocks = [block for block in matcher.get_matching_blocks() if block.size]
    if not blocks:
        return None
    # What stands in place of the first and the last words, where these are not in common.
    first = max(0, blocks[0].b - blocks[0].a)
    last = min(len(window), blocks[-1].b + len(wanted) - blocks[-1].a) - 1
    return window[first].start(), window[last].end()


def _in_common(wanted: list[str], words: list[str]) -> Iterator[tuple[int, int]]:
    """Yield for each window of words, as long as those wanted, how many it has of them, and minus its first word."""
    left = Counter(wanted)
    common, width = 0, len(wanted)
    for at, word in enumerate(words):
        left[word] -= 1
        common += left[word] >= 0
        if at >= width:
            gone = words[at - width]
            left[gone] += 1
            common -= left[gone] > 0
        if at >= width - 1 or at == len(words) - 1:
            yield common, -max(0, at - width + 1)
