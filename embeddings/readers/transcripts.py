"""Transcripts whose turns begin with a line of who speaks and when, as services that transcribe write them.

Otter has "Ana Ruiz  00:31" above what she says, Rev "Ana Ruiz (00:31):".
"""

import re
from itertools import pairwise

from embeddings.readers.subtitle_forms import cue

_TURN = re.compile(
    r"^(?P<name>[^\W\d_][^\n\t:()\[\]]{0,60}?)[ \t]+[(\[]?(?P<time>(?:\d{1,2}:)?\d{1,2}:\d\d)[)\]]?:?[ \t]*\n+"
    r"(?=[^\n]*\w)",
    re.MULTILINE,
)
# A transcript has so many turns at least, in the order of their times, and somebody speaks twice.
FEWEST_TURNS = 3


def turns_of(text: str) -> tuple[str, str] | None:
    """Return what stands above the first turn, and the turns as cues of WebVTT; None if a text is no transcript."""
    turns = list(_TURN.finditer(text))
    seconds = [_seconds(turn["time"]) for turn in turns]
    names = {turn["name"] for turn in turns}
    if len(turns) < FEWEST_TURNS or len(names) == len(turns) or any(after < at for at, after in pairwise(seconds)):
        return None
    ends = [turn.start() for turn in turns[1:]] + [len(text)]
    times = [turn["time"] for turn in turns]
    cues = (
        cue(turn["time"], after, _lines(text[turn.end() : end]), turn["name"])
        for turn, end, after in zip(turns, ends, [*times[1:], times[-1]], strict=True)
    )
    return text[: turns[0].start()].strip(), "".join(cues)


def _seconds(time: str) -> int:
    hours, minutes, seconds = ["0", *time.split(":")][-3:]
    return int(hours) * 3600 + int(minutes) * 60 + int(seconds)


def _lines(words: str) -> str:
    """Return words without empty lines, which would end the cue."""
    return "\n".join(line for line in map(str.strip, words.split("\n")) if line)
