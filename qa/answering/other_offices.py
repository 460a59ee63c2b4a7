"""Whether whoever answers a question for the holder of an office bears another office in the text.

"Who is the president of France?" is not answered by "French Foreign Minister Michel Barnier". A reader takes him for
the answer where an archive names nobody else who holds an office in France.
"""

import re
from collections.abc import Iterator

from embeddings.attribution.names import TITLES
from embeddings.documents import Span
from qa.question.asked_offices import AFTER_OFFICE, HEADS, Office, may_be_one, office_of

# Behind a name: ", the French foreign minister," or ", then ambassador to Norway."
_EXPLAINED = re.compile(rf",\s+(?P<office>(?:[\w’'-]{{1,40}}\s+){{0,5}}?[\w-]{{1,40}})\s*{AFTER_OFFICE}")
_NAMED = re.compile(rf"(?:[\w’'-]{{1,40}} ){{0,4}}\b(?:{'|'.join(HEADS)})\b", re.IGNORECASE)
_WORD = re.compile(r"[\w’'-]+\.?")
# So many characters before a name may be its titles.
_LOOKED_BACK = 60


def other_office(asked: Office, text: str, answer: Span, around: Span) -> Office | None:
    """Return the office that a text gives to whom it names at a place, instead of the one asked for.

    It is None where it gives none there, or speaks of the one asked for anywhere in the span around it.
    """
    offices = list(_offices_at(text, *answer))
    named = (office_of(match.group().split()) for match in _NAMED.finditer(text, *around))
    if not offices or any(may_be_one(asked, office) for office in (*offices, *named) if office):
        return None
    return offices[0]


def _offices_at(text: str, start: int, end: int) -> Iterator[Office]:
    """Yield the offices by which a text calls whom it names at a place: before the name, and behind it."""
    named = _WORD.findall(text[start:end])
    titles = next((number for number, word in enumerate(named) if not _is_title(word)), len(named))
    run = [*_WORD.findall(text[max(0, start - _LOOKED_BACK) : start]), *named[:titles]]
    others = [number for number, word in enumerate(run) if not _is_title(word)]
    explained = _EXPLAINED.match(text, end)
    for words in (run[max(others, default=-1) + 1 :], explained["office"].split() if explained else []):
        if office := office_of(words):
            yield office


def _is_title(word: str) -> bool:
    return word.rstrip(".").lower() in TITLES
