"""Answers -> safe HTML. Pure: imports no Gradio.

Every character of a document or a question is escaped before it meets a tag. Besides what HTML needs, the
characters of template languages are escaped, since Gradio's HTML component fills in a template.
"""

import re
from collections.abc import Sequence
from datetime import date

from embeddings.documents import Document
from qa.answers import Answer, Excerpt

DATE_UNKNOWN = "date unknown"

_ESCAPED = {character: f"&#{ord(character)};" for character in "&<>\"'`{}$\\"}
# Control characters have no place on a screen, and some turn the direction of what follows.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069]")


def escape(text: str) -> str:
    """Return text as HTML that shows just that text."""
    return "".join(_ESCAPED.get(character, character) for character in _CONTROL.sub("\ufffd", text))


def title_of(document: Document) -> str:
    """Return the document's title, or its file's name where it states none."""
    return document.title or document.id.rpartition("/")[2]


def human_date(published: str | None) -> str:
    """Write an ISO date as a reader would: "30 November 2010", "November 2010", "2010", or "date unknown"."""
    if not published:
        return DATE_UNKNOWN
    parts = [int(part) for part in published.split("-")]
    day = date(parts[0], *[*parts[1:], 1, 1][:2])
    return [str(day.year), f"{day:%B} {day.year}", f"{day.day} {day:%B} {day.year}"][len(parts) - 1]


def citation_line(document: Document) -> str:
    """Return publisher, author and date, in that order; what is not stated is left out, but for the date."""
    known = [said for said in (document.publisher, document.author) if said]
    return " · ".join([*known, human_date(document.published)])


def turn(number: int, answer: Answer) -> str:
    """Return one question with its answer; `number` counts the questions of the conversation from 0."""
    return f"""<article class="turn" aria-label="Question {number + 1}">
<h2 class="question">{escape(answer.question)}</h2>{_read_as(answer)}
{_found(number, answer) if answer.status == "answered" else _not_found(number, answer)}
<p class="footnote">confidence {answer.confidence:.2f} · generation {escape(answer.generation)}</p>
</article>"""


def _read_as(answer: Answer) -> str:
    return f'\n<p class="footnote read-as">read as: {escape(answer.read_as)}</p>' if answer.read_as else ""


def _found(number: int, answer: Answer) -> str:
    return f'<div class="answer">{_excerpts(number, answer.excerpts)}</div>'


def _not_found(number: int, answer: Answer) -> str:
    said = '<p class="verdict">The archive does not say.</p>'
    if not answer.nearest:
        return f'<div class="answer not-found">{said}</div>'
    near = "<p>The nearest passages, which may be of use but do not answer the question:</p>"
    return f'<div class="answer not-found">{said}{near}{_excerpts(number, answer.nearest)}</div>'


def _excerpts(number: int, excerpts: Sequence[Excerpt]) -> str:
    return "\n".join(_excerpt(number, place, excerpt) for place, excerpt in enumerate(excerpts))


def _excerpt(number: int, place: int, excerpt: Excerpt) -> str:
    title = escape(title_of(excerpt.document))
    words = f'<span class="words">{escape(excerpt.text)}</span>'
    return f"""<figure class="excerpt">
<blockquote><span class="mark">“</span>{words}<span class="mark">”</span></blockquote>
<figcaption><button type="button" class="citation" data-cite="{number}-{place}" title="Show the source">
<span class="number">{place + 1}</span> <span class="title">{title}</span></button>
<span class="from">{escape(citation_line(excerpt.document))}</span></figcaption>
</figure>"""


def failed_turn(number: int, question: str, reason: str) -> str:
    """Return a question that could not be asked, with the reason."""
    return f"""<article class="turn" aria-label="Question {number + 1}">
<h2 class="question">{escape(_shortened(question))}</h2>
<div class="answer failed" role="alert"><p>{escape(reason)}</p></div>
</article>"""


def _shortened(question: str, most: int = 300) -> str:
    return question if len(question) <= most else f"{question[:most]}…"


def welcome(examples: Sequence[str]) -> str:
    """Return what stands above the conversation before the first question."""
    buttons = "".join(
        f'<li><button type="button" class="example" data-ask="{escape(one)}">{escape(one)}</button></li>'
        for one in examples
    )
    offer = f"<p>For instance:</p><ul>{buttons}</ul>" if buttons else ""
    return f"""<div class="welcome">
<h2>Ask the archive</h2>
<p>The answer is in the sources’ own words, each with its exact place. Nothing is written for you, and where the
archive does not say, you are told so.</p>{offer}
</div>"""


def conversation(turns: Sequence[str]) -> str:
    """Return the whole conversation from its rendered turns."""
    inner = "\n".join(turns)
    return f'<div class="conversation" role="log" aria-live="polite" aria-label="Conversation">{inner}</div>'


def notice(text: str) -> str:
    """Return the line that says in what state the archive is."""
    return f'<p class="notice" role="status">{escape(text)}</p>'
