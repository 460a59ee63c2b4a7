"""Answers in the formats that are kept, sent on, or read by other programs."""

import json
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from typing import Literal, get_args

from qa.answers import Answer
from qa.citations.bibliographies import bibtex, csl_json, ris
from qa.citations.cards import cards
from qa.citations.markdown import markdown
from qa.citations.plain_text import plain_text
from qa.citations.works import Work, works
from qa.errors import ExportError

Form = Literal["markdown", "text", "json", "csl-json", "ris", "bibtex", "html"]

FORMS: tuple[Form, ...] = get_args(Form)
SUFFIXES: dict[Form, str] = {
    "markdown": ".md",
    "text": ".txt",
    "json": ".json",
    "csl-json": ".csl.json",
    "ris": ".ris",
    "bibtex": ".bib",
    "html": ".html",
}
MEDIA_TYPES: dict[Form, str] = {
    "markdown": "text/markdown",
    "text": "text/plain",
    "json": "application/json",
    "csl-json": "application/vnd.citationstyles.csl+json",
    "ris": "application/x-research-info-systems",
    "bibtex": "application/x-bibtex",
    "html": "text/html",
}


def checked_form(form: str) -> Form:
    """Return the name of a format. Raises ExportError for one that there is not."""
    for known_form in FORMS:
        if form == known_form:
            return known_form
    raise ExportError(f"There is no format {form!r} to export to; there are {', '.join(FORMS)}.")


def export(answers: Sequence[Answer], form: str, *, address: str = "", accessed: date | None = None) -> str:
    """Return answers, of one question or of a conversation, in a format: one of FORMS.

    Markdown, text and JSON hold the answers. CSL-JSON, RIS and BibTeX hold each document cited once, with what is
    quoted of it as notes. HTML holds a card of each excerpt. `address` is that of a page of loccit, to which excerpts
    then link; without it they have their references. `accessed` is the day of access to state, by default today.

    Raises ExportError for a format that there is not.
    """
    day = accessed or datetime.now(UTC).date()
    form = checked_form(form)
    if form in BIBLIOGRAPHIES:
        return BIBLIOGRAPHIES[form](works(answers, day), address)
    return _TEXTS[form](answers, address)


def _as_markdown(answers: Sequence[Answer], address: str) -> str:
    return "\n".join(markdown(answer, number, address) for number, answer in enumerate(answers, 1))


def _as_text(answers: Sequence[Answer], address: str) -> str:
    return "\n".join(plain_text(answer, address) for answer in answers)


def _as_json(answers: Sequence[Answer], address: str) -> str:
    values = [answer.to_dict() for answer in answers]
    return json.dumps({"answers": values, **({"address": address} if address else {})}, indent=2) + "\n"


def _as_cards(answers: Sequence[Answer], address: str) -> str:
    quoted = {excerpt.reference: excerpt for answer in answers for excerpt in answer.excerpts or answer.nearest}
    return cards(quoted.values(), address)


BIBLIOGRAPHIES: dict[Form, Callable[[list[Work], str], str]] = {"csl-json": csl_json, "ris": ris, "bibtex": bibtex}
_TEXTS: dict[Form, Callable[[Sequence[Answer], str], str]] = {
    "markdown": _as_markdown,
    "text": _as_text,
    "json": _as_json,
    "html": _as_cards,
}
