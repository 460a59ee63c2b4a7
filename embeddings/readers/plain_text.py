"""Plain text, as written by hand or saved from a browser.

Lines of site furniture and page breaks are removed, unless they may be lines of the text. All other lines stay as they
are. The title is the first line if it stands by itself and is no sentence. Bylines, dates and fields are read near the
top, and a byline also at the end; their lines stay, so that they can be quoted, but are no title. So do those of the
head of a telegram.
"""

import re
from collections.abc import Callable, Sequence
from operator import and_

from embeddings.documents import Fact, Span
from embeddings.readers import subtitles
from embeddings.readers.content import FileContent, content_with, missing
from embeddings.readers.furniture import furniture_lines, is_link_row
from embeddings.readers.letters import salutation
from embeddings.readers.line_numbers import without_line_numbers
from embeddings.readers.line_places import line_places
from embeddings.readers.page_breaks import without_page_breaks
from embeddings.readers.statements import (
    byline,
    field,
    is_letter_head,
    letter_field,
    placed_day,
    published_line,
)
from embeddings.readers.telegram import LETTER_HEAD, TELEGRAM_HEAD, head_facts, numbered_paragraphs
from embeddings.readers.transcripts import turns_of
from embeddings.text.line_marks import name_and_value
from embeddings.text.splitting import SHORT_LINE_SHARE

FURNITURE = "site furniture or a page break"
BYLINE = "byline"
TITLE_CHARACTERS = 200
# The title is the first block, or the second after the name of a section.
TITLE_BLOCKS = 2
# So many lines from the top, and from the end, may state something of the document itself.
TOP_LINES = 8
END_LINES = 3

# Text of other kinds, in which short lines and lone numbers are no furniture: logs, settings, source code, markup.
_UNCUT = (
    ".log .ini .cfg .conf .toml .yaml .yml .json .properties .env .sql .py .pyi .r .rmd .jl .js .mjs .ts .jsx .tsx .css"
    " .scss .c .h .cc .cpp .hpp .cs .java .kt .scala .go .rs .rb .php .pl .pm .lua .swift .m .sh .bash .zsh .bat .cmd"
    " .ps1 .vb .vbs .pas .f .f90 .hs .ml .clj .ex .erl .lisp .tex .bib .sty .rst .adoc .org .textile .wiki .diff .patch"
    " .po .asm"
)
UNCUT_SUFFIXES = frozenset(_UNCUT.split())

# Returns what a line states of its document, nothing for most.
Statements = Callable[[str], dict[str, str]]

# "To: ...", "Subject: ...": any line of a letter's head, also one that states nothing of use.
_HEADER = re.compile(r"[A-Z][\w ]{1,20}:\s*\S")
_MANY_BREAKS = re.compile(r"\n(?:[^\S\n]*\n){2,}")


def read(text: str) -> FileContent:
    """Read plain text; never fails."""
    content = _prose(text)
    if transcript := turns_of(text):
        lead, cues = transcript
        return subtitles.content_of(cues, content.facts, lead)
    return content


def _prose(text: str) -> FileContent:
    given = without_line_numbers(text.split("\n"))
    lines = without_page_breaks(given)
    for number in furniture_lines(lines):
        lines[number] = ""
    for number in _edges(lines, TOP_LINES, END_LINES):
        if is_link_row(lines[number]):
            lines[number] = ""
    stated: dict[str, Fact] = {}
    top = _edges(lines, TOP_LINES, 0)
    head = [number for number in top if name_and_value(lines[number].strip())]
    at_top = _letter_statement if is_letter_head(lines[number] for number in top) else _top_statement
    stating = {number for number in top if _states(lines, number, at_top, stated, top[0])}
    stating |= {number for number in _edges(lines, 0, END_LINES) if _states(lines, number, _end_statement, stated)}
    # A title is looked for beside what is stated, and beside whom a letter is to.
    untitled = {*stating, *head} if at_top is _letter_statement else stating
    others = ["" if number in untitled else line for number, line in enumerate(lines)]
    body = _joined(lines)
    of_head = head_facts(body)
    is_telegram = any(fact.origin == TELEGRAM_HEAD for fact in of_head)
    # The first line of a telegram is how it was sent; its title is its subject.
    title = None if is_telegram else _title(_joined(others))
    facts = [*stated.values(), *of_head, *([Fact("title", title, "heading")] if title else [])]
    return content_with(
        body,
        _each_once(facts),
        numbered_paragraphs(body, is_telegram=is_telegram),
        omitted=missing(given, body.split("\n"), FURNITURE),
    )


def read_uncut(text: str) -> FileContent:
    """Read text of another kind than prose: nothing of it is cut, it states nothing of itself, and its lines count."""
    begun = text.lstrip("\n")
    body = begun.rstrip("\n")
    return FileContent(body, places=tuple(line_places(body, number=len(text) - len(begun) + 1)))


def _each_once(facts: Sequence[Fact]) -> list[Fact]:
    """Return facts without those that repeat an earlier one."""
    first: dict[tuple[str, str], Fact] = {}
    for fact in facts:
        first.setdefault((fact.name, fact.value), fact)
    return list(first.values())


def stating_line(text: str, name: str, value: str) -> Span | None:
    """Return the first line at an edge of a text that states a fact of its document, such as ("author", "Bo Ek")."""
    lines = text.split("\n")
    statement_of = _letter_statement if letter_head(text) else _top_statement
    for number in _edges(lines, TOP_LINES, END_LINES):
        if statement_of(lines[number]).get(name) == value:
            start = sum(len(line) + 1 for line in lines[:number])
            return start, start + len(lines[number])
    return None


def facts_at_top(text: str, *, titled: bool = False) -> list[Fact]:
    """Return what lines near the top of a text state of it: bylines, days, fields, a letter's or a telegram's head.

    Of one that is `titled` elsewhere the first line may be the day, too.
    """
    lines = text.split("\n")
    top = _edges(lines, TOP_LINES, 0)
    stated: dict[str, Fact] = {}
    statement_of = _letter_statement if letter_head(text) else _top_statement
    for number in top:
        _states(lines, number, statement_of, stated, None if titled else top[0])
    return [*stated.values(), *head_facts(text)]


def day_at_top(text: str) -> str | None:
    """Return the day that a line by itself near the top of a text says it is of, None without one."""
    lines = text.split("\n")
    for number in (top := _edges(lines, TOP_LINES, 0)):
        day = _letter_statement(lines[number]).get("published", "")
        is_day = len(day) == len("2010-11-30") and _stands_alone(lines, number, top[0])
        if is_day and not (number == top[0] and _may_be_title(lines, number)):
            return day
    return None


def letter_head(text: str) -> str:
    """Return the lines of a text's head as a letter, an e-mail or a memorandum has it ("From: ..."), "" without one."""
    lines = text.split("\n")
    head = [lines[number] for number in _edges(lines, TOP_LINES, 0) if name_and_value(lines[number].strip())]
    return "\n".join(head) if is_letter_head(head) else ""


def _joined(lines: list[str]) -> str:
    are_blank = [not line.strip() for line in lines]
    text = "\n".join(lines)
    has_many = any(map(and_, are_blank, are_blank[1:]))
    return (_MANY_BREAKS.sub("\n\n", text) if has_many else text).strip("\n")


def _edges(lines: list[str], top: int, end: int) -> list[int]:
    """Return the numbers of the first `top` and the last `end` lines that are not empty."""
    filled = [number for number, line in enumerate(lines) if line.strip()]
    return filled[:top] + filled[max(top, len(filled) - end) :]


def _states(
    lines: list[str], number: int, statement_of: Statements, stated: dict[str, Fact], title: int | None = None
) -> bool:
    """Whether a line states something of the document; if so, add that to `stated`, where it states nothing else.

    `title` is the number of the document's first line, None at the end of the document.
    """
    statement = statement_of(lines[number])
    if not statement or not _stands_alone(lines, number, title):
        return False
    if number == title and _may_be_title(lines, number):
        return False
    if all(name not in stated or stated[name].value == value for name, value in statement.items()):
        origin = _origin(lines[number], statement_of)
        stated.update({name: Fact(name, value, origin) for name, value in statement.items()})
    return True


def _may_be_title(lines: list[str], number: int) -> bool:
    """Whether the first line of a text may name what it is about, "Hungary, 4 November 1956", and not a letter's place.

    A letter opens with a salutation below it.
    """
    return placed_day(lines[number]) is not None and not salutation(lines[number + 1 :])


def _origin(line: str, statement_of: Statements) -> str:
    if statement_of is _letter_statement and letter_field(line):
        return LETTER_HEAD
    return BYLINE if byline(line) else "top of the text"


def _end_statement(line: str) -> dict[str, str]:
    """Return what a line at the end of a document states of it: only a byline counts there."""
    return byline(line) or {}


def _top_statement(line: str) -> dict[str, str]:
    """Return what a line at the top of a document states of it."""
    if author_and_date := byline(line):
        return author_and_date
    if name_and_value := field(line):
        return dict([name_and_value])
    published = published_line(line)
    return {"published": published} if published else {}


def _letter_statement(line: str) -> dict[str, str]:
    """Return what a line at the top of a letter states of it."""
    name_and_value = letter_field(line)
    return dict([name_and_value]) if name_and_value else _top_statement(line)


def _stands_alone(lines: list[str], number: int, title: int | None) -> bool:
    """Whether a line is no part of a paragraph, in which a wrapped line may begin with "by Senator ..." or be a date.

    Above it is nothing, the title, another statement or a line such as "To: ...". Below it is nothing, another
    statement, a line such as "To: ..." or a much longer line.
    """
    above = lines[number - 1].strip() if number else ""
    below = lines[number + 1].strip() if number + 1 < len(lines) else ""
    if above and number - 1 != title and not (_HEADER.match(above) or _top_statement(above)):
        return False
    shorter = len(lines[number].strip()) < SHORT_LINE_SHARE * len(below)
    return not below or shorter or bool(_HEADER.match(below) or _top_statement(below))


def _title(body: str) -> str | None:
    """Return the first line of two words or more that stands alone above the text and does not end like a sentence."""
    blocks = [block.strip() for block in body.split("\n\n", TITLE_BLOCKS)][:TITLE_BLOCKS]
    for block in blocks:
        if "\n" in block or len(block) > TITLE_CHARACTERS or re.search(r"[.;:,]$", block):
            return None
        # One word in capitals above a title names a section.
        if len(block.split()) > 1 and block != body.strip():
            return block
    return None
