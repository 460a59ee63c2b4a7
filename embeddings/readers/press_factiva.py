"""Heads of articles as Factiva writes them, with the codes of their fields or without."""

import re
from collections.abc import Sequence

from embeddings.readers.press_parts import BY, HEAD_PARAGRAPHS, Paragraph, Part, day_of, named, without_name

# The line below each article.
ENDS = re.compile(r"(?:Documento?|Dokument|Документ|文件|文書) [A-Z]{2,8}[A-Za-z0-9]{14,30}")
ENDS_CODED = re.compile(rf"AN (?:\| )?{ENDS.pattern}")
_WORDS = re.compile(r"\d[\d,. ]*(?:words|Wörter|mots|palabras|parole|palavras|woorden|слов\w*|字|語)")
_COPYRIGHT = re.compile(r"(?:copyright|©|\(c\))\s.*", re.IGNORECASE | re.DOTALL)
_SIGNED = re.compile(r"(?:By|BY|Von|Par|Por)\s+(?P<name>\S.*)", re.DOTALL)
_TIME = re.compile(r"\d{1,2}:\d\d(?: ?[AP]M)?")
_CODED = re.compile(r"(?P<code>[A-Z]{2,3})(?: \|(?: (?P<value>.*))?)?", re.DOTALL)
_TEXT_CODES = frozenset({"LP", "TD"})


def of_factiva(own: Sequence[Paragraph]) -> Part:
    """Return an article that ends with "Document" and a number; above stand headline, length, date and paper."""
    length = next((at for at, one in enumerate(own[:HEAD_PARAGRAPHS]) if _WORDS.fullmatch(one.words)), None)
    right = next((at for at, one in enumerate(own[:HEAD_PARAGRAPHS]) if _COPYRIGHT.fullmatch(one.words)), None)
    if length is None or right is None or right < length + 2:
        return Part(own, None)
    above, below = ([one.words for one in several] for several in (own[:length], own[length + 1 : right]))
    signed = next((at for at in range(1, length) if _SIGNED.fullmatch(above[at])), length)
    by = _SIGNED.fullmatch(above[signed]) if signed < length else None
    paper = next((words for words in below if not day_of(words) and not _TIME.fullmatch(words)), "")
    stated = [("title", above[signed - 1] if signed else ""), ("publisher", paper), ("published", day_of(below[0]))]
    return Part(own[right + 1 :], named([*stated, ("author", by["name"] if by else "")]))


def of_coded_factiva(own: Sequence[Paragraph]) -> Part:
    """Return an article of Factiva whose fields bear codes: "HD" is its headline, "LP" and "TD" are its text."""
    coded = [(at, match) for at, one in enumerate(own) if (match := _CODED.fullmatch(one.words))]
    values = {match["code"]: (match["value"] or "").strip() for _, match in reversed(coded)}
    begins = next((at for at, match in coded if match["code"] in _TEXT_CODES), None)
    if begins is None or "HD" not in values:
        return Part(own, None)
    end = next((at for at, match in coded if at > begins and match["code"] not in _TEXT_CODES), len(own))
    said = [said for one in own[begins:end] if (said := without_name(one, _CODED))]
    stated = [
        *(("title", values["HD"]), ("publisher", values.get("SN", "")), ("published", day_of(values.get("PD", "")))),
        *(("author", BY.sub("", values.get("BY", ""), count=1)), ("section", values.get("SE", ""))),
    ]
    return Part(said, named(stated))
