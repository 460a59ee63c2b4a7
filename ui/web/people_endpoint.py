"""The named endpoint that says who speaks in the archive, and what one of them says."""

from collections.abc import Callable
from typing import Any

from pydantic import BaseModel

from qa.archive import Archive
from ui.web.inputs import Place, Words, validate
from ui.web.payloads import payload_of

# People, or statements of one, that one call returns at most.
MOST_RETURNED = 100


class SentName(BaseModel):
    """Who is asked for, and from which place on."""

    name: Words = ""
    to: Words = ""
    first: Place = 0


def people_endpoint(open_archive: Callable[[], Archive]) -> Callable[..., dict[str, Any]]:
    """Return the endpoint."""

    def people(name: str = "", to: str = "", first: int = 0) -> dict[str, Any]:
        """Say who speaks in the archive, how often and to whom; or, of one of them, all that they say in order of time.

        Args:
            name: Whose statements are returned; without one, all who speak are.
            to: Only what is said to this one.
            first: Skip so many people, or statements; 100 are returned at most.

        Returns:
            people (each with name, person, forms, statements, documents, to) and people_count, without a name; or
            statements (each with speaker, to, said, time, text, kind, hedged, negated, its places, reference, place,
            document) and statement_count, with one; generation.
        """

        def found() -> dict[str, Any]:
            sent = validate(SentName, {"name": name, "to": to, "first": first}, "The caller")
            return people_of(open_archive(), sent)

        return payload_of(found)

    return people


def people_of(archive: Archive, sent: SentName) -> dict[str, Any]:
    """Return who speaks in an archive, or what one of them says, from a place on. Raises FilterError."""
    kind = "statements" if sent.name else "people"
    found = archive.statements(sent.name, sent.to) if sent.name else archive.people()
    return {
        kind: [one.to_dict() for one in found[sent.first : sent.first + MOST_RETURNED]],
        f"{'statement' if sent.name else 'people'}_count": len(found),
        "generation": archive.generation,
    }
