"""What a text denies: the words next to a "not", and whether a question and a text differ in them."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from embeddings.text.words import content_words
from qa.question.stop_words import says_nothing

_NOT = (
    r"\b(?:not|never|cannot)|n[’']t\b|\b(?:refus|fail|declin)(?:e|es|ed|ing|ure)?[ \n]+to"
    r"|\bden(?:y|ies|ied|ying)\b(?:[ \n]+that\b)?"
    r"|\b(?:unable|unwilling|nor|without)\b"
)
_DENIAL = re.compile(_NOT, re.IGNORECASE)
# Up to one word may stand between, or what else is denied: "did not even offer", "without power or running water".
_OTHER_DENIED = r"(?:(?:\w+[ \n]+)?or[ \n]+(?:\w+[ \n]+)?)?"
_DENIED = re.compile(rf"(?:{_NOT})[ \n]+(?:(?!(?:only|least|until)\b)\w+[ \n]+{_OTHER_DENIED})?$", re.IGNORECASE)
_LOOKED_BACK = 40
# "Not finished until May" says that it was finished then.
_UNTIL = re.compile(r"[^.?!;:]{0,60}\b(?:until|till)\b", re.IGNORECASE)
# "Didn't he …?" asks whether he did; "not only" and "whether or not" deny nothing.
_NOT_A_CLAIM = re.compile(r"^\W*\w+n[’']t\b|\bnot only\b|\bor not\b|\bwhy not\b|\bif not\b", re.IGNORECASE)
_YES_OR_NO = re.compile(
    r"^\W*(?:and |but |so )?(?:is|are|was|were|am|do|does|did|has|have|had|can|could|will|would|shall|should|may"
    r"|might)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Statement:
    """A word that is denied in a text or stated there: its term, and its words, with the denial where it is denied."""

    term: str
    is_denied: bool
    words: str


def taken_for_granted(question: str) -> tuple[Statement, ...]:
    """Return the words that a question takes for granted as denied or stated; a yes-or-no question takes none."""
    if _NOT_A_CLAIM.search(question) or _YES_OR_NO.search(question):
        return ()
    return tuple(_statements(question))


def contradiction(claims: Sequence[Statement], text: str) -> tuple[str, str] | None:
    """Return the words of the first claim that a text has the other way round, and the text's words; None without one.

    That is a word denied in the one and stated in the other: "Why did he not close it?" of "He closed it", or "When did
    they ratify it?" of "They never ratified it".
    """
    # Most questions and excerpts deny nothing, and to find the terms of an excerpt's words takes long.
    if not claims or not (_DENIAL.search(text) or any(claim.is_denied for claim in claims)):
        return None
    claimed = {claim.term for claim in claims}
    statements = list(_statements(text, lambda term: term in claimed))
    for claim in claims:
        same_term = [statement for statement in statements if statement.term == claim.term]
        if same_term and all(statement.is_denied != claim.is_denied for statement in same_term):
            return claim.words, same_term[0].words
    return None


def contrary(question: str, text: str, other: str) -> tuple[str, str] | None:
    """Return the words by which one text denies what another states of a question's words; None where neither does.

    "Did they ratify it?" is answered by "They ratified it" and, to the contrary, by "They never ratified it": that is
    ("ratified", "never ratified"). A text that both denies and states a word says neither.
    """
    one, of_other = _only_so(text), _only_so(other)
    for asked in _statements(question):
        said, said_otherwise = one.get(asked.term), of_other.get(asked.term)
        if said and said_otherwise and said.is_denied != said_otherwise.is_denied:
            return said.words, said_otherwise.words
    return None


def _only_so(text: str) -> dict[str, Statement]:
    """Return the words that a text only denies, or only states, by their terms."""
    statements: dict[str, list[Statement]] = {}
    for statement in _statements(text):
        statements.setdefault(statement.term, []).append(statement)
    return {term: said[0] for term, said in statements.items() if len({statement.is_denied for statement in said}) == 1}


def _statements(text: str, is_wanted: Callable[[str], bool] = bool) -> Iterator[Statement]:
    """Yield each word that says something and is no name, of those whose terms are wanted."""
    for word in content_words(text):
        if not is_wanted(word.term) or says_nothing(text[word.start : word.end]) or not text[word.start].islower():
            continue
        denied = _DENIED.search(text, max(0, word.start - _LOOKED_BACK), word.start)
        denial = None if _UNTIL.match(text, word.end) else denied
        start = denial.start() if denial else word.start
        yield Statement(word.term, denial is not None, text[start : word.end])
