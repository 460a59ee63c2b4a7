"""The date that stands as words beside the heading of a web page: "12 May 2020 | Ana Ruiz", "Publié le 3 février 2020".

Only a line that says nothing but when, by whom and where in the site the text was published is read, never prose. A
date that may be another's is not: of an event, of a comment, of today, or of one of several articles.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import accumulate
from typing import Any, NamedTuple

from embeddings.documents import Fact
from embeddings.readers.html_headings import is_of_site
from embeddings.readers.markup import is_block
from embeddings.times.mentions import mentions

BESIDE_HEADING = "beside the heading"
# So many characters from the heading, of the lines between, its date stands at most: 400 below, where a deck of two
# sentences may be between, and 60 above, where the name of a section may be; further above is the date of today.
BELOW_CHARACTERS, ABOVE_CHARACTERS = 400, 60
# A line with its author, section and share bar has no more.
LINE_CHARACTERS = 200

# A label before a date has no more that tells.
LABEL_CHARACTERS = 40

_UNSEEN_NAMES = "script style template svg select option datalist noscript nav footer aside button head title"
_UNSEEN = frozenset(_UNSEEN_NAMES.split())
_UNSEEN_CLASS_NAMES = "hidden d-none sr-only screen-reader-text visually-hidden visuallyhidden"
_UNSEEN_CLASSES = frozenset(_UNSEEN_CLASS_NAMES.split())
_HEADINGS = ("h1", "h2", "h3", "h4")
_SEPARATORS = "|•·–—/»›\u2022\n"
_WEEKDAYS = (
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|mon|tue|wed|thu|fri|sat|sun"
    r"|(?:mon|diens|donners|frei|sams|sonn)tag|mittwoch|sonnabend|mo|di|mi|do|fr|sa|so"
    r"|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|lunes|martes|mi[ée]rcoles|jueves|viernes|s[áa]bado|domingo"
    r"|luned[ìi]|marted[ìi]|mercoled[ìi]|gioved[ìi]|venerd[ìi]|sabato|domenica"
    r"|(?:segunda|ter[çc]a|quarta|quinta|sexta)-feira"
)
_WEEKDAY_LAST = re.compile(rf"(?:^|(?<=[\s(]))(?:{_WEEKDAYS})\b[.,]*\s*$", re.IGNORECASE)
_ORDINAL_POINT = re.compile(r"(?<=\d)\.(?=\s?[^\W\d_])")
_YEAR = re.compile(r"\d{4}|\d\d\.\d\d\.\d\d")
# What says that the date after it is when a text was published.
_LABELS = (
    r"(?:first |originally |date )?(?:published|posted|created|written|publication)(?: date)?|date|on|the"
    r"|(?:erst)?(?:veröffentlicht|publiziert|erstellt)|veröffentlichung|datum|vom|am|den"
    r"|(?:presse|medien)(?:mitteilung|information|meldung)|(?:press|news) release|meldung|artikel|beitrag"
    r"|publi[ée]e?|paru|mis en ligne|[ée]crit|le|du|publicad[oa]|publicaci[óo]n|cread[oa]|el"
    r"|fecha(?: de publicaci[óo]n)?"
    r"|pubblicat[oa]|data|il|del|em|gepubliceerd|geplaatst|op|opublikowan[oy]|publikacja|dodano"
)
_ONLY_LABELS = re.compile(rf"(?:(?:{_LABELS}|{_WEEKDAYS})[\s.,:(\[]*)*", re.IGNORECASE)
# What says that it is of something else, at the end of a label.
_OTHER = re.compile(
    r"(?<!\w)(?:deadline|release[ds]?|registr\w+|joined|since|seit|mitglied|expir\w+|due|starts?|begin\w*|ends?|ende|until|bis"
    r"|ab|from|to|born|birth|geboren|died|gestorben|when|wann|recorded|filmed|aufgenommen|accessed|abgerufen|einsendeschluss"
    r"|termine?|veranstaltung\w*|opens?|closes?|valid|g[üu]ltig|next|nächster?)\W*$",
    re.IGNORECASE,
)
_UPDATED = re.compile(
    r"updat|modif|edited|revised|review|aktualisiert|geändert|bearbeitet|überarbeitet|\bstand\b|\bmises? à jour"
    r"|actualiza|aggiorna|atualiza|gewijzigd|bijgewerkt|aktualizac",
    re.IGNORECASE,
)
_BY = re.compile(r"[\s,]*(?:by|von|par|por|da|di|door|przez|author|autor|text)\b", re.IGNORECASE)
_NAMED_LAST = re.compile(r"\b(?:by|von|par|por|da|di|door|przez)\s+\S+(?:\s+\S+){0,3}$", re.IGNORECASE)
_PLACE = re.compile(r"[^\W\d_a-zß-ÿ][\w.'’-]+(?: [^\W\d_a-zß-ÿ][\w.'’-]+){0,2},")
_TIME = re.compile(
    r"[\s,.]*(?:(?:at|um|à|ore|alle|kl\.?|klo|às|a las)\s+)?"
    r"(?:\d{1,2}\s?[:.h]\s?\d{2}(?:[:.]\d{2})?|\d{1,2}(?=\s*(?:[ap]\.?m|uhr)))?\s*(?:[ap]\.?m\.?|uhr|hrs?|h)?"
    r"[\s,]*(?-i:[(]?(?:GMT|UTC|[A-Z]{2,4}T)\b[)]?)?[\s,.;:)\]]*",
    re.IGNORECASE,
)
# Parts of a page that are of others, or of when something takes place.
_ELSEWHERE = re.compile(
    r"(?<![^\W_])(?:comments?|respond|related|sidebar|events?|termine?|agenda|calendar)(?![^\W_])", re.IGNORECASE
)


class _Line(NamedTuple):
    """A block of a page: the element that it begins in, and the words of each of its elements."""

    element: Any
    pieces: list[str]


def stated_dates(tree: Any, titles: Iterable[str], reported: str | None, address: str | None) -> list[Fact]:
    """Return when a page was published, or else when it was changed, by the words that it shows; often nothing.

    `titles` are what the page states as its title. What trafilatura reports is kept if it is in the page's address, or
    is the only day that short lines of the page name. An ambiguous date such as 03/04/2010 is none.
    """
    body = tree.find(".//body")
    lines = [] if body is None else list(_lines(body))
    found = _beside_heading(lines, titles)
    if found:
        return [Fact(*found, BESIDE_HEADING)]
    if reported and (_is_in_address(reported, address or "") or _is_only_day(reported, lines)):
        return [Fact("published", reported, "page")]
    return []


def _beside_heading(lines: list[_Line], titles: Iterable[str]) -> tuple[str, str] | None:
    """Return ("published", ISO 8601 date), or "modified", as it stands beside the heading."""
    span = _heading_span(lines, {_letters(title) for title in titles})
    if not span:
        return None
    first, last = span
    # What stands around the heading too is no part of its own.
    around = {lines[first].element, *lines[first].element.iterancestors()}
    below = _nearest(lines, range(last + 1, len(lines)), around, BELOW_CHARACTERS)
    return below or _nearest(lines, range(first - 1, -1, -1), around, ABOVE_CHARACTERS)


def _is_only_day(day: str, lines: list[_Line]) -> bool:
    """Whether short lines of a page name a day and no other, but for those of a change."""
    is_named = False
    for line in lines:
        words = _words(line.pieces)
        if len(words) > LINE_CHARACTERS or not _YEAR.search(words) or _is_elsewhere(line.element):
            continue
        for mention in mentions(words):
            if not mention.time or mention.time.precision != "day" or _UPDATED.search(words[: mention.start]):
                continue
            if mention.time.first.isoformat() != day:
                return False
            is_named = True
    return is_named


def _is_in_address(day: str, address: str) -> bool:
    """Whether an address holds a day: "/2020/05/12/", "/2020-05-12-"."""
    return bool(re.search(rf"(?<!\d){day.replace('-', '[-/_]?')}(?!\d)", address))


def _heading_span(lines: list[_Line], titles: set[str]) -> tuple[int, int] | None:
    """Return the numbers of the first and the last line of the heading of a page.

    It is a heading that is the title, else the only one of the first order, else the last line that is the title.
    """
    headings = [_heading_of(line.element) for line in lines]
    same = [number for number, line in enumerate(lines) if _letters(_words(line.pieces)) in titles]
    if within := next((number for number in same if headings[number] is not None), None):
        return within, within
    first_order = {heading for heading in headings if heading is not None and heading.tag == "h1"}
    first_order = {heading for heading in first_order if not is_of_site(heading)}
    if len(first_order) == 1:
        numbers = [number for number, heading in enumerate(headings) if heading in first_order]
        return numbers[0], numbers[-1]
    return (same[-1], same[-1]) if same else None


def _words(pieces: list[str]) -> str:
    """Return the words of a line; "5. November 2020" and "5. Nov. 2020" lose the points after the day."""
    return _ORDINAL_POINT.sub(" ", " ".join(pieces))


def _letters(words: str) -> str:
    """Return words without what parts them, to be compared."""
    return " ".join(re.findall(r"\w+", words.casefold()))


def _nearest(lines: list[_Line], numbers: range, around: set[Any], within: int) -> tuple[str, str] | None:
    """Return what the first of some lines states that states a day."""
    far = 0
    for number in numbers:
        line = lines[number]
        if far > within or _leads_elsewhere(line.element):
            return None
        words = _words(line.pieces)
        is_own = len(words) <= LINE_CHARACTERS and "://" not in words and not _is_elsewhere(line.element, around)
        label = _words(lines[number - 1].pieces)[-LABEL_CHARACTERS:] if number else ""
        if is_own and not _is_of_other(label) and (found := _stated(line.pieces)):
            return found
        far += len(words)
    return None


def _is_of_other(label: str) -> bool:
    """Whether words before a date say that it is of something else than publishing: "Deadline", "Recorded on:"."""
    return bool(_OTHER.search(label)) or (label.endswith(":") and not _ONLY_LABELS.fullmatch(label))


def _stated(pieces: list[str]) -> tuple[str, str] | None:
    """Return what the words of a line state, if they say nothing else; None for two days of publishing."""
    words = _words(pieces)
    edges = {0, *accumulate(len(piece) + 1 for piece in pieces)}
    days: dict[str, str] = {}
    for mention in mentions(words):
        if not mention.days:
            # A year or a month, as of a volume.
            continue
        before, own = _before(words, mention.start, edges)
        is_change = bool(_UPDATED.search(f"{before} {own}"))
        is_stated = is_change or _introduces(before, own)
        day = mention.time.first.isoformat() if mention.time and mention.time.precision == "day" else ""
        name = "modified" if is_change else "published"
        if not day or not is_stated or not _ends(words, mention.end, edges) or days.setdefault(name, day) != day:
            return None
    return next(((name, days[name]) for name in ("published", "modified") if name in days), None)


def _before(words: str, start: int, edges: set[int]) -> tuple[str, str]:
    """Return the words before a date from the last separator on: those of other elements, and those of its own."""
    if weekday := _WEEKDAY_LAST.search(words[:start]):
        start = weekday.start()
    separator = max(words.rfind(sign, 0, start) for sign in _SEPARATORS) + 1
    edge = max((edge for edge in edges if separator <= edge <= start), default=separator)
    return words[separator:edge].strip(), words[edge:start].strip(" ;(").lstrip(", ")


def _introduces(before: str, own: str) -> bool:
    """Whether the words before a date say that it is of publishing, or are of another element and complete."""
    if _ONLY_LABELS.fullmatch(f"{before} {own}".strip()):
        return True
    if not before and _PLACE.fullmatch(own):
        return True
    if not _ONLY_LABELS.fullmatch(own):
        return False
    is_complete = bool(_NAMED_LAST.search(before)) or not before.rsplit(maxsplit=1)[-1][0].islower()
    return is_complete and not _is_of_other(before)


def _ends(words: str, end: int, edges: set[int]) -> bool:
    """Whether the words after a date are its time, a name, or are of another element and no sentence that goes on."""
    time = _TIME.match(words, end)
    at = time.end() if time else end
    after = words[at:]
    if not after or after[0] in _SEPARATORS or after[0] in "([" or _BY.match(after):
        return True
    return not edges.isdisjoint(range(end, at + 1)) and (not after[0].islower() or after.startswith("in "))


def _lines(body: Any) -> Iterator[_Line]:
    """Yield the blocks of a page that have words, in order."""
    from lxml import etree

    line = _Line(body, [])
    walk = etree.iterwalk(body, events=("start", "end"))
    for event, element in walk:
        is_start = event == "start"
        if line.pieces and is_block(element):
            yield line
            line = _Line(element, [])
        text, at = (element.text, element) if is_start else (element.tail, element.getparent())
        if is_start and (
            element.tag in _UNSEEN or not _UNSEEN_CLASSES.isdisjoint((element.get("class") or "").split())
        ):
            walk.skip_subtree()
            text = None
        elif is_start and element.tag == "time":
            walk.skip_subtree()
            text = _time(element)
        if words := " ".join((text or "").split()):
            line = line if line.pieces else _Line(at, [])
            line.pieces.append(words)
        elif is_start and element.tag == "br" and line.pieces:
            line.pieces[-1] += " |"
    if line.pieces:
        yield line


def _time(element: Any) -> str:
    """Return the words of a time element, or the day that it states where they name none: "2 hours ago"."""
    words = " ".join(element.xpath("string()").split())
    stated = (element.get("datetime") or "")[: len("2010-11-30")]
    return words if any(mention.days for mention in mentions(words)) else stated


def _heading_of(element: Any) -> Any:
    """Return the heading that an element stands in; None for one that stands in none."""
    return next((above for above in (element, *element.iterancestors()) if above.tag in _HEADINGS), None)


def _leads_elsewhere(element: Any) -> bool:
    """Whether a line is the heading of another article, to which it leads."""
    heading = _heading_of(element)
    return heading is not None and (
        next(heading.iter("a"), None) is not None or next(heading.iterancestors("a"), None) is not None
    )


def _is_elsewhere(element: Any, around: set[Any] | None = None) -> bool:
    """Whether an element stands in a part of the page that is of others, which does not hold the heading too."""
    outer = [above for above in (element, *element.iterancestors()) if above not in (around or ())]
    return any(_ELSEWHERE.search(f"{above.get('class') or ''} {above.get('id') or ''}") for above in outer)
