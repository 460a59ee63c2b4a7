"""Other ways in which subtitles and transcripts are written, as WebVTT writes them.

SBV and SubViewer have a comma between the times of a cue, Whisper sets both in brackets before the words, a transcript
that was copied from YouTube has the time alone above the words, and SubStation Alpha a row of fields for each cue.
"""

import re
from html import escape

_TIME = r"(?:\d{1,3}:)?\d{1,2}:\d{1,2}(?:\.\d{1,3})?"
_BY_COMMA = re.compile(rf"^[ \t]*({_TIME}),({_TIME})[ \t]*$", re.MULTILINE)
_IN_BRACKETS = re.compile(rf"^[ \t]*\[({_TIME}) --> ({_TIME})\][ \t]*", re.MULTILINE)
_ALONE = re.compile(r"^[ \t]*((?:\d{1,2}:)?\d{1,2}:\d\d)[ \t]*$", re.MULTILINE)
_SUBVIEWER_BREAK = "[br]"

_EVENTS = re.compile(r"^\[Events\][ \t]*\n", re.MULTILINE | re.IGNORECASE)
# The fields where none are listed, as version 4+ has them.
_FIELDS = "layer, start, end, style, name, marginl, marginr, marginv, effect, text"
_SETTINGS = re.compile(r"\{[^{}]*\}")
_DRAWING = re.compile(r"\{[^{}]*\\p[1-9]")
_SIGNS = {r"\N": "\n", r"\n": " ", r"\h": " "}
_SIGN = re.compile(r"\\[Nnh]")


def as_webvtt(text: str) -> str:
    """Return subtitles as WebVTT writes them; what is written so already, and other text, stays as it is."""
    if events := _EVENTS.search(text):
        return _of_substation(text[events.end() :])
    if "-->" in text:
        return _IN_BRACKETS.sub(r"\n\1 --> \2\n", text)
    if _BY_COMMA.search(text):
        return _BY_COMMA.sub(r"\n\1 --> \2", text).replace(_SUBVIEWER_BREAK, "\n")
    times = _ALONE.findall(text)
    ends = iter([*times[1:], *times[-1:]])
    return _ALONE.sub(lambda time: f"\n{time[1]} --> {next(ends)}", text)


def cue(start: str, end: str, words: str, speaker: str = "") -> str:
    """Return a cue of WebVTT of plain words."""
    voice = f"<v {' '.join(re.sub('[<>]', ' ', speaker).split())}>" if speaker else ""
    return f"{start} --> {end}\n{voice}{escape(words)}\n\n"


def _of_substation(events: str) -> str:
    """Return the lines that are said, in the order of their times."""
    names = _names(_FIELDS)
    cues: list[tuple[list[int], str]] = []
    for line in events.split("\n"):
        kind, _, values = line.partition(":")
        if kind == "Format":
            names = _names(values)
        elif kind == "Dialogue" and not _DRAWING.search(values):
            fields = dict(zip(names, values.split(",", len(names) - 1), strict=False))
            start, end = fields.get("start", "").strip(), fields.get("end", "").strip()
            words = _SIGN.sub(lambda sign: _SIGNS[sign[0]], _SETTINGS.sub("", fields.get("text", "")))
            order = [int(number) for number in re.findall(r"\d{1,9}", start)]
            cues.append((order, cue(start, end, words, fields.get("name", fields.get("actor", "")).strip())))
    return "".join(written for _, written in sorted(cues, key=lambda timed: timed[0]))


def _names(listed: str) -> list[str]:
    return [name.strip().lower() for name in listed.split(",")]
