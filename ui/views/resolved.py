"""What a reference leads to, in words and as the source pane."""

from collections.abc import Sequence

from embeddings.documents import Span
from qa.answers import Excerpt
from qa.citations.comparing import Difference, differ
from qa.citations.lines import title_of
from qa.citations.resolving import Resolved
from ui.views.html import escape
from ui.views.source_pane import no_source, source

_MARKS = {"same": "{}", "removed": "[-{}-]", "added": "{{+{}+}}"}
_TAGS = {"same": "{}", "removed": "<del>{}</del>", "added": "<ins>{}</ins>"}


def resolved_line(resolved: Resolved) -> str:
    """Return in a sentence or two what became of the words cited."""
    if resolved.excerpt:
        return _standing_line(resolved, resolved.excerpt)
    if resolved.document is None:
        return "The document cited is no longer in the archive, and no other has its words."
    return (
        "The document has changed since it was cited, and so have the words."
        if resolved.nearest
        else "The document has changed since it was cited, and no longer has the words."
    )


def _standing_line(resolved: Resolved, excerpt: Excerpt) -> str:
    """Return where the words stand."""
    name = excerpt.document.id
    match resolved.status:
        case "same":
            return "The words stand where they were cited."
        case "moved":
            return f"The words stand where they were cited; the file is now {name}."
        case "reprint":
            cited = resolved.document
            lost = f"{cited.id} has changed and lost them" if cited else "the document cited is no longer there"
            return f"The same words stand in another document, {title_of(excerpt.document)} ({name}); {lost}."
        case _:
            around = ", and so has what stands around them" if differ(resolved.differences) else ""
            return f"The document has changed since it was cited{around}; the words still stand in it."


def differences_line(differences: Sequence[Difference]) -> str:
    """Return what changed as plain text, marked as wdiff does: "the [-old-] {+new+} words"."""
    return " ".join(_MARKS[part.kind].format(part.text) for part in differences)


def differences_html(differences: Sequence[Difference]) -> str:
    """Return what changed as safe HTML, with what was removed struck out and what was added underlined."""
    return " ".join(_TAGS[part.kind].format(escape(part.text)) for part in differences)


def resolved_pane(resolved: Resolved, cited: Sequence[Span]) -> str:
    """Return the source pane for a reference; `cited` are other places of the document to mark.

    Only the words cited are marked as the current ones, never the nearest to them.
    """
    if resolved.excerpt:
        excerpt = resolved.excerpt
        return source(excerpt.document, cited, (excerpt.start, excerpt.end), resolved_note(resolved))
    if resolved.document:
        return source(resolved.document, cited, (0, 0), resolved_note(resolved))
    return no_source(resolved_line(resolved), _quoted(resolved))


def resolved_note(resolved: Resolved) -> str:
    """Return what became of the words cited, as safe HTML; nothing where they stand where they were cited."""
    if resolved.status == "same":
        return ""
    line = f"<p>{escape(resolved_line(resolved))}</p>"
    if differ(resolved.differences):
        what = "Around the words" if resolved.excerpt else "The words"
        changed = f'<p class="changed" dir="auto">{differences_html(resolved.differences)}</p>'
        return f'<div class="cut resolved" role="status">{line}<p>{what}, before and now:</p>{changed}</div>'
    return f'<div class="cut resolved" role="status">{line}{_quoted(resolved)}</div>'


def _quoted(resolved: Resolved) -> str:
    """Return the words as they were cited, where they stand nowhere now but an earlier generation has them."""
    if resolved.excerpt or not resolved.cited:
        return ""
    return f'<p>As cited: <q dir="auto">{escape(resolved.cited)}</q></p>'
