from dataclasses import replace
from typing import Any

import pytest

from embeddings.documents import Attribution, Document
from qa.answers import Excerpt
from qa.citations.voices import chain_of, shown_voices, voice_line, voices_line

TEXT = "In 2005 Kerry told Barnier that it was far. “It was near,” he said."
TOLD = Attribution(((27, 42),), (8, 13), "John Kerry", (14, 18), "indirect", "Michel Barnier", (19, 26), said="2005-02")


def excerpt(*attributions: Attribution) -> Excerpt:
    document = Document("a.txt", "/a.txt", TEXT, "0" * 64, attributions=attributions)
    return Excerpt(document, 0, len(TEXT), TEXT, 1)


@pytest.mark.parametrize(
    ("changed", "line"),
    [
        ({}, "John Kerry → Michel Barnier, February 2005 · reported"),
        ({"to": None, "said": None, "kind": "direct"}, "John Kerry · quoted"),
        ({"hedged": True, "kind": "mixed"}, "John Kerry → Michel Barnier, February 2005 · partly quoted, as hearsay"),
        ({"negated": True, "to": None, "said": "2003/2007"}, "John Kerry, 2003 to 2007 · reported, denied or not said"),
        ({"speaker": None, "to": None, "said": None, "kind": "direct"}, "unattributed · quoted"),
    ],
)
def test_a_line_says_who_to_whom_when_and_how(changed: dict[str, Any], line: str) -> None:
    assert voice_line(replace(TOLD, **changed)) == line


def test_a_quotation_without_a_source_is_unattributed_and_a_report_without_one_is_not_shown() -> None:
    nobody = replace(TOLD, speaker=None)
    assert shown_voices([TOLD, nobody, replace(nobody, kind="direct")]) == [TOLD, replace(nobody, kind="direct")]


def test_a_line_is_said_once_and_many_are_counted() -> None:
    assert voices_line(excerpt(TOLD, TOLD)) == "John Kerry → Michel Barnier, February 2005 · reported"
    many = [replace(TOLD, speaker=f"Person {number}", to=None, said=None) for number in range(1, 7)]
    expected = "; ".join(f"Person {number} · reported" for number in range(1, 5))
    assert voices_line(excerpt(*many)) == f"{expected}; and 2 more"
    assert voices_line(excerpt()) == ""


def test_only_what_touches_an_excerpt_is_of_it() -> None:
    document = Document("a.txt", "/a.txt", TEXT, "0" * 64, attributions=(TOLD,))
    assert Excerpt(document, 0, 43, TEXT[:43], 1).attributions == (TOLD,)
    assert Excerpt(document, 44, len(TEXT), TEXT[44:], 1).attributions == ()


def test_a_chain_leads_from_the_source_to_the_name() -> None:
    document = excerpt().document
    said = replace(TOLD, source=(59, 61), chain=((8, 13), (8, 13), (59, 61)))
    assert [TEXT[slice(*place)] for place in chain_of(document, said)] == ["he", "Kerry"]
