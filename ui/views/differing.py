"""What the sources of an answer differ in, side by side, as safe HTML."""

from collections.abc import Sequence

from qa.answers import Answer, Difference, Excerpt, Value
from qa.citations.lines import citation_line, title_of
from qa.wording import count_of
from ui.views.citations import source_link
from ui.views.html import escape


def differing(answer: Answer) -> str:
    """Return each difference with its sides; nothing where the sources do not differ."""
    return "".join(_difference(difference, answer.excerpts) for difference in answer.differences)


def _difference(difference: Difference, excerpts: Sequence[Excerpt]) -> str:
    sides = "".join(_side(value, difference, excerpts) for value in difference.values)
    return f'\n<section class="differ"><h3>The sources differ</h3><ul>{sides}</ul></section>'


def _side(value: Value, difference: Difference, excerpts: Sequence[Excerpt]) -> str:
    newer = '<span class="newer">newer:</span> ' if difference.newest in value.excerpts else ""
    cited = "".join(_cited(number, excerpts[number - 1]) for number in value.excerpts)
    several = f'<span class="from">{count_of(value.sources, "source")}</span>' if value.sources > 1 else ""
    return f'<li>{newer}<q dir="auto">{escape(value.words)}</q>{several}{cited}</li>'


def _cited(number: int, excerpt: Excerpt) -> str:
    document = excerpt.document
    return (
        f'<a class="occurrence" href="{escape(source_link(excerpt))}" data-doc="{escape(document.id)}"'
        f' data-start="{excerpt.start}" data-end="{excerpt.end}" data-text="{document.text_sha256[:12]}"'
        f' data-reference="{excerpt.reference}"><cite dir="auto">[{number}] {escape(title_of(document))}</cite></a>'
        f'<span class="from" dir="auto">{escape(citation_line(document))}</span>'
    )
