"""Raised and lowered letters as plain words: 10^5 for a power, km² for a unit, [12] for a note's mark, 19th, H2O.

Set flat beside its number, a power or a note's mark would be read as digits of it.
"""

import re

_NUMBER = re.compile(r"\d(?:[.,]?\d)*$")
_LETTERS = re.compile(r"[^\W\d_]+$")
_NOTE = re.compile(r"\d{1,4}(?:\s*[,;–-]\s*\d{1,4})*|[a-z]|[ivx]{1,5}", re.IGNORECASE)
_SIGNED = re.compile(r"[+−–-]\s?\w{1,4}|\d{0,3}[+−–-]")
_METRIC = re.compile(r"[kcdmµμn]?m|s|kg|ha")
_IMPERIAL = re.compile(r"\d\s*(?:in|ft|yd|mi)$")
_SQUARED = {"2": "²", "3": "³"}
# Bases of powers; another number with a raised number beside it has a note.
_BASES = {"2", "10"}
_VARIABLES = {"n", "k", "x", "y", "z"}
_EQUATION_BEFORE = re.compile(r"[=×·+√^*]\s*$")
_EQUATION_AFTER = re.compile(r"\s*[=×·^*]")
_SUM = re.compile(r"[+−*/^=-]\s*\w{1,3}\)$")
_ELEMENT = re.compile(r"[A-Z][a-z]?(?![a-z])")
# "1,400a" is no ordinal: ordinals of so many digits are written out.
_ORDINAL_DIGITS = 3
# A mark that only a style raises stands against a word or the end of a sentence.
_LINKED = re.compile(r"\s*(?:\d{1,3}|[ivx]{1,5})\s*")
_MARKED = re.compile(r"(?:[^\W\d_]|%)[.,;:!?'’”\"»)]*\Z")
# What stands before it on the line: more of it says nothing more.
CONTEXT = 40


def raised(before: str, text: str, after: str, *, linked: bool) -> str:
    """Return raised text as it reads between the words before and after it; `linked` where it leads to a note."""
    bare = " ".join(text.split())
    before = before[-CONTEXT:]
    if not any(char.isalnum() for char in bare) and not _SIGNED.fullmatch(bare):
        return text
    if bare.isdigit() and after[:1] in {"/", "⁄"}:
        return f" {bare}" if before[-1:].isdigit() else bare
    if not before[-1:].strip():
        return _unattached(before, bare, after, linked=linked)
    if not linked and (power := _power(before, bare, after)):
        return power
    if _NOTE.fullmatch(bare) and (linked or not bare.isalpha() or _marks_figure(before, bare)):
        return f"[{bare}]"
    return bare if bare.isalpha() or not bare[0].isalnum() else f" {bare}"


def is_mark(words: str) -> bool:
    """Whether the words of a link may be the mark of a note."""
    return _LINKED.fullmatch(words) is not None


def marks_words(before: str, words: str) -> bool:
    """Whether the words of a link are the mark of a note on the words before it, though nothing raises them."""
    return is_mark(words) and _MARKED.search(before[-CONTEXT:]) is not None


def lowered(before: str, text: str) -> str:
    """Return lowered text as it reads after the words before it: H2O, but 101_2, since 1012 is another number."""
    bare = text.strip()
    return f"_{bare}" if bare[:1].isdigit() and before[-1:].isdigit() else text


def _unattached(before: str, bare: str, after: str, *, linked: bool) -> str:
    """Return a mark that no word stands before: that of a note at the foot, or the mass of an isotope."""
    is_mass = bare.isdigit() and not linked and _ELEMENT.match(after)
    if is_mass or not _NOTE.fullmatch(bare):
        return bare
    return f"[{bare}]" + ("" if before or not after[:1].strip() else " ")


def _power(before: str, bare: str, after: str) -> str | None:
    """Return a power; None if it is no power but a note or the end of an ordinal."""
    number, letters = _NUMBER.search(before), _LETTERS.search(before)
    if _SIGNED.fullmatch(bare) and (number or letters or before[-1] in ")]"):
        return f"^{bare}"
    if not bare.isdigit() and bare not in _VARIABLES:
        return None
    if number:
        rest = before[: number.start()]
        is_power = number[0] in _BASES or _EQUATION_BEFORE.search(rest) or _EQUATION_AFTER.match(after)
        return f"^{bare}" if is_power else None
    if letters and bare.isdigit():
        is_unit = _METRIC.fullmatch(letters[0]) or _IMPERIAL.search(before)
        if is_unit or (len(letters[0]) == 1 and letters[0] not in "aAI"):
            return _SQUARED.get(bare, f"^{bare}")
        return _SQUARED.get(bare) if _EQUATION_BEFORE.search(before[: letters.start()]) else None
    is_variable = letters is not None and len(letters[0]) == 1
    return f"^{bare}" if is_variable or _SUM.search(before) else None


def _marks_figure(before: str, bare: str) -> bool:
    """Whether a letter after a number is a note's mark, not the end of an ordinal such as 1a or 3e."""
    number = _NUMBER.search(before)
    return number is not None and len(bare) == 1 and len(number[0]) > _ORDINAL_DIGITS
