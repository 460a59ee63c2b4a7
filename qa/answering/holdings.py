"""What an archive holds, as one sentence: how many documents, of which years, published by whom, and some titles."""

from collections.abc import Sequence

from embeddings.index.catalogue import Catalogue
from qa.question.facets import Facets, count
from qa.question.filters import Filters
from qa.wording import count_of

# Publishers and titles that the sentence names.
NAMED = 3
# Characters of a title that are shown.
LONGEST_TITLE = 90
# Documents at a place of the archive that are looked through for one that states a title.
LOOKED_FOR_TITLES = 20


def holdings(catalogue: Catalogue) -> str:
    """Return what the archive of a catalogue holds, as one sentence in plain text."""
    facets = count(catalogue.facts, Filters())
    step = max(1, facets.documents // NAMED)
    # The first title at each of some places, spread over the archive; to list all documents of a large one takes long.
    parts = (catalogue.listed(place * step, LOOKED_FOR_TITLES) for place in range(NAMED))
    titles = (next((document.title for document in part if document.title), None) for part in parts)
    return description(facets, list(dict.fromkeys(filter(None, titles))))


def description(facets: Facets, titles: Sequence[str]) -> str:
    """Return what an archive holds as plain text; `titles` are those to name, and what is not stated is left out."""
    years = [year for year, _ in facets.years if year]
    publishers = [name for name, _ in facets.publishers if name]
    parts = [f"This archive holds {count_of(facets.documents, 'document')}"]
    if years:
        first, last = years[0], years[-1]
        parts.append(f"from {first} to {last}" if first < last else f"of {first}")
    if publishers:
        more = len(publishers) - NAMED
        named = [*publishers[:NAMED], *([f"{more:,} more"] if more > 0 else [])]
        parts.append(f"published by {_listed(named)}")
    named_titles = [f"“{_shortened(title)}”" for title in titles]
    some = f"; they include {_listed(named_titles)}" if named_titles and facets.documents > len(named_titles) else ""
    return f"{' '.join(parts)}{some}."


def _listed(names: Sequence[str]) -> str:
    return f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else names[0]


def _shortened(title: str) -> str:
    """Return a title on one line, cut between words where it has any."""
    plain = " ".join(title.split())
    if len(plain) <= LONGEST_TITLE:
        return plain
    return f"{plain[: LONGEST_TITLE + 1].rpartition(' ')[0] or plain[:LONGEST_TITLE]}…"
