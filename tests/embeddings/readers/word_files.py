"""Word files before 2007 for tests: their streams, written by hand."""

import struct
from collections.abc import Sequence

# A run: its text, whether its characters are removed, hidden or seen, and the changes of its paragraph.
Run = tuple[str, bytes, bytes]

REMOVED, HIDDEN = b"\x00\x08\x01", b"\x3c\x08\x01"
IN_TABLE, ROW_END, ITEM = b"\x16\x24\x01", b"\x17\x24\x01", b"\x0b\x46\x01\x00"
TEXT_AT = 2048
# What is said of a cell that begins to span rows, and of one that goes on with the cell above.
SPANNING, GOES_ON = 0x60, 0x20


def word_streams(
    runs: Sequence[Run], lengths: Sequence[int] = (), *, flags: int = 0, notes: Sequence[tuple[int, bytes]] = ()
) -> tuple[bytes, bytes]:
    """Return the stream of the text and that of the properties of a file of Word 97.

    `lengths` are those of the body and of the parts after it, `notes` further lists by where the FIB names them. The
    first two bytes of the changes of a paragraph are the number of its style.
    """
    text = "".join(run for run, _, _ in runs)
    data = text.encode("utf-16-le", "surrogatepass")
    bounds = [TEXT_AT]
    for run, _, _ in runs:
        bounds.append(bounds[-1] + 2 * len(run))
    pages = _page(bounds, [changes for _, changes, _ in runs], 1) + _page(bounds, [changes for *_, changes in runs], 13)
    stream = bytearray(TEXT_AT)
    struct.pack_into("<HH", stream, 0, 0xA5EC, 0xC1)
    struct.pack_into("<H", stream, 0x0A, flags)
    for number, length in enumerate(lengths or [len(text)]):
        struct.pack_into("<I", stream, 0x4C + 4 * number, length)
    pieces = struct.pack("<II", 0, len(text)) + struct.pack("<HIH", 0, TEXT_AT, 0)
    table = bytearray()
    first = (TEXT_AT - 1024) // 512
    for at, part in (
        (0x1A2, b"\x02" + struct.pack("<I", len(pieces)) + pieces),
        (0xFA, struct.pack("<III", bounds[0], bounds[-1], first)),
        (0x102, struct.pack("<III", bounds[0], bounds[-1], first + 1)),
        *notes,
    ):
        struct.pack_into("<II", stream, at, len(table), len(part))
        table += part
    stream[TEXT_AT - 1024 : TEXT_AT] = pages
    return bytes(stream) + data, bytes(table)


def cells_of(ends: Sequence[int], flags: Sequence[int]) -> bytes:
    """Return the change of the end of a row that says where its cells end, and what is said of each."""
    places = struct.pack(f"<B{len(ends) + 1}h", len(ends), 0, *ends)
    data = places + b"".join(bytes([flag]).ljust(20, b"\0") for flag in flags)
    return struct.pack("<HH", 0xD608, len(data) + 1) + data


def _page(bounds: Sequence[int], changes: Sequence[bytes], width: int) -> bytes:
    """Return a page of runs with their changes, of which each stands at its end."""
    page = bytearray(512)
    count = len(changes)
    struct.pack_into(f"<{count + 1}I", page, 0, *bounds)
    page[511] = count
    at = 510
    for number, change in enumerate(changes):
        if not change:
            continue
        head = bytes([len(change)]) if width == 1 else bytes([0, (len(change) + 1) // 2])
        stored = head + change
        at = (at - len(stored)) // 2 * 2
        page[at : at + len(stored)] = stored
        page[4 * (count + 1) + width * number] = at // 2
    return bytes(page)
