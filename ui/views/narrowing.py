"""What a search is narrowed to, as safe HTML: the panel to choose from, with counts, and the line of active filters."""

from collections.abc import Sequence

from qa.kept.marks import Mark, counted_tags
from qa.question.facets import Facets
from qa.question.filters import Filters
from qa.wording import count_of
from ui.views.html import escape

# Names that the panel lists: the most frequent, and those chosen.
LISTED = 60


def panel(facets: Facets, filters: Filters, given: Sequence[Mark] = ()) -> str:
    """Return the form of all filters; each name has the number of documents that choosing it would search.

    `given` are the documents to which the reader gave tags or a star.
    """
    undated = dict(facets.years).get(None, 0)
    years = [year for year, _ in facets.years if year]
    date_range = "No document states a date."
    if years:
        date_range = f"The archive’s dates: {' to '.join(dict.fromkeys([str(min(years)), str(max(years))]))}."
    checked = "" if filters.undated == "leave_out" else " checked"
    return f"""<form class="filters" aria-label="Narrow the search">
{_given(given, filters)}
{_names("publishers", "Publisher", facets.publishers, filters.publishers)}
{_names("authors", "Author", facets.authors, filters.authors)}
{_languages(facets, filters)}
{_names("speakers", "Who speaks", facets.speakers, filters.speakers)}
{_names("to", "To whom", facets.to, filters.to)}
<fieldset><legend>Published</legend>
<p class="dates"><label>from {_date("published_from", filters.published_from)}</label>
<label>to {_date("published_to", filters.published_to)}</label></p>
<p class="fine">A year, a month or a day: 2010, 2010-11, 2010-11-30. {date_range}</p>
{_years("published", facets.years, filters)}
<p><label><input type="checkbox" name="undated"{checked}> also documents of unknown date ({undated:,})</label></p>
</fieldset>
<fieldset><legend>Speaks of</legend>
<p class="dates"><label>the time {_date("about", filters.about)}</label></p>
<p class="fine">What the words speak of: 2005, 2005-02, 2003..2007, the nineties.</p>
{_years("about", facets.spoken_of, filters)}
</fieldset>
</form>"""


def narrowed(facets: Facets, filters: Filters, documents: int) -> str:
    """Return the line that says what is searched, with a button to lift each filter; nothing where none is on."""
    if not filters:
        return ""
    chips = "".join(_chip(name, value, words) for name, value, words in _active(filters))
    searched = f"Searching {facets.documents:,} of {count_of(documents, 'document')}:"
    return f'<span>{searched}</span>{chips}<button type="button" data-lift="all">Lift all</button>'


def _active(filters: Filters) -> list[tuple[str, str, str]]:
    """Return the name, the value and the words of each filter that is on."""
    active = [("publishers", name, f"publisher {name}") for name in filters.publishers]
    active += [("authors", name, f"author {name}") for name in filters.authors]
    active += [("documents", name, f"document {name}") for name in filters.documents]
    active += [("languages", code, f"language {code}") for code in filters.languages]
    active += [("speakers", name, f"said by {name}") for name in filters.speakers]
    active += [("to", name, f"said to {name}") for name in filters.to]
    if filters.published_from:
        active.append(("published_from", "", f"from {filters.published_from}"))
    if filters.published_to:
        active.append(("published_to", "", f"to {filters.published_to}"))
    if filters.about:
        active.append(("about", "", f"about {filters.about}"))
    active += [("tags", tag, f"tagged {tag}") for tag in filters.tags]
    if filters.starred:
        active.append(("starred", "", "starred"))
    if filters.undated == "leave_out":
        active.append(("undated", "", "without documents of unknown date"))
    return active


def _chip(name: str, value: str, words: str) -> str:
    return (
        f'<button type="button" class="chip" data-lift="{name}" data-value="{escape(value)}" dir="auto">'
        f'{escape(words)}<span aria-hidden="true"> ×</span><span class="unseen">, lift this filter</span></button>'
    )


def _names(field: str, legend: str, counted: Sequence[tuple[str | None, int]], chosen: Sequence[str]) -> str:
    listed = [(name, count) for name, count in counted if name][:LISTED]
    listed += [(name, 0) for name in chosen if name not in dict(listed)]
    if not listed:
        return ""
    items = "".join(
        f'<li><label dir="auto"><input type="checkbox" name="{field}" value="{escape(name)}"'
        f"{' checked' if name in chosen else ''}> {escape(name)} ({count:,})</label></li>"
        for name, count in listed
    )
    return f"<fieldset><legend>{legend}</legend><ul>{items}</ul></fieldset>"


def _given(given: Sequence[Mark], filters: Filters) -> str:
    """Return the reader's own tags and stars to choose from; nothing where there are none."""
    starred = sum(mark.starred for mark in given)
    checked = " checked" if filters.starred else ""
    star = f'<p><label><input type="checkbox" name="starred"{checked}> only starred documents ({starred:,})</label></p>'
    shown = f"<fieldset><legend>Stars</legend>{star}</fieldset>" if starred or filters.starred else ""
    return _names("tags", "Tag", counted_tags(given), filters.tags) + shown


def _languages(facets: Facets, filters: Filters) -> str:
    """Return the languages to choose from; nothing where all is in one, so that there is no choice."""
    stated = [code for code, _ in facets.languages if code]
    if len(stated) < 2 and not filters.languages:  # noqa: PLR2004
        return ""
    return _names("languages", "Language", facets.languages, filters.languages)


def _years(field: str, counted: Sequence[tuple[int | None, int]], filters: Filters) -> str:
    """Return a button for each year, with its count; nothing where there is no choice."""
    years = [(year, count) for year, count in counted if year]
    if len(years) < 2:  # noqa: PLR2004
        return ""
    chosen = filters.about if field == "about" else _year_of_publication(filters)
    items = "".join(
        f'<li><button type="button" data-years="{field}" value="{year}"'
        f' aria-pressed="{str(str(year) == chosen).lower()}">{year} ({count:,})</button></li>'
        for year, count in years
    )
    name = "Speaks of the year" if field == "about" else "Published in the year"
    return f'<ul class="by-year" aria-label="{name}">{items}</ul>'


def _year_of_publication(filters: Filters) -> str | None:
    return filters.published_from if filters.published_from == filters.published_to else None


def _date(field: str, value: str | None) -> str:
    return f'<input name="{field}" value="{escape(value or "")}" size="10" autocomplete="off" spellcheck="false">'
