"""The tab "Voices" as safe HTML: who speaks in the archive, and all that one of them says, in the order of time."""

from collections.abc import Sequence

from qa.citations.lines import excerpt_line, title_of
from qa.citations.timeline import counted_years
from qa.citations.voices import voice_line
from qa.search.voices import OTHERS, Statement, Voice, voice_counts
from qa.wording import count_of
from ui.views.citations import source_link
from ui.views.html import escape
from ui.views.plot import plot

# People, or statements of one, that the page shows at once.
SHOWN = 100
# Characters of a statement that are shown; its link opens the whole.
LONGEST = 400


def people_line(people: Sequence[Voice]) -> str:
    """Return how many speak, as a sentence."""
    if not people:
        return "Nobody is known to speak in this archive."
    return f"{len(people):,} {'speaks' if len(people) == 1 else 'speak'} by name in this archive."


def people_html(people: Sequence[Voice], first: int = 0, note: str = "") -> str:
    """Return who speaks, from a place on, in their order; each name opens what they say.

    `note` says who was not looked for, if anybody.
    """
    shown = people[first : first + SHOWN]
    persons = [voice for voice in shown if voice.is_person]
    others = shown[len(persons) :]
    listed = _listed(persons, first + 1)
    if others:
        listed += f"<h3>{OTHERS}</h3>{_listed(others, first + len(persons) + 1)}"
    return _heading(people_line(people), note) + listed + _further(len(people), first, "", "")


def _listed(voices: Sequence[Voice], first: int) -> str:
    items = "".join(
        f'<li><button type="button" class="speaker" data-speaker="{escape(voice.name)}" dir="auto">{escape(voice.name)}'
        f'</button> <span class="from" dir="auto">{escape(voice_counts(voice))}</span></li>'
        for voice in voices
    )
    return f'<ol class="people" start="{first}">{items}</ol>' if voices else ""


def statements_line(statements: Sequence[Statement], name: str, to: str) -> str:
    """Return how much one says, as a sentence."""
    whom = f" to {to}" if to else ""
    if not statements:
        return f"{name} says nothing{whom} in this archive."
    documents = len({one.document.id for one in statements})
    return f"{name}{whom}: {count_of(len(statements), 'statement')} in {count_of(documents, 'document')}."


def statements_html(statements: Sequence[Statement], name: str, to: str, first: int = 0, note: str = "") -> str:
    """Return all that one says, from a place on, in the order of time, each with a link to its place.

    A plot counts, of all of it, in which years it was said, as far as that is known. `note` says who was
    not looked for.
    """
    items = "".join(_statement(one) for one in statements[first : first + SHOWN])
    listed = f'<ol class="found statements" start="{first + 1}">{items}</ol>' if items else ""
    back = '<p><button type="button" class="everyone">All voices</button></p>'
    years = (one.time.first.year for one in statements if one.time and one.attribution.said)
    plotted = plot(counted_years(years), "Statements of known time by {}")
    return (
        _heading(statements_line(statements, name, to), note)
        + back
        + plotted
        + listed
        + _further(len(statements), first, name, to)
    )


def _heading(line: str, note: str) -> str:
    told = f'<p class="fine">{escape(note)}</p>' if note else ""
    return f'<h2 class="counted" tabindex="-1">{escape(line)}</h2>{told}'


def _statement(statement: Statement) -> str:
    excerpt, document = statement.excerpt, statement.document
    words = statement.words if len(statement.words) <= LONGEST else f"{statement.words[:LONGEST]}…"
    time = f"{statement.published} · " if statement.published else ""
    place = f'data-start="{excerpt.start}" data-end="{excerpt.end}" data-text="{document.text_sha256[:12]}"'
    cited = f'<cite class="title" dir="auto">{escape(title_of(document))}</cite>'
    link = (
        f'<a class="occurrence" href="{escape(source_link(excerpt))}" data-doc="{escape(document.id)}"'
        f' {place}><span dir="auto">{escape(words)}</span><br>{cited}</a>'
    )
    whose = f'<span class="from" dir="auto">{escape(f"{time}{voice_line(statement.attribution)}")}</span>'
    return f'<li>{whose}<br>{link} <span class="from" dir="auto">{escape(excerpt_line(excerpt))}</span></li>'


def _further(count: int, first: int, name: str, to: str) -> str:
    """Return the button for what follows; nothing where all is shown."""
    after = first + SHOWN
    if after >= count:
        return ""
    data = f'data-speaker="{escape(name)}" data-to="{escape(to)}" data-first="{after}"'
    return (
        f'<p><button type="button" class="further" {data}>Next {min(SHOWN, count - after):,} of {count:,}</button></p>'
    )
