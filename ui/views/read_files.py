"""What would be read of files, as a page of HTML that needs nothing else: no script, nothing remote, all escaped."""

from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from pathlib import Path

from embeddings.documents import Document, Place
from embeddings.readers.content import FIELDS, FileContent
from embeddings.readers.page_pictures import pages_of
from embeddings.text.splitting import passages
from qa.places import place_line
from qa.upkeep.read_files import FileRead
from qa.wording import count_of
from ui.views.html import escape

# A browser shows this much of each document without delay; qa read --json has all.
MOST_CHARACTERS = 300_000
MOST_FACTS = 200
# Places that are named in a list of their own; in the text all are.
MOST_PLACES = 500

# The address of the picture of each page of a document, by the page's number from 0; none for what cannot be drawn.
Pictures = Callable[[Document], Sequence[str]]

_STYLE = """
:root { color-scheme: light dark; --paper: #f8f5ee; --sheet: #fffdf8; --ink: #23201b; --quiet: #625c51; --line: #ddd6c6;
  --accent: #1d5643; --alarm: #8c2f1b; }
@media (prefers-color-scheme: dark) { :root { --paper: #191815; --sheet: #211f1b; --ink: #e8e3d8; --quiet: #aca594;
  --line: #3b372f; --accent: #8fcbb0; --alarm: #f0a48f; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 78rem; padding: 1rem clamp(0.8rem, 3vw, 2.5rem) 4rem; background: var(--paper);
  color: var(--ink); font: 0.95rem/1.5 system-ui, "Noto Sans", "Liberation Sans", sans-serif; }
h1, h2 { font-family: Palatino, Georgia, "Noto Serif", serif; font-weight: 600; overflow-wrap: anywhere; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.25rem; margin: 0 0 0.2rem; }
a { color: var(--accent); }
article { border-top: 1px solid var(--line); padding: 1.2rem 0; }
.quiet, th, .origin { color: var(--quiet); font-weight: normal; }
.alarm { color: var(--alarm); }
table { border-collapse: collapse; margin: 0.6rem 0; }
th, td { text-align: start; vertical-align: top; padding: 0.1rem 1rem 0.1rem 0; overflow-wrap: break-word; }
td:nth-child(2) { overflow-wrap: anywhere; min-width: 8rem; }
summary { cursor: pointer; color: var(--accent); }
details { margin: 0.3rem 0; }
details ul { max-height: 20rem; overflow: auto; }
.page { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); gap: 1.5rem; margin: 1rem 0; }
.page img { width: 100%; border: 1px solid var(--line); background: #fff; }
.text { background: var(--sheet); border: 1px solid var(--line); padding: 0.8rem 1rem; white-space: pre-wrap;
  overflow-wrap: anywhere; font-family: Palatino, Georgia, "Noto Serif", serif; }
.passage { border-inline-start: 3px solid var(--accent); padding-inline-start: 0.3rem; margin-inline-end: 0.3rem; }
.passage, .place { font: 0.75rem/1.2 system-ui, "Noto Sans", sans-serif; color: var(--quiet); }
.place { border: 1px solid var(--line); border-radius: 3px; padding: 0 0.3rem; margin-inline-end: 0.3rem; }
@media (max-width: 45rem) { .page { grid-template-columns: minmax(0, 1fr); } }
"""


def page(files: Sequence[FileRead], pictures: Pictures = lambda _: ()) -> str:
    """Return the page: of each file its documents with facts, places, passages and text, and what was left out."""
    documents = sum(len(file.documents) for file in files)
    refused = sum(len(file.refused) for file in files)
    title = f"{count_of(documents, 'document')} of {count_of(len(files), 'file')}"
    not_read = f"; {refused:,} not read" if refused else ""
    return f"""<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{title}, as loccit reads them</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="referrer" content="no-referrer">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
<style>{_STYLE}</style></head><body>
<h1>What would be read: {title}{not_read}</h1>
<p class="quiet">In the text, <span class="passage">1</span>marks where a passage begins, the unit that is searched, and
<span class="place">p. 1</span>a place, by the name that a citation gives it.</p>
{"".join(_file(file, pictures) for file in files)}
</body></html>
"""


def _file(file: FileRead, pictures: Pictures) -> str:
    refused = "".join(
        f'<article><p class="alarm" dir="auto">Not read: {escape(name)}: {escape(reason)}</p></article>'
        for name, reason in file.refused
    )
    documents = "".join(
        _document(document, content, file.file, pictures)
        for document, content in zip(file.documents, file.contents, strict=True)
    )
    return documents + refused


def _document(document: Document, content: FileContent, file: Path, pictures: Pictures) -> str:
    split = passages(document)
    counts = ", ".join(
        (
            count_of(len(document.text), "character"),
            count_of(len(split), "passage"),
            count_of(len(document.places), "place"),
        )
    )
    poor = f'<p class="alarm">Read poorly: {escape(content.poor)}</p>' if content.poor else ""
    starts = [passage.start for passage in split]
    return f"""<article><h2 dir="auto">{escape(document.title or document.id)}</h2>
<p class="quiet" dir="auto">{escape(document.id)} · {counts} · <a href="{escape(_address(file))}">the file</a></p>
{poor}{_facts(document)}{_left_out(content)}{_places(document)}
{_text(document, starts, pictures(document))}</article>"""


def _address(file: Path) -> str:
    return file.absolute().as_uri()


def _facts(document: Document) -> str:
    ordered = sorted(document.facts, key=lambda fact: (fact.name not in FIELDS, fact.name))
    stated = {(fact.name, fact.value) for fact in ordered}
    fields = [(name, getattr(document, name)) for name in FIELDS]
    rows = [(name, value, "") for name, value in fields if value and (name, value) not in stated]
    rows += [(fact.name, fact.value, fact.origin) for fact in ordered[:MOST_FACTS]]
    more = f'<p class="quiet">And {len(ordered) - MOST_FACTS:,} more.</p>' if len(ordered) > MOST_FACTS else ""
    cells = "".join(
        f'<tr><th scope="row" dir="auto">{escape(name)}</th><td dir="auto">{escape(value)}'
        f'{_unused(document, name, value)}</td><td class="origin" dir="auto">{escape(origin)}</td></tr>'
        for name, value, origin in rows
    )
    return f"<table>{cells}</table>{more}" if cells else '<p class="quiet">It states nothing of itself.</p>'


def _unused(document: Document, name: str, value: str) -> str:
    """Return a remark where a fact of a field is not the one that the document goes by."""
    used = getattr(document, name) if name in FIELDS else value
    return "" if used == value else ' <span class="quiet">(not used)</span>'


def _left_out(content: FileContent) -> str:
    if not content.left_out and not content.omitted:
        return ""
    named = _items(f'{escape(x.words)} <span class="quiet">({escape(x.reason)})</span>' for x in content.omitted)
    count = max(content.left_out, len(content.omitted))
    more = f'<p class="quiet">And {count - len(content.omitted):,} more.</p>' if count > len(content.omitted) else ""
    return f"<details><summary>Left out: {count:,} lines or blocks</summary>{named}{more}</details>"


def _places(document: Document) -> str:
    if not document.places:
        return ""
    named = _items(f"{escape(_name(place))}" for place in document.places[:MOST_PLACES])
    count = len(document.places)
    more = f'<p class="quiet">And {count - MOST_PLACES:,} more.</p>' if count > MOST_PLACES else ""
    return f"<details><summary>{count_of(count, 'place')}</summary>{named}{more}</details>"


def _items(items: Iterable[str]) -> str:
    return f"<ul>{''.join(f'<li dir=auto>{item}</li>' for item in items)}</ul>"


def _name(place: Place) -> str:
    return place_line([place])


def _text(document: Document, starts: Sequence[int], pictures: Sequence[str]) -> str:
    """Return the text, beside the picture of each page where there are pictures."""
    end = min(len(document.text), MOST_CHARACTERS)
    cut = ""
    if end < len(document.text):
        cut = f'<p class="quiet">Shown: the first {end:,} of {len(document.text):,} characters.</p>'
    if not pictures:
        return f"{cut}{_sheet(document, starts, 0, end)}"
    pages = pages_of(document)
    rows = "".join(
        f'<div class="page"><img src="{picture}" alt="Page {escape(place.name)}" loading="lazy">'
        f"{_sheet(document, starts, place.start, min(place.end, end))}</div>"
        for place, picture in zip(pages, pictures, strict=False)
    )
    rest = pages[len(pictures)].start if len(pages) > len(pictures) else end
    without = f"<p class='quiet'>The further pages without pictures:</p>{_sheet(document, starts, rest, end)}"
    return f"{cut}{rows}{without if rest < end else ''}"


def _sheet(document: Document, starts: Sequence[int], start: int, end: int) -> str:
    """Return a span of the text with signs where passages and places begin."""
    signs: dict[int, str] = {}
    for place in document.places:
        if start <= place.start < end:
            signs[place.start] = signs.get(place.start, "") + f'<span class="place">{escape(_name(place))}</span>'
    for number, at in enumerate(starts, 1):
        if start <= at < end:
            signs[at] = signs.get(at, "") + f'<span class="passage">{number}</span>'
    cuts = sorted({start, max(start, end), *signs})
    inner = "".join(signs.get(first, "") + escape(document.text[first:last]) for first, last in pairwise(cuts))
    return f'<div class="text" dir="auto" lang="{escape(document.language or "")}">{inner}</div>'
