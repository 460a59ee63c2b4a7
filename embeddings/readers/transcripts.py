"""Transcripts whose turns begin with who speaks and when, as services that transcribe write them.

Otter has "Ana Ruiz  00:31" above what she says, Rev "Ana Ruiz (00:31):", others "[00:00:31] Ana Ruiz:" before it.
"""

import re
from itertools import islice, pairwise

from embeddings.readers.subtitle_forms import cue

_TIME = r"(?P<time>(?:\d{1,2}:)?\d{1,2}:\d\d)(?:\.\d{1,3})?"
_NAME = r"(?P<name>[^\W\d_][^\n\t:()\[\]]{0,60}?)"
_WORDS = r"(?=[^\n]*\w)"
_ANY_TIME = re.compile(r":\d\d\b")
_TURNS = tuple(
    re.compile(turn + _WORDS, re.MULTILINE)
    for turn in (
        rf"^{_NAME}[ \t]+{_TIME}:?[ \t]*\n+",
        rf"^{_NAME}:?[ \t]*[(\[]{_TIME}[)\]]:?[ \t]*\n*",
        rf"^[(\[]?{_TIME}[)\]]?[ \t]+(?:-[ \t]+)?{_NAME}:[ \t]*\n?",
    )
)
# A transcript has so many turns at least, in the order of their times, and somebody speaks twice.
FEWEST_TURNS = 3
# Somebody speaks by then, in seconds; the times of logs and of chats are those of a day.
_BEGUN = 1800


def turns_of(text: str) -> tuple[str, str] | None:
    """Return what stands above the first turn, and the turns as cues of WebVTT; None if a text is no transcript."""
    # Most texts have no times, which is told at once.
    if len(list(islice(_ANY_TIME.finditer(text), FEWEST_TURNS))) < FEWEST_TURNS:
        return None
    turns = next(filter(_are_turns, (list(form.finditer(text)) for form in _TURNS)), [])
    if not turns:
        return None
    ends = [turn.start() for turn in turns[1:]] + [len(text)]
    times = [turn["time"] for turn in turns]
    cues = (
        cue(turn["time"], after, _lines(text[turn.end() : end]), turn["name"])
        for turn, end, after in zip(turns, ends, [*times[1:], times[-1]], strict=True)
    )
    return text[: turns[0].start()].strip(), "".join(cues)


def _are_turns(turns: list[re.Match[str]]) -> bool:
    if len(turns) < FEWEST_TURNS or len({turn["name"] for turn in turns}) == len(turns):
        return False
    seconds = [_seconds(turn["time"]) for turn in turns]
    return seconds[0] <= _BEGUN and all(at <= after for at, after in pairwise(seconds))


def _seconds(time: str) -> int:
    hours, minutes, seconds = ["0", *time.split(":")][-3:]
    return int(hours) * 3600 + int(minutes) * 60 + int(seconds)


def _lines(words: str) -> str:
    """Return words without empty lines, which would end the cue."""
    return "\n".join(line for line in map(str.strip, words.split("\n")) if line)
