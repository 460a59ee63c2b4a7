# ruff: noqa: E501  # a phrase a line, however long
"""Site furniture in text that was saved from a browser: the lines that surround an article.

A line is furniture only if the whole of it, split at | / • · > and the like, is made of phrases that sites put around
articles. A line of prose that merely contains such words is not. In doubt a line is kept.
"""

import re

_PHRASES = (
    r"skip to:? (?:the )?(?:main |site |page )?(?:content|navigation|search|menu|footer)",
    r"(?:back|return) to (?:top|the top|home|homepage|article|story|search results)",
    r"(?:\d+|no|read|view|see|show|hide|post|leave|add|all|write|join)?\s*(?:all|a|your|the|more|\d+)?\s*(?:reader )?comments?(?: \(\d+\))?",
    r"(?:read|view|see|show) (?:all )?(?:reader |the )?comments(?: \(\d+\))?",
    r"comment(?:s)? (?:on|about) this (?:story|article|post|page)",
    r"comments (?:are|is) closed",
    r"(?:share|print|email|e-mail|save|bookmark|like|tweet|pin)(?: this(?: (?:article|story|page|post)[.!]?)?)?",
    r"(?:print|email|send|text)(?: this)?(?: (?:article|story|page|size|to a friend|link))?",
    r"facebook|twitter|linkedin|whatsapp|reddit|telegram|pinterest|google\+|copy link|rss(?: feed)?",
    r"(?:advertisement|advertising|sponsored(?: content)?|paid post|ad)",
    r"(?:article|story) continues (?:below|after (?:the )?ad(?:vertisement)?)",
    r"(?:subscribe|sign up|sign in|log in|log out|register|donate|join us)(?: (?:now|here|today|free))?",
    r"(?:subscribe|sign up|register)\b.{0,40}\bnewsletters?[.!]?",
    r"(?:our )?newsletters?",
    r"(?:related|recommended|more|latest|popular|trending|other|top) (?:stories|articles|links|news|topics|coverage|content|reading|headlines|posts|on this (?:story|topic))",
    r"(?:most|editors?['’]?) (?:read|viewed|popular|shared|emailed|picks?|recommended)",
    r"(?:read|see|find out|learn) more(?: here)?",
    r"(?:previous|next)(?: (?:page|article|story|post|paragraph))?",
    r"follow (?:us|me)|contact us|about us|help|faqs?|site ?map|careers|advertise(?: with us)?",
    r"(?:terms(?: (?:of (?:use|service)|and conditions|& conditions))?|privacy(?: (?:policy|notice))?|cookie(?:s)?(?: (?:policy|settings|notice))?|legal|accessibility)",
    r"(?:we use (?:essential |necessary |third[- ]party )?|this site uses |by using this site .{0,30})cookies?\b.{0,120}",
    r"(?:accept|reject|manage)(?: all)? cookies",
    # A year or the sign: "Copyright law was changed", and the list item "(c) the water", are prose.
    r"(?:copyright\s*)?(?:©|\(c\))\s*(?:copyright\s*)?\d{4}\b.{0,100}",
    r"copyright\s+\d{4}\b.{0,100}",
    r"(?:.{0,80}(?:[.,;|©–—-]|\d{4})\s*)?all rights reserved\.?",
    r"(?:home|menu|search|close|toggle navigation|navigation|main menu|world|politics|news|opinion|business|sports?|middle east|video|photos?|archive|archives|topics|sections?)",
    r"\d+ (?:min(?:ute)?s?) read",
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
_PHRASE = re.compile("|".join(f"(?:{phrase})" for phrase in _PHRASES), re.IGNORECASE)
_OPEN_PHRASE = re.compile("|".join(f"(?:{phrase})" for phrase in _OPEN_PHRASES), re.IGNORECASE)
_SENTENCE_END = re.compile(r"[.!?…,;][\"'”’)\]]*$")
# A row of links, "World | Middle East | Iran", has at least so many links, none of more than so many words.
LINKS = 3
LINK_WORDS = 4

_BETWEEN = re.compile(r"\s*[|/•·»›>]\s*|\s{3,}|\s+[-–—]\s+")
# Single letters are furniture only in a row: the network X, sizes of type.
_IN_ROW = re.compile(r"x|[a+-]{1,3}", re.IGNORECASE)
_ARROWS = " \t\u00a0→←«»▸▾"


def is_furniture(line: str) -> bool:
    """Whether the whole of a line is site furniture. An empty line is not."""
    bare = _bare(line)
    if _is_phrase(bare):
        return True
    parts = [part.strip(" :") for part in _BETWEEN.split(bare)]
    return len(parts) > 1 and all(not part or _IN_ROW.fullmatch(part) or _is_phrase(part) for part in parts)


def _bare(line: str) -> str:
    """Strip arrows, and a pair of brackets, from around a line."""
    bare = line.strip(_ARROWS)
    return bare[1:-1].strip(_ARROWS) if bare[:1] + bare[-1:] in {"[]", "()"} else bare


def _is_phrase(text: str) -> bool:
    if _PHRASE.fullmatch(text):
        return True
    return bool(_OPEN_PHRASE.fullmatch(text)) and not text[0].islower() and not _SENTENCE_END.search(text)


def is_link_row(line: str) -> bool:
    """Whether a line looks like a breadcrumb or a menu: several short parts between separators.

    A row of a table looks the same, so only lines at the top and the end of a page may be judged by this.
    """
    parts = re.split(r"\s+[|•·»›>]\s+", line.strip())
    return len(parts) >= LINKS and all(part and len(part.split()) <= LINK_WORDS for part in parts)
