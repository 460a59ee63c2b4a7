"""Whose words an excerpt holds, as safe HTML; each opens to the places that lead to the name."""

from embeddings.documents import Attribution, Document, Span
from qa.answers import Excerpt
from qa.citations.voices import NAMED_VOICES, chain_of, shown_voices, voice_line
from qa.references import reference_to
from ui.views.html import escape


def voices(excerpt: Excerpt) -> str:
    """Return a line for each of the first voices of an excerpt; nothing where it holds nobody's words."""
    shown = shown_voices(excerpt.attributions)
    more = len(shown) - NAMED_VOICES
    lines = "".join(_voice(excerpt.document, one) for one in shown[:NAMED_VOICES])
    return lines + (f'\n<span class="from voice">and {more:,} more</span>' if more > 0 else "")


def _voice(document: Document, attribution: Attribution) -> str:
    line, places = escape(voice_line(attribution)), chain_of(document, attribution)
    if not attribution.speaker or not places:
        return f'\n<span class="from voice" dir="auto">{line}</span>'
    items = "".join(f"<li>{_place(document, place)}</li>" for place in places)
    return (
        f'\n<details class="voice"><summary dir="auto">{line}</summary>'
        f'<ol aria-label="What the text calls the speaker, and where">{items}</ol></details>'
    )


def _place(document: Document, place: Span) -> str:
    start, end = place
    words = escape(" ".join(document.text[start:end].split()))
    return (
        f'<a class="occurrence" href="?ref={reference_to(document, start, end)}" data-doc="{escape(document.id)}"'
        f' data-start="{start}" data-end="{end}" data-text="{document.text_sha256[:12]}" dir="auto">“{words}”</a>'
    )
