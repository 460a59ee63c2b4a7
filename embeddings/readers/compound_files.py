"""Files of old Office, which hold streams as a disk holds files: what they state, and one of a few streams."""

import struct
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta

_SECTOR = 512
_FREE, _END, _OF_TABLE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
# A stream that is smaller would be stored otherwise.
_SMALLEST = 4096
# Places of sectors of the table in the head of a file; one sector of the table counts 128 others.
_PLACES, _PER_SECTOR = 109, 128

_PROPERTIES = {2: "title", 3: "subject", 4: "author", 5: "keywords", 12: "created"}
_CODE_PAGE = 1
_BYTES, _WIDE, _TIME = 30, 31, 64
_SINCE = datetime(1601, 1, 1)  # days are asked for
# A template that was never given a day says 1601.
_EARLIEST_YEAR = 1981


def of_streams(streams: Mapping[str, bytes]) -> bytes:
    """Return a file that holds streams, at most three by their names."""
    filled = [data.ljust(-(-max(len(data), _SMALLEST) // _SECTOR) * _SECTOR, b"\0") for data in streams.values()]
    count = sum(map(len, filled)) // _SECTOR + 1
    tables = -(-count // (_PER_SECTOR - 1))
    more = -(-max(0, tables - _PLACES) // (_PER_SECTOR - 1))
    directory = tables + more
    table = [_OF_TABLE] * tables + [_END - 2] * more
    table.append(_END)
    starts = []
    for data in filled:
        starts.append(len(table))
        table += [*range(len(table) + 1, len(table) + len(data) // _SECTOR), _END]
    while len(table) < tables * _PER_SECTOR:
        table.append(_FREE)
    places = list(range(tables))
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    first_more = tables if more else _END
    head += struct.pack("<IIIIIIIII", 0, tables, directory, 0, _SMALLEST, _END, 0, first_more, more)
    head += struct.pack(f"<{_PLACES}I", *(places + [_FREE] * _PLACES)[:_PLACES])
    entries = _entry("Root Entry", 5, (_FREE, 1), _END, 0)
    for number, (name, data, start) in enumerate(zip(streams, filled, starts, strict=True), start=1):
        following = number + 1 if number < len(streams) else _FREE
        entries += _entry(name, 2, (following, _FREE), start, len(data))
    packed_table = struct.pack(f"<{len(table)}I", *table)
    places_after = b"".join(_more_places(places, tables, more))
    return head + packed_table + places_after + entries.ljust(_SECTOR, b"\0") + b"".join(filled)


def _more_places(places: list[int], tables: int, more: int) -> Iterator[bytes]:
    for number in range(more):
        first = _PLACES + number * (_PER_SECTOR - 1)
        part = places[first : first + _PER_SECTOR - 1]
        following = tables + number + 1 if number + 1 < more else _END
        yield struct.pack(f"<{_PER_SECTOR}I", *(part + [_FREE] * (_PER_SECTOR - 1 - len(part))), following)


def _entry(name: str, kind: int, others: tuple[int, int], start: int, size: int) -> bytes:
    """Return an entry of the directory, given the numbers of that which follows and of that within."""
    encoded = (name + "\0").encode("utf-16-le")
    tree = struct.pack("<HBBIII", len(encoded), kind, 1, _FREE, *others)
    return encoded.ljust(64, b"\0") + tree + bytes(36) + struct.pack("<IQ", start, size)


def properties_of(stream: bytes) -> dict[str, str]:
    """Return what a stream of properties states: title, author, subject, keywords, and the day of writing."""
    at = _number(stream, 44)
    count = min(_number(stream, at + 4), (len(stream) - at) // 8)
    places = {_number(stream, at + 8 + 8 * n): at + _number(stream, at + 12 + 8 * n) for n in range(max(0, count))}
    page = _number(stream, places[_CODE_PAGE] + 4, 2) if _CODE_PAGE in places else 0
    stated = {name: _value(stream, places[number], page) for number, name in _PROPERTIES.items() if number in places}
    return {name: value for name, value in stated.items() if value}


def _value(stream: bytes, at: int, page: int) -> str:
    kind = _number(stream, at, 2)
    if kind == _TIME:
        return _day(_number(stream, at + 4, 8))
    length = _number(stream, at + 4)
    if kind == _WIDE:
        return stream[at + 8 : at + 8 + 2 * length].decode("utf-16-le", "replace").partition("\0")[0]
    if kind != _BYTES:
        return ""
    data = stream[at + 8 : at + 8 + length]
    if page == 1200:  # noqa: PLR2004  # UTF-16
        return data.decode("utf-16-le", "replace").partition("\0")[0]
    encoding = {65001: "utf-8", 10000: "mac_roman", 0: "cp1252"}.get(page, f"cp{page}")
    try:
        return data.decode(encoding, "replace").partition("\0")[0]
    except LookupError:
        return data.decode("cp1252", "replace").partition("\0")[0]


def _day(ticks: int) -> str:
    """Return the day of a time in tenths of a microsecond since 1601; "" for none."""
    try:
        day = _SINCE + timedelta(microseconds=ticks // 10)
    except OverflowError:
        return ""
    return day.date().isoformat() if day.year >= _EARLIEST_YEAR else ""


def _number(data: bytes, at: int, width: int = 4) -> int:
    return int.from_bytes(data[at : at + width], "little")
