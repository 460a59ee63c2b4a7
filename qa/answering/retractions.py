"""Words that a text takes back: "An earlier version said ten to two", "£6.4 million, not £6 million".

Newspapers correct what they wrote by saying it once more. A reader sees that the words fit the question, and not that
they were wrong: it marks them as often as those that are right.
"""

import re

from embeddings.documents import Document, Span

_SAID = (
    r"(?:attributed|called|described|gave|given|identified|listed|named|printed|put|quoted|reported|said|spelled|spelt"
    r"|stated|wrote|written)"
)
_WRONGLY = r"(?:erroneously|incorrectly|mistakenly|wrongly)"
# What opens a statement that is taken back, wherever it stands, and within a correction.
_TAKES_BACK = re.compile(
    rf"\b(?:earlier|original|previous)\s+(?:article|edition|report|story|version)s?\b[^.;!?]{{0,80}}?\b{_SAID}\b"
    rf"|\b{_WRONGLY}\s+{_SAID}\b|\b{_SAID}\s+{_WRONGLY}\b|\bmis(?:identified|quoted|reported|spell?ed|spelt|stated)\b",
    re.IGNORECASE,
)
_REPEATS = re.compile(rf"\b{_SAID}\b", re.IGNORECASE)
_CORRECTION = re.compile(r"\W*(?:clarification|correction|corrigend|errat)", re.IGNORECASE)
# There it ends, and what is right may follow.
_TURNS = re.compile(
    r";|\s[—–]\s|,?\s+(?:but|in\s+fact|instead|it\s+(?:is|was)|rather|should|when|whereas)\b", re.IGNORECASE
)
_IN_PLACE_OF = re.compile(r"(?:,\s+(?:and\s+)?not|\brather\s+than|\binstead\s+of)\s+(?:\w{1,3}\s+)?$", re.IGNORECASE)
# As far before an answer, in characters, is looked for what it stands in place of.
_LOOKED_BACK = 30


def is_taken_back(document: Document, sentence: Span, answer: Span) -> bool:
    """Whether a sentence of a document takes back the words that would answer; places are of its text."""
    text = document.text
    if _IN_PLACE_OF.search(text, max(sentence[0], answer[0] - _LOOKED_BACK), answer[0]):
        return True
    of_paragraph = text[text.rfind("\n\n", 0, answer[0]) + 1 : answer[0]]
    is_correction = _CORRECTION.match(document.title or "") or _CORRECTION.match(of_paragraph)
    opens = (_REPEATS if is_correction else _TAKES_BACK).search(text, *sentence)
    return opens is not None and opens.end() <= answer[0] and not _TURNS.search(text, opens.end(), answer[0])
