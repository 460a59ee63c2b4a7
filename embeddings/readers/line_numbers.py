"""Numbers that count the lines of plain text, as those of depositions and pleadings do: they part its sentences."""

import re
from collections.abc import Sequence

# So many lines are counted one after another at least, which is so great a share of a text's lines.
FEWEST_LINES = 10
COUNTED_SHARE = 0.6
# Of lines that are counted these shares go on with a sentence; of the items of a list hardly any seem to, or all do.
FEWEST_GOING_ON, MOST_GOING_ON = 0.15, 0.9

_NUMBERED = re.compile(r"[ \t\f]{0,12}(\d{1,2})(?:[ \t]+(\S.*)|[ \t]*)")


def without_line_numbers(lines: Sequence[str]) -> list[str]:
    """Return the lines of a text without the numbers that count them from 1 on each page, if it has such."""
    found = {number: match for number, line in enumerate(lines) if (match := _NUMBERED.fullmatch(line))}
    counted = [number for run in _runs(lines, found) for number in run]
    filled = sum(bool(line.strip()) for line in lines)
    if len(counted) < max(FEWEST_LINES, COUNTED_SHARE * filled):
        return list(lines)
    rests = {number: lines[number][found[number].end(1) :] for number in counted}
    going_on = sum(rest.lstrip()[:1].islower() for rest in rests.values()) / len(counted)
    if not FEWEST_GOING_ON <= going_on <= MOST_GOING_ON:
        return list(lines)
    margin = min((len(rest) - len(rest.lstrip()) for rest in rests.values() if rest.strip()), default=0)
    return [rests[number][margin:].rstrip() if number in rests else line for number, line in enumerate(lines)]


def _runs(lines: Sequence[str], found: dict[int, re.Match[str]]) -> list[list[int]]:
    """Return the lines that are counted from 1 on, each by one, blank lines aside; short runs are the end of a page."""
    runs: list[list[int]] = []
    last = 0
    for number, line in enumerate(lines):
        if not line.strip():
            continue
        value = int(found[number][1]) if number in found else 0
        if value == 1:
            runs.append([number])
        elif runs and last and value == last + 1:
            runs[-1].append(number)
        else:
            value = 0
        last = value
    return runs if any(len(run) >= FEWEST_LINES for run in runs) else []
