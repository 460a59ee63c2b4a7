"""What an index says of itself that was built without a parser: that it knows no speaker is not that nobody speaks."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from embeddings.generations.manifest import Manifest
    from qa.question.filters import Filters

LABELLED_ONLY = (
    "Only who is named before their words, as in minutes, was looked for; for the others install the extra "
    "“attribution” and rebuild."
)


def not_looked_for(manifest: "Manifest") -> str:
    """Return which speakers an index does not know of, as a sentence; "" where all were looked for."""
    return "" if manifest.parser else LABELLED_ONLY


def unheard(filters: "Filters | None", manifest: "Manifest") -> str:
    """Return the same where filters are of speakers or of whom they speak to, "" for others."""
    return not_looked_for(manifest) if filters and (filters.speakers or filters.to) else ""
