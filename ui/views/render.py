"""Answers -> safe HTML. Pure: imports no Gradio.

Every character of a document or a question is escaped before it meets a tag. Besides what HTML needs, the
characters of template languages are escaped, since Gradio's HTML component fills in a template.
"""

import re
from collections.abc import Sequence
from urllib.parse import urlencode

from embeddings import dates
from embeddings.documents import Document
from qa.answers import Answer, Excerpt, Reprint
from ui.views.states import confidence_line, is_of_nothing, reason_line, verdict_line

DATE_UNKNOWN = "date unknown"
# Reprints that are named in a line, and in a list that opens; of the others it is said how many there are.
NAMED_REPRINTS, LISTED_REPRINTS = 3, 50

_ESCAPED = {character: f"&#{ord(character)};" for character in "&<>\"'`{}$\\"}
# Control characters have no place on a screen, and some turn the direction of what follows; halves of characters, which
# names of files may hold, cannot be sent.
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def escape(text: str) -> str:
    """Return text as HTML that shows just that text."""
    return "".join(_ESCAPED.get(character, character) for character in CONTROL.sub("\ufffd", text))


def title_of(document: Document | Reprint) -> str:
    """Return the document's title, or its file's name where it states none."""
    return document.title or document.id.rpartition("/")[2]


def human_date(published: str | None) -> str:
    """Write an ISO date as a reader would: "30 November 2010", "November 2010", "2010", or "date unknown"."""
    return dates.human_date(published) if published else DATE_UNKNOWN


def citation_line(document: Document | Reprint) -> str:
    """Return publisher, author and date, in that order; what is not stated is left out, but for the date."""
    author = document.author if isinstance(document, Document) else None
    known = [said for said in (document.publisher, author) if said]
    return " · ".join([*known, human_date(document.published)])


def also_in_line(excerpt: Excerpt) -> str:
    """Return where else an excerpt stands: "also in Title, Publisher, date; …"; nothing if nowhere."""
    if not excerpt.also_in:
        return ""
    named = [
        ", ".join([title_of(one), *([one.publisher] if one.publisher else []), human_date(one.published)])
        for one in excerpt.also_in[:NAMED_REPRINTS]
    ]
    more = len(excerpt.also_in) - len(named)
    return f"also in {'; '.join(named)}{f'; and {more:,} more' if more else ''}"


def sources_line(answer: Answer) -> str:
    """Return how many excerpts, or nearest passages, are shown, and of how many sources, as a sentence."""
    what = "excerpt" if answer.excerpts else "nearest passage"
    return f"{count_of(len(answer.excerpts or answer.nearest), what)} from {count_of(answer.sources, 'source')}."


def source_link(excerpt: Excerpt) -> str:
    """Return the address, relative to the page, that opens an excerpt in its source; it can be shared."""
    document = excerpt.document
    place = {"doc": document.id, "at": f"{excerpt.start}-{excerpt.end}", "text": document.text_sha256[:12]}
    return f"?{urlencode(place, errors='replace')}"


def reprint_link(reprint: Reprint, excerpt: Excerpt) -> str:
    """Return the address, relative to the page, that opens a reprint at the words of the excerpt that it has too."""
    return f"?{urlencode({'doc': reprint.id, 'words': excerpt.text}, errors='replace')}"


def turn(number: int, answer: Answer) -> str:
    """Return one question with its answer; `number` counts the questions of the conversation from 0."""
    said = _found(number, answer) if answer.status == "answered" else _not_found(number, answer)
    return f"""<article class="turn" aria-labelledby="question-{number}">
{_question(number, answer.question)}{_read_as(answer)}{_searched(answer)}
{said}
{_tools(number)}
<div class="why" id="why-{number}" hidden></div>
</article>"""


def failed_turn(number: int, question: str, reason: str) -> str:
    """Return a question that could not be asked, with the reason."""
    return f"""<article class="turn" aria-labelledby="question-{number}">
{_question(number, shortened(question))}
<div class="answer failed" role="alert"><p>{escape(reason)}</p></div>
<p class="tools"><button type="button" data-do="edit">Edit</button>
<button type="button" data-do="retry">Ask again</button></p>
</article>"""


def summary(answer: Answer) -> str:
    """Return, as plain text, what a screen reader says when an answer is there."""
    said = f"{verdict_line(answer)} {reason_line(answer)}".strip()
    if answer.status == "not_found":
        return said if is_of_nothing(answer) else f"{said} {sources_line(answer)}"
    first = answer.excerpts[0]
    return f"{said} {sources_line(answer)} The first is from {title_of(first.document)}: {first.text}".lstrip()


def count_of(number: int, what: str) -> str:
    """Return a number of things: "1 document", "1,204 documents"."""
    return f"{number:,} {what}{'' if number == 1 else 's'}"


def _question(number: int, text: str) -> str:
    return f'<h2 class="question" id="question-{number}" dir="auto" tabindex="-1">{escape(text)}</h2>'


def _read_as(answer: Answer) -> str:
    return f'\n<p class="read-as" dir="auto">read as: {escape(answer.read_as)}</p>' if answer.read_as else ""


def _searched(answer: Answer) -> str:
    if not answer.filters:
        return ""
    lift = '<button type="button" data-do="lift">Ask the whole archive</button>'
    return f'\n<p class="read-as" dir="auto">searched: {escape(str(answer.filters))} {lift}</p>'


def _found(number: int, answer: Answer) -> str:
    if not answer.low_confidence:
        return f'<div class="answer">{_excerpts(number, answer)}</div>'
    said = _verdict(answer, f"{reason_line(answer)} {confidence_line(answer)}")
    return f'<div class="answer unsure">{said}{_excerpts(number, answer)}</div>'


def _not_found(number: int, answer: Answer) -> str:
    said = _verdict(answer, reason_line(answer))
    if not answer.nearest:
        return f'<div class="answer not-found">{said}</div>'
    near = """<div class="nearest"><h3>The nearest passages</h3>
<p>They may be of use but do not answer the question.</p></div>"""
    return f'<div class="answer not-found">{said}{near}{_excerpts(number, answer)}</div>'


def _verdict(answer: Answer, reason: str) -> str:
    why = f'<p class="reason" dir="auto">{escape(reason.strip())}</p>' if reason.strip() else ""
    return f'<div class="standing"><p class="verdict">{escape(verdict_line(answer))}</p>{why}</div>'


def _excerpts(number: int, answer: Answer) -> str:
    """Return what is quoted and how many sources that is from."""
    quoted = [_excerpt(number, place, excerpt) for place, excerpt in enumerate(answer.excerpts or answer.nearest)]
    return "\n".join([*quoted, f'<p class="sources">{sources_line(answer)}</p>'])


def _excerpt(number: int, place: int, excerpt: Excerpt) -> str:
    document = excerpt.document
    link = escape(source_link(excerpt))
    quoted = f'<span class="mark">“</span><span class="words">{escape(excerpt.text)}</span><span class="mark">”</span>'
    return f"""<figure class="excerpt">
<blockquote cite="{link}" dir="auto" lang="{escape(document.language or "")}">{quoted}</blockquote>
<figcaption><a class="citation" href="{link}" data-doc="{escape(document.id)}" data-start="{excerpt.start}"
 data-end="{excerpt.end}" data-text="{document.text_sha256[:12]}" aria-describedby="from-{number}-{place}">
<span class="number">{place + 1}</span> <cite class="title" dir="auto">{escape(title_of(document))}</cite></a>
<span class="from" id="from-{number}-{place}" dir="auto">{escape(citation_line(document))}</span>{_also_in(excerpt)}
</figcaption>
</figure>"""


def _also_in(excerpt: Excerpt) -> str:
    """Return how many other documents have an excerpt's words, to be opened for their names and places."""
    if not excerpt.also_in:
        return ""
    listed = excerpt.also_in[:LISTED_REPRINTS]
    items = "".join(_reprint(one, excerpt) for one in listed)
    more = len(excerpt.also_in) - len(listed)
    items += f"<li>and {more:,} more</li>" if more else ""
    others = "1 other" if len(excerpt.also_in) == 1 else f"{len(excerpt.also_in):,} others"
    return f'\n<details class="also-in"><summary>also in {others}</summary><ul>{items}</ul></details>'


def _reprint(reprint: Reprint, excerpt: Excerpt) -> str:
    link = f'<a class="reprint" href="{escape(reprint_link(reprint, excerpt))}" data-doc="{escape(reprint.id)}">'
    cited = f'{link}<cite class="title" dir="auto">{escape(title_of(reprint))}</cite></a>'
    return f'<li>{cited} <span class="from" dir="auto">{escape(citation_line(reprint))}</span></li>'


def _tools(number: int) -> str:
    return f"""<p class="tools">
<button type="button" data-do="why" aria-expanded="false" aria-controls="why-{number}">Why this answer?</button>
<button type="button" data-do="copy">Copy</button>
<button type="button" data-do="save">Save</button>
<button type="button" data-do="link">Copy link</button>
<button type="button" data-do="edit">Edit</button>
<button type="button" data-do="retry">Ask again</button></p>"""


def shortened(question: str, most: int = 300) -> str:
    """Return a text cut to `most` characters, with a mark where it was cut."""
    return question if len(question) <= most else f"{question[:most]}…"


def welcome(examples: Sequence[str]) -> str:
    """Return what stands above the conversation before the first question."""
    buttons = "".join(
        f'<li><button type="button" class="example" dir="auto">{escape(one)}</button></li>' for one in examples
    )
    offer = f'<p id="instance">For instance:</p><ul aria-labelledby="instance">{buttons}</ul>' if buttons else ""
    return f"""<h2>Ask the archive</h2>
<p>The answer is in the sources’ own words, each with its exact place. Nothing is written for you, and where the
archive does not say, you are told so.</p>{offer}"""


def first_run(may_change: bool) -> str:
    """Return what stands in place of the examples where there is no archive yet: the next step."""
    if not may_change:
        return "<h2>The archive is empty</h2>\n<p>Whoever runs this server has yet to add documents to it.</p>"
    return """<h2>The archive is empty</h2>
<p>Add the documents that you want to ask, then come back here.</p>
<p><a class="next-step" href="archive">Add documents</a></p>"""


def notice(text: str) -> str:
    """Return the line that says in what state the archive is."""
    return f'<p class="notice">{escape(text)}</p>'
