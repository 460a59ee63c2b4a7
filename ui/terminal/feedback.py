"""The commands of feedback: qa feedback lists what was said of answers, adds to it, and writes a judged collection."""

from pathlib import Path
from typing import Annotated

import typer

from ui.terminal.citing import Reference
from ui.terminal.options import Index, Json, kept_file
from ui.terminal.output import console, print_json, print_line

commands = typer.Typer(name="feedback", help="Say which excerpts answer, and measure the archive on that.")


@commands.command("add")
def add_feedback(
    question: Annotated[str, typer.Argument(help="The question as asked.", show_default=False)],
    reference: Reference,
    *,
    useful: Annotated[
        bool | None, typer.Option("--useful/--not-the-answer", help="What the excerpt is.", show_default=False)
    ] = None,
    index: Index = None,
) -> None:
    """Say whether the excerpt of a reference answers a question."""
    if useful is None:
        raise typer.BadParameter("Say --useful or --not-the-answer.")
    from embeddings.generations.store import open_generation
    from qa.citations.resolving import resolve
    from qa.errors import ClippingError
    from qa.kept.feedback import judge
    from qa.kept.files import file_of
    from qa.settings import load_settings

    settings = load_settings(index=index)
    excerpt = resolve(reference, settings.index, open_generation(settings.index)).excerpt
    if excerpt is None:
        raise ClippingError(f"The words are no longer in the archive; see: qa cite {reference}")
    judge(file_of(settings=settings), question, excerpt, useful=useful)
    typer.echo("Noted as useful." if useful else "Noted as not the answer.")


@commands.command("list")
def list_feedback(index: Index = None, as_json: Json = False) -> None:
    """Print what was said of answers."""
    from qa.citations.lines import quoted
    from qa.kept.feedback import judgements
    from qa.wording import count_of

    said = judgements(kept_file(index))
    if as_json:
        print_json({"judgements": [one.to_dict() for one in said]})
        return
    to = console()
    for one in said:
        print_line(to, one.question, "bold")
        print_line(to, f"  {'useful' if one.useful else 'not the answer'}: {' '.join(quoted(one.text))}")
        print_line(to, f"  {one.reference}\n", "dim")
    print_line(to, count_of(len(said), "judgement"), "dim")


@commands.command("export")
def export_feedback(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="Where to write it.", show_default=False)],
    *,
    index: Index = None,
) -> None:
    """Write what was said as a judged collection, which qa evaluate and qa calibrate --judged read."""
    from functools import partial

    from embeddings.generations.store import open_generation
    from qa.citations.resolving import resolve_all
    from qa.kept.feedback import export_judged, judgements
    from qa.kept.files import file_of
    from qa.settings import load_settings
    from qa.wording import count_of

    settings = load_settings(index=index)
    generation = open_generation(settings.index)
    said = judgements(file_of(settings=settings))
    documents = (generation.catalogue.numbered(number) for number in range(generation.manifest.documents))
    follow = partial(resolve_all, index=settings.index, generation=generation)
    exported = export_judged(said, follow, documents, folder)
    total = count_of(exported.answered + exported.unanswerable, "question")
    typer.echo(f"{total}, {exported.unanswerable:,} of them without a useful excerpt: {folder}")
    if exported.left_out:
        left = count_of(exported.left_out, "judgement")
        typer.echo(f"qa: {left} left out: the archive no longer has the words.", err=True)
