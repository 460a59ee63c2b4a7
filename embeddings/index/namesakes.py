"""Documents that a citation would name alike, told apart by the ends of their ids."""

from collections.abc import Collection

from embeddings.documents import INSIDE

# Of so many that are named alike, each is named by its whole id: what tells it from all is not looked for.
MOST_LOOKED_AT = 100

NAMESAKES = f"""
SELECT number, id FROM documents INDEXED BY by_title
WHERE title = ? AND published IS ? AND author IS ? AND publisher IS ? LIMIT {MOST_LOOKED_AT}
"""  # noqa: S608  # a number
BY_TITLE = "CREATE INDEX by_title ON documents (title, published, author, publisher);\n"


def told_apart(document_id: str, others: Collection[str]) -> str:
    """Return as much of the end of an id as no other has, in whole parts; "" if there are no others.

    What stands in a file comes after a comma, as in citations: "minutes.zip, 3 May.txt".
    """
    if not others:
        return ""
    parts = _parts(document_id)
    ends = [_parts(other) for other in others] if len(others) < MOST_LOOKED_AT else []
    counts = range(1, len(parts) + 1) if ends else ()
    count = next((count for count in counts if all(end[-count:] != parts[-count:] for end in ends)), len(parts))
    return "/".join(parts[-count:]).replace(INSIDE, ", ")


def _parts(document_id: str) -> list[str]:
    return document_id.split("/")
