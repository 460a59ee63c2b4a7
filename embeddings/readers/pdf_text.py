"""The text of a PDF's paragraphs: their lines joined, with words that are parted at the end of a line whole again."""

import re
from collections.abc import Sequence

from embeddings.documents import Place
from embeddings.readers.pdf_lines import Line
from embeddings.readers.pdf_segments import LINE_END

# A hyphen is known to belong to a word that begins with one of these.
_PREFIXES = frozenset({"cross", "half", "non", "quasi", "self", "vice", "well"})
# Before one of these a hyphen stands for what follows, or goes on to it; they hardly end a word that is parted.
_LINKS = frozenset({"and", "or", "to", "und", "oder", "bis"})
# Words that begin with one of these are written as one: "something", "understand".
_JOINED = frozenset(
    {"after", "back", "down", "every", "fore", "hand", "head", "house", "inter", "over", "rail", "some", "stand"}
)
_JOINED |= {"super", "them", "there", "through", "under", "upper", "when", "where", "with", "work"}
# Two parts of so many letters each are words by themselves; a document of fewer words has not used most of its own.
SHORTEST_PART = 4
FEWEST_WORDS = 300
_HYPHEN_END = re.compile(r"(?<![^\W_])([^\W_]+)[-\u2010\u00ad\u00ac]\Z")
_HYPHENS = ("-", "\u2010", "\u00ad", "\u00ac")
_FIRST_WORD = re.compile(r"[^\W_]+")
_WORDS = re.compile(r"[^\W_]+(?:[-\u2010][^\W_]+)*")
_PARTED_IN_CELL = re.compile(rf"[^\W_]+-{LINE_END}[^\W_]+")
_UNSPACED = re.compile("[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]")
_HANGUL = re.compile("[\uac00-\ud7ff]")
SOFT_HYPHEN = "\u00ad"


def text_of(paragraphs: Sequence[Sequence[Line]]) -> tuple[str, dict[int, int]]:
    """Return the text of paragraphs, and where in it each page begins that has any, by the page's number."""
    words = _vocabulary(paragraphs)
    pieces: list[str] = []
    starts: dict[int, int] = {}
    length = 0
    for paragraph in paragraphs:
        for number, line in enumerate(paragraph):
            cut, between = 0, "\n\n" if pieces else ""
            if number:
                is_row = line.is_row and not is_parted(paragraph[number - 1].text, line.text)
                cut, between = (0, "\n") if is_row else _joint(pieces[-1], line.text, words)
            if cut:
                pieces[-1] = pieces[-1][:-cut]
            length += len(between) - cut
            starts.setdefault(line.page, length)
            text = _whole(line.text, words) if LINE_END in line.text else line.text
            pieces += (between, text)
            length += len(text)
    return "".join(pieces), starts


def page_places(starts: dict[int, int], length: int, names: Sequence[str]) -> list[Place]:
    """Return a place for each page, given where those with text begin, of a text of a length."""
    places: list[Place] = []
    end = length
    for page in reversed(range(len(names))):
        start = starts.get(page, end)
        places.append(Place("page", names[page], start, end))
        end = start
    places.reverse()
    return places


def _vocabulary(paragraphs: Sequence[Sequence[Line]]) -> frozenset[str]:
    """Return the words that stand within the lines of a document, in small letters, if any line ends within a word."""
    lines = [line for paragraph in paragraphs for line in paragraph]
    if not any(
        _HYPHEN_END.search(line.text) or _HANGUL.match(line.text[-1:]) or LINE_END in line.text for line in lines
    ):
        return frozenset()
    texts = (_PARTED_IN_CELL.sub("", _HYPHEN_END.sub("", line.text)).casefold() for line in lines)
    return frozenset(word for text in texts for word in _WORDS.findall(text))


def is_parted(before: str, after: str) -> bool:
    """Whether a line ends within a word, with which the next line goes on."""
    if not before.endswith(_HYPHENS) or not after[:1].islower():
        return False
    hyphenated = _HYPHEN_END.search(before)
    return hyphenated is not None and hyphenated[1][-1].islower()


def _whole(text: str, words: frozenset[str]) -> str:
    """Return a row whose cells are parted within words with these words whole."""
    whole, *others = text.split(LINE_END)
    for after in others:
        cut, between = _joint(whole, after, words)
        whole = f"{whole[: len(whole) - cut]}{between}{after}"
    return whole


def _joint(before: str, after: str, words: frozenset[str]) -> tuple[int, str]:
    """Return how many characters of a line fall away where the next goes on with it, and what stands between them."""
    hyphenated = _HYPHEN_END.search(before)
    first = _FIRST_WORD.match(after)
    if hyphenated and first:
        if before[-1] != SOFT_HYPHEN and first[0] in _LINKS and f"{hyphenated[1]}{first[0]}".casefold() not in words:
            if after[first.end() :].startswith("-"):
                # "heat-to-power", but "in-" and "to" are one word.
                return 0, ""
            if first[0] != "to":
                return 0, " "
        return _without_hyphen(before[-1], hyphenated[1], first[0], words)
    if _UNSPACED.match(before[-1:]) and _UNSPACED.match(after[:1]):
        return 0, ""
    if _HANGUL.match(before[-1:]) and _HANGUL.match(after[:1]):
        # Korean parts words at the end of a line without a hyphen.
        return 0, "" if _last_word(before) + _first_word(after) in words else " "
    return 0, " "


def _without_hyphen(hyphen: str, start: str, end: str, words: frozenset[str]) -> tuple[int, str]:
    """Return whether the hyphen of a parted word falls away: it stays where the document writes the word with it."""
    if hyphen == SOFT_HYPHEN:
        return 1, ""
    whole = f"{start}{end}".casefold()
    compound = f"{start}-{end}".casefold()
    if not end[0].islower() or start[-1].isdigit():
        return 0, ""
    if whole in words:
        return 1, ""
    is_compound = compound in words or start.casefold() in _PREFIXES or _are_two_words(start, end, words)
    return int(not is_compound), ""


def _are_two_words(start: str, end: str, words: frozenset[str]) -> bool:
    """Whether the parts of a word are words of a long document that does not know the whole: "decision-making"."""
    parts = start.casefold(), end.casefold()
    are_long = min(map(len, parts)) >= SHORTEST_PART and len(words) >= FEWEST_WORDS
    return are_long and parts[0] not in _JOINED and words.issuperset(parts)


def _last_word(text: str) -> str:
    return text[text.rfind(" ") + 1 :].casefold()


def _first_word(text: str) -> str:
    return text.split(" ", 1)[0].casefold()
