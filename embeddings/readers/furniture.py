# ruff: noqa: E501  # a phrase a line, however long
"""Site furniture in text that was saved from a browser: the lines that surround an article.

A line is furniture only if the whole of it, split at | / • · > and the like, is made of phrases that sites put around
articles. A line of prose that merely contains such words is not. Most such phrases may also head a section of a text, or
be a line of it ("Archives", "Sponsored by Senator Okafor"): in plain text these go only where they stand together, or at
the edges of the file. In doubt a line is kept.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby, takewhile
from typing import NamedTuple

_NETWORKS = r"(?:facebook|twitter|linkedin|whatsapp|reddit|telegram|pinterest|google\+|instagram|youtube)"
# Nobody writes these but a site.
_COMMANDS = (
    r"(?:skip|jump) to:? (?:the )?(?:next |main |site |page )?(?:content|navigation|paragraph|section|search|menu|footer)",
    r"skip to: .{1,40}",
    r"(?:back|return) to (?:top|the top|home|homepage|article|story|search results)",
    r"(?:read|view|see|show|hide|post|leave|add|write|join) (?:all |a |your |the |more |\d+ )?(?:reader )?comments?(?: \(\d+\))?",
    r"\d+ (?:reader )?comments?|comments? \(\d+\)",
    r"comment(?:s)? (?:on|about) this (?:story|article|post|page)",
    r"comments (?:are|is) closed",
    r"(?:share|print|email|e-mail|send|text|save|bookmark|like|tweet|pin) this (?:article|story|page|post)[.!]?",
    rf"(?:share|like|tweet|pin|follow us|find us) (?:this )?(?:on|via) {_NETWORKS}",
    r"(?:print|email|send) to a friend|copy link",
    r"advertisement|sponsored content|paid post",
    r"(?:article|story) continues (?:below|after (?:the )?ad(?:vertisement)?)",
    r"(?:subscribe|sign up|sign in|log in|log out)(?: (?:now|here|today|free))?",
    r"(?:subscribe|sign up|register)\b.{0,40}\bnewsletters?[.!]?",
    r"(?:related|recommended|trending) (?:stories|coverage|content|posts|headlines)|recommended for you",
    r"(?:more|latest|popular|top) (?:stories|headlines|posts|on this (?:story|topic))",
    r"most (?:read|viewed|popular|shared|emailed) (?:stories|articles|posts|now|today|this (?:week|month)|in the last .{1,20})",
    r"(?:read|see|find out|learn) more(?: here)?",
    r"(?:previous|next) (?:page|article|story|post|paragraph)",
    r"(?:accept|reject|manage)(?: all)? cookies|toggle navigation",
    r"\d+ (?:min(?:ute)?s?) read",
)
# These may also be headings, or sentences, of a text.
_PHRASES = (
    r"(?:no|view|see|show|all|your|the|more)?\s*(?:reader )?comments?",
    r"(?:share|print|email|e-mail|save|bookmark|like|tweet|pin)(?: this)?",
    r"(?:print|email|send|text)(?: this)?(?: (?:article|story|page|size))?",
    rf"{_NETWORKS}|rss(?: feed)?",
    r"advertising|sponsored|ad",
    r"(?:register|donate|join us)(?: (?:now|here|today|free))?",
    r"(?:our )?newsletters?",
    r"(?:related|recommended|more|latest|popular|trending|other|top) (?:stories|articles|links|news|topics|coverage|content|reading|headlines|posts|on this (?:story|topic))",
    r"(?:most|editors?['’]?) (?:read|viewed|popular|shared|emailed|picks?|recommended)",
    r"previous|next",
    r"follow (?:us|me)|contact us|about us|help|faqs?|site ?map|careers|advertise(?: with us)?",
    r"(?:terms(?: (?:of (?:use|service)|and conditions|& conditions))?|privacy(?: (?:policy|notice))?|cookie(?:s)?(?: (?:policy|settings|notice))?|legal|accessibility)",
    r"(?:we use (?:essential |necessary |third[- ]party )?|this site uses |by using this site .{0,30})cookies?\b.{0,120}",
    # A year or the sign: "Copyright law was changed", and the list item "(c) the water", are prose.
    r"(?:copyright\s*)?(?:©|\(c\))\s*(?:copyright\s*)?\d{4}\b.{0,100}",
    r"copyright\s+\d{4}\b.{0,100}",
    r"(?:home|menu|search|close|navigation|main menu|world|politics|news|opinion|business|sports?|middle east|video|photos?|archive|archives|topics|sections?)",
    r"the (?:views|opinions) expressed (?:above|are|by|here|herein|in this|in these|on this)\b.{0,120}\bdo(?:es)? not (?:necessarily )?(?:reflect|represent)\b.{0,120}",
)
# These too, but what they begin with tells nothing: they are only looked for where the words stand that they all hold.
_DISCLAIMERS = (
    r"(?:.{0,80}(?:[.,;|©–—-]|\d{4})\s*)?all rights reserved\.?",
    r".{1,80} (?:is|are) not responsible for the content of (?:quoted|external|linked|third[- ]party)(?: (?:internet|web))? ?(?:articles?|content|links?|materials?|pages?|(?:web)?sites?|sources?)\.?(?: read (?:about|more) .{1,60})?",
)
_DISCLAIMING = ("rights reserved", "not responsible for")
# Phrases with an open end could begin any sentence. They do not count where the line ends like a sentence, or begins
# with a small letter as a line of a wrapped paragraph does.
_OPEN_PHRASES = (
    r"(?:skip|jump) to\b.{0,40}",
    r"(?:share|print|email|e-mail|save|bookmark|like|tweet|pin) (?:this|on|to|via|with) .{1,25}",
    r"sponsored by .{1,30}",
    r"(?:subscribe|sign up|sign in|log in|log out|register|donate|join us) (?:now|here|today|free|to|for|with)\b.{0,60}",
    r"(?:get|receive) (?:our|the) .{0,30}newsletter.{0,40}",
    r"(?:related|recommended|more|latest|popular|trending|other|top) from .{1,40}",
    r"you (?:may|might) also (?:like|be interested in).{0,20}",
    r"(?:read|see|find out|learn) more about .{1,30}",
    r"(?:continue|keep) reading.{0,30}",
    r"(?:click|tap) (?:here|to) .{0,40}",
    r"follow (?:us|me) on .{1,40}",
    r"©.{0,100}",
    r"(?:last )?(?:updated|modified|edited)(?: on| at)?:?\s+(?:\d|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|mon|tue|wed|thu|fri|sat|sun)).{0,40}",
    r"(?:tags?|filed under|topics|categories|posted in):\s.{1,120}",
    r"reading time:?.{0,20}",
    r"(?:text|font) size.{0,20}",
)
_OPEN_DISCLAIMERS = (r"(?:.{0,80}(?:[.,;|©–—-]|\d{4})\s*)?all rights reserved\b.{0,40}",)
# No phrase is longer.
_LONGEST = 400


def _any_of(*phrases: str) -> re.Pattern[str]:
    """Return what matches any of some phrases in small letters, which is faster than in letters of any kind."""
    return re.compile("|".join(f"(?:{phrase})" for phrase in phrases))


_COMMAND, _PHRASE, _OPEN_PHRASE = _any_of(*_COMMANDS), _any_of(*_COMMANDS, *_PHRASES), _any_of(*_OPEN_PHRASES)
_DISCLAIMER, _OPEN_DISCLAIMER = _any_of(*_DISCLAIMERS), _any_of(*_OPEN_DISCLAIMERS)
_SENTENCE_END = re.compile(r"[.!?…,;][\"'”’)\]]*$")
# A row of links, "World | Middle East | Iran", has at least so many links, none of more than so many words.
LINKS = 3
LINK_WORDS = 4
# So many lines of furniture without a line of text between are a block of a site.
LINES_TOGETHER = 3

_FIGURE = re.compile(r"\d")
# A sign, or white space that goes on. It begins with one set of characters, which are found faster than of two sets.
_BETWEEN = re.compile(r"[|/•·»›>\s](?:(?<=\S)|\s{2,}|\s*[-–—]\s+)")
# Single letters are furniture only in a row: the network X, sizes of type.
_IN_ROW = re.compile(r"x|[a+-]{1,3}", re.IGNORECASE)
_ARROWS = " \t\u00a0→←«»▸▾"


class _Kind(NamedTuple):
    """Whether the whole of a line is furniture, and whether it is so wherever it stands: a command, or a row of phrases.

    A command with signs of a row in it may be no furniture by its parts.
    """

    is_furniture: bool
    is_command: bool


_TEXT = _Kind(is_furniture=False, is_command=False)


def is_furniture(line: str) -> bool:
    """Whether the whole of a line is site furniture. An empty line is not."""
    return _kind(line).is_furniture


def furniture_lines(lines: Sequence[str]) -> list[int]:
    """Return the numbers of the lines of a text that are furniture, in order.

    A line that may as well be a heading, or a line of text, is so only among LINES_TOGETHER lines of furniture, or with
    nothing but furniture above or below it.
    """
    kinds = [_kind(line) for line in lines]
    filled = [number for number, line in enumerate(lines) if line.strip()]
    cut = {number for number in filled if kinds[number].is_command}
    for run in _runs(kinds, filled):
        apart = _without_text(lines, kinds, run)
        if not apart:
            continue
        at_top = apart[0] == filled[0] and not (len(apart) == 1 and _is_open_phrase(_bare(lines[apart[0]])))
        if at_top or apart[-1] == filled[-1] or len(apart) >= LINES_TOGETHER:
            cut.update(apart)
    return sorted(cut)


def _runs(kinds: Sequence[_Kind], filled: Sequence[int]) -> Iterator[list[int]]:
    """Yield the numbers of lines of furniture, those together that have no text between them."""
    for furniture, run in groupby(filled, key=lambda number: kinds[number].is_furniture):
        if furniture:
            yield list(run)


def _without_text(lines: Sequence[str], kinds: Sequence[_Kind], run: list[int]) -> list[int]:
    """Return a run of furniture without what belongs to the text around it: a list, or a heading just above prose."""
    above = lines[run[0] - 1].rstrip() if run[0] else ""
    if above.endswith((":", ",", ";")):
        return []
    last = run[-1]
    alone = len(run) == 1 or run[-2] != last - 1
    following = range(last + 1, len(lines))
    below = takewhile(lambda number: lines[number].strip() and not kinds[number].is_furniture, following)
    if alone and any(_SENTENCE_END.search(lines[number].rstrip()) for number in below):
        return run[:-1]
    return run


def _kind(line: str) -> _Kind:
    bare = _bare(line)
    if not bare:
        return _TEXT
    parts = _parts(bare)
    if parts == [bare]:
        return _Kind(True, bool(_COMMAND.fullmatch(bare.lower()))) if _is_phrase(bare) else _TEXT
    are_row = all(map(_is_in_row, parts)) and any(map(_is_phrase, parts))
    is_command = (are_row and len(parts) > 1) or _is_command(bare.rstrip(" :"))
    return _Kind(are_row or _is_phrase(bare), is_command)


def _is_command(text: str) -> bool:
    return len(text) <= _LONGEST and bool(_COMMAND.fullmatch(text.lower()))


def _parts(bare: str) -> list[str]:
    """Return the parts of a line that may be a row of phrases; none of a long one that does not begin with a phrase."""
    if len(bare) > _LONGEST:
        first, *others = _BETWEEN.split(bare[: _LONGEST + 1], 1)
        if not others or not (part := _part(first)) or not _is_in_row(part):
            return []
    return [part for piece in _BETWEEN.split(bare) if (part := _part(piece))]


def _part(piece: str) -> str:
    return piece.strip().strip(" :")


def _is_in_row(part: str) -> bool:
    return bool(_IN_ROW.fullmatch(part)) or _is_phrase(part)


def _bare(line: str) -> str:
    """Strip arrows, and a pair of brackets, from around a line."""
    bare = line.strip(_ARROWS)
    return bare[1:-1].strip(_ARROWS) if bare[:1] + bare[-1:] in {"[]", "()"} else bare


def _is_phrase(text: str) -> bool:
    if len(text) > _LONGEST:
        return False
    small = text.lower()
    if _PHRASE.fullmatch(small) or _is_open_phrase(text):
        return True
    return any(words in small for words in _DISCLAIMING) and bool(_DISCLAIMER.fullmatch(small))


def _is_open_phrase(text: str) -> bool:
    """Whether a text is a phrase with an open end, and neither ends like a sentence nor begins with a small letter."""
    if len(text) > _LONGEST or text[0].islower():
        return False
    small = text.lower()
    is_open = _OPEN_PHRASE.fullmatch(small) or (_DISCLAIMING[0] in small and _OPEN_DISCLAIMER.fullmatch(small))
    return bool(is_open) and not _SENTENCE_END.search(text)


def is_link_row(line: str) -> bool:
    """Whether a line looks like a breadcrumb or a menu: several short parts between separators, none with a figure.

    A row of a table may look the same, so only lines at the top and the end of a page may be judged by this.
    """
    if _FIGURE.search(line):
        return False
    parts = [part.split() for part in re.split(r"(?<=\s)[|•·»›>](?=\s)", line.strip())]
    return len(parts) >= LINKS and all(0 < len(words) <= LINK_WORDS for words in parts)
