"""What is in the archive, as safe HTML: counts, a plot of years, the documents, failures, generations, sources."""

from collections.abc import Sequence
from pathlib import Path
from urllib.parse import urlencode

from embeddings.documents import INSIDE
from embeddings.generations.manifest import Manifest
from embeddings.generations.publishing import Published
from embeddings.generations.unreadable import LISTED, count_unreadable
from embeddings.index.catalogue import Listed
from qa.citations.timeline import counted_years
from qa.question.facets import Facets
from qa.wording import count_of, human_date
from ui.views.html import escape
from ui.views.plot import plot

# Documents that are shown at once.
ROWS = 25


def summary(manifest: Manifest, facets: Facets, poor: Sequence[tuple[str, str]] = ()) -> str:
    """Return the counts of an archive, the plot of its documents per year, and what could not be read.

    `poor` has the id of each document that was read poorly, and how.
    """
    years = [(year, count) for year, count in facets.years if year]
    publishers = [name for name, _ in facets.publishers if name]
    dates = " to ".join(dict.fromkeys(str(years[place][0]) for place in (0, -1))) if years else "not stated"
    undated = dict(facets.years).get(None, 0)
    facts = [
        ("Documents", f"{manifest.documents:,}"),
        ("Passages", f"{manifest.passages:,}"),
        ("Dates", dates + (f" ({undated:,} without a date)" if undated and years else "")),
        ("Publishers", f"{len(publishers):,}"),
        ("Who says what", _attributions(manifest)),
        ("Model", manifest.model),
    ]
    rows = "".join(f"<div><dt>{name}</dt><dd>{escape(value)}</dd></div>" for name, value in facts)
    plotted = plot(counted_years(dict(years)), "Documents by {} of publication")
    return f'<dl class="counts">{rows}</dl>{plotted}{_failures(manifest.unreadable)}{_poor(poor)}'


def _attributions(manifest: Manifest) -> str:
    found = count_of(manifest.attributions, "attribution")
    return found if manifest.parser else f"{found}, of labelled speakers only"


def _failures(unreadable: Sequence[dict[str, str]]) -> str:
    if not unreadable:
        return ""
    items = "".join(
        f'<li><span dir="auto">{escape(file["path"])}</span>: <span dir="auto">{escape(file["reason"])}</span></li>'
        for file in unreadable
    )
    count = f"{count_of(count_unreadable(unreadable), 'file')} could not be read"
    return f'<details class="failures"><summary>{count}</summary><ul>{items}</ul></details>'


def _poor(poor: Sequence[tuple[str, str]]) -> str:
    if not poor:
        return ""
    items = "".join(
        f'<li><a href="{_link(document_id)}" dir="auto">{escape(document_id)}</a>: <span>{escape(how)}</span></li>'
        for document_id, how in poor[:LISTED]
    )
    more = f"<li>and {len(poor) - LISTED:,} more; qa sources report names all</li>" if len(poor) > LISTED else ""
    count = f"{count_of(len(poor), 'document')} read poorly"
    return f'<details class="failures"><summary>{count}</summary><ul>{items}{more}</ul></details>'


def _link(document_id: str) -> str:
    return escape(f"./?{urlencode({'doc': document_id}, errors='replace')}")


def table(documents: Sequence[Listed], first: int, total: int, added: Path | None) -> str:
    """Return some documents as a table: those from number `first` on, of `total` that match.

    `added` is the folder whose files can be removed on the page, None if the reader may change nothing.
    """
    if not documents:
        return "<p>No document has these words in its title, publisher, author or name.</p>"
    rows = "".join(_row(document, added) for document in documents)
    remove = "<th><span class='unseen'>Remove</span></th>" if added else ""
    last = first + len(documents)
    previous = f'<button type="button" data-from="{max(0, first - ROWS)}">Previous</button>' if first else ""
    following = f'<button type="button" data-from="{last}">Next</button>' if last < total else ""
    return f"""<div class="scroll" tabindex="0" role="region" aria-label="List of documents"><table>
<thead><tr><th scope="col">Document</th><th scope="col">Publisher</th><th scope="col">Author</th>
<th scope="col">Date</th><th scope="col">Passages</th>{remove}</tr></thead><tbody>{rows}</tbody></table></div>
<p class="pages">{previous}<span>{first + 1:,} to {last:,} of {count_of(total, "document")}</span>{following}</p>"""


def _row(document: Listed, added: Path | None) -> str:
    name = ", ".join(part.rpartition("/")[2] for part in document.id.split(INSIDE))
    title = document.title or name
    # Minutes and forms of one office often bear one title.
    file = f' <span class="file-name">{escape(name)}</span>' if title != name else ""
    link = _link(document.id)
    remove = ""
    if added:
        was_added = Path(document.path).is_relative_to(added)
        label = f'aria-label="Remove {escape(title)}"'
        button = f'<button type="button" data-remove="{escape(document.path)}" {label}>Remove</button>'
        remove = f"<td>{button if was_added else ''}</td>"
    unseen = f" · not seen since {human_date(document.not_seen_since[:10])}" if document.not_seen_since else ""
    cells = "".join(f'<td dir="auto">{escape(value or "")}</td>' for value in (document.publisher, document.author))
    return (
        f'<tr><th scope="row" dir="auto"><a href="{link}">{escape(title)}</a>{unseen}{file}</th>{cells}'
        f"<td>{human_date(document.published)}</td><td>{document.passages:,}</td>{remove}</tr>"
    )


def sources(paths: Sequence[Path]) -> str:
    """Return the files and folders that the archive follows, each with a button to follow it no longer."""
    items = "".join(
        f'<li><span dir="auto">{escape(str(path))}</span>'
        f'<button type="button" data-unfollow="{escape(str(path))}" aria-label="Take out {escape(str(path))}">'
        "Take out</button></li>"
        for path in paths
    )
    return f"<ul>{items}</ul>" if items else "<p>The archive follows no file or folder yet.</p>"


def generations(kept: Sequence[Published]) -> str:
    """Return the generations that are kept, newest first, each but the current one with a button to go back to it."""
    items = "".join(_generation(generation) for generation in kept)
    return f"<ul>{items}</ul>" if items else "<p>None is kept yet.</p>"


def _generation(generation: Published) -> str:
    day, _, time = generation.created.partition("T")
    counts = f"{count_of(generation.documents, 'document')}, {count_of(generation.passages, 'passage')}"
    # To the second: two are easily built in a minute.
    label = f"{human_date(day)}, {time[:8]} UTC · {counts}"
    if generation.current:
        return f"<li><strong>{escape(label)} · current</strong></li>"
    button = f'<button type="button" data-generation="{escape(generation.generation)}">Go back to it</button>'
    return f"<li><span>{escape(label)}</span>{button}</li>"
