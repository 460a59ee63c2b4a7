"""The documents that a search may find, in exact names and days that the indexes can compare."""

import re
import unicodedata
from dataclasses import dataclass

_BETWEEN_NAMES = re.compile(r" ?, ?(?:and |& )?| (?:and|with|&) ")
_BETWEEN_LAST_NAMES_FIRST = re.compile(r" ?; ?(?:and |& )?| (?:and|with|&) ")
# "Ana de Souza", "Omar al Thani". "Department of Health and Human Services" is not two names.
_PARTICLE = re.compile(r"al|bin|d[aeiu]|das|della?|de[nr]|dos|e[l]?|l[ae]|ter|van|von|y|zu")
NAME_WORDS = 6


@dataclass(frozen=True, slots=True)
class Selection:
    """The documents that meet every condition.

    Names of documents are spelt as they are; publishers, authors and languages are the same whatever their case,
    accents and spaces. A document meets a list of names if it has any of them, or if the list is empty. `documents` are
    ids, and `hidden` the ids of documents that are never found. The days are ordinals of `datetime.date`, both
    inclusive; a document meets them if any day that its date names lies between them. `undated` says whether documents
    without a date are found. `about` are the first and the last day of a time: only passages that speak of
    it are found. `speakers` and `addressees` are exact names: only passages are found with words of one of these, to
    one of those.
    """

    publishers: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()
    first_day: int | None = None
    last_day: int | None = None
    undated: bool = True
    languages: tuple[str, ...] = ()
    about: tuple[int, int] | None = None
    speakers: tuple[str, ...] = ()
    addressees: tuple[str, ...] = ()

    @property
    def is_of_passages(self) -> bool:
        """Whether it leaves out some passages of documents that it keeps."""
        return bool(self.about or self.speakers or self.addressees)

    @property
    def is_of_voices(self) -> bool:
        """Whether it is about who speaks, or to whom."""
        return bool(self.speakers or self.addressees)


def folded(name: str) -> str:
    """Return a name without case, accents and needless spaces: names that are the same so are one name.

    An apostrophe is one whether it is typed straight or curled: "O'Brien", "O’Brien".
    """
    text = name.casefold()
    if not text.isascii():
        decomposed = unicodedata.normalize("NFKD", text.replace("’", "'"))
        text = "".join(character for character in decomposed if not unicodedata.combining(character))
    return " ".join(text.split())


def names_in(author: str) -> tuple[str, ...]:
    """Return a stated author, then each person if two or more are named: "Ana Bjork and Tom Lind"."""
    if not author:
        return ()
    between = _BETWEEN_LAST_NAMES_FIRST if ";" in author else _BETWEEN_NAMES
    persons = [part for part in between.split(" ".join(author.split())) if _is_person(part)]
    return (author, *dict.fromkeys(persons)) if len(persons) > 1 else (author,)


def languages_in(language: str) -> tuple[str, ...]:
    """Return a stated language, then that which it is a kind of: "en-GB" is "en", too."""
    whole, _, kind = language.replace("_", "-").partition("-")
    return (language, whole) if kind and whole else (language,) if language else ()


def _is_person(name: str) -> bool:
    words = name.replace(",", " ").split()
    return 1 < len(words) <= NAME_WORDS and all(
        _PARTICLE.fullmatch(word) or (word.lower() != word and not any(map(str.isdigit, word))) for word in words
    )
