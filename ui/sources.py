"""The source pane: a document with the cited words marked in their context. Pure: imports no Gradio."""

from embeddings.documents import Document
from embeddings.splitting import is_heading, paragraphs
from qa.answers import Excerpt
from ui.render import citation_line, escape, title_of

# A browser shows this much at once without delay; a longer document is cut around the cited words.
SHOWN_CHARACTERS = 60_000


def empty_source() -> str:
    """Return the pane before a citation was chosen."""
    return '<div class="source empty"><p>Choose a citation to read it in its source.</p></div>'


def source(excerpt: Excerpt) -> str:
    """Return the document an excerpt is from, with the excerpt marked."""
    document = excerpt.document
    low, high = _window(excerpt)
    blocks = [
        _block(document.text, max(start, low), min(end, high), excerpt)
        for start, end in paragraphs(document.text)
        if start < high and end > low
    ]
    cut = ""
    if high - low < len(document.text):
        cut = f'<p class="cut">Shown: characters {low:,} to {high:,} of {len(document.text):,}.</p>'
    return f"""<section class="source" aria-label="Source">
<header><h2>{escape(title_of(document))}</h2><p class="from">{escape(citation_line(document))}</p>
<p class="place">{_place(document, excerpt)}</p></header>
{cut}<div class="text" lang="{escape(document.language or "")}">{"".join(blocks)}</div>
</section>"""


def _window(excerpt: Excerpt) -> tuple[int, int]:
    length = len(excerpt.document.text)
    if length <= SHOWN_CHARACTERS:
        return 0, length
    low = max(0, excerpt.start - SHOWN_CHARACTERS // 2)
    return low, min(length, max(excerpt.end, low + SHOWN_CHARACTERS))


def _block(text: str, start: int, end: int, excerpt: Excerpt) -> str:
    tag = "h3" if is_heading(text[start:end]) else "p"
    first, last = max(start, excerpt.start), min(end, excerpt.end)
    if first >= last:
        return f"<{tag}>{escape(text[start:end])}</{tag}>"
    before, cited, after = (escape(text[a:b]) for a, b in ((start, first), (first, last), (last, end)))
    return f'<{tag}>{before}<mark tabindex="-1">{cited}</mark>{after}</{tag}>'


def _place(document: Document, excerpt: Excerpt) -> str:
    """Return where the words stand: the document's id, the characters, and the start of the file's sha256."""
    return (
        f"{escape(document.id)}, characters {excerpt.start:,} to {excerpt.end:,} · "
        f'<span title="sha256 {document.sha256}">sha256 {document.sha256[:12]}…</span>'
    )
