"""What a text denies: the words next to a "not", and whether a question and a text differ in them."""

import re
from collections.abc import Iterator

from embeddings.text.words import content_words
from qa.question.follow_ups import says_nothing

_NOT = (
    r"\b(?:not|never|cannot)|n[’']t\b|\b(?:refus|fail|declin)(?:e|es|ed|ing|ure)?[ \n]+to"
    r"|\b(?:unable|unwilling|nor|without)\b"
)
# Up to one word may stand between: "did not even offer".
_DENIED = re.compile(rf"(?:{_NOT})[ \n]+(?:(?!(?:only|least|until)\b)\w+[ \n]+)?$", re.IGNORECASE)
_LOOKED_BACK = 40
# "Didn't he …?" asks whether he did; "not only" and "whether or not" deny nothing.
_NOT_A_CLAIM = re.compile(r"^\W*\w+n[’']t\b|\bnot only\b|\bor not\b|\bwhy not\b|\bif not\b", re.IGNORECASE)
_YES_OR_NO = re.compile(
    r"^\W*(?:and |but |so )?(?:is|are|was|were|am|do|does|did|has|have|had|can|could|will|would|shall|should|may"
    r"|might)\b",
    re.IGNORECASE,
)


def contradiction(question: str, text: str) -> tuple[str, str] | None:
    """Return what a question takes for granted that a text has the other way round, and the text's words; or None.

    That is a word denied in the one and stated in the other: "Why did he not close it?" of "He closed it", or "When did
    they ratify it?" of "They never ratified it". A yes-or-no question takes neither for granted.
    """
    if _NOT_A_CLAIM.search(question) or _YES_OR_NO.search(question):
        return None
    asked, said = list(_words(question)), list(_words(text))
    for term, is_denied, words in asked:
        own = [(denied, found) for other, denied, found in said if other == term]
        if own and all(denied != is_denied for denied, _ in own):
            return words, own[0][1]
    return None


def _words(text: str) -> Iterator[tuple[str, bool, str]]:
    """Yield the term of each word that says something and is no name, whether it is denied, and it with its denial."""
    for word in content_words(text):
        if says_nothing(text[word.start : word.end]) or not text[word.start].islower():
            continue
        denied = _DENIED.search(text, max(0, word.start - _LOOKED_BACK), word.start)
        yield word.term, denied is not None, text[denied.start() if denied else word.start : word.end]
