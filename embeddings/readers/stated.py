"""What people say of a file beside it joins what the file states; the reader's own word wins."""

import fnmatch
import glob
import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple

from embeddings.dates import iso_date
from embeddings.documents import Attribution, Fact, Place, Span, is_date_of_file
from embeddings.readers.content import FIELDS, Columns, FileContent, FileContents, Omitted, Refused, in_short
from embeddings.text.splitting import paragraphs

ONLY_FURNITURE = "holds no text but what loccit.toml names as furniture or as notes; take that out of it there"
IN_SETTINGS, IN_NAME, IN_NOTE = "loccit.toml", "file name", "note in the text"
AS_FURNITURE, AS_NOTE = "furniture named in loccit.toml", "a note named in loccit.toml"

_SPACE = re.compile(r"\s*")
_LETTER_OR_DIGIT = re.compile(r"[^\W_]")


@dataclass(frozen=True, slots=True)
class Rules:
    """What holds for all files of a folder: a publisher, a pattern of dates in names, furniture, notes, columns.

    `furniture` and `notes` are phrases that whole paragraphs are; "*" in one stands for any characters.
    """

    publisher: str = ""
    date_in_name: str = ""
    furniture: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    columns: Columns = ()


class _Cut(NamedTuple):
    """A [start, end) of a text that is left out, with the space behind it, and why."""

    start: int
    end: int
    reason: str


@dataclass(frozen=True, slots=True)
class Stated:
    """What is said of a file: facts that win over its own, and the rules of its folder.

    `digest` tells whether anything of it has changed; it is empty where nothing is said.
    """

    facts: tuple[Fact, ...] = ()
    rules: Rules = field(default_factory=Rules)
    digest: str = ""


def with_stated(contents: FileContents, stated: Stated, name: str) -> FileContents:
    """Return the contents of a file of a name with what is said of it."""
    if not stated.digest:
        return contents
    documents = tuple(_with_stated(content, stated, name) for content in contents.documents)
    emptied = tuple(Refused(content.member, ONLY_FURNITURE) for content in documents if not content.text.strip())
    return FileContents(tuple(content for content in documents if content.text.strip()), (*contents.refused, *emptied))


def _with_stated(content: FileContent, stated: Stated, name: str) -> FileContent:
    content = _without_named(content, stated.rules)
    facts = (*stated.facts, *content.facts)
    winning = {fact.name: _value(fact) for fact in reversed(stated.facts) if fact.name in FIELDS}
    # What is said of a mailbox or an archive fills in what a message or a file in it does not state.
    stated_inside = {fact.name for fact in content.facts} if content.member else set()
    fields = {field_name: value for field_name, value in winning.items() if value and field_name not in stated_inside}
    if stated.rules.publisher and not (fields.get("publisher") or content.publisher):
        fields["publisher"] = stated.rules.publisher
        facts += (Fact("publisher", stated.rules.publisher, IN_SETTINGS),)
    date = _date_in(name, stated.rules.date_in_name)
    is_dated = content.published and not is_date_of_file(content.facts)
    if date and not (fields.get("published") or is_dated):
        fields["published"] = date
        # It goes before the day on which the file was made.
        named = (Fact("published", date, IN_NAME),)
        facts = named + facts if content.published else facts + named
    return replace(replace(content, **fields), facts=facts)  # type: ignore[arg-type]  # all of FIELDS are texts


def _value(fact: Fact) -> str | None:
    return iso_date(fact.value) if fact.name == "published" else fact.value


def _date_in(name: str, pattern: str) -> str | None:
    """Return the ISO date in a name that a pattern with groups for year, month and day finds."""
    match = re.search(pattern, name) if pattern else None
    parts = [part for part in match.groups() if part] if match else []
    return iso_date("-".join([part.zfill(2) for part in parts])) if parts else None


def _without_named(content: FileContent, rules: Rules) -> FileContent:
    """Return a content without the paragraphs that its folder names as notes, which become facts, or as furniture.

    Places keep what is left of them.
    """
    if not (rules.notes or rules.furniture):
        return content
    cuts = list(_cuts(content.text, rules))
    if not cuts:
        return content
    notes = (content.text[cut.start : cut.end] for cut in cuts if cut.reason == AS_NOTE)
    stated = tuple(Fact("note", " ".join(note.split()), IN_NOTE) for note in notes)
    return _without(replace(content, facts=(*content.facts, *stated)), cuts)


def _cuts(text: str, rules: Rules) -> Iterator[_Cut]:
    is_note, is_furniture = _is_one_of(rules.notes), _is_one_of(rules.furniture)
    for start, end in paragraphs(text):
        words = " ".join(text[start:end].split())
        reason = AS_NOTE if is_note(words) else AS_FURNITURE if is_furniture(words) else None
        if reason:
            after = _SPACE.match(text, end)
            yield _Cut(start, after.end() if after else end, reason)


@lru_cache(maxsize=64)
def _is_one_of(phrases: tuple[str, ...]) -> Callable[[str], bool]:
    """Return what tells whether a paragraph, with single spaces, is one of some phrases.

    In a phrase of signs alone, as "* * *", an asterisk is itself.
    """
    spaced = [" ".join(phrase.split()) for phrase in phrases]
    patterns = [phrase for phrase in spaced if "*" in phrase and _LETTER_OR_DIGIT.search(phrase)]
    plain = {*spaced} - {*patterns}
    # Such a pattern is matched in linear time.
    globs = ["*".join(map(glob.escape, pattern.split("*"))) for pattern in patterns]
    fitting = [re.compile(fnmatch.translate(each)) for each in globs]
    return lambda words: words in plain or any(each.match(words) for each in fitting)


def _moved(one: Attribution, moved: Callable[[int], int]) -> Attribution:
    """Return an attribution whose places are moved each to another; those that are then empty are left out."""

    def all_moved(*spans: Span | None) -> tuple[Span, ...]:
        places = [(moved(span[0]), moved(span[1])) for span in spans if span]
        return tuple((start, end) for start, end in places if start < end)

    def single(span: Span | None) -> Span | None:
        return next(iter(all_moved(span)), None)

    return replace(
        one,
        content=all_moved(*one.content),
        chain=all_moved(*one.chain),
        source=single(one.source),
        cue=single(one.cue),
        to_span=single(one.to_span),
        setting=single(one.setting),
    )


def _without(content: FileContent, cuts: Sequence[_Cut]) -> FileContent:
    """Return a content without what is cut from its text, in order."""
    text = content.text
    starts, ends = [cut.start for cut in cuts], [cut.end for cut in cuts]
    lengths = [0, *accumulate(cut.end - cut.start for cut in cuts)]

    def moved(at: int) -> int:
        before = bisect_left(starts, at)
        over = max(0, ends[before - 1] - at) if before else 0
        return at - lengths[before] + over

    def is_whole(one: Attribution) -> bool:
        spans = (*one.content, *([one.cue] if one.cue else []))
        return all(moved(end) - moved(start) == end - start for start, end in spans)

    kept = (text[start:end] for start, end in zip([0, *ends], [*starts, len(text)], strict=True))
    places = (Place(x.kind, x.name, moved(x.start), moved(x.end)) for x in content.places)
    omitted = [Omitted(text[cut.start : cut.end].strip(), cut.reason) for cut in cuts]
    return replace(
        content,
        attributions=tuple(_moved(one, moved) for one in content.attributions if is_whole(one)),
        text="".join(kept),
        places=tuple(place for place in places if place.start < place.end),
        left_out=content.left_out + len(cuts),
        omitted=in_short((*content.omitted, *omitted)),
    )
