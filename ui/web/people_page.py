"""What the tab "Voices" of the page asks of the server."""

from collections.abc import Callable
from typing import Any

from pydantic import BaseModel, ConfigDict

from embeddings.errors import LoccitError
from qa.archive import Archive
from qa.question.speakers import not_looked_for
from ui.views import people as views
from ui.web.inputs import Place, Words, validate


class ShownVoices(BaseModel):
    """Whose statements the page shows, and from which place on; without a name it shows who speaks."""

    model_config = ConfigDict(extra="forbid")
    name: Words = ""
    to: Words = ""
    first: Place = 0


def show_voices(open_archive: Callable[[], Archive], data: Any) -> dict[str, Any]:
    """Return who speaks, or what one of them says, as the page sends it: `html` and the line `said`, or `error`."""
    try:
        sent = validate(ShownVoices, data)
        archive = open_archive()
        note = not_looked_for(archive.manifest)
        if not sent.name:
            people = archive.people()
            return {
                "html": views.people_html(people, sent.first, note),
                "said": f"{views.people_line(people)} {note}".rstrip(),
            }
        statements = archive.statements(sent.name, sent.to)
    except LoccitError as error:
        return {"error": str(error)}
    return {
        "html": views.statements_html(statements, sent.name, sent.to, sent.first, note),
        "said": views.statements_line(statements, sent.name, sent.to),
    }
