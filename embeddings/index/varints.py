"""Numbers in as few bytes as they need: seven bits in each byte, the lowest first; the last has its high bit clear."""

import numpy as np
from numpy.typing import NDArray

_BITS = 7
_LOW = (1 << _BITS) - 1
# The bytes from here on have another byte of their number behind them.
GOES_ON = 1 << _BITS
# Of a number of 32 bits.
_MOST_BYTES = 5

Bytes = NDArray[np.uint8]


def encoded(numbers: NDArray[np.uint32]) -> tuple[Bytes, NDArray[np.int64]]:
    """Return the bytes of numbers, one after another, and where each number ends, shape (numbers,)."""
    widths = np.ones(len(numbers), np.int64)
    for place in range(1, _MOST_BYTES):
        widths += numbers >= np.uint32(1 << (_BITS * place))
    ends = np.cumsum(widths)
    data = np.zeros(int(ends[-1]) if len(ends) else 0, np.uint8)
    starts = ends - widths
    for place in range(int(widths.max(initial=0))):
        longer = widths > place
        bits = (numbers[longer] >> np.uint32(_BITS * place)).astype(np.uint8) & _LOW
        data[starts[longer] + place] = bits | (widths[longer] > place + 1).astype(np.uint8) << 7
    return data, ends


def decoded(data: Bytes) -> NDArray[np.uint32]:
    """Return the numbers that bytes hold. Raises ValueError where they end within a number or hold none of 32 bits."""
    ends = np.flatnonzero(data < GOES_ON)
    if len(data) and (not len(ends) or ends[-1] != len(data) - 1):
        raise ValueError("the bytes end within a number")
    if len(ends) == len(data):
        return data.astype(np.uint32)
    starts = np.concatenate([[0], ends[:-1] + 1])
    # Most numbers are of one byte, so only the others are put together.
    numbers = data.take(ends).astype(np.uint32)
    longer = np.flatnonzero(ends > starts)
    firsts = starts.take(longer)
    lasting = ends.take(longer) - firsts
    if lasting.max() >= _MOST_BYTES:
        raise ValueError("the bytes hold a number of more than 32 bits")
    together = _bits(data.take(firsts), 0) | _bits(data.take(firsts + 1), 1)
    for place in range(2, int(lasting.max()) + 1):
        reaching = np.flatnonzero(lasting >= place)
        together[reaching] |= _bits(data.take(firsts.take(reaching) + place), place)
    numbers[longer] = together
    return numbers


def _bits(data: Bytes, place: int) -> NDArray[np.uint32]:
    """Return what the bytes at a place of their numbers add to these."""
    return (data & _LOW).astype(np.uint32) << np.uint32(_BITS * place)
