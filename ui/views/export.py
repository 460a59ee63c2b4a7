"""Answers as Markdown to keep or send on, each quotation with its citation."""

import re

from qa.answers import Answer, Excerpt
from ui.views.citations import also_in_line, context_line, excerpt_line, fact_line, sources_line, title_of
from ui.views.html import replace_control_characters
from ui.views.states import confidence_line, reason_line, verdict_line

# What Markdown or HTML would read as more than the character it is: anywhere, and where a line begins.
_SPECIAL = re.compile(r"([\\`*_\[\]<>~$&|])")
_AT_THE_BEGINNING = re.compile(r"^(\s*)([#+=-]|\d+[.)])")


def answer_as_markdown(answer: Answer) -> str:
    """Return a question and its answer; every excerpt as a quotation with title, source, date and exact place."""
    lines = [f"## {_line(answer.question)}", ""]
    if answer.read_as:
        lines += [f"read as: {_line(answer.read_as)}", ""]
    if answer.filters:
        lines += [f"searched: {_line(str(answer.filters))}", ""]
    lines += _standing(answer)
    for fact in answer.facts:
        lines += [_line(f"{fact_line(fact)}, as {title_of(fact.document)} ({fact.document.id}) states of itself."), ""]
    excerpts = answer.excerpts or answer.nearest
    for number, excerpt in enumerate(excerpts, 1):
        lines += [*_quotation(number, excerpt), ""]
    if excerpts or answer.facts:
        lines += [_line(sources_line(answer)), ""]
    return "\n".join(lines)


def _standing(answer: Answer) -> list[str]:
    """Return that an answer is not sure, or was not found, with the reason; nothing where it is sure."""
    if answer.status == "answered" and not answer.low_confidence:
        return []
    confidence = [confidence_line(answer)] if answer.low_confidence else []
    near = ["The nearest passages:"] if answer.nearest else []
    sentences = [verdict_line(answer), reason_line(answer), *confidence, *near]
    return [" ".join(_line(sentence) for sentence in sentences if sentence), ""]


def _quotation(number: int, excerpt: Excerpt) -> list[str]:
    document = excerpt.document
    introduced = [f"> {_line(context_line(excerpt))}", ">"] if excerpt.context else []
    quoted = [f"> {_escape(line)}".rstrip() for line in f"“{excerpt.text}”".splitlines()]
    places = [f"characters {start} to {end}" for start, end in (*excerpt.context, (excerpt.start, excerpt.end))]
    cited = [
        f"{title_of(document)}. {excerpt_line(excerpt)}.",
        *([also_in_line(excerpt)] if excerpt.also_in else []),
        *([document.url] if document.url else []),
        f"{document.id}, {' and '.join(places)}, sha256 of the file {document.sha256}",
    ]
    first, *rest = [_line(text) for text in cited]
    return [*introduced, *quoted, "", "  \n".join([f"{number}. {first}", *(f"   {line}" for line in rest)])]


def _escape(text: str) -> str:
    escaped = _SPECIAL.sub(r"\\\1", replace_control_characters(text))
    return _AT_THE_BEGINNING.sub(lambda match: f"{match[1]}{match[2][:-1]}\\{match[2][-1]}", escaped)


def _line(text: str) -> str:
    """Return text as one line of Markdown that reads just as the text."""
    return _escape(" ".join(text.split()))
