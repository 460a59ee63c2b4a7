"""When something is asked to have been said: "in 2009", "since February 2010", "on Thursday"."""

import re
from dataclasses import dataclass
from datetime import date

from embeddings.times.mentions import mentions
from embeddings.times.months import WEEKDAY, WEEKDAYS
from embeddings.times.values import Time

# How a time is led to: what is said "about 2009" is not said then.
_LEAD = re.compile(
    r"\b(?P<how>in|on|during|throughout|since|after|from|before|until|till|by)\s+(?:the\s+(?:year\s+)?)?\Z",
    re.IGNORECASE,
)
_LEAD_WITHIN = re.compile(r"(?:between|from|in|on)\b", re.IGNORECASE)
# "During the 2009 election" is no time that can be left out.
_ENDS = re.compile(r"\s*(?:[?.!,]|\Z|\b(?:about|on|regarding|concerning|in|at|during|to|with|and)\b)", re.IGNORECASE)
_WEEKDAY = re.compile(rf"\b(?:on|last|this)\s+(?:last\s+)?(?P<day>{WEEKDAY})\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class AskedTime:
    """The days from `first` to `last`, both inclusive, None for no end, or a day of any week, 0 for Monday.

    `words` are those of the question: "since 2010".
    """

    words: str
    first: date | None = None
    last: date | None = None
    weekday: int | None = None

    def holds(self, time: Time | None) -> bool:
        """Whether a time is of these days, as far as it is known; an unknown one is not."""
        if time is None:
            return False
        if self.weekday is not None:
            return time.first == time.last and time.first.weekday() == self.weekday
        return (self.first is None or time.last >= self.first) and (self.last is None or time.first <= self.last)


def without_time(question: str) -> tuple[str, AskedTime | None]:
    """Return a question without the last time that it names, and that time; the question and None without one."""
    for mention in reversed(mentions(question)):
        words = question[mention.start : mention.end]
        lead = _LEAD.search(question, 0, mention.start)
        if mention.time and (lead or _LEAD_WITHIN.match(words)) and _ENDS.match(question, mention.end):
            start = lead.start() if lead else mention.start
            time = _asked(mention.time, lead["how"].lower() if lead else "in", question[start : mention.end])
            return _cut(question, start, mention.end), time
    day = _WEEKDAY.search(question)
    if day is None:
        return question, None
    return _cut(question, *day.span()), AskedTime(day[0], weekday=WEEKDAYS.index(day["day"].lower()))


def _asked(time: Time, how: str, words: str) -> AskedTime:
    if how == "since" or (how == "from" and len(time.years) == 1):
        return AskedTime(words, time.first)
    if how == "after":
        return AskedTime(words, _moved(time.last, 1))
    if how == "before":
        return AskedTime(words, None, _moved(time.first, -1))
    if how in {"until", "till", "by"}:
        return AskedTime(words, None, time.last)
    return AskedTime(words, time.first, time.last)


def _moved(day: date, count: int) -> date:
    """Return a day so many days later; the last or the first that there is, where that is past it."""
    return date.fromordinal(min(max(day.toordinal() + count, 1), date.max.toordinal()))


def _cut(question: str, start: int, end: int) -> str:
    return f"{question[:start].rstrip(' ,')}{question[end:]}"
