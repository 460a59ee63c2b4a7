"""Answers as plain text, each quotation with its citation."""

from qa.answers import Answer, Excerpt
from qa.citations.lines import (
    also_in_line,
    context_line,
    difference_lines,
    excerpt_line,
    fact_line,
    quoted_lines,
    sources_line,
    times_line,
    title_of,
)
from qa.citations.standing import standing_lines
from qa.citations.voices import voices_line
from qa.citations.works import link, one_line


def plain_text(answer: Answer, address: str = "") -> str:
    """Return a question and its answer as lines of text; `address` is as in qa.citations.export."""
    excerpts = answer.excerpts or answer.nearest
    blocks = [[answer.question]]
    blocks += [[f"read as: {answer.read_as}"]] if answer.read_as else []
    blocks += [[f"searched: {answer.filters}"]] if answer.filters else []
    blocks += [standing_lines(answer)] if standing_lines(answer) else []
    blocks += [[f"{fact_line(fact)}, as {title_of(fact.document)} states of itself."] for fact in answer.facts]
    blocks += [_quotation(number, excerpt, address) for number, excerpt in enumerate(excerpts, 1)]
    blocks += [["The sources differ:", *difference_lines(difference)] for difference in answer.differences]
    blocks += [[sources_line(answer)]] if excerpts or answer.facts else []
    return "\n".join("".join(f"{one_line(line)}\n" for line in block) for block in blocks)


def _quotation(number: int, excerpt: Excerpt, address: str) -> list[str]:
    document = excerpt.document
    return [
        *([context_line(excerpt)] if excerpt.context else []),
        *quoted_lines(excerpt),
        f"[{number}] {title_of(document)}. {excerpt_line(excerpt)}.",
        *([voices] if (voices := voices_line(excerpt)) else []),
        *([spoken_of] if (spoken_of := times_line(excerpt)) else []),
        *([also_in_line(excerpt)] if excerpt.also_in else []),
        *([document.url] if document.url else []),
        f"{document.id}, characters {excerpt.start} to {excerpt.end}; {link(excerpt, address)}",
    ]
