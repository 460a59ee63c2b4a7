import json
from datetime import UTC, datetime

import pytest

from qa.answers import Answer, Excerpt
from qa.citations.bibliographies import bibtex, csl_json, ris
from qa.citations.cards import card
from qa.citations.export import FORMS, MEDIA_TYPES, SUFFIXES, checked_form, export
from qa.citations.markdown import markdown
from qa.citations.plain_text import plain_text
from qa.citations.works import works
from qa.errors import ExportError
from tests.qa.citations.conftest import DAY, answered


def test_a_conversation_is_written_in_each_format(page: Excerpt, report: Excerpt, letter: Excerpt) -> None:
    near = Answer("Who?", "not_found", 0.0, (), (letter, page), 2, "g")
    answers, address = [answered(page, report), near], "http://a/"
    cited_works = works(answers, DAY)
    expected = {
        "markdown": f"{markdown(answers[0], 1, address)}\n{markdown(near, 2, address)}",
        "text": f"{plain_text(answers[0], address)}\n{plain_text(near, address)}",
        "csl-json": csl_json(cited_works, address),
        "ris": ris(cited_works, address),
        "bibtex": bibtex(cited_works, address),
        "html": "\n".join(card(excerpt, address) for excerpt in (page, report, letter)),
    }
    for form, text in expected.items():
        assert export(answers, form, address=address, accessed=DAY) == text
    values = json.loads(export(answers, "json", address=address))
    assert values == {"answers": [answer.to_dict() for answer in answers], "address": address}
    assert {*expected, "json"} == set(FORMS) == MEDIA_TYPES.keys() == SUFFIXES.keys()


def test_the_day_of_access_is_today_unless_it_is_given(page: Excerpt) -> None:
    before = datetime.now(UTC).date()
    exported = export([answered(page)], "ris")
    days = {before, datetime.now(UTC).date()}
    assert exported in [export([answered(page)], "ris", accessed=day) for day in days]


def test_a_format_that_there_is_not_is_refused_by_name(page: Excerpt) -> None:
    assert checked_form("ris") == "ris"
    with pytest.raises(
        ExportError, match="There is no format 'pdf' to export to; there are markdown, text, json, csl-"
    ):
        export([answered(page)], "pdf")
