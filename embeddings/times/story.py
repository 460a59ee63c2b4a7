"""Of which year a text tells: what a day or a month without a year, as "on 4 January", is taken to be of.

A wrong year is worse than none to who quotes it. So a year is given only where the times named before agree.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median_low

from embeddings.times.values import Time


@dataclass(frozen=True, slots=True)
class Story:
    """The year of which a text tells at a place; None where the times named before it disagree, or where none is.

    `about` is the year in the middle of those named, None where none is. `is_own` says whether the times are of the
    same paragraph.
    """

    year: int | None = None
    about: int | None = None
    is_own: bool = False


NO_STORY = Story()


def story_of(times: Sequence[Time], *, is_own: bool) -> Story:
    """Return the year of times named before a place, in order.

    In its own paragraph all dates must be of one year, or where no day or month is named all years be one. Before that,
    the last date must be of the year that more than half of all times are of; years alone tell no story there.
    """
    years = [time.first.year for time in times]
    dated = [time.first.year for time in times if time.precision in {"day", "month"}]
    told = dated or (years if is_own else [])
    if not told:
        return NO_STORY
    is_one = len(set(told)) == 1 if is_own else 2 * Counter(years)[told[-1]] > len(years)
    return Story(told[-1] if is_one else None, median_low(years), is_own)
