"""Answers as Markdown to keep or send on, each quotation with a footnote that cites it."""

import re

from qa.answers import Answer, Excerpt
from qa.citations.lines import (
    also_in_line,
    context_line,
    difference_sides,
    excerpt_line,
    fact_line,
    sources_line,
    times_line,
    title_of,
)
from qa.citations.standing import standing_lines
from qa.citations.voices import voices_line
from qa.citations.works import link
from qa.wording import replace_control_characters

# What Markdown or HTML would read as more than the character it is: anywhere, and where a line begins.
_SPECIAL = re.compile(r"[\\`*_\[\]<>~$&|]")
_AT_THE_BEGINNING = re.compile(r"\s*(?:[#+=-]|\d+[.)])")


def markdown(answer: Answer, number: int = 1, address: str = "") -> str:
    """Return a question and its answer; every excerpt is a quotation, with a footnote that cites it exactly.

    `number` is that of the answer among those that one text shall hold: it tells their footnotes apart. `address` is as
    in qa.citations.export.
    """
    lines = [f"## {line(answer.question)}", ""]
    if answer.read_as:
        lines += [f"read as: {line(answer.read_as)}", ""]
    if answer.filters:
        lines += [f"searched: {line(str(answer.filters))}", ""]
    if standing := standing_lines(answer):
        lines += [" ".join(line(sentence) for sentence in standing), ""]
    for fact in answer.facts:
        lines += [line(f"{fact_line(fact)}, as {title_of(fact.document)} ({fact.document.id}) states of itself."), ""]
    excerpts = answer.excerpts or answer.nearest
    for place, excerpt in enumerate(excerpts, 1):
        lines += [*_quotation(excerpt, f"[^{number}-{place}]"), ""]
    for difference in answer.differences:
        sides = (
            f"- {line(said)}{''.join(f'[^{number}-{place}]' for place in places)}{several}"
            for said, places, several in difference_sides(difference)
        )
        lines += ["The sources differ:", "", *sides, ""]
    if excerpts or answer.facts:
        lines += [line(sources_line(answer)), ""]
    for place, excerpt in enumerate(excerpts, 1):
        lines += [_footnote(excerpt, f"[^{number}-{place}]", address), ""]
    return "\n".join(lines)


def _quotation(excerpt: Excerpt, mark: str) -> list[str]:
    introduced = [f"> {line(context_line(excerpt))}", ">"] if excerpt.context else []
    quoted = [f"> {escape(part)}".rstrip() for part in f"“{excerpt.text}”".splitlines()]
    return [*introduced, *quoted[:-1], f"{quoted[-1]}{mark}"]


def _footnote(excerpt: Excerpt, mark: str, address: str) -> str:
    document = excerpt.document
    places = [f"characters {start} to {end}" for start, end in (*excerpt.context, (excerpt.start, excerpt.end))]
    cited = [
        f"{title_of(document)}. {excerpt_line(excerpt)}.",
        *([voices] if (voices := voices_line(excerpt)) else []),
        *([spoken_of] if (spoken_of := times_line(excerpt)) else []),
        *([also_in_line(excerpt)] if excerpt.also_in else []),
        *([document.url] if document.url else []),
        f"{document.id}, {' and '.join(places)}, sha256 of the file {document.sha256}",
        link(excerpt, address),
    ]
    first, *rest = [line(text) for text in cited]
    return "  \n".join([f"{mark}: {first}", *(f"    {further}" for further in rest)])


def escape(text: str) -> str:
    """Return text as Markdown that reads just as the text; its lines stay."""
    # A template in place of the function takes three times as long.
    escaped = _SPECIAL.sub(_with_backslash, replace_control_characters(text))
    begins = _AT_THE_BEGINNING.match(escaped)
    return f"{escaped[: begins.end() - 1]}\\{escaped[begins.end() - 1 :]}" if begins else escaped


def _with_backslash(match: re.Match[str]) -> str:
    return f"\\{match[0]}"


def line(text: str) -> str:
    """Return text as one line of Markdown that reads just as the text."""
    return escape(" ".join(text.split()))
