"""The commands that ask: qa ask and qa retrieve, with or without filters."""

import shlex
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ui.starting import garbage_collection_paused
from ui.terminal.batches import BatchFile, OutFile, ask_batch
from ui.terminal.filter_options import with_filter_options
from ui.terminal.options import Index, Json
from ui.terminal.output import console, print_json, print_line, print_text

if TYPE_CHECKING:
    from rich.console import Console

    from qa.answers import Answer, Excerpt
    from qa.archive import Archive
    from qa.question.filters import Filters
    from qa.search.offers import Offer

Question = Annotated[str, typer.Argument(help="A question in plain words.", show_default=False)]


@with_filter_options
def ask(
    question: Annotated[str | None, typer.Argument(help="A question in plain words.", show_default=False)] = None,
    *,
    filters: "Filters",
    index: Index = None,
    form: Annotated[
        str | None,
        typer.Option(
            "--format",
            metavar="FORMAT",
            help="Print it to keep or send on: markdown, text, json, csl-json, ris, bibtex or html.",
            show_default=False,
        ),
    ] = None,
    batch: BatchFile = None,
    out: OutFile = None,
    in_order: Annotated[
        bool, typer.Option("--timeline", help="Print the excerpts in the order of the times that they speak of.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Answer a question with cited excerpts, or say that the archive does not say."""
    if batch or out:
        if question is not None or form or in_order or as_json:
            raise typer.BadParameter("--batch FILE --out FILE goes with filters only.")
        ask_batch(batch, out, filters, index)
        return
    if question is None:
        raise typer.BadParameter("Missing argument QUESTION; give one, or --batch FILE and --out FILE.")
    if form:
        from qa.citations.export import checked_form, export

        checked_form(form)
        answer = _open(index, question, filters).ask(question, filters=filters)
        print_text(export([answer], form))
        return
    archive = _open(index, question, filters)
    answer = archive.ask(question, filters=filters)
    if in_order:
        _print_timeline(answer, as_json=as_json)
    elif as_json:
        print_json(answer.to_dict())
    else:
        _print_answer(console(), answer, _whole_archive("ask", question, index))
        _print_offers(console(), archive.offers(answer))


@with_filter_options
def retrieve(
    question: Question,
    *,
    k: Annotated[int, typer.Option("-k", metavar="N", help="How many excerpts.", min=1)] = 5,
    filters: "Filters",
    index: Index = None,
    as_json: Json = False,
) -> None:
    """Print the best excerpt of each of the N passages that speak to a question most."""
    from qa.question.speakers import unheard

    archive = _open(index, question, filters)
    excerpts = archive.retrieve(question, k, filters=filters)
    note = "" if excerpts else unheard(filters, archive.manifest)
    if as_json:
        payload = {
            "question": question,
            **({"filters": filters.to_dict()} if filters else {}),
            **({"note": note} if note else {}),
            "excerpts": [excerpt.to_dict() for excerpt in excerpts],
            "generation": archive.generation,
        }
        print_json(payload)
    elif filters and not excerpts:
        _print_nothing(console(), filters, _whole_archive("retrieve", question, index), note)
    else:
        print_excerpts(console(), excerpts)


def _open(index: Path | None, question: str, filters: "Filters") -> "Archive":
    """Open the archive once it is clear that the question can be asked of it: loading the model takes seconds."""
    from embeddings.generations.store import open_generation
    from qa.question.filters import selection_in
    from qa.question.question import check_question
    from qa.settings import load_settings

    check_question(question)
    with garbage_collection_paused():
        if filters:
            selection_in(filters, open_generation(load_settings(index=index).index))
        from qa.archive import Archive

        return Archive.open(index)


def _whole_archive(command: str, question: str, index: Path | None) -> str:
    """Return the command that asks the same of all documents."""
    return shlex.join(["qa", command, question, *(["--index", str(index)] if index else [])])


def _print_answer(to: "Console", answer: "Answer", whole_archive: str) -> None:
    from qa.citations.lines import difference_lines, fact_line, sources_line, title_of
    from qa.citations.standing import reason_line, verdict_line

    if answer.filters and answer.filters_leave_none:
        _print_nothing(to, answer.filters, whole_archive, reason_line(answer))
        return
    if answer.read_as:
        print_line(to, f"read as: {answer.read_as}\n", "dim")
    if verdict := verdict_line(answer):
        print_line(to, verdict, "bold")
        print_line(to, f"{reason_line(answer)}\n".lstrip())
    if answer.nearest:
        print_line(to, "The nearest passages:\n")
    for fact in answer.facts:
        print_line(to, fact_line(fact), "bold")
        print_line(to, f"  as {title_of(fact.document)} states of itself", "dim")
        print_line(to, f"      {fact.document.path}\n", "dim")
    print_excerpts(to, answer.excerpts or answer.nearest)
    for difference in answer.differences:
        print_line(to, "The sources differ:", "bold")
        for line in difference_lines(difference):
            print_line(to, f"  {line}")
        print_line(to, "")
    if answer.facts or answer.excerpts or answer.nearest:
        print_line(to, sources_line(answer), "dim")
        print_line(to, f"confidence {answer.confidence:.2f}", "dim")
    if answer.filters:
        print_line(to, f"searched only: {answer.filters}", "dim")
        if answer.status == "not_found":
            print_line(to, f"To search the whole archive: {whole_archive}")


def _print_timeline(answer: "Answer", *, as_json: bool) -> None:
    from qa.citations.timeline import counts_by_year, timeline
    from ui.views.timeline import timeline_lines

    moments = timeline(answer.excerpts or answer.nearest)
    if as_json:
        counts = {str(year): count for year, count in counts_by_year(moments).items() if count}
        print_json({**answer.to_dict(), "timeline": [moment.to_dict() for moment in moments], "counts": counts})
        return
    if answer.status == "not_found":
        print_line(console(), "Not found. The nearest passages, in the order of time:", "bold")
    for line in timeline_lines(moments):
        print_line(console(), line)


def _print_offers(to: "Console", offers: "Sequence[Offer]") -> None:
    from ui.views.found import offer_line

    for offer in offers:
        print_line(to, f"{offer_line(offer)}: {shlex.join(['qa', 'search', offer.search])}")


def _print_nothing(to: "Console", filters: "Filters", whole_archive: str, note: str) -> None:
    print_line(to, f"No document in the archive matches the filter: {filters}.", "bold")
    if note:
        print_line(to, note)
    print_line(to, f"To search the whole archive: {whole_archive}")


def print_excerpts(to: "Console", excerpts: "Sequence[Excerpt]") -> None:
    """Print excerpts, each with its number, citation, place and reference."""
    from qa.citations.lines import also_in_line, context_line, excerpt_line, quoted_lines, times_line, title_of
    from qa.citations.voices import voices_line

    for number, excerpt in enumerate(excerpts, 1):
        document = excerpt.document
        if excerpt.context:
            print_line(to, context_line(excerpt), "dim")
        for line in quoted_lines(excerpt):
            print_line(to, line)
        print_line(to, f"  [{number}] {title_of(document)}", "bold")
        print_line(to, f"      {excerpt_line(excerpt)}", "dim")
        if voices := voices_line(excerpt):
            print_line(to, f"      {voices}", "dim")
        if spoken_of := times_line(excerpt):
            print_line(to, f"      {spoken_of}", "dim")
        if excerpt.also_in:
            print_line(to, f"      {also_in_line(excerpt)}", "dim")
        print_line(to, f"      {document.path}, characters {excerpt.start} to {excerpt.end}", "dim")
        print_line(to, f"      {excerpt.reference}\n", "dim")
