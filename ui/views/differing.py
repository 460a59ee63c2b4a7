"""What the sources of an answer differ in, side by side, as safe HTML."""

from collections.abc import Sequence

from qa.answers import Answer, Difference, Excerpt, Value
from qa.citations.lines import citation_line
from qa.wording import count_of
from ui.views.citations import numbered_link
from ui.views.html import escape


def differing(answer: Answer) -> str:
    """Return each difference with its sides; nothing where the sources do not differ."""
    return "".join(_difference(difference, answer.excerpts) for difference in answer.differences)


def _difference(difference: Difference, excerpts: Sequence[Excerpt]) -> str:
    sides = "".join(_side(value, difference, excerpts) for value in difference.values)
    return f'\n<section class="differ"><h3>The sources differ</h3><ul>{sides}</ul></section>'


def _side(value: Value, difference: Difference, excerpts: Sequence[Excerpt]) -> str:
    noted = [
        *(["newer"] if difference.newest in value.excerpts else []),
        *([count_of(value.sources, "source")] if value.sources > 1 else []),
    ]
    note = f' <span class="from">{" · ".join(noted)}</span>' if noted else ""
    cited = "".join(_cited(number, excerpts[number - 1]) for number in value.excerpts)
    return f'<li><p><q dir="auto">{escape(value.words)}</q>{note}</p>{cited}</li>'


def _cited(number: int, excerpt: Excerpt) -> str:
    line = f'<span class="from" dir="auto">{escape(citation_line(excerpt.document))}</span>'
    return f"<p>{numbered_link(number, excerpt)} {line}</p>"
