"""The command qa people: who speaks in the archive, and what one of them says."""

from typing import TYPE_CHECKING, Annotated

import typer

from qa.wording import count_of
from ui.terminal.options import Index, Json
from ui.terminal.output import clean, print_json

if TYPE_CHECKING:
    from embeddings.generations.store import Generation
    from qa.search.voices import Statement

# Characters of a statement that a line shows; --json has all.
PRINTED = 160


def people(
    name: Annotated[str | None, typer.Argument(help="Whose statements to print.", show_default=False)] = None,
    to: Annotated[str, typer.Option(metavar="NAME", help="Only what is said to NAME.", show_default=False)] = "",
    index: Index = None,
    as_json: Json = False,
) -> None:
    """Print who speaks in the archive, how often and to whom; or all that one of them says, in the order of time."""
    from embeddings.generations.store import open_generation
    from qa.settings import load_settings

    if to and name is None:
        raise typer.BadParameter("--to NAME goes with whoever speaks: qa people SPEAKER --to NAME.")
    generation = open_generation(load_settings(index=index).index)
    if name is None:
        _print_people(generation, as_json=as_json)
    else:
        _print_statements(generation, name, to, as_json=as_json)


def _print_people(generation: "Generation", *, as_json: bool) -> None:
    from qa.question.speakers import not_looked_for
    from qa.search.voices import OTHERS, voice_counts, voices

    found = voices(generation)
    if as_json:
        print_json({"people": [voice.to_dict() for voice in found], "generation": generation.id})
        return
    for place, voice in enumerate(found):
        if not voice.is_person and (place == 0 or found[place - 1].is_person):
            typer.echo(f"{OTHERS}:")
        typer.echo(clean(f"{voice.name}: {voice_counts(voice)}"))
    typer.echo(f"{len(found):,} speak by name. {not_looked_for(generation.manifest)}".rstrip(". "))


def _print_statements(generation: "Generation", name: str, to: str, *, as_json: bool) -> None:
    from qa.search.voices import statements

    found = statements(generation, name, to)
    if as_json:
        print_json({"statements": [one.to_dict() for one in found], "generation": generation.id})
        return
    for statement in found:
        for line in _lines(statement):
            typer.echo(clean(line))
    typer.echo(count_of(len(found), "statement"))


def _lines(statement: "Statement") -> list[str]:
    from qa.citations.lines import excerpt_line, title_of
    from qa.citations.voices import voice_line

    words = statement.words
    words = words if len(words) <= PRINTED else f"{words[:PRINTED]}…"
    excerpt = statement.excerpt
    return [
        " · ".join(filter(None, [voice_line(statement.attribution), statement.published])),
        f"    {words}",
        f"    {title_of(statement.document)} · {excerpt_line(excerpt)}",
        f"    {excerpt.reference}",
    ]
