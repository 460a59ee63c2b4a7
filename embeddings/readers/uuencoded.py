"""Files that old mails hold within their text, between "begin 644 name" and "end"."""

import re
from binascii import Error as NotEncoded
from binascii import a2b_uu

_BEGIN = re.compile(r"begin [0-7]{3,4} (\S.{0,200})")
_LINE_CHARACTERS = 64


def without_files(text: str) -> tuple[str, list[tuple[str, bytes]]]:
    """Return a text without the files in it, and the files by their names; what is no whole file stays."""
    if "\nend" not in text:
        return text, []
    lines = text.split("\n")
    kept: list[str] = []
    files: list[tuple[str, bytes]] = []
    number = 0
    while number < len(lines):
        begin = _BEGIN.fullmatch(lines[number].strip())
        end = _end(lines, number + 1) if begin else None
        if begin is None or end is None:
            kept.append(lines[number])
            number += 1
            continue
        files.append((begin[1].strip(), b"".join(_bytes(line) for line in lines[number + 1 : end])))
        number = end + 1
    return "\n".join(kept), files


def _end(lines: list[str], first: int) -> int | None:
    """Return the number of the line that ends a file, None where other text comes before."""
    for number in range(first, len(lines)):
        line = lines[number].rstrip("\r")
        if line.strip() == "end":
            return number if number > first else None
        length = (ord(line[0]) - 32) & 63 if line else 0
        is_encoded = len(line) <= _LINE_CHARACTERS and len(line.rstrip()) <= 2 + (length + 2) // 3 * 4
        if not is_encoded or (line and not " " <= line[0] <= "`"):
            return None
    return None


def _bytes(line: str) -> bytes:
    encoded = line.rstrip("\r")
    if not encoded.strip():
        return b""
    length = (ord(encoded[0]) - 32) & 63
    try:
        # Programs that cut spaces at the ends of lines, and those that add a sum to each, are borne with.
        return a2b_uu(encoded[: 1 + (length + 2) // 3 * 4])
    except NotEncoded:
        return b""
