"""Subtitles of MicroDVD, which count frames, as in "{250}{300}They met|in Lisbon".

How many frames a second has is stated in the first line, "{1}{1}23.976", or nowhere: then no time is known.
"""

import re
from dataclasses import replace
from pathlib import Path

from embeddings.readers.content import File, FileContents
from embeddings.readers.decoding import decode
from embeddings.readers.subtitle_forms import cue
from embeddings.readers.subtitles import content_of

_LINE = re.compile(r"^\{(\d{1,9})\}\{(\d{0,9})\}([^\n]*)$", re.MULTILINE)
_RATE = re.compile(r"\s*\{[01]\}\{[01]\}(\d{2}(?:[.,]\d{1,3})?)\s*(?:\n|\Z)")
# "{y:i}", and "/" before a line in italics.
_SETTING = re.compile(r"\{[a-zA-Z]:[^{}]{0,80}\}|^/", re.MULTILINE)
# So many frames a second make paragraphs where their number is unknown.
_LIKELY_RATE = 25.0


def read(file: File) -> FileContents:
    """Read subtitles. Raises NotRead if there are none, and UnreadableFile if the file is no text."""
    text = decode(Path(file.name), file.data)
    stated = _RATE.match(text)
    rate = float(stated[1].replace(",", ".")) if stated else _LIKELY_RATE
    cues = (
        cue(_time(int(start), rate), _time(int(end or start), rate), _SETTING.sub("", words.replace("|", "\n")))
        for start, end, words in _LINE.findall(text[stated.end() if stated else 0 :])
    )
    content = content_of("".join(cues), ())
    return FileContents((content if stated else replace(content, places=()),))


def _time(frames: int, rate: float) -> str:
    seconds = frames / rate
    hours = min(int(seconds // 3600), 999)
    return f"{hours:02}:{int(seconds // 60 % 60):02}:{int(seconds % 60):02}.{int(seconds % 1 * 1000):03}"
