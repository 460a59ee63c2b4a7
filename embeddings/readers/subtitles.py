"""Subtitles and transcripts of recordings: what is said, with the time of each cue.

They are read as SRT and WebVTT have them; embeddings.readers.subtitle_forms writes others so.

Cues are joined to running text, since a sentence goes over several. A paragraph begins where another speaks, and where
it would become too long.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from html import unescape
from pathlib import Path

from embeddings.documents import Fact, Place
from embeddings.readers.content import File, FileContent, FileContents, NotRead, content_with
from embeddings.readers.decoding import decode
from embeddings.readers.subtitle_forms import as_webvtt
from embeddings.text.line_marks import capitals_label, name_label

# A paragraph of so many characters ends with the next sentence; one of so many more, with the next cue.
PARAGRAPH_CHARACTERS = 500
LONGEST_PARAGRAPH_CHARACTERS = 1_500
# A silence of so many seconds after a sentence ends a paragraph.
SILENCE_SECONDS = 5.0

_TIME = r"(?:(\d{1,3}):)?(\d{1,2}):(\d{1,2})(?:[.,](\d{1,3}))?"
_CUE = re.compile(rf"\s*{_TIME}\s*-->\s*{_TIME}(?:\s|\Z)")
# Blocks of WebVTT that are no cues.
_NO_CUE = re.compile(r"(?:NOTE|STYLE|REGION)(?:\s|\Z)")
_LANGUAGE = re.compile(r"^Language:\s*([A-Za-z-]{2,12})\s*$", re.MULTILINE)
_VOICE = re.compile(r"<v(?:\.[^\s>]{0,100})?[ \t]+([^<>]{1,200})>")
_TIMED_WORD = re.compile(r"<\d[\d:.]{1,15}>")
_TAG = re.compile(r"</?(?:v|c|i|b|u|s|ruby|rt|lang|font|em|strong)\b[^<>]{0,200}>|<\d[\d:.]{1,15}>|\{\\[^{}]{0,200}\}")
_TURN = re.compile(r"\s*(?:>>+|&gt;&gt;)\s*")
_DASH = re.compile(r"[-–—]\s?(?=\S)")
_ENDS_SENTENCE = re.compile(r"[.!?…。？！][\"'”’»)\]♪]*\Z")


@dataclass(frozen=True, slots=True)
class Cue:
    """What is shown at a time, in seconds from the start; its lines have no marks."""

    start: float
    end: float
    lines: tuple[str, ...]
    speaker: str = ""


def read(file: File) -> FileContents:
    """Read subtitles. Raises NotRead if there are none, and UnreadableFile if the file is no text."""
    text = decode(Path(file.name), file.data)
    language = _LANGUAGE.search(text[:1000]) if text.lstrip("\ufeff").startswith("WEBVTT") else None
    facts = [Fact("language", language[1], "subtitle header")] if language else []
    return FileContents((content_of(as_webvtt(text), facts),))


def content_of(text: str, facts: Sequence[Fact], lead: str = "") -> FileContent:
    """Return what SRT or WebVTT holds, below a lead that is said at no time. Raises NotRead if it is nothing."""
    cues = list(_cues(text))
    if not cues:
        raise NotRead('holds no subtitles: no line such as "00:01:02,500 --> 00:01:04,000"')
    running, places = _running(_by_labels(cues))
    if lead:
        begin = len(lead) + 2
        running = f"{lead}\n\n{running}"
        places = [place._replace(start=place.start + begin, end=place.end + begin) for place in places]
    return content_with(running, facts, places)


def _by_labels(cues: list[Cue]) -> list[Cue]:
    """Return cues with who speaks, where half of them begin with a name and some say it again, as Zoom writes them."""
    labels = [name_label(cue.lines[0]) or "" for cue in cues]
    named = [label for label in labels if label]
    if 2 * len(named) < len(cues) or len({*named}) == len(named) or any(cue.speaker for cue in cues):
        return cues
    speaking: list[Cue] = []
    for cue, label in zip(cues, labels, strict=True):
        first, *others = cue.lines
        words = first[len(label) :].strip()
        lines = (words, *others) if words else tuple(others)
        speaker = label.rstrip(": ") or (speaking[-1].speaker if speaking else "")
        speaking += [replace(cue, lines=lines, speaker=speaker)] if lines else []
    return speaking


def _cues(text: str) -> Iterator[Cue]:
    """Yield the cues of a file, those of one time apart by who speaks; words under no time belong to the cue before."""
    is_rolling = _TIMED_WORD.search(text) is not None
    before: list[str] = []
    for start, end, block in _timed_blocks(text.removeprefix("\ufeff").split("\n")):
        shown: list[str] = []
        for speaker, words in _voices(block):
            plain = [unescape(_TAG.sub("", line)).strip() for line in words.split("\n")]
            lines = [line for line in plain if line]
            # Captions that roll show the lines of the cue before again.
            fresh = tuple(line for line in lines if line not in before) if is_rolling else tuple(lines)
            shown += lines
            if fresh:
                yield Cue(start, end, fresh, speaker)
        before = shown or before


def _voices(block: str) -> Iterator[tuple[str, str]]:
    """Yield who speaks, "" where it is not said, with what each says."""
    above, *voices = _VOICE.split(block)
    if any(map(str.isalnum, _TAG.sub("", above))) or not voices:
        yield "", above
    yield from ((" ".join(name.split()), words) for name, words in zip(voices[::2], voices[1::2], strict=True))


def _timed_blocks(lines: list[str]) -> Iterator[tuple[float, float, str]]:
    """Yield the start and the end of each cue, in seconds, and its lines as they are."""
    start = end = -1.0
    block: list[str] = []
    is_passed_over = False
    for number, line in enumerate(lines):
        stripped = line.strip()
        above = lines[number - 1].strip() if number else ""
        below = lines[number + 1] if number + 1 < len(lines) else ""
        if match := _CUE.match(line):
            if start >= 0:
                yield start, end, "\n".join(block)
            start, end = _seconds(*match.groups()[:4]), _seconds(*match.groups()[4:])
            block, is_passed_over = [], False
        elif not stripped:
            is_passed_over = False
        elif is_passed_over or (not above and _NO_CUE.match(stripped)):
            is_passed_over = True
        # The number or the name of the next cue stands above its time.
        elif not (_CUE.match(below) and (not above or stripped.isdigit())):
            block.append(line)
    if start >= 0:
        yield start, end, "\n".join(block)


def _seconds(hours: str | None, minutes: str, seconds: str, parts: str | None) -> float:
    return int(hours or 0) * 3600 + int(minutes) * 60 + int(seconds) + int((parts or "").ljust(3, "0")) / 1000


def _running(cues: list[Cue]) -> tuple[str, list[Place]]:
    """Return the cues as running text, and the place of each."""
    pieces: list[str] = []
    places: list[Place] = []
    length = opened = 0
    speaker, ended = "", 0.0
    for cue in cues:
        first = -1
        for number, line in enumerate(cue.lines):
            last = pieces[-1] if pieces else ""
            words, is_turn = _words(line, cue, cue.speaker != speaker and not number, last)
            is_new = is_turn or _is_full(last, length - opened, cue.start - ended if not number else 0)
            joint = "" if not pieces else "\n\n" if is_new else " "
            opened = length + len(joint) if is_new else opened
            first = length + len(joint) if first < 0 else first
            pieces += [joint, words] if joint else [words]
            length += len(joint) + len(words)
        places.append(Place("time", clock(cue.start), first, length))
        speaker, ended = cue.speaker, cue.end
    return "".join(pieces), places


def _words(line: str, cue: Cue, is_other_speaker: bool, before: str) -> tuple[str, bool]:
    """Return the words of a line with the name of who begins to speak, and whether another does."""
    turn = _TURN.match(line)
    words = line[turn.end() :] if turn else line
    if is_other_speaker:
        is_named = cue.speaker and not words.startswith(f"{cue.speaker}:")
        return (f"{cue.speaker}: {words}" if is_named else words), True
    ends = not before or _ENDS_SENTENCE.search(before[-6:]) is not None
    is_labelled = bool(capitals_label(words) or (ends and name_label(words)))
    return words or line, bool(turn) or is_labelled or bool(_DASH.match(words))


def _is_full(before: str, length: int, silence: float) -> bool:
    """Whether a paragraph of a length ends after what was said before."""
    if length >= LONGEST_PARAGRAPH_CHARACTERS:
        return True
    ends = _ENDS_SENTENCE.search(before[-6:]) is not None
    return ends and (length >= PARAGRAPH_CHARACTERS or silence >= SILENCE_SECONDS)


def clock(seconds: float) -> str:
    """Write a time as a player shows it: "00:12:31"."""
    whole = int(seconds)
    return f"{whole // 3600:02}:{whole // 60 % 60:02}:{whole % 60:02}"
