"""The names that a question gives, and whether a text gives them too, in whatever form."""

import re
import unicodedata
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property, lru_cache
from itertools import pairwise

from embeddings.text.sounds import FEWEST_CONSONANTS, consonants
from embeddings.text.spelling import one_spelling
from embeddings.text.words import terms
from qa.question.aliases import aliases_of
from qa.question.asked_for import AUXILIARIES


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


# Said by whoever asks; the text may call the same person or thing something else. Months are part of dates.
_NO_NAMES = _set(
    """
    mr mrs ms dr sir sen senator rep representative representatives gen general col president vice prime minister
    secretary king queen prince princess sheikh emir sultan ayatollah pope lord lady ambassador professor prof judge
    justice chancellor captain governor mayor congressman saint st january february march april may june july august
    september october november december monday tuesday wednesday thursday friday saturday sunday jan feb mar apr jun
    jul aug sep sept oct nov dec i ad bc bce ce a the an in on at of and or to for by from did do does is was were
    are has had have who what when where which why how whose whom if as with not tv pm ceo cfo mp mps mep meps ngo ngos
    hq vip vips
    """
)
# Said of where, not whom: whoever asks may know it of the thing without the text saying it.
_CONTEXT = _set(
    """
    us u.s usa america american americans europe european europeans earth world east west north south middle new old
    western eastern northern southern member members parliament congress house senate internet act
    """
)
_ENDINGS = _set(
    """
    s n an ans ian ians ean eans ese ish i is ic ist ists ite ites ism es ey y a e o ia us al al's ns ain
    """
)
_TOKEN = re.compile(r"(?:[^\W\d_]\.){2,}|[^\W_]+(?:['’][^\W_]+)*")
_JOINED = re.compile(r"\.?[ \n]+(?:(?:of|of[ \n]+the|bin|ben|al|de|da|di|van|von|der|la|le|el)[ \n]+|al-)?|-(?:al-)?")
_OPENS = re.compile(r"(?:^|(?<![ \n][A-Z])[.?!:;]|\n\s*\n)[\s“\"‘'(\[]*$|[“\"‘(\[]$")
_PLACED = re.compile(r"\b(?:in|at|near|inside|outside)[ \n]+(?:the[ \n]+)?$", re.IGNORECASE)
# "Which English county": what is asked for, and where that is.
_ASKED_FOR = re.compile(rf"\b(?:which|what)[ \n]+(?:(?!(?:{AUXILIARIES})\b)[a-z-]+[ \n]+)?$", re.IGNORECASE)
_ADJECTIVE_ENDING = re.compile(r"\w{2,}(?:an|ish|ese|ch|ss|k|i)", re.IGNORECASE)
_THING = re.compile(r"[ \n]+[a-z]")
_CAPITALISED_OR_FIGURE = re.compile(r"(?<!^)\b[A-Z][\w’'-]*|\b\d[\d,.]*\b")
_POSSESSIVE = re.compile(r"['’]s?$")
# Of more than this share of words in capitals, a question is a headline or a shout: its capitals are no names.
MOST_CAPITALS = 0.7
# What must be left of a word without its ending.
SHORTEST_STEM = 4
# Of two words the initials mean too many things.
SHORTEST_INITIALS = 3

# Words whose plain forms are remembered: those of many texts are the same.
CACHED_WORDS = 100_000
# Letters that Unicode takes for letters of their own, as BM25's analyzer folds them; and an apostrophe, which a
# telephone sets otherwise than a keyboard: "O’Brien".
_PLAIN_LETTERS = str.maketrans(
    {"’": "'", "ı": "i", "ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ß": "ss", "æ": "ae", "œ": "oe", "ħ": "h"}
)

# As far back, in characters, is looked for what makes a word in capitals the first of a sentence, or a place.
LOOKED_BACK = 40


@dataclass(frozen=True, slots=True)
class Name:
    """A name as a question gives it.

    `words` are what a text must have of it: in lower case, without titles. `terms` are its terms in the BM25 index.
    `is_place` says whether it is where something is: "in Turkey", "which English county".
    """

    text: str
    words: tuple[str, ...]
    terms: tuple[str, ...]
    is_place: bool

    @property
    def is_short(self) -> bool:
        """Whether it may be made of initials, such as "IAEA"."""
        return len(self.words) == 1 and re.fullmatch(r"[A-Z]{2,6}(?:['’]?s)?", self.text) is not None

    @property
    def is_context(self) -> bool:
        """Whether it says where or in general, such as "American"."""
        return _CONTEXT.issuperset(self.words)

    @property
    def telling_words(self) -> tuple[str, ...]:
        """Its words without those that say where or in general: "Stroudsburg" of "East Stroudsburg"."""
        return tuple(word for word in self.words if word not in _CONTEXT)


def plain(text: str) -> str:
    """Return a text in lower case, in one spelling, without accents, and in plain letters: "Yıldız" is "yildiz"."""
    spelt = one_spelling(text.lower())
    if spelt.isascii():
        return spelt
    folded = spelt.translate(_PLAIN_LETTERS)
    return "".join(letter for letter in unicodedata.normalize("NFKD", folded) if not unicodedata.combining(letter))


def tokens(text: str) -> list[str]:
    """Return the words of a text as names are made of them, without possessives."""
    return [_POSSESSIVE.sub("", token) for token in _TOKEN.findall(text)]


def names(question: str) -> list[Name]:
    """Return the names of a question: runs of words in capitals, but for one that only opens a sentence.

    A question without small letters at the beginnings of its words, or hardly any, has none that could be told.
    """
    tokens = list(_TOKEN.finditer(question))
    capital = [match.group()[0].isupper() for match in tokens]
    if sum(capital) > MOST_CAPITALS * len(tokens):
        return []
    runs: list[list[re.Match[str]]] = []
    last: re.Match[str] | None = None
    for match, is_capital in zip(tokens, capital, strict=True):
        if not is_capital or _OPENS.search(question, max(0, match.start() - LOOKED_BACK), match.start()):
            continue
        between = question[last.end() : match.start()] if last else ""
        if last and runs and _JOINED.fullmatch(between) and not last.group().endswith(("'s", "’s")):
            runs[-1].append(match)
        else:
            runs.append([match])
        last = match
    return [name for name in (_name(question, run) for run in runs) if name.words]


def names_and_numbers(text: str) -> list[str]:
    """Return every word in capitals, but for the first word of the text, and every figure, in order."""
    return _CAPITALISED_OR_FIGURE.findall(text)


def _name(question: str, run: list[re.Match[str]]) -> Name:
    text = _POSSESSIVE.sub("", question[run[0].start() : run[-1].end()])
    words = _words([token.group() for token in run])
    return Name(text, words, tuple(terms(text)), _is_place(question, run[0].start(), run[-1].end()))


def _is_place(question: str, start: int, end: int) -> bool:
    before, word = max(0, start - LOOKED_BACK), question[start:end]
    is_adjective = (_ADJECTIVE_ENDING.fullmatch(word) or aliases_of(plain(word))) and _THING.match(question, end)
    placed = _PLACED.search(question, before, start)
    return bool(placed or (is_adjective and _ASKED_FOR.search(question, before, start)))


def _words(run: list[str]) -> tuple[str, ...]:
    words = (_POSSESSIVE.sub("", plain(token)).rstrip(".") for token in run)
    return tuple(word for word in words if len(word) > 1 and word not in _NO_NAMES)


def _forms(word: str) -> set[str]:
    """Return a word and what is left of it without an ending by which a name becomes an adjective or a plural."""
    return {word} | {
        word[: -len(ending)]
        for ending in _ENDINGS
        if word.endswith(ending) and len(word) >= len(ending) + SHORTEST_STEM
    }


@lru_cache(maxsize=CACHED_WORDS)
def _looked_up(token: str) -> str:
    """Return a token of a text as words are looked up."""
    return plain(token).removesuffix("'s").rstrip(".'")


class Vocabulary:
    """The words of a text, looked up in whatever form a question gives them. Plain words of the text count too."""

    def __init__(self, text: str) -> None:
        self._tokens = _TOKEN.findall(text)
        self._words = [_looked_up(token) for token in self._tokens]
        self._distinct_words = set(self._words)

    def has(self, word: str) -> bool:
        """Whether a word stands in the text, in any form of it."""
        if word in self._distinct_words:
            return True
        forms = _forms(word)
        if any(not forms.isdisjoint(_forms(held)) for held in self._by_stem.get(word[:SHORTEST_STEM], ())):
            return True
        return any(self._has_phrase(alias.split("-")) for alias in aliases_of(word))

    @cached_property
    def _by_stem(self) -> dict[str, list[str]]:
        """The words by their first letters, which all forms of a word have alike."""
        words: dict[str, list[str]] = {}
        for word in self._distinct_words:
            words.setdefault(word[:SHORTEST_STEM], []).append(word)
        return words

    def has_name(self, name: Name) -> bool:
        """Whether all words of a name stand in the text, or its short or long form does."""
        if all(map(self.has, name.words)):
            return True
        if aliases := aliases_of("-".join(name.words)):
            return any(self._has_phrase(alias.split("-")) for alias in aliases)
        initials = "".join(word[0] for word in name.words)
        if len(name.words) > 1:
            return len(initials) >= SHORTEST_INITIALS and initials in self._distinct_words
        return name.is_short and name.words[0] in self.initials

    @cached_property
    def initials(self) -> set[str]:
        """The initials of the runs of two to six words in capitals."""
        words_and_tokens = zip(self._words, self._tokens, strict=True)
        letters = "".join(word[0] if token[0].isupper() else " " for word, token in words_and_tokens)
        return {letters[at : at + size] for size in range(2, 7) for at in range(len(letters) - size + 1)}

    def near(self, word: str) -> str | None:
        """Return a word of the text that may be the same, spelt otherwise."""
        if word in self._joined:
            return word
        close = get_close_matches(word, [held for held in self._distinct_words if held[0] == word[0]], 1, 0.75)
        return close[0] if close else None

    @cached_property
    def _joined(self) -> set[str]:
        """Each word with the next one as one word."""
        return set(map("".join, pairwise(self._words)))

    @cached_property
    def _consonants(self) -> set[str]:
        """The consonants of the words in capitals."""
        words = zip(self._words, self._tokens, strict=True)
        return {consonants(word) for word, token in words if token[0].isupper()}

    def sounds_like(self, word: str) -> bool:
        """Whether a name of the text may be the same in another transliteration."""
        sounds = consonants(word)
        return len(sounds) >= FEWEST_CONSONANTS and sounds in self._consonants

    def followers(self, word: str) -> set[str] | None:
        """Return the capitalised words that follow a word; None if it also stands without one."""
        followers = set()
        for place, held in enumerate(self._words):
            if held == word:
                if place + 1 == len(self._words) or not self._tokens[place + 1][0].isupper():
                    return None
                followers.add(self._words[place + 1])
        return followers or None

    def calls_by(self, word: str) -> bool:
        """Whether a word in capitals stands somewhere without another name before it: "Ms Mendes"."""
        is_named = [
            token[0].isupper() and held not in _NO_NAMES for held, token in zip(self._words, self._tokens, strict=True)
        ]
        return any(
            held == word and is_so and not (place and is_named[place - 1])
            for place, (held, is_so) in enumerate(zip(self._words, is_named, strict=True))
        )

    def _has_phrase(self, words: list[str]) -> bool:
        if len(words) == 1:
            return words[0] in self._distinct_words
        return any(self._words[at : at + len(words)] == words for at in range(len(self._words)))
