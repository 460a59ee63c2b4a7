"""Passages like the one that the source pane shows, as safe HTML."""

from collections.abc import Sequence

from qa.answers import Excerpt
from qa.citations.lines import citation_line, title_of
from ui.views.citations import source_link
from ui.views.html import escape

# Characters of a passage that are shown; its link opens all of it.
SHOWN = 320


def similar_html(excerpts: Sequence[Excerpt]) -> str:
    """Return passages as a list, each with a link that opens it in its source."""
    items = "".join(f"<li>{_passage(excerpt)}</li>" for excerpt in excerpts)
    body = f"<ol>{items}</ol>" if items else "<p>There is no other passage there.</p>"
    return f"""<section class="similar" aria-labelledby="similar-title">
<h3 id="similar-title" tabindex="-1">More like this passage</h3>{body}</section>"""


def _passage(excerpt: Excerpt) -> str:
    document = excerpt.document
    words = " ".join(excerpt.text.split())
    shown = words if len(words) <= SHOWN else f"{words[:SHOWN].rpartition(' ')[0] or words[:SHOWN]} …"
    place = f"{excerpt.place} · " if excerpt.place else ""
    return f'''<a class="alike" href="{escape(source_link(excerpt))}" data-doc="{escape(document.id)}"
 data-start="{excerpt.start}" data-end="{excerpt.end}" data-text="{document.text_sha256[:12]}"><cite class="title"
 dir="auto">{escape(title_of(document))}</cite></a>
<span class="from" dir="auto">{escape(place + citation_line(document))}</span>
<blockquote dir="auto" lang="{escape(document.language or "")}">{escape(shown)}</blockquote>'''
