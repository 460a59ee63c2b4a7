"""Clippings in the formats that are kept, sent on, or read by other programs: those of qa.citations.export."""

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from functools import cache

from qa.citations.cards import cards
from qa.citations.export import BIBLIOGRAPHIES, Form, checked_form
from qa.citations.lines import citation_line, title_of
from qa.citations.markdown import escape, line
from qa.citations.works import one_line, works_of
from qa.kept.exchange import to_json
from qa.kept.following import Followed
from qa.wording import replace_control_characters

STATUS_LINES = {
    "same": "",
    "moved": "The file has been moved since.",
    "reprint": "The document has gone or lost these words; another one has them.",
    "changed": "The document has changed since; these words still stand in it.",
    "gone": "The words are no longer in the archive.",
}


def status_line(followed: Followed) -> str:
    """Return what became of the words of a clipping, as a sentence; nothing where they stand where they were cited."""
    resolved = followed.resolved
    if resolved.excerpt is None and resolved.document is not None:
        return "The document has changed since and no longer has these words."
    return STATUS_LINES[resolved.status]


def export_clippings(
    clippings: Sequence[Followed], form: str, *, address: str = "", accessed: date | None = None
) -> str:
    """Return clippings in a format, one of qa.citations.export.FORMS, in their order.

    JSON is what qa.kept.exchange reads again. Markdown and text have notes, tags, and what became of the words.
    CSL-JSON, RIS, BibTeX and HTML have what the archive still holds; `without_source` counts the rest. `address` and
    `accessed` are as in qa.citations.export. Raises ExportError for a format that there is not.
    """
    form = checked_form(form)
    excerpts = [one.resolved.excerpt for one in clippings if one.resolved.excerpt]
    if form in BIBLIOGRAPHIES:
        day = accessed or datetime.now(UTC).date()
        return BIBLIOGRAPHIES[form](works_of(excerpts, day), address)
    if form == "html":
        once = {(excerpt.document.id, excerpt.start, excerpt.end): excerpt for excerpt in excerpts}
        return cards(once.values(), address)
    if form == "json":
        return to_json([one.clipping for one in clippings])
    return _WRITERS[form](clippings, address)


def without_source(clippings: Sequence[Followed], form: str) -> int:
    """Return how many clippings a format leaves out, since the archive no longer has their words."""
    lost = sum(one.resolved.excerpt is None for one in clippings)
    return lost if form in BIBLIOGRAPHIES or form == "html" else 0


def _markdown(clippings: Sequence[Followed], address: str) -> str:
    lines: list[str] = []
    # Much is said of many clippings: they are of the same document, or have the same tags.
    said = cache(line)
    notebook = None
    for number, one in enumerate(clippings, 1):
        if one.clipping.notebook != notebook:
            notebook = one.clipping.notebook
            lines += [f"## {line(notebook)}", ""]
        *first, last = (f"> {escape(part)}".rstrip() for part in f"“{one.clipping.text}”".splitlines())
        lines += [*first, f"{last}[^{number}]", ""]
        lines += ["  \n".join(map(escape, one.clipping.note.splitlines())), ""] if one.clipping.note else []
        lines += [said(_tags(one)), ""] if one.clipping.tags else []
    for number, one in enumerate(clippings, 1):
        cited, *rest = _citation(one, address, said)
        lines += ["  \n".join([f"[^{number}]: {cited}", *(f"    {further}" for further in rest)]), ""]
    return "\n".join(lines)


def _text(clippings: Sequence[Followed], address: str) -> str:
    blocks: list[list[str]] = []
    said = cache(one_line)
    notebook = None
    for number, one in enumerate(clippings, 1):
        if one.clipping.notebook != notebook:
            notebook = one.clipping.notebook
            blocks.append([one_line(notebook)])
        cited, *rest = _citation(one, address, said)
        blocks.append(
            [
                *map(replace_control_characters, one.lines),
                f"[{number}] {cited}",
                *rest,
                *map(one_line, one.clipping.note.splitlines()),
                *([said(_tags(one))] if one.clipping.tags else []),
            ]
        )
    return "\n".join("\n".join([*block, ""]) for block in blocks)


def _citation(one: Followed, address: str, said: Callable[[str], str]) -> list[str]:
    """Return what cites a clipping, line by line; `said` writes text as a line of the format."""
    document, place, status = one.document, one.place, status_line(one)
    where = f"{place} · " if place else ""
    reference = f"{said(address)}?ref={one.clipping.reference}" if address else f"loccit {one.clipping.reference}"
    return [
        said(f"{title_of(document)}. {where}{citation_line(document)}."),
        *([said(document.url)] if document.url else []),
        f"{said(document.id)}, {reference}",
        *([said(status)] if status else []),
    ]


def _tags(one: Followed) -> str:
    return f"Tags: {', '.join(one.clipping.tags)}"


_WRITERS: dict[Form, Callable[[Sequence[Followed], str], str]] = {"markdown": _markdown, "text": _text}
