"""The times that a text speaks of, each resolved against a date before it, or against when the text was written.

What the words lean on is not always there; such times are unknown, and left out.
"""

import re
from bisect import bisect_left
from dataclasses import dataclass, replace
from typing import Any

from embeddings.dates import MONTHS, span
from embeddings.times.mentions import Mention, mentions
from embeddings.times.months import WEEKDAY, WEEKDAYS
from embeddings.times.relative import Rule, Setting, near_day, read_rules
from embeddings.times.story import Story, story_of
from embeddings.times.values import Time, day_of, month_of, year_of, years_of

# As far before "five years later", in characters, the time may stand that it counts from.
REACH = 2_000
# As far before a day or a month without a year, in characters, the dates stand that tell its year. Five or more pages.
STORY = 20_000
# So many of them at most, so that a text that names nothing but times is read in linear time.
STORY_TIMES = 40
# A bare year so near to a more precise date before it is the background of that.
BACKGROUND_YEARS = 1
_WEEKDAY_BEFORE = re.compile(rf"\b(?P<weekday>{WEEKDAY}),?\s(?:the\s)?\Z")
_LONGEST_WEEKDAY = 16
_PAST = re.compile(r"\b(?:said|told|\w{3,}ed)\b")
# As far back is looked for where the sentence begins.
_LONGEST_SENTENCE = 400

# What is counted in days.
_OF_DAYS = re.compile(r"\b(?:days?|nights?|mornings?|afternoons?|evenings?)\b", re.IGNORECASE)
# Numbered and listed paragraphs, as those of cables, need no empty line between them.
_PARAGRAPH = re.compile(r"\n\s*\n|\n(?=\s*(?:[0-9]{1,3}[.)]|[-*•–])\s)")
_SENTENCE_END = re.compile(r"[.!?][”\"’)]?\s|\n\s*\n")
_FUTURE = re.compile(
    r"\b(?:will|shall|(?<!was )(?<!were )(?:to be held|due|scheduled)|upcoming"
    r"|(?:is|are|plans?|planning|hopes?|expected|set|slated|forecast) to)\b"
)
# Right before a time, a verb that says what is planned for it: "The vote is on Monday", "opens on 14 June".
_PLANNED = re.compile(
    r"\b(?:is|are|arrives?|begins?|closes?|ends?|expires?|leaves?|meets?|opens?|returns?|starts?|takes? place|votes?)"
    r"\s(?:(?:again|here|there)\s)?(?:(?:by|from|in|on|until)\s(?:the\s)?)?\Z"
)
# What somebody said of what was to come then: "She told them that the bridge would open in June".
_SAID_TO_COME = re.compile(
    r"\b(?:announced|believed|expected|hoped|promised|reportedly|said|says|thought|told|warned)\b[^.;]*\bwould\b[^,.;]*\Z"
)
_LASTING = re.compile(r"\b(?:is|are|has|have|can|may|known|remains?|exists?|continues?|still)\b")
# Two figures name no year after the text was written: "'29" in a text of 2013 is 1929.
_CENTURY = 100


@dataclass(frozen=True, slots=True)
class SpokenTime:
    """A time that a text speaks of at [start, end); `is_relative` says whether its words name it by another time."""

    start: int
    end: int
    time: Time
    is_relative: bool

    def with_words(self, text: str) -> dict[str, Any]:
        """Return it as JSON values, with its words in the text."""
        return {
            "time": self.time.notation,
            "first": self.time.first.isoformat(),
            "last": self.time.last.isoformat(),
            "precision": self.time.precision,
            "words": text[self.start : self.end],
            "start": self.start,
            "end": self.end,
            "relative": self.is_relative,
        }


@dataclass(frozen=True, slots=True)
class _Words:
    """Words that may name a time: a mention, or a match of a rule."""

    start: int
    end: int
    mention: Mention | None = None
    matched: tuple[re.Match[str], Rule] | None = None


def published_time(published: str | None) -> Time | None:
    """Return when a document was published, by its ISO 8601 date; None where it states none."""
    if not published:
        return None
    first, last = span(published)
    parts = published.count("-")
    return day_of(first) if parts > 1 else month_of(first.year, first.month) if parts else year_of(last.year)


def spoken_times(text: str, published: str | None = None) -> list[SpokenTime]:
    """Return the times that a text of a date of publication (ISO 8601) speaks of, in order."""
    told = published_time(published)
    found: list[SpokenTime] = []
    unknown = 0
    for words in _words(text):
        time = _stated(words)
        if time is None:
            setting = _setting(text, words.start, told, found)
            if found and found[-1].end < unknown and _OF_DAYS.search(text, words.start, words.end):
                # "That day", after "On June 1" of an unknown year, is not of the time before it.
                setting = replace(setting, before=None)
            try:
                time = _time(words, setting)
            except (ValueError, OverflowError):
                # "On the 31st" after June, or a year that no calendar has.
                continue
        if time:
            found.append(SpokenTime(words.start, words.end, time, _is_relative(words)))
        elif words.mention:
            unknown = words.end
    return found


def times_within(text: str, start: int, end: int, published: str | None = None) -> list[SpokenTime]:
    """Return the times that text[start:end] speaks of, resolved against what stands before it in the text."""
    # Only what leans on other times needs all of the story: 20,000 characters take 10 ms to read.
    leans = any(_is_relative(words) for words in _words(text[start:end]))
    begin = max(0, start - (STORY if leans else REACH))
    found = spoken_times(text[begin:end], published)
    return [
        SpokenTime(spoken.start + begin, spoken.end + begin, spoken.time, spoken.is_relative)
        for spoken in found
        if spoken.start + begin >= start
    ]


def _is_relative(words: _Words) -> bool:
    return words.mention is None or words.mention.time is None


def _words(text: str) -> list[_Words]:
    """Return all words that may name a time, in order, without overlaps: dates win, then what begins first."""
    kept = [_Words(mention.start, mention.end, mention) for mention in mentions(text)]
    taken = bytearray(len(text))
    for words in kept:
        taken[words.start : words.end] = b"1" * (words.end - words.start)
    for match, rule in sorted(read_rules(text), key=lambda found: (found[0].start(), -found[0].end())):
        start, end = match.span()
        if not any(taken[start:end]):
            kept.append(_Words(start, end, matched=(match, rule)))
            taken[start:end] = b"1" * (end - start)
    return sorted(kept, key=lambda words: words.start)


def _stated(words: _Words) -> Time | None:
    """Return the time of words that lean on nothing: a date that has its year in four figures."""
    return words.mention.time if words.mention and not words.mention.is_short else None


def _time(words: _Words, setting: Setting) -> Time | None:
    if words.matched:
        match, rule = words.matched
        return rule(match, setting)
    mention = words.mention
    if mention is None:
        return None
    if mention.time is None:
        ((month, day),) = mention.days
        return near_day(1 + MONTHS.index(month), day, setting)
    told = setting.told
    if mention.is_short and told and mention.time.first > told.last:
        return years_of(mention.time.first.year - _CENTURY, mention.time.last.year - _CENTURY)
    return mention.time


def _setting(text: str, start: int, told: Time | None, found: list[SpokenTime]) -> Setting:
    begin, end = _sentence(text, start)
    own, previous = _paragraphs(text, start)
    return Setting(
        told=_when_spoken(text, begin, start, found) or told,
        before=_time_before(start, previous, found),
        story=_story(start, own, told, found),
        weekday=_weekday_before(text, start),
        is_future=_is_future(text, begin, start, end),
        is_lasting=bool(_LASTING.search(text, begin, end)),
    )


def _weekday_before(text: str, start: int) -> int | None:
    """Return the day of the week right before a date, 0 for Monday: "Thursday, March 24"; None without one."""
    match = _WEEKDAY_BEFORE.search(text, max(0, start - _LONGEST_WEEKDAY), start)
    return WEEKDAYS.index(match["weekday"].lower()) if match else None


def _is_future(text: str, begin: int, start: int, end: int) -> bool:
    """Whether a sentence speaks of what is to come, and its part before a place not of what was: "said on Monday"."""
    if _PLANNED.search(text, begin, start) or _SAID_TO_COME.search(text, begin, start):
        return True
    part = max(text.rfind(",", begin, start), begin)
    was = _PAST.search(text, part, start) and not _FUTURE.search(text, part, start)
    return not was and _FUTURE.search(text, begin, end) is not None


def _paragraphs(text: str, start: int) -> tuple[int, int]:
    """Return where the paragraph of a place begins, and the one before it; as far as REACH before the place."""
    furthest = max(0, start - REACH)
    begins = [furthest, furthest, *(match.end() for match in _PARAGRAPH.finditer(text, furthest, start))]
    return begins[-1], begins[-2]


def _time_before(start: int, previous: int, found: list[SpokenTime]) -> Time | None:
    """Return the last time named before a place; of a year and a nearer date around it, the date.

    "In February 2005, after his defeat in 2004, he said so. Five years later": that is 2010. A year alone is counted
    from in its own paragraph and in the one after it, which `previous` is the beginning of.
    """
    if not found or start - found[-1].end > REACH:
        return None
    last = found[-1].time
    if last.precision != "year":
        return last
    named = last if found[-1].start >= previous else None
    if len(found) < 2:  # noqa: PLR2004  # one more, to compare
        return named
    dated = found[-2].time
    is_near = start - found[-2].end <= REACH and abs(dated.first.year - last.first.year) <= BACKGROUND_YEARS
    return dated if is_near and dated.precision in {"day", "month"} else named


def _story(start: int, paragraph: int, told: Time | None, found: list[SpokenTime]) -> Story:
    """Return of which year a text tells at a place, by the times named before it."""
    furthest = bisect_left(found, max(0, start - STORY), key=lambda spoken: spoken.start)
    # When a text was published stands in it, and is no part of what it tells.
    near = [spoken for spoken in found[max(furthest, len(found) - STORY_TIMES) :] if spoken.time != told]
    own = [spoken.time for spoken in near if spoken.start >= paragraph]
    return story_of(own or [spoken.time for spoken in near], is_own=bool(own))


def _sentence(text: str, place: int) -> tuple[int, int]:
    """Return about where the sentence around a place begins and ends."""
    first = max(0, place - _LONGEST_SENTENCE)
    ends = [match.end() for match in _SENTENCE_END.finditer(text, first, place)]
    after = _SENTENCE_END.search(text, place, place + _LONGEST_SENTENCE)
    return ends[-1] if ends else first, after.end() if after else min(len(text), place + _LONGEST_SENTENCE)


def _when_spoken(text: str, begin: int, start: int, found: list[SpokenTime]) -> Time | None:
    """Return when the quotation was spoken in which a place stands, if its sentence says so before it."""
    opening = text.rfind("“", begin, start)
    if opening < 0 and text.count('"', begin, start) % 2:
        opening = text.rfind('"', begin, start)
    if opening < 0 or text.find("”", opening, start) >= 0:
        return None
    said = [
        spoken
        for spoken in found[bisect_left(found, begin, key=lambda spoken: spoken.start) :]
        if spoken.end <= opening
    ]
    return said[-1].time if said else None
