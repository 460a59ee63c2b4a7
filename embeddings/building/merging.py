"""Which segments a new generation shares with the one before, and which are written anew, together with what is new.

A rule as simple as it can be, after Lucene's tiers: what is written takes in every older segment that is not much
larger. So each segment is more than eight times as large as the next smaller one, a million passages stand in six at
most, and a passage is written again a few times as the archive grows, not with each change. A segment of which less
than half is still there is written anew as well.
"""

from collections.abc import Sequence

# How many times as large a segment may be as what is written, to be taken in.
TIMES = 8
# Passages: less counts as so much. With one document added, up to TIMES * SMALLEST passages are written again.
SMALLEST = 64


def shared(staying: Sequence[int], held: Sequence[int], written: int) -> list[int]:
    """Return the numbers of the segments that are shared, in ascending order.

    `staying` is how many passages of each segment stay, of those that it holds, `held`; `written` is how many others
    are to be written.
    """
    left = sorted((count, number) for number, count in enumerate(staying) if count)
    size = max(written, SMALLEST)
    while taken := [pair for pair in left if pair[0] <= TIMES * size or 2 * pair[0] < held[pair[1]]]:
        size += sum(count for count, _ in taken)
        left = [pair for pair in left if pair not in taken]
    return sorted(number for _, number in left)
