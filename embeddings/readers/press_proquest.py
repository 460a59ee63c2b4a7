"""Articles as ProQuest writes them: all in named fields."""

import re
from collections.abc import Sequence

from embeddings.readers.press_parts import Paragraph, Part, day_of, named, without_name

# The line between two articles.
BETWEEN_ARTICLES = re.compile(r"_{30,}")
_NAMES = (
    *("Title", "Author", "Publication info", "Publication title", "Publication date", "Publication year", "Full text"),
    *("Abstract", "Links", "Subject", "Location", "People", "Company / organization", "Business indexing term"),
    *("Identifier / keyword", "Section", "Page", "Pages", "Credit", "CREDIT", "Dateline", "Illustration"),
    *("ProQuest document ID", "Document URL", "Document type", "Copyright", "Last updated", "Database"),
    "Publication subject",
)
_FIELD = re.compile(rf"(?P<name>{'|'.join(_NAMES)}) ?:(?: (?P<value>.*))?", re.DOTALL)


def of_proquest(own: Sequence[Paragraph]) -> Part:
    """Return an article of ProQuest, all of which stands in named fields: "Title: ...", "Full text: ..."."""
    fields = {at: match for at, one in enumerate(own) if (match := _FIELD.fullmatch(one.words))}
    values = {match["name"]: match["value"] for match in reversed(fields.values())}
    # Of an article that is not there, what it is about may be.
    texts = (at for name in ("Full text", "Abstract") for at, match in fields.items() if match["name"] == name)
    begins = next(texts, None)
    if begins is None or "ProQuest document ID" not in values:
        return Part(own, None)
    end = next((at for at in fields if at > begins), len(own))
    said = [said for one in own[begins:end] if (said := without_name(one, _FIELD))]
    stated = [
        *((name, values.get(field, "")) for name, field in (("title", "Title"), ("publisher", "Publication title"))),
        *(("published", day_of(values.get("Publication date", ""))), ("author", values.get("Author", ""))),
    ]
    return Part(said, named(stated))
