r"""A search as it is typed becomes a tree of what to look for.

    search   either ("OR" either)*
    either   part ("AND"? part)*
    part     "NOT" part | near
    near     simple ("NEAR/n" simple)*
    simple   "(" search ")" | field ":" simple | "\"" words "\"" | word

AND may be left out. A word may end in * (any ending) or ~ (one letter wrong). The words in capitals are as they stand
here; in small letters they are looked for.
"""

import re
from dataclasses import dataclass
from typing import Literal

from embeddings.text.words import all_words, unparted
from qa.errors import SearchError

Ending = Literal["", "*", "~"]
Field = Literal["title", "author", "speaker"]

FIELDS: tuple[Field, ...] = ("title", "author", "speaker")
LONGEST_SEARCH = 2_000
# Brackets in brackets, at most: each takes some room of Python's stack.
DEEPEST = 50
# One letter of a shorter word may be nearly any other word.
SHORTEST_FUZZY = 4

_TOKEN = re.compile(
    r'(?P<quoted>["“](?P<inner>[^"“”]*)(?P<close>["”]?))|(?P<bracket>[()])'
    r"|(?P<near>NEAR/(?P<distance>\w*))(?=[\s(]|$)|(?P<operator>AND|OR|NOT)(?=[\s()\"“]|$)"
    r"|(?P<field>\w+):(?=\S)|(?P<word>[^\s()\"“”]+)"
)


# Read as the end of a word it would look for two words, or for another.
_SIGN_WITHIN = re.compile(r"[*~](?=\w)")


@dataclass(frozen=True, slots=True)
class Word:
    """A word to look for: as it was typed, its term in the index (empty for a stop word), and how it may end."""

    text: str
    term: str
    ending: Ending = ""


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that follow on one another."""

    words: tuple[Word, ...]


@dataclass(frozen=True, slots=True)
class InField:
    """A search of what a document states, not of its text."""

    field: Field
    search: "Search"


@dataclass(frozen=True, slots=True)
class Near:
    """Two searches whose words stand at most so many words apart, in either order."""

    first: "Search"
    second: "Search"
    distance: int


@dataclass(frozen=True, slots=True)
class Not:
    """A search that must not be met."""

    search: "Search"


@dataclass(frozen=True, slots=True)
class And:
    """Searches all of which must be met."""

    parts: tuple["Search", ...]


@dataclass(frozen=True, slots=True)
class Or:
    """Searches one of which must be met."""

    parts: tuple["Search", ...]


Search = Phrase | InField | Near | Not | And | Or


def parse_search(typed: str) -> Search:
    """Return the tree of a search. Raises SearchError, whose message points at the character that is wrong."""
    if len(typed) > LONGEST_SEARCH:
        raise SearchError(f"The search has {len(typed):,} characters; the limit is {LONGEST_SEARCH:,}. Shorten it.")
    parser = _Parser(typed)
    search = parser.search(0)
    if parser.token:
        raise parser.error("there is no “(” before it")
    if not _has_words(search):
        raise SearchError("The search only says what must not be there; add what to look for.")
    return search


def _has_words(search: Search) -> bool:
    """Whether a search looks for anything, so that not all documents without something are found."""
    match search:
        case Phrase() | Near():
            return True
        case InField(search=inner):
            return _has_words(inner)
        case Not():
            return False
        case And(parts=parts):
            return any(map(_has_words, parts))
        case Or(parts=parts):
            return all(map(_has_words, parts))


class _Parser:
    """Reads the tokens of a search from the left; `token` is the next one, None at the end."""

    def __init__(self, typed: str) -> None:
        self._typed = typed
        self._end = 0
        self.token: re.Match[str] | None = None
        self._next()

    def _next(self) -> None:
        start = len(self._typed) - len(self._typed[self._end :].lstrip())
        self.token = _TOKEN.match(self._typed, start)
        if self.token:
            self._end = self.token.end()
            return
        self._end = start
        if start < len(self._typed):
            raise self.error("there is no “ before it")

    def error(self, reason: str, offset: int = 0) -> SearchError:
        """Return an error that points at the next token, or so many characters past its beginning, or at the end."""
        at = self.token.start() + offset if self.token else min(self._end, len(self._typed))
        before, after = self._typed[max(0, at - 30) : at], self._typed[at : at + 30]
        where = f"at character {at + 1}" if after else "at its end"
        return SearchError(f"The search cannot be read {where}: {reason}. Here: {before}▸{after}")

    def _is(self, kind: str, *values: str) -> bool:
        return bool(self.token and self.token[kind] and (not values or self.token[kind] in values))

    def search(self, depth: int) -> Search:
        """Read parts between which OR stands."""
        parts = [self._either(depth)]
        while self._is("operator", "OR"):
            self._next()
            parts.append(self._either(depth))
        return parts[0] if len(parts) == 1 else Or(tuple(parts))

    def _either(self, depth: int) -> Search:
        parts = [self._part(depth)]
        while self.token and not self._is("operator", "OR") and not self._is("bracket", ")"):
            if self._is("operator", "AND"):
                self._next()
            parts.append(self._part(depth))
        return parts[0] if len(parts) == 1 else And(tuple(parts))

    def _part(self, depth: int) -> Search:
        if self._is("operator", "NOT"):
            if depth > DEEPEST:
                raise self.error("there is too much in one another")
            self._next()
            return Not(self._part(depth + 1))
        search = self._simple(depth)
        while self.token and self._is("near"):
            distance = self.token["distance"]
            if not distance.isascii() or not distance.isdigit() or not 0 < int(distance[:6]) <= LONGEST_SEARCH:
                raise self.error("NEAR/ needs a number of words, as in NEAR/5")
            self._next()
            at, second = self.error("NEAR stands between words, phrases and what OR joins"), self._simple(depth)
            if not (_can_be_near(search) and _can_be_near(second)):
                raise at
            search = Near(search, second, int(distance))
        return search

    def _simple(self, depth: int) -> Search:
        if self.token is None:
            raise self.error("something to look for is missing")
        if depth > DEEPEST:
            raise self.error("there is too much in one another")
        if self._is("bracket", "("):
            self._next()
            search = self.search(depth + 1)
            if not self._is("bracket", ")"):
                raise self.error("a “)” is missing")
            self._next()
            return search
        if self._is("field"):
            return self._in_field(depth)
        if self._is("quoted"):
            return self._quoted()
        if self._is("word"):
            return self._word()
        raise self.error("something to look for is missing before it")

    def _in_field(self, depth: int) -> Search:
        name = self.token["field"] if self.token else ""
        known_field = next((field for field in FIELDS if field == name.lower()), None)
        if known_field is None:
            raise self.error(f"there is no field “{name}”; there are {', '.join(FIELDS)}")
        self._next()
        return InField(known_field, self._simple(depth + 1))

    def _quoted(self) -> Phrase:
        quoted = self.token["inner"] if self.token else ""
        if not self._is("close"):
            raise self.error("its closing quotation mark is missing")
        return self._phrase(quoted)

    def _word(self) -> Phrase:
        word = self.token["word"] if self.token else ""
        if word.endswith(":") and word[:-1].lower() in FIELDS:
            raise self.error(f"right after “{word}” stands what it holds, as in {word}fax", len(word))
        return self._phrase(word)

    def _phrase(self, text: str) -> Phrase:
        """Read the next token as words that follow on one another."""
        words = []
        if within := _SIGN_WITHIN.search(text):
            # A quotation mark stands before what is quoted.
            reason = f"{within[0]} stands at the end of a word, as in negotiat{within[0]}"
            raise self.error(reason, within.start() + self._is("quoted"))
        for word in all_words(text):
            sign = text[word.end : word.end + 1]
            ending: Ending = "*" if sign == "*" else "~" if sign == "~" else ""
            written = unparted(text[word.start : word.end])
            if ending == "~" and len(written) < SHORTEST_FUZZY:
                raise self.error(f"a word with ~ has {SHORTEST_FUZZY} letters or more")
            words.append(Word(written, word.term, ending))
        if not words:
            raise self.error("it holds no word")
        self._next()
        return Phrase(tuple(words))


def _can_be_near(search: Search) -> bool:
    match search:
        case Phrase():
            return True
        case Near(first=first, second=second):
            return _can_be_near(first) and _can_be_near(second)
        case Or(parts=parts):
            return all(map(_can_be_near, parts))
        case _:
            return False
