"""Speeches in TEI: who holds them, and the words and stretches that they are cut into.

Corpora of debates and of talks write each turn as "u", its stretches as "seg", and who speaks as an identifier.
"""

import itertools
import re
from typing import Any

from embeddings.readers.xml_vocabularies import local_name

_ID = "{http://www.w3.org/XML/1998/namespace}id"
# "#AnaRuiz", "#RuizAna.1961": a name that is written in one.
_NAME_IN_ONE = re.compile(r"([^\W\d_]+)(?:\.\d{4})?")


def set_out_speeches(root: Any) -> None:
    """Make paragraphs of the stretches of speeches, with who speaks before them; join words to the signs after them."""
    names = {person.get(_ID): _name(person) for person in root.iter("{*}person", "{*}personGrp")}
    for speech in root.iter("{*}u"):
        for part in speech.iterchildren("{*}seg"):
            part.tag = _beside(speech, "p")
        before = speech.getprevious()
        if before is not None and local_name(before) == "note" and before.get("type") == "speaker":
            before.tag = _beside(speech, "speaker")
        elif speaker := _speaker(speech.get("who") or "", names):
            _say_first(speech, speaker)
    for word in root.iter("{*}w", "{*}pc"):
        if word.get("join") in {"right", "both"}:
            _join(word)


def _beside(element: Any, name: str) -> str:
    """Return the tag of a name in the namespace of an element."""
    return str(element.tag).replace("}u", "}" + name) if "}" in element.tag else name


def _name(person: Any) -> str:
    name = next(person.iter("{*}persName", "{*}name"), None)
    return "" if name is None else " ".join(" ".join(name.itertext()).split())


def _speaker(who: str, names: dict[str, str]) -> str:
    """Return the name of a speaker, "" where only a number or a sign stands for them."""
    identifier = who.partition(" ")[0].lstrip("#")
    in_one = _NAME_IN_ONE.fullmatch(identifier)
    spaced = _spaced(in_one[1]) if in_one else ""
    return names.get(identifier) or (spaced if " " in spaced else "")


def _spaced(name: str) -> str:
    """Return a name that is written in one with a space before each capital that follows a small letter."""
    return name[:1] + "".join(
        f" {letter}" if letter.isupper() and before.islower() else letter for before, letter in itertools.pairwise(name)
    )


def _say_first(speech: Any, speaker: str) -> None:
    element = speech.makeelement(_beside(speech, "speaker"))
    element.text, element.tail, speech.text = speaker, speech.text, None
    speech.insert(0, element)


def _join(word: Any) -> None:
    """Leave out the space between a word and what follows it, also where the word ends a name."""
    while word is not None and not (word.tail or "").strip():
        word.tail = None
        if word.getnext() is not None:
            return
        word = word.getparent()
