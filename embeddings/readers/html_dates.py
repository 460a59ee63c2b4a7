"""The date that stands as words beside the heading of a web page: "12 May 2020 | Ana Ruiz", "Publié le 3 février 2020".

Only a line that says nothing but when, by whom and where in the site the text was published is read, never prose. A
date that may be another's is not: of an event, of a comment, of today, or of one of several articles.
"""

import re
from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import date
from itertools import accumulate

from embeddings.documents import Fact
from embeddings.readers.html_lines import LINE_CHARACTERS, Line, is_elsewhere
from embeddings.times.mentions import mentions

BESIDE_HEADING = "beside the heading"
ADDRESS = "address"
# As many publishers write addresses: "/2020/05/12/talks-resume", "/2020-05-12-talks", but not those of events.
_DAY_IN_ADDRESS = re.compile(r"/((?:19|20)\d\d)([/-])(\d\d)\2(\d\d)[/-]\w")
_OF_EVENT = re.compile(r"event|calend|kalend|agenda|termin|veranstaltung", re.IGNORECASE)
_SEPARATORS = "|•·–—/»›\u2022\n"
_WEEKDAYS = (
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|mon|tue|wed|thu|fri|sat|sun"
    r"|(?:mon|diens|donners|frei|sams|sonn)tag|mittwoch|sonnabend|mo|di|mi|do|fr|sa|so"
    r"|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|lunes|martes|mi[ée]rcoles|jueves|viernes|s[áa]bado|domingo"
    r"|luned[ìi]|marted[ìi]|mercoled[ìi]|gioved[ìi]|venerd[ìi]|sabato|domenica"
    r"|(?:segunda|ter[çc]a|quarta|quinta|sexta)-feira"
)
_WEEKDAY_LAST = re.compile(rf"(?:^|(?<=[\s(]))(?:{_WEEKDAYS})\b[.,]*\s*$", re.IGNORECASE)
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
# "Submitted by Ana Ruiz on".
_LABEL_OF_NAME = re.compile(
    r"(?:posted|published|submitted|written|created|gespeichert|eingestellt|veröffentlicht|publi[ée]|[ée]crit|publicado)"
    r"\s+(?:by|von|par|por)\s+\S+(?:\s+\S+){0,3}\s+(?:on|am|le|el)",
    re.IGNORECASE,
)
# Before the buttons of networks.
_SHARED = re.compile(r"(?:share|teilen?|partager|compartir|condividi|delen|folgen|follow)\s*:", re.IGNORECASE)
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
_BY = re.compile(r"[\s,]*(?:by|von|par|por|da|di|door|durch|przez|author|autor|text)\b", re.IGNORECASE)
_NAMED_LAST = re.compile(r"\b(?:by|von|par|por|da|di|door|przez)\s+\S+(?:\s+\S+){0,3}$", re.IGNORECASE)
# What goes on behind a date and a dash or comma.
_AFTER_DASH = re.compile(r"[–—-]\s")
_NAME_AFTER_COMMA = re.compile(r"[^\W\d_a-zß-ÿ][\w.'’-]+(?: [^\W\d_a-zß-ÿ][\w.'’-]*){1,3}")
_PLACE = re.compile(r"[^\W\d_a-zß-ÿ][\w.'’-]+(?: [^\W\d_a-zß-ÿ][\w.'’-]+){0,2},")
_TIME = re.compile(
    r"[\s,.]*(?:(?:at|um|à|ore|alle|kl\.?|klo|às|a las)\s+)?"
    r"(?:\d{1,2}\s?[:.h]\s?\d{2}(?:[:.]\d{2})?|\d{1,2}(?=\s*(?:[ap]\.?m|uhr)))?\s*(?:[ap]\.?m\.?|uhr|hrs?|h)?"
    r"[\s,]*(?-i:[(]?(?:GMT|UTC|[A-Z]{1,4}T)\b[)]?)?[\s,.;:)\]]*",
    re.IGNORECASE,
)


def stated_dates(
    lines: Sequence[Line], near: Sequence[tuple[Line, str]], reported: str | None, address: str
) -> list[Fact]:
    """Return when a page was published, or else when it was changed, by the lines that it shows; often nothing.

    `near` are those beside its heading, each with what stands before it. What trafilatura reports is kept if it is in
    the page's address, or is the only day that short lines of the page name; else the day in the address is taken. An
    ambiguous date such as 03/04/2010 is none.
    """
    for line, label in near:
        if (
            "://" not in line.words
            and not _is_of_other(label)
            and not _is_of_field(line, label)
            and (found := _stated(line))
        ):
            return [Fact(*found, BESIDE_HEADING)]
    if day := _only_time(near):
        return [Fact("published", day, BESIDE_HEADING)]
    if reported and (_is_in_address(reported, address) or _is_only_day(reported, lines)):
        return [Fact("published", reported, "page")]
    day = _day_in_address(address)
    return [Fact("published", day, ADDRESS)] if day else []


def _only_time(near: Iterable[tuple[Line, str]]) -> str:
    """Return the day of the time elements in lines beside the heading, "" for none, for several, and for a change."""
    days: set[str] = set()
    for line, label in near:
        for piece, holder in zip(line.pieces, line.holders, strict=True):
            if holder.tag == "time" and not _UPDATED.search(f"{label} {line.words}") and not _is_of_other(label):
                days.update(x.time.first.isoformat() for x in mentions(piece) if x.time and x.time.precision == "day")
    return days.pop() if len(days) == 1 else ""


def _is_only_day(day: str, lines: Sequence[Line]) -> bool:
    """Whether short lines of a page name a day and no other, but for those of a change."""
    is_named = False
    for line in lines:
        words = line.words
        if len(words) > LINE_CHARACTERS or not _YEAR.search(words) or is_elsewhere(line.element):
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


def _day_in_address(address: str) -> str:
    """Return the day, as ISO 8601 has it, under which an article stands in its address; "" for none."""
    found = _DAY_IN_ADDRESS.search(address)
    if found and not _OF_EVENT.search(address):
        with suppress(ValueError):
            return date(int(found[1]), int(found[3]), int(found[4])).isoformat()
    return ""


def _is_of_field(line: Line, label: str) -> bool:
    """Whether a line is the value of a field that is not of publishing: "Founded | 12 May 2020" in a table of facts."""
    within = next((above for above in (line.element, *line.element.iterancestors()) if above.tag in {"tr", "dd"}), None)
    if within is None or (within.tag == "tr" and within.find("th") is None):
        return False
    name = label if within.tag == "dd" else line.pieces[0]
    return not (name and _ONLY_LABELS.fullmatch(name))


def _is_of_other(label: str) -> bool:
    """Whether words before a date say that it is of something else than publishing: "Deadline", "Recorded on:"."""
    is_field = label.endswith(":") and not (_ONLY_LABELS.fullmatch(label) or _SHARED.fullmatch(label))
    return bool(_OTHER.search(label)) or is_field


def _stated(line: Line) -> tuple[str, str] | None:
    """Return ("published", ISO 8601 date), or "modified", if a line says nothing else; None for two such days."""
    words = line.words
    edges = {0, *accumulate(len(piece) + 1 for piece in line.pieces)}
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
    if not before and (_PLACE.fullmatch(own) or _LABEL_OF_NAME.fullmatch(own)):
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
    if not after or after[0] in _SEPARATORS or after[0] in "([（" or _BY.match(after) or _AFTER_DASH.match(after):
        return True
    if words[end:at].strip() == "," and _NAME_AFTER_COMMA.fullmatch(after):
        return True
    return not edges.isdisjoint(range(end, at + 1)) and (not after[0].islower() or after.startswith("in "))
