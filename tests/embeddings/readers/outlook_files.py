"""Messages of Outlook for tests: compound files of small streams, written by hand."""

import struct
from itertools import pairwise
from typing import Any

END, FREE, FAT, NONE = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD, 0xFFFFFFFF
Tree = dict[str, Any]


def ole(tree: Tree) -> bytes:
    """Write a compound file of small streams (bytes) and storages (dictionaries)."""
    entries: list[list[Any]] = [["Root Entry", 5, NONE, NONE, b""]]
    _add(tree, entries, 0)
    starts, small, small_links = [END], b"", list[int]()
    for _, _, _, _, data in entries[1:]:
        starts.append(len(small_links) if data else END)
        small_links += _chain(len(small_links), -(-len(data) // 64))
        small += data.ljust(-(-len(data) // 64) * 64, b"\0")
    entries[0][4], starts[0] = small, 0
    sectors = _sectors(small)
    links = _chain(0, len(sectors))
    firsts = []
    directory = b"".join(_entry(entry, start) for entry, start in zip(entries, starts, strict=True))
    for table in (directory, b"".join(struct.pack("<I", link) for link in small_links)):
        firsts.append(len(links))
        links += _chain(len(links), len(_sectors(table)))
        sectors += _sectors(table)
    links += [FAT]
    fat = b"".join(struct.pack("<I", link) for link in links).ljust(512, b"\xff")
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    count = len(links) - 1 - firsts[1]
    head += struct.pack("<IIIIIIIIII", 0, 1, firsts[0], 0, 4096, firsts[1], count, END, 0, len(sectors))
    return head.ljust(512, b"\xff") + b"".join(sectors) + fat


def _sectors(data: bytes) -> list[bytes]:
    return [data[at : at + 512].ljust(512, b"\0") for at in range(0, len(data), 512)]


def _chain(first: int, count: int) -> list[int]:
    return [first + number + 1 for number in range(count - 1)] + [END] * bool(count)


def _add(tree: Tree, entries: list[list[Any]], parent: int) -> None:
    numbers = []
    for name, value in tree.items():
        numbers.append(len(entries))
        entries.append(
            [name, 1 if isinstance(value, dict) else 2, NONE, NONE, b"" if isinstance(value, dict) else value]
        )
        if isinstance(value, dict):
            _add(value, entries, numbers[-1])
    entries[parent][3] = numbers[0] if numbers else NONE
    for number, sibling in pairwise(numbers):
        entries[number][2] = sibling


def _entry(entry: list[Any], start: int) -> bytes:
    name, kind, right, child, data = entry
    wide = name.encode("utf-16-le")
    head = wide.ljust(64, b"\0") + struct.pack("<HBBIII", len(wide) + 2, kind, 1, NONE, right, child)
    return head + bytes(36) + struct.pack("<IQ", start, len(data))


def item(header: int = 32, **properties: str | bytes) -> Tree:
    """Return the streams of a message, by the numbers of properties."""
    tree: Tree = {"__properties_version1.0": bytes(header)}
    for name, value in properties.items():
        number = name.removeprefix("p")
        wide = isinstance(value, str)
        tree[f"__substg1.0_{number}{'001F' if wide else '0102'}"] = value.encode("utf-16-le") if wide else value
    return tree
