"""What the markup of a web page states of it, with where it says so.

Data for search engines come first, then what is stated for networks, in meta elements, and above the article.
"""

import re
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from embeddings.dates import span
from embeddings.documents import Fact
from embeddings.readers.html_authors import is_in_byline, is_no_author, is_site_name, name_in_byline
from embeddings.readers.html_bylines import authors_beside, marked_facts
from embeddings.readers.html_dates import stated_dates
from embeddings.readers.html_headings import SEPARATOR, folded, is_of_site, without_site, words_of
from embeddings.readers.html_lines import beside_heading, page_lines
from embeddings.readers.html_meta import meta_facts, other_meta_facts, stated_times
from embeddings.readers.linked_data import is_of_event, linked_facts

HEADING, TITLE_ELEMENT = "heading", "title element"
# From Tokyo to Los Angeles.
EVENING, MORNING = 15, 8


def page_facts(tree: Any, reported: Mapping[str, str | None]) -> list[Fact]:
    """Return what the markup of a page states of it, the surest first.

    `reported` is what trafilatura makes of it, by the names of facts. The title is what readers see in two places.
    """
    titled, is_sure = _title(tree, reported.get("title"))
    others = list(other_meta_facts(tree))
    facts = [*linked_facts(tree), *meta_facts(tree), *marked_facts(tree)]
    facts += (fact for fact in others if fact.name == "author")
    lines = page_lines(tree)
    titles = [fact.value for fact in facts if fact.name == "title"] + ([titled.value] if titled else [])
    near = list(beside_heading(lines, titles))
    author = name_in_byline(reported.get("author") or "")
    if author and is_in_byline(author, lines, [line for line, _ in near], titles):
        facts.append(Fact("author", author, "page"))
    if not any(fact.name == "author" and not is_no_author(fact.value) for fact in facts):
        facts += authors_beside([line for line, _ in near], titles)
    facts = [fact for fact in facts if not (fact.name == "author" and is_no_author(fact.value))]
    # Who is named beside the publisher, or the site, wrote it rather than that.
    publishers = {fact.value.casefold() for fact in facts if fact.name == "publisher"}
    address = reported.get("url") or _address(tree)
    facts.sort(
        key=lambda x: x.name == "author" and (x.value.casefold() in publishers or is_site_name(x.value, address))
    )
    if titled:
        facts.insert(0 if is_sure else len(facts), titled)
    if not any(fact.name == "published" for fact in facts) and not is_of_event(tree):
        facts += stated_dates(lines, near, reported.get("published"), address)
    facts += (fact for fact in others if fact.name == "published")
    headings = {folded(words_of(heading)) for heading in tree.iter("h1")}
    # A title for networks that readers see as a heading too is surer than the title element.
    facts.sort(key=lambda fact: not (fact.name == "title" and folded(fact.value) in headings))
    _prefer(facts, "publisher", reported.get("publisher"), _is_the_same_name)
    _prefer(facts, "published", reported.get("published"), partial(_is_the_same_day, stated_times(tree)))
    # What is stated in several places is a fact by the first.
    first: dict[tuple[str, str], Fact] = {}
    for fact in facts:
        first.setdefault((fact.name, fact.value), fact)
    return list(first.values())


def _address(tree: Any) -> str:
    """Return the address that a page states as its own, "" for none."""
    stated = tree.xpath("//link[@rel='canonical']/@href | //meta[@property='og:url']/@content")
    return str(next(iter(stated), ""))


def _prefer(facts: list[Fact], name: str, value: str | None, is_the_same: Callable[[str, str], bool]) -> None:
    """Set what is reported before what is stated of it, with the origin of a fact that states the same.

    A date is only preferred to one that is the same but for the time zone that it is stated in, and never alone.
    """
    first = next((fact for fact in facts if fact.name == name), None)
    if not value or (name == "published" and not (first and is_the_same(first.value, value))):
        return
    origin = next((fact.origin for fact in facts if fact.name == name and is_the_same(fact.value, value)), "page")
    facts.insert(0, Fact(name, value, origin))


def _is_the_same_name(name: str, other: str) -> bool:
    return name.casefold() == other.casefold()


def _is_the_same_day(times: str, day: str, other: str) -> bool:
    """Whether another day is the same where a page was published, by the times of the day that it states."""
    later = (span(other)[0] - span(day)[0]).days
    if abs(later) != 1:
        return not later
    stated = re.findall(rf"{day}[T ](\d\d):\d\d[\d:.]*(Z|[+-]\d\d:?\d\d)?", times)
    # In Greenwich's time it is evening where the day is the next one, and morning where it is the one before.
    return all(
        offset[:3] in {"", "Z", "+00", "-00"} and (int(hour) >= EVENING if later > 0 else int(hour) < MORNING)
        for hour, offset in stated
    )


def _title(tree: Any, reported: str | None) -> tuple[Fact | None, bool]:
    """Return the title, and whether the title element and what is reported, or a heading, agree on it.

    The name of the site is no title.
    """
    written = " ".join((tree.findtext(".//title") or "").split())
    headings = [(words_of(heading), is_of_site(heading)) for heading in tree.iter("h1", "h2")]
    site_names = {text.casefold() for text, names_site in headings if names_site}
    if reported and (not written or _is_part(reported, written)) and reported.casefold() not in site_names:
        origin = HEADING if any(text == reported for text, _ in headings) else TITLE_ELEMENT
        return Fact("title", reported, origin), bool(written)
    shared = (
        text for text, names_site in headings if not names_site and len(text.split()) > 1 and _is_part(text, written)
    )
    if heading := next(shared, None):
        return Fact("title", heading, HEADING), True
    is_section = reported and written and _is_a_word(reported) and not _is_a_word(written)
    if reported and not is_section and any(text == reported and not names_site for text, names_site in headings):
        return Fact("title", reported, HEADING), True
    parts = [part for part in SEPARATOR.split(written) if part.casefold() not in site_names]
    if written and (not reported or is_section or reported.casefold() in site_names or len(parts) > 1):
        return Fact("title", without_site(written, site_names), TITLE_ELEMENT), False
    return (Fact("title", reported, "page") if reported else None), False


def _is_a_word(text: str) -> bool:
    """Whether a text is one word, of a script that parts words: a heading of one names a section."""
    return " " not in text and text.upper() != text.lower()


def _is_part(text: str, written: str) -> bool:
    small, whole = " ".join(text.split()).casefold(), written.casefold()
    return small in whole or whole in small
