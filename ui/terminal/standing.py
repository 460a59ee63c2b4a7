"""The commands of standing questions: qa standing asks them again and lists those whose answer is news."""

from typing import TYPE_CHECKING, Annotated

import typer

from ui.starting import garbage_collection_paused
from ui.terminal.asking import Question
from ui.terminal.options import Index, Json, kept_file
from ui.terminal.output import bars, console, print_json, print_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa.kept.standing_questions import Quoted, StandingQuestion

Numbers = Annotated[
    list[int], typer.Argument(metavar="NUMBER...", help="The questions, by their numbers.", show_default=False)
]

commands = typer.Typer(name="standing", help="Ask questions again after each rebuild, and see whose answer is news.")


@commands.callback(invoke_without_command=True)
def standing(context: typer.Context, index: Index = None, as_json: Json = False) -> None:
    """Ask standing questions again where the archive has been rebuilt, and print those whose answer is news."""
    if context.invoked_subcommand is not None:
        return
    from embeddings.generations.pointer import current_generation
    from qa.kept.standing_questions import ask_standing, standing_questions
    from qa.settings import load_settings
    from qa.wording import count_of

    file, folder = kept_file(index), load_settings(index=index).index
    kept, generation = standing_questions(file), current_generation(folder)
    # The model is loaded only where something is to be asked.
    if any(one.latest.generation != generation for one in kept):
        with garbage_collection_paused():
            from qa.archive import Archive

            archive = Archive.open(index)
        with bars() as bar:
            task = bar.add_task("asking")
            kept = ask_standing(file, archive, lambda done, total: bar.update(task, completed=done, total=total))
    news = [one for one in kept if one.news]
    if as_json:
        print_json({"standing": len(kept), "news": [one.to_dict() for one in news]})
        return
    for one in news:
        _print_question(one, one.new_excerpts)
    counts = f"{count_of(len(kept), 'standing question')}, {len(news):,} with news."
    print_line(console(), f"{counts} Take all as seen: qa standing seen --all" if news else counts, "dim")


@commands.command("add")
def add_standing(question: Question, *, index: Index = None, as_json: Json = False) -> None:
    """Have a question stand: it is asked now, and again after each rebuild."""
    from qa.kept.standing_questions import add_standing as add
    from qa.question.question import check_question

    check_question(question)
    with garbage_collection_paused():
        from qa.archive import Archive

        archive = Archive.open(index)
    added = add(kept_file(index), archive, question)
    if as_json:
        print_json(added.to_dict())
    else:
        _print_question(added, added.latest.excerpts)


@commands.command("list")
def list_standing(index: Index = None, as_json: Json = False) -> None:
    """Print all standing questions with their numbers; nothing is asked."""
    from qa.kept.standing_questions import standing_questions
    from ui.views.standing import NEWS

    kept = standing_questions(kept_file(index))
    if as_json:
        print_json({"questions": [one.to_dict() for one in kept]})
        return
    for one in kept:
        print_line(console(), f"[{one.number}] {one.question}  {NEWS[one.news]}")


@commands.command("seen")
def see_standing(
    numbers: Annotated[
        list[int] | None, typer.Argument(metavar="[NUMBER...]", help="The questions.", show_default=False)
    ] = None,
    *,
    everything: Annotated[bool, typer.Option("--all", help="All of them.")] = False,
    index: Index = None,
) -> None:
    """Take the newest answers as seen, so that they are news no longer."""
    from qa.kept.standing_questions import mark_seen, standing_questions
    from qa.wording import count_of

    if bool(numbers) == everything:
        raise typer.BadParameter("Give the numbers of questions, or --all.")
    file = kept_file(index)
    seen = [one.number for one in standing_questions(file)] if everything else numbers or []
    mark_seen(file, seen)
    typer.echo(f"{count_of(len(set(seen)), 'standing question')} taken as seen.")


@commands.command("remove")
def remove_standing(numbers: Numbers, *, index: Index = None) -> None:
    """Have questions stand no longer."""
    from qa.kept.standing_questions import remove_standing as remove
    from qa.wording import count_of

    remove(kept_file(index), numbers)
    typer.echo(f"{count_of(len(set(numbers)), 'standing question')} removed.")


def _print_question(one: "StandingQuestion", excerpts: "Sequence[Quoted]") -> None:
    from qa.citations.lines import quoted
    from ui.views.standing import NEWS

    to = console()
    print_line(to, f"[{one.number}] {one.question}", "bold")
    answered = "" if one.latest.excerpts else "The archive does not say."
    print_line(to, NEWS[one.news] if one.news else answered or "It is answered.")
    for excerpt in excerpts:
        for text in quoted(excerpt.text):
            print_line(to, f"  {text}")
        print_line(to, f"    {excerpt.title} · {excerpt.cited}", "dim")
        print_line(to, f"    {excerpt.reference}", "dim")
    print_line(to, "")
