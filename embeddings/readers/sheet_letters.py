"""The code page of a workbook of old Excel, by which calamine reads its letters."""

import struct

from embeddings.readers.sheet_spans import records

_BEGINNING, _CODE_PAGE, _END = 0x809, 0x42, 0x0A
# A workbook since Excel 97 is of version 8: its letters are Unicode whatever code page it states ([MS-XLS] 2.4.52).
_VERSION_8 = b"\x00\x06"
_UNICODE = struct.pack("<H", 1200)


def with_unicode(stream: bytes) -> bytes:
    """Return the stream of a workbook with the code page of Unicode, where it is of Excel 97 or later.

    Some programs write the code page of their machine instead, by which each letter would be followed by a zero.
    """
    at = 0
    for kind, record in records(stream):
        if kind == _BEGINNING and not record.startswith(_VERSION_8):
            break
        if kind == _CODE_PAGE and len(record) == len(_UNICODE):
            return stream[: at + 4] + _UNICODE + stream[at + 6 :]
        if kind == _END:
            break
        at += 4 + len(record)
    return stream
