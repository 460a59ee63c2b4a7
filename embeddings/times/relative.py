"""The words that name a time by another: "yesterday" by the day of writing, "five years later" by a date before.

`read_rules` finds them. A rule makes a time of what was found and a `Setting`, or None where that does not tell.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from embeddings.times.forms import S
from embeddings.times.months import COUNT, MONTH, SEASON, WEEKDAY, WEEKDAYS, count_of, month_number
from embeddings.times.steps import is_known_to, month_near, moved, season_before, season_of, since, weekday_near, whole
from embeddings.times.story import NO_STORY, Story
from embeddings.times.values import Time, day_of, month_of
from embeddings.times.windows import either, windows


@dataclass(frozen=True, slots=True)
class Setting:
    """What words may refer to: `told`, when they were written or spoken, and `before`, the time named before them.

    Both are None where unknown. `story` says of which year the text tells, so that a month without a year may be of it.
    `weekday` is the day of the week right before a date, 0 for Monday. `is_future` says whether the sentence speaks of
    what is to come, `is_lasting` whether of what holds in general, for which "today" is no day.
    """

    told: Time | None
    before: Time | None
    story: Story = NO_STORY
    weekday: int | None = None
    is_future: bool = False
    is_lasting: bool = False


# News tells of days so shortly before it was written without their year, whatever years it names: a month.
RECENT_DAYS = 31
# A day so shortly after it was written is to come, or was added later, and is not that of the year before: so 39 of 40
# were that were read in news whose sentences do not say that they speak of what is to come.
COMING_DAYS = 28
# The weekday that stands with a date tells its year among so many around the one that is told of.
YEARS_AROUND = 2

Rule = Callable[[re.Match[str], Setting], Time | None]

_UNIT = r"(?P<unit>day|week|fortnight|month|year|decade|century|centurie)"
_PERIOD = r"(?P<unit>day|week|month|year|decade|century|morning|afternoon|evening|night|weekend)"
_COUNTED = rf"(?<!than )(?<!over )(?<!least )(?:(?P<half>[Hh]alf{S}an?)|(?P<count>{COUNT})){S}{_UNIT}s?"
_NO_DATE_AFTER = rf"(?![\w-]|,?{S}\d|['’]s|{S}(?:of{S})?['’]?\d)"
# "The day before" alone, not "the day before the vote".
_ENDS = r"(?=[,.;:)]|$)"
_LATER = rf"(?:later|afterwards?|thereafter|after{_ENDS})\b(?!{S}than\b)"
_EARLIER = rf"(?:earlier|previously|before{_ENDS})\b(?!{S}than\b)"
_STEPS = {"following": 1, "next": 1, "previous": -1, "preceding": -1, "same": 0, "after": 1, "before": -1}
_OF_DAY = frozenset({"morning", "afternoon", "evening", "night"})


def _count(match: re.Match[str]) -> tuple[str, int]:
    """Return the unit and the number of a counted time: half a century is 5 decades, a fortnight 2 weeks."""
    unit = match["unit"].lower().replace("centurie", "century")
    if match["half"]:
        return {"decade": ("year", 5), "century": ("year", 50), "year": ("month", 6)}.get(unit, ("none", 0))
    count = count_of(match["count"])
    return ("week", 2 * count) if unit == "fortnight" else (unit, count)


def _moved(time: Time | None, match: re.Match[str], direction: int) -> Time | None:
    unit, count = _count(match)
    return moved(time, unit, direction * count) if time and unit != "none" else None


def _unit(match: re.Match[str]) -> str:
    unit = match["unit"].lower()
    return "day" if unit in _OF_DAY else unit


def _days_from_now(step: int) -> Rule:
    return lambda _match, setting: whole(setting.told, "day", step) if setting.told else None


def _today(_match: re.Match[str], setting: Setting) -> Time | None:
    return whole(setting.told, "day") if setting.told and not setting.is_lasting else None


def _this(match: re.Match[str], setting: Setting) -> Time | None:
    step = {"this": 0, "last": -1, "next": 1}[match["which"].lower()]
    return whole(setting.told, _unit(match), step) if setting.told else None


def _this_season(match: re.Match[str], setting: Setting) -> Time | None:
    if setting.told is None:
        return None
    season, which = match["season"].lower(), match["which"].lower()
    return season_before(setting.told, season) if which == "last" else season_of(setting.told, season, which == "next")


def _past(match: re.Match[str], setting: Setting) -> Time | None:
    if not match["count"] and match[0].endswith("s"):
        # "In the last days": how many is not said.
        return None
    count = count_of(match["count"]) if match["count"] else 1
    return since(setting.told, match["unit"].lower().replace("centurie", "century"), count) if setting.told else None


def _weekday(match: re.Match[str], setting: Setting) -> Time | None:
    if setting.told is None or _is_far_back(setting.story, setting.told):
        # "On Sunday" in a story of 2010 that was written in 2026.
        return None
    which = (match["which"] or "").lower()
    is_to_come = not which and (setting.is_future or match[0].lower().startswith("by"))
    direction = 1 if which in {"next", "coming"} or is_to_come else -1
    return weekday_near(setting.told, _weekday_number(match), direction, may_be_same=not which)


def _weekday_number(match: re.Match[str]) -> int:
    return WEEKDAYS.index(match["weekday"].lower())


def _month(match: re.Match[str], setting: Setting) -> Time | None:
    return near_month(month_number(match["month"]), setting, (match["which"] or "").lower())


def near_month(month: int, setting: Setting, which: str = "") -> Time | None:
    """Return the month of a year that is not named: of the story if that is far back, else the nearest past one.

    None where the times named before it are far back and do not tell of which year it is, or where both readings are
    likely. `which` are the words before it, such as "last". In a sentence on what is to come it is the next one.
    """
    told, story = setting.told, setting.story
    nearest = _nearest_month(month, told, which, is_future=setting.is_future)
    if which in {"last", "next"} or not _is_far_back(story, told):
        return nearest
    is_recent = nearest is not None and told is not None and (told.first - nearest.last).days <= RECENT_DAYS
    if story.year is None or (is_recent and not story.is_own):
        return None
    return month_of(story.year, month)


def _is_far_back(story: Story, told: Time | None) -> bool:
    """Whether a text tells of years before the one when it was written and the one before that."""
    about = story.year or story.about
    return about is not None and (told is None or about < told.first.year - 1)


def _nearest_month(month: int, told: Time | None, which: str, *, is_future: bool) -> Time | None:
    if told is None or not is_known_to(told, "month"):
        return None
    if which == "next" or (is_future and which != "last"):
        return month_near(told, month, 1)
    own = told.first.month == month and which != "last"
    return whole(told, "month") if own else month_near(told, month, -1)


def near_day(month: int, day: int, setting: Setting) -> Time | None:
    """Return the day of a year that is not named. Raises ValueError for a day that its month does not have."""
    if setting.weekday is not None:
        return _of_weekday(month, day, setting)
    told = setting.told
    if told and is_known_to(told, "day") and not _is_far_back(setting.story, told):
        coming = (told.first + timedelta(days) for days in range(COMING_DAYS + 1))
        if near := next((each for each in coming if (each.month, each.day) == (month, day)), None):
            return day_of(near)
    of_month = near_month(month, setting)
    return day_of(of_month.first.replace(day=day)) if of_month else None


def _in_year(year: int, month: int, day: int) -> date:
    """Return a day of a year. Raises ValueError for a day that its month does not have."""
    return month_of(year, month).first.replace(day=day)


def _of_weekday(month: int, day: int, setting: Setting) -> Time | None:
    """Return the day of the year in which it is the weekday that stands with it, nearest to when the text tells of."""
    told, story = setting.told, setting.story
    about = story.year or story.about
    year = about if about and _is_far_back(story, told) else told.first.year if told else None
    if year is None:
        return None
    days = [_in_year(each, month, day) for each in range(year - YEARS_AROUND, year + YEARS_AROUND + 1)]
    fitting = [each for each in days if each.weekday() == setting.weekday]
    near = told.first if told and not _is_far_back(story, told) else _in_year(year, month, day)
    return day_of(min(fitting, key=lambda each: abs((each - near).days))) if fitting else None


def _following(match: re.Match[str], setting: Setting) -> Time | None:
    return whole(setting.before, _unit(match), _STEPS[match["step"].lower()]) if setting.before else None


def _same(match: re.Match[str], setting: Setting) -> Time | None:
    return whole(setting.before, _unit(match)) if setting.before else None


def _season_then(match: re.Match[str], setting: Setting) -> Time | None:
    step = _STEPS.get((match["step"] or "same").lower(), 0)
    return season_of(setting.before, match["season"].lower(), step) if setting.before else None


def _following_weekday(match: re.Match[str], setting: Setting) -> Time | None:
    if setting.before is None:
        return None
    return weekday_near(setting.before, _weekday_number(match), _STEPS[match["step"].lower()] or 1)


def _following_month(match: re.Match[str], setting: Setting) -> Time | None:
    step = _STEPS[match["step"].lower()]
    before = setting.before
    return month_near(before, month_number(match["month"]), step) if before and is_known_to(before, "month") else None


def _month_then(match: re.Match[str], setting: Setting) -> Time | None:
    year = whole(setting.before, "year", _STEPS.get((match["step"] or "same").lower(), 0)) if setting.before else None
    return month_near(year, month_number(match["month"]), 0) if year else None


def _day_then(match: re.Match[str], setting: Setting) -> Time | None:
    if setting.before is None or not is_known_to(setting.before, "month"):
        return None
    return day_of(setting.before.first.replace(day=int(match["day"])))


# Each rule holds one of these.
_ANCHOR = re.compile(
    r"day|omorrow|week|month|year|decade|centur|night|morning|evening|noon|spring|summer|autumn|fall|winter"
    r"|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC|[0-9](?:st|nd|rd|th)"
)
_STEP = r"(?P<step>following|next|previous|preceding|same)"
_IN = r"(?:in|since|until|by|during|from|through|before|after|early|mid|late|end{S}of|beginning{S}of)".replace("{S}", S)
_RULES: tuple[tuple[str, Rule], ...] = (
    (r"[Tt]onight", _days_from_now(0)),
    (r"[Tt]oday", _today),
    (r"(?:[Yy]esterday|[Ll]ast[ \n]night)", _days_from_now(-1)),
    (r"[Tt]omorrow", _days_from_now(1)),
    (
        rf"(?:(?:[Ee]arlier|[Ll]ater){S})?(?<![Tt]he )(?P<which>[Tt]his|[Ll]ast|[Nn]ext){S}(?!night){_PERIOD}",
        _this,
    ),
    (rf"(?<![Tt]he )(?P<which>[Tt]his|[Ll]ast|[Nn]ext){S}(?P<season>{SEASON})", _this_season),
    (rf"{_COUNTED}{S}ago", lambda match, setting: _moved(setting.told, match, -1)),
    (
        rf"(?i:over|in|for|during|within){S}the{S}(?:past|last){S}(?:(?P<count>{COUNT}){S})?{_UNIT}s?\b(?!{S}of\b)",
        _past,
    ),
    (
        rf"(?:(?<![Tt]he )(?P<which>[Ll]ast|[Nn]ext|[Tt]his[ ]coming){S}|(?i:on|by|until|since|before|after){S})"
        rf"(?P<weekday>{WEEKDAY}){_NO_DATE_AFTER}(?!,?{S}{MONTH})",
        _weekday,
    ),
    (
        rf"(?:(?P<which>[Ll]ast|[Nn]ext|[Tt]his){S}|(?i:{_IN})[ \n-]{{1,3}})(?P<month>{MONTH}){_NO_DATE_AFTER}"
        rf"(?!{S}of{S}(?:that|the)\b)",
        _month,
    ),
    (rf"{_COUNTED}{S}{_LATER}", lambda match, setting: _moved(setting.before, match, 1)),
    (rf"{_COUNTED}{S}{_EARLIER}", lambda match, setting: _moved(setting.before, match, -1)),
    (rf"[Tt]he{S}{_STEP}{S}{_PERIOD}(?!{S}(?:as|that)\b)(?<!in the same year(?=[.;]))", _following),
    (rf"[Tt]hat{S}(?:same{S})?{_PERIOD}", _same),
    (rf"[Tt]he{S}{_PERIOD}{S}(?P<step>before|after){_ENDS}", _following),
    (rf"(?:[Tt]he{S}{_STEP}|[Tt]hat){S}(?P<season>{SEASON})", _season_then),
    (rf"[Tt]he{S}{_STEP}{S}(?P<weekday>{WEEKDAY})", _following_weekday),
    (rf"[Tt]he{S}{_STEP}{S}(?P<month>{MONTH})", _following_month),
    (rf"(?P<month>{MONTH}){S}of{S}(?:the{S}{_STEP}|that(?:{S}same)?){S}year", _month_then),
    (
        rf"(?i:on|by|until|from|before|after){S}the{S}(?P<day>[12]?[0-9]|3[01])(?:st|nd|rd|th)"
        rf"(?=[,.;:]|{S}(?:the|a|an|and|to|he|she|it|they|we|I|his|her|their|all|of{S}th(?:at|e{S}same))\b|$)",
        _day_then,
    ),
)  # fmt: skip


def read_rules(text: str) -> Iterator[tuple[re.Match[str], Rule]]:
    """Yield every match of a rule, with the rule; matches may overlap."""
    for begin, end in windows(text, _ANCHOR):
        if first := _any_rule().search(text, begin, end):
            for pattern, rule in _rules():
                for match in pattern.finditer(text, first.start(), end):
                    yield match, rule


@cache
def _rules() -> tuple[tuple[re.Pattern[str], Rule], ...]:
    """Return the rules, compiled at first use: that takes 10 ms, and few questions need them."""
    return tuple((_compiled(pattern), rule) for pattern, rule in _RULES)


@cache
def _any_rule() -> re.Pattern[str]:
    return _compiled(either(pattern for pattern, _ in _RULES))


def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-])(?<!\d,)(?:{pattern})(?!\w)")
