"""Timed text of the W3C (TTML, DFXP), in which broadcasters keep subtitles, as WebVTT writes it."""

import re
from typing import Any

from embeddings.documents import Fact
from embeddings.readers.subtitle_forms import cue
from embeddings.readers.xml_text import words_of
from embeddings.readers.xml_vocabularies import local_name

_XML = "{http://www.w3.org/XML/1998/namespace}"
_CLOCK = re.compile(r"(\d{1,4}):(\d\d):(\d\d)(?:\.(\d{1,9})\d*|:(\d{1,4})(?:\.\d+)?)?")
_OFFSET = re.compile(r"(\d{1,12}(?:\.\d{1,9})?)(h|ms|m|s|f|t)?")
_RATE = re.compile(r"[1-9]\d{0,9}")
_SECONDS = {"h": 3600.0, "m": 60.0, "s": 1.0, "ms": 0.001}
# Frames in a second where none are stated (TTML2, 7.2.3).
_FRAMES = 30.0


def as_webvtt(root: Any) -> str:
    """Return the paragraphs of a document as cues, with who speaks; they begin when what is around or in them does."""
    units = {**_SECONDS, "f": 1 / _rate(root, "frameRate", _FRAMES)}
    units["t"] = 1 / _rate(root, "tickRate", 1 / units["f"] if _stated(root, "frameRate") else 1.0)
    agents = ((agent.get(f"{_XML}id"), name) for agent in root.iter("{*}agent") for name in agent.iterfind("{*}name"))
    names = {key: words_of(name) for key, name in agents}
    cues: list[str] = []
    for paragraph in root.iter("{*}p"):
        start = _time(paragraph, "begin", units)
        end = _time(paragraph, "end", units) or start
        words = "\n".join(" ".join(line.split()) for line in _words(paragraph).split("\n"))
        cues.append(cue(_written(start), _written(end), words, names.get(_stated(paragraph, "agent"), "")))
    return "".join(cues)


def timed_text_facts(root: Any) -> list[Fact]:
    """Return what the head of a document states."""
    head = root.find("{*}head")
    titles = [] if head is None else [words_of(title) for title in head.iter("{*}title")]
    stated = [("title", next(iter(titles), "")), ("language", root.get(f"{_XML}lang") or "")]
    return [Fact(name, value, "subtitle header") for name, value in stated if value]


def _stated(element: Any, name: str) -> str:
    """Return an attribute, in whatever namespace."""
    return next((str(value) for key, value in element.attrib.items() if key.rpartition("}")[2] == name), "")


def _rate(root: Any, name: str, otherwise: float) -> float:
    stated = _stated(root, name)
    return float(stated) if _RATE.fullmatch(stated) else otherwise


def _time(paragraph: Any, name: str, units: dict[str, float]) -> float:
    """Return when a paragraph begins or ends, in seconds; 0.0 where nothing says so."""
    around = [paragraph, *paragraph.iterdescendants("{*}span"), *paragraph.iterancestors()]
    stated = next((time for element in around if (time := element.get(name))), "")
    if clock := _CLOCK.fullmatch(stated):
        hours, minutes, seconds, fraction, frames = clock.groups()
        whole = int(hours) * 3600 + int(minutes) * 60 + int(seconds)
        return whole + float(f"0.{fraction or 0}") + int(frames or 0) * units["f"]
    offset = _OFFSET.fullmatch(stated)
    return float(offset[1]) * units[offset[2] or "s"] if offset else 0.0


def _words(element: Any) -> str:
    """Return the words under an element, with line feeds where it breaks its lines."""
    words = (element.text or "").replace("\n", " ")
    for child in element:
        name = local_name(child)
        words += "\n" if name == "br" else "" if name == "metadata" else _words(child)
        words += (child.tail or "").replace("\n", " ")
    return words


def _written(seconds: float) -> str:
    whole, parts = divmod(round(seconds * 1000), 1000)
    return f"{whole // 3600:02}:{whole // 60 % 60:02}:{whole % 60:02}.{parts:03}"
