"""Subtitles of Microsoft (SAMI): a page that says at each time what is shown from then on, in several languages."""

import re
from html import unescape
from itertools import pairwise
from pathlib import Path

from embeddings.documents import Fact
from embeddings.readers.content import File, FileContent, FileContents, NotRead, content_with
from embeddings.readers.decoding import decode
from embeddings.readers.subtitle_forms import cue
from embeddings.readers.subtitles import content_of

_SYNC = re.compile(r"<sync\b[^<>]{0,80}?\bstart\s*=\s*[\"']?(\d{1,12})[^<>]{0,80}>", re.IGNORECASE)
_PARAGRAPH = re.compile(r"<p\b(?:[^<>]{0,80}?\bclass\s*=\s*[\"']?([\w-]{1,40}))?[^<>]{0,200}>", re.IGNORECASE)
_BREAK = re.compile(r"<br\b[^<>]{0,20}>", re.IGNORECASE)
_TAG = re.compile(r"<!--[^<>]{0,1000}-->|</?[a-z][^<>]{0,400}>", re.IGNORECASE)
_TITLE = re.compile(r"<title>([^<]{1,400})</title>", re.IGNORECASE)
# ".ENCC { Name: English; lang: en-US; }", within the styles.
_LANGUAGE = re.compile(r"\.([\w-]{1,40})\s*\{[^{}]{0,400}?\blang\s*:\s*([A-Za-z-]{2,12})", re.IGNORECASE)
# A time at which something is shown, in thousandths of a second, and that.
_Shown = tuple[int, str]


def read(file: File) -> FileContents:
    """Read subtitles, each language as a document. Raises NotRead without any, UnreadableFile if it is no text."""
    text = decode(Path(file.name), file.data)
    heads = list(_SYNC.finditer(text))
    title = _TITLE.search(text)
    named = " ".join(unescape(title[1]).split()) if title else ""
    facts = [Fact("title", named, "subtitle header")] if named else []
    above = text[: heads[0].start() if heads else 0]
    languages = {name.lower(): language for name, language in _LANGUAGE.findall(above)}
    tracks = _tracks(text, heads)
    if not tracks:
        raise NotRead('holds no subtitles: no line such as "<SYNC Start=1000><P>"')
    documents = [
        _document(track, [*facts, *_stated(languages.get(name))], name if len(tracks) > 1 else "")
        for name, track in tracks.items()
    ]
    return FileContents(tuple(documents))


def _tracks(text: str, heads: list[re.Match[str]]) -> dict[str, list[_Shown]]:
    """Return what is shown in each class of paragraphs; what shows nothing ends what is before."""
    tracks: dict[str, list[_Shown]] = {}
    ends = [*(head.start() for head in heads[1:]), len(text)]
    for head, end in zip(heads, ends, strict=bool(heads)):
        # What stands before the first paragraph is shown, too, where there is none.
        before, *parts = _PARAGRAPH.split(text[head.end() : end])
        paragraphs = list(zip(parts[::2], parts[1::2], strict=True)) or [("", before)]
        for name, words in paragraphs:
            tracks.setdefault((name or "").lower(), []).append((int(head[1]), _plain(words)))
    return {name: track for name, track in tracks.items() if any(words for _, words in track)}


def _plain(words: str) -> str:
    lines = _BREAK.sub("\n", words.replace("\n", " ")).split("\n")
    return "\n".join(line for part in lines if (line := " ".join(unescape(_TAG.sub("", part)).split())))


def _document(track: list[_Shown], facts: list[Fact], member: str) -> FileContent:
    cues = (cue(_time(at), _time(after), words) for (at, words), (after, _) in pairwise([*track, track[-1]]) if words)
    content = content_of("".join(cues), facts)
    return content_with(content.text, facts, content.places, member=member)


def _stated(language: str | None) -> list[Fact]:
    return [Fact("language", language, "subtitle header")] if language else []


def _time(milliseconds: int) -> str:
    seconds, parts = divmod(milliseconds, 1000)
    # A cue has three figures for its hours at most.
    hours = min(seconds // 3600, 999)
    return f"{hours:02}:{seconds // 60 % 60:02}:{seconds % 60:02}.{parts:03}"
