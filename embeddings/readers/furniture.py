# ruff: noqa: E501  # a phrase a line, however long
"""Lines of site furniture in text that was saved from a browser: what surrounds an article, not the article.

A line counts only if the whole of it, parted at | / • · > and the like, is made of phrases that sites put
around articles. A line of prose that merely holds such words stays.
"""

import re

_PHRASES = (
    r"skip to\b.{0,40}",
    r"jump to\b.{0,40}",
    r"(?:back|return) to (?:top|the top|home|homepage|article|story|search results)",
    r"(?:\d+|no|read|view|see|show|hide|post|leave|add|all|write|join)?\s*(?:all|a|your|the|more|\d+)?\s*(?:reader )?comments?(?: \(\d+\))?",
    r"(?:read|view|see|show) (?:all )?(?:reader |the )?comments(?: \(\d+\))?",
    r"comment(?:s)? (?:on|about) this (?:story|article|post|page)",
    r"comments (?:are|is) closed",
    r"(?:share|print|email|e-mail|save|bookmark|like|tweet|pin)(?: (?:this|on|to|via|with)(?: .{1,25})?)?",
    r"(?:print|email|send|text)(?: this)?(?: (?:article|story|page|size|to a friend|link))?",
    r"facebook|twitter|x|linkedin|whatsapp|reddit|telegram|pinterest|google\+|copy link|rss(?: feed)?",
    r"(?:advertisement|advertising|sponsored(?: content| by .{1,30})?|paid post|ad)",
    r"(?:article|story) continues (?:below|after (?:the )?ad(?:vertisement)?)",
    r"(?:subscribe|sign up|sign in|log in|log out|register|donate|join us)(?: (?:now|here|today|free|to|for|with)\b.{0,60})?",
    r"(?:get|receive) (?:our|the) .{0,30}newsletter.{0,40}",
    r"(?:our )?newsletters?",
    r"(?:related|recommended|more|latest|popular|trending|other|top) (?:stories|articles|links|news|topics|coverage|content|reading|headlines|posts|from .{1,40}|on this (?:story|topic))",
    r"(?:most|editors?['’]?) (?:read|viewed|popular|shared|emailed|picks?|recommended)",
    r"you (?:may|might) also (?:like|be interested in).{0,20}",
    r"(?:read|see|find out|learn) more(?: (?:here|about .{1,30}))?",
    r"(?:continue|keep) reading.{0,30}",
    r"(?:previous|next)(?: (?:page|article|story|post|paragraph))?",
    r"(?:click|tap) (?:here|to) .{0,40}",
    r"follow (?:us|me)(?: on .{1,40})?|contact us|about us|help|faqs?|site ?map|careers|advertise(?: with us)?",
    r"(?:terms(?: (?:of (?:use|service)|and conditions|& conditions))?|privacy(?: (?:policy|notice))?|cookie(?:s)?(?: (?:policy|settings|notice))?|legal|accessibility)",
    r"(?:we use|this site uses|by using this site).{0,30}cookies?.{0,120}",
    r"(?:accept|reject|manage)(?: all)? cookies",
    r"(?:copyright|©|\(c\))\s.{0,100}",
    r"(?:©|\(c\))?\s*(?:\d{4}\s)?.{0,60}all rights reserved\.?.{0,40}",
    r"(?:last )?(?:updated|modified|edited)(?: on| at)?:?\s.{0,40}\d.{0,20}",
    r"(?:home|menu|search|close|toggle navigation|navigation|main menu|world|politics|news|opinion|business|sports?|middle east|video|photos?|archive|archives|topics|sections?)",
    r"(?:tags?|filed under|topics|categories|posted in):\s.{1,120}",
    r"\d+ (?:min(?:ute)?s?) read|reading time:?.{0,20}",
    r".{0,80}is not responsible for the content of (?:quoted|external|linked|third[- ]party)\b.{0,60}",
    r"the views expressed .{0,120}(?:do not|are those of) .{0,120}",
    r"(?:text|font) size.{0,20}|[a+-]{1,3}",
)
_PHRASE = re.compile("|".join(f"(?:{phrase})" for phrase in _PHRASES), re.IGNORECASE)
# A row of links, "World | Middle East | Iran", has at least three, none longer than this.
LINKS = 3
LINK_WORDS = 4

_BETWEEN = re.compile(r"\s*[|/•·»›>]\s*|\s{3,}|\s+[-–—]\s+")


def is_furniture(line: str) -> bool:
    """Whether the whole of a line is site furniture. An empty line is not."""
    stripped = line.strip().strip("[]()→←«»▸▾")
    if not stripped:
        return False
    if _PHRASE.fullmatch(stripped):
        return True
    parts = [part.strip(" :.") for part in _BETWEEN.split(stripped)]
    return len(parts) > 1 and all(not part or _PHRASE.fullmatch(part) for part in parts)


def is_link_row(line: str) -> bool:
    """Whether a line looks like a breadcrumb or a menu: several short parts between separators.

    A row of a table looks the same, so ask only at the top and the end of a page.
    """
    parts = re.split(r"\s+[|•·»›>]\s+", line.strip())
    return len(parts) >= LINKS and all(part and len(part.split()) <= LINK_WORDS for part in parts)
