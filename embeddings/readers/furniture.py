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
    r"(?:.{0,80}(?:[.,;|©–—-]|\d{4})\s*)?all rights reserved\.?",
    r"(?:home|menu|search|close|navigation|main menu|world|politics|news|opinion|business|sports?|middle east|video|photos?|archive|archives|topics|sections?)",
    r".{1,80} (?:is|are) not responsible for the content of (?:quoted|external|linked|third[- ]party)(?: (?:internet|web))? ?(?:articles?|content|links?|materials?|pages?|(?:web)?sites?|sources?)\.?(?: read (?:about|more) .{1,60})?",
    r"the (?:views|opinions) expressed (?:above|are|by|here|herein|in this|in these|on this)\b.{0,120}\bdo(?:es)? not (?:necessarily )?(?:reflect|represent)\b.{0,120}",
)
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
    r"(?:.{0,80}(?:[.,;|©–—-]|\d{4})\s*)?all rights reserved\b.{0,40}",
    r"(?:last )?(?:updated|modified|edited)(?: on| at)?:?\s+(?:\d|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|mon|tue|wed|thu|fri|sat|sun)).{0,40}",
    r"(?:tags?|filed under|topics|categories|posted in):\s.{1,120}",
    r"reading time:?.{0,20}",
    r"(?:text|font) size.{0,20}",
)
_COMMAND = re.compile("|".join(f"(?:{phrase})" for phrase in _COMMANDS), re.IGNORECASE)
_PHRASE = re.compile("|".join(f"(?:{phrase})" for phrase in (*_COMMANDS, *_PHRASES)), re.IGNORECASE)
_OPEN_PHRASE = re.compile("|".join(f"(?:{phrase})" for phrase in _OPEN_PHRASES), re.IGNORECASE)
_SENTENCE_END = re.compile(r"[.!?…,;][\"'”’)\]]*$")
# A row of links, "World | Middle East | Iran", has at least so many links, none of more than so many words.
LINKS = 3
LINK_WORDS = 4
# So many lines of furniture without a line of text between are a block of a site.
LINES_TOGETHER = 3

_FIGURE = re.compile(r"\d")
_BETWEEN = re.compile(r"\s*[|/•·»›>]\s*|\s{3,}|\s+[-–—]\s+")
# Single letters are furniture only in a row: the network X, sizes of type.
_IN_ROW = re.compile(r"x|[a+-]{1,3}", re.IGNORECASE)
_ARROWS = " \t\u00a0→←«»▸▾"


def is_furniture(line: str) -> bool:
    """Whether the whole of a line is site furniture. An empty line is not."""
    return bool(_bare(line)) and (_is_phrase(_bare(line)) or bool(_parts(line)))


def furniture_lines(lines: Sequence[str]) -> list[int]:
    """Return the numbers of the lines of a text that are furniture, in order.

    A line that may as well be a heading, or a line of text, is so only among LINES_TOGETHER lines of furniture, or with
    nothing but furniture above or below it.
    """
    filled = [number for number, line in enumerate(lines) if line.strip()]
    cut = {number for number in filled if _is_command(lines[number])}
    for run in _runs(lines, filled):
        apart = _without_text(lines, run)
        if not apart:
            continue
        at_top = apart[0] == filled[0] and not (len(apart) == 1 and _is_open_phrase(_bare(lines[apart[0]])))
        if at_top or apart[-1] == filled[-1] or len(apart) >= LINES_TOGETHER:
            cut.update(apart)
    return sorted(cut)


def _runs(lines: Sequence[str], filled: Sequence[int]) -> Iterator[list[int]]:
    """Yield the numbers of lines of furniture, those together that have no text between them."""
    for furniture, run in groupby(filled, key=lambda number: is_furniture(lines[number])):
        if furniture:
            yield list(run)


def _without_text(lines: Sequence[str], run: list[int]) -> list[int]:
    """Return a run of furniture without what belongs to the text around it: a list, or a heading just above prose."""
    above = lines[run[0] - 1].rstrip() if run[0] else ""
    if above.endswith((":", ",", ";")):
        return []
    last = run[-1]
    alone = len(run) == 1 or run[-2] != last - 1
    following = (lines[number] for number in range(last + 1, len(lines)))
    below = takewhile(lambda line: line.strip() and not is_furniture(line), following)
    if alone and any(_SENTENCE_END.search(line.rstrip()) for line in below):
        return run[:-1]
    return run


def _is_command(line: str) -> bool:
    """Whether a line is furniture wherever it stands: a command, or several phrases in a row."""
    return bool(_COMMAND.fullmatch(_bare(line).rstrip(" :"))) or len(_parts(line)) > 1


def _parts(line: str) -> list[str]:
    """Return the phrases of which a line is a row; none if it is not."""
    parts = [part for piece in _BETWEEN.split(_bare(line)) if (part := piece.strip(" :"))]
    is_row = all(_IN_ROW.fullmatch(part) or _is_phrase(part) for part in parts)
    return parts if is_row and any(map(_is_phrase, parts)) else []


def _bare(line: str) -> str:
    """Strip arrows, and a pair of brackets, from around a line."""
    bare = line.strip(_ARROWS)
    return bare[1:-1].strip(_ARROWS) if bare[:1] + bare[-1:] in {"[]", "()"} else bare


def _is_phrase(text: str) -> bool:
    return bool(_PHRASE.fullmatch(text)) or _is_open_phrase(text)


def _is_open_phrase(text: str) -> bool:
    return bool(_OPEN_PHRASE.fullmatch(text)) and not text[0].islower() and not _SENTENCE_END.search(text)


def is_link_row(line: str) -> bool:
    """Whether a line looks like a breadcrumb or a menu: several short parts between separators, none with a figure.

    A row of a table may look the same, so only lines at the top and the end of a page may be judged by this.
    """
    if _FIGURE.search(line):
        return False
    parts = [part.split() for part in re.split(r"(?<=\s)[|•·»›>](?=\s)", line.strip())]
    return len(parts) >= LINKS and all(0 < len(words) <= LINK_WORDS for words in parts)
