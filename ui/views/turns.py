"""One turn of a conversation, a question with its answer, as safe HTML and as what a screen reader says."""

from collections.abc import Sequence
from itertools import pairwise

from qa.answers import Answer, Excerpt, Fact, Reprint
from qa.citations.export import Form
from qa.citations.lines import (
    citation_line,
    context_line,
    difference_lines,
    excerpt_line,
    fact_line,
    paragraphs_of,
    sources_line,
    times_line,
    title_of,
)
from qa.citations.standing import confidence_line, reason_line, verdict_line
from qa.search.offers import Offer
from ui.views.citations import document_link, reprint_link, source_link
from ui.views.differing import differing
from ui.views.found import offer_line
from ui.views.html import escape
from ui.views.timeline import timeline_html
from ui.views.voices import voices

# Reprints in the list that opens; of the rest it says how many there are.
LISTED_REPRINTS = 50
_FORMS: dict[Form, str] = {
    "markdown": "Markdown, with footnotes",
    "text": "Plain text",
    "json": "JSON",
    "csl-json": "CSL-JSON (Zotero, Pandoc)",
    "ris": "RIS (EndNote, Zotero)",
    "bibtex": "BibTeX",
    "html": "HTML cards to embed",
}


def turn(number: int, answer: Answer, offered: Sequence[Offer] = ()) -> str:
    """Return one question with its answer; `number` counts the questions of the conversation from 0.

    `offered` are exact searches that it leads to.
    """
    body = _answered(number, answer) if answer.status == "answered" else _not_found(number, answer)
    body += offers_html(offered)
    return f"""<article class="turn" aria-labelledby="question-{number}">
{_question(number, answer.question)}{_read_as(answer)}{_searched(answer)}
{body}
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
    standing = f"{verdict_line(answer)} {reason_line(answer)}".strip()
    if answer.status == "not_found":
        return f"{standing} {sources_line(answer)}" if answer.nearest else standing
    facts = [f"{fact_line(fact)}, says {title_of(fact.document)}." for fact in answer.facts]
    differ = [f"The sources differ: {'; '.join(difference_lines(one))}." for one in answer.differences]
    first = [f"The first is from {title_of(one.document)}: {one.text}" for one in answer.excerpts[:1]]
    return " ".join([standing, *differ, sources_line(answer), *facts, *first]).lstrip()


def shortened(question: str, most: int = 300) -> str:
    """Return a text cut to `most` characters, with a mark where it was cut."""
    return question if len(question) <= most else f"{question[:most]}…"


def _question(number: int, text: str) -> str:
    return f'<h2 class="question" id="question-{number}" dir="auto" tabindex="-1">{escape(text)}</h2>'


def _read_as(answer: Answer) -> str:
    return f'\n<p class="read-as" dir="auto">read as: {escape(answer.read_as)}</p>' if answer.read_as else ""


def _searched(answer: Answer) -> str:
    if not answer.filters:
        return ""
    lift = '<button type="button" data-do="lift">Ask the whole archive</button>'
    return f'\n<p class="read-as" dir="auto">searched: {escape(str(answer.filters))} {lift}</p>'


def _answered(number: int, answer: Answer) -> str:
    if not answer.low_confidence:
        return f'<div class="answer">{_excerpts(number, answer)}</div>'
    verdict = _verdict(answer, f"{reason_line(answer)} {confidence_line(answer)}")
    return f'<div class="answer unsure">{verdict}{_excerpts(number, answer)}</div>'


def _not_found(number: int, answer: Answer) -> str:
    verdict = _verdict(answer, reason_line(answer))
    if not answer.nearest:
        return f'<div class="answer not-found">{verdict}</div>'
    near = """<div class="nearest"><h3>The nearest passages</h3>
<p>They may be of use but do not answer the question.</p></div>"""
    return f'<div class="answer not-found">{verdict}{near}{_excerpts(number, answer)}</div>'


def offers_html(offered: Sequence[Offer]) -> str:
    """Return the exact searches that are offered as buttons, each with how many documents it finds."""
    items = ""
    for offer in offered:
        words = escape(offer_line(offer))
        items += f'<li><button type="button" data-search="{escape(offer.search)}" dir="auto">{words}</button></li>'
    return f'\n<ul class="offers" aria-label="Exact searches">{items}</ul>' if items else ""


def _verdict(answer: Answer, reason: str) -> str:
    why = f'<p class="reason" dir="auto">{escape(reason.strip())}</p>' if reason.strip() else ""
    return f'<div class="standing"><p class="verdict">{escape(verdict_line(answer))}</p>{why}</div>'


def _excerpts(number: int, answer: Answer) -> str:
    """Return what the sources differ in, the facts and what is quoted, and how many sources that is from."""
    facts = [_fact(fact) for fact in answer.facts]
    quoted = [_excerpt(number, place, excerpt) for place, excerpt in enumerate(answer.excerpts or answer.nearest)]
    counted = f'<p class="sources">{sources_line(answer)}</p>'
    return differing(answer) + "\n".join([*facts, *quoted, counted]) + timeline_html(answer)


def _fact(fact: Fact) -> str:
    """Return what a document states of itself, and which one does."""
    document = fact.document
    link = f'<a class="reprint" href="{escape(document_link(document))}" data-doc="{escape(document.id)}">'
    title = f'{link}<cite class="title" dir="auto">{escape(title_of(document))}</cite></a>'
    return f"""<p class="fact"><strong dir="auto">{escape(fact_line(fact))}</strong>
<span class="from">as {title} states of itself</span></p>"""


def _excerpt(number: int, place: int, excerpt: Excerpt) -> str:
    document = excerpt.document
    link = escape(source_link(excerpt))
    context = f'<p class="context">{escape(context_line(excerpt))}</p>' if excerpt.context else ""
    quoted = f'<span class="mark">“</span><span class="words">{_words(excerpt)}</span><span class="mark">”</span>'
    return f"""<figure class="excerpt">
<blockquote cite="{link}" dir="auto" lang="{escape(document.language or "")}">{context}{quoted}</blockquote>
<figcaption><a class="citation" href="{link}" data-doc="{escape(document.id)}" data-start="{excerpt.start}"
 data-end="{excerpt.end}" data-text="{document.text_sha256[:12]}" data-reference="{excerpt.reference}"
 aria-describedby="from-{number}-{place}">
<span class="number">{place + 1}</span> <cite class="title" dir="auto">{escape(title_of(document))}</cite></a>
<span class="from" id="from-{number}-{place}" dir="auto">{escape(excerpt_line(excerpt))}</span>{_beside(excerpt)}
<span class="said-of">
<button type="button" class="keep" data-keep="{excerpt.reference}" aria-expanded="false">Keep</button>
<button type="button" data-judge="useful" aria-pressed="false">Useful</button>
<button type="button" data-judge="not" aria-pressed="false">Not the answer</button></span>
</figcaption>
</figure>"""


def _beside(excerpt: Excerpt) -> str:
    """Return whose words an excerpt holds, the times that it speaks of, and where else it stands."""
    spoken_of = times_line(excerpt)
    times = f'\n<span class="from times" dir="auto">{escape(spoken_of)}</span>' if spoken_of else ""
    return voices(excerpt) + times + _also_in(excerpt)


def _words(excerpt: Excerpt) -> str:
    """Return the words of an excerpt, character by character, those that answer marked.

    Each item of a list and each row of a table stands on its own line.
    """
    text = excerpt.text
    lines = {start for start, _ in paragraphs_of(excerpt)[1:]}
    first, last = (place - excerpt.start for place in excerpt.answer or (excerpt.start, excerpt.start))
    words = ""
    for start, end in pairwise(sorted({0, len(text), first, last, *lines})):
        part = escape(text[start:end])
        is_answer = first <= start and end <= last
        words += ("<br>" if start in lines else "") + (f'<strong class="key">{part}</strong>' if is_answer else part)
    return words


def _also_in(excerpt: Excerpt) -> str:
    """Return how many other documents have an excerpt's words; it opens to their titles, sources and dates."""
    if not excerpt.also_in:
        return ""
    listed = excerpt.also_in[:LISTED_REPRINTS]
    items = "".join(_reprint(reprint, excerpt) for reprint in listed)
    more = len(excerpt.also_in) - len(listed)
    items += f"<li>and {more:,} more</li>" if more else ""
    count = "1 other" if len(excerpt.also_in) == 1 else f"{len(excerpt.also_in):,} others"
    return f'\n<details class="also-in"><summary>also in {count}</summary><ul>{items}</ul></details>'


def _reprint(reprint: Reprint, excerpt: Excerpt) -> str:
    link = f'<a class="reprint" href="{escape(reprint_link(reprint, excerpt))}" data-doc="{escape(reprint.id)}">'
    cited = f'{link}<cite class="title" dir="auto">{escape(title_of(reprint))}</cite></a>'
    return f'<li>{cited} <span class="from" dir="auto">{escape(citation_line(reprint))}</span></li>'


def export_menu(label: str) -> str:
    """Return a menu that opens to the formats in which an answer, or a conversation, can be saved."""
    buttons = "".join(
        f'<li><button type="button" data-form="{form}">{name}</button></li>' for form, name in _FORMS.items()
    )
    return f'<details class="export"><summary>{label}</summary><ul>{buttons}</ul></details>'


def _tools(number: int) -> str:
    return f"""<div class="tools">
<button type="button" data-do="why" aria-expanded="false" aria-controls="why-{number}">Why this answer?</button>
<button type="button" data-do="copy">Copy</button>
{export_menu("Save")}
<button type="button" data-do="link">Copy link</button>
<button type="button" data-do="edit">Edit</button>
<button type="button" data-do="retry">Ask again</button></div>"""
