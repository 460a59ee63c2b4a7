import json
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from embeddings.generations.store import Generation, open_generation
from qa.answers import Excerpt
from qa.errors import FilterError, SearchError
from qa.question.filters import Filters
from qa.search.matching import occurrences
from qa.search.parsing import parse_search
from qa.search.searching import search_generation

FILES = {
    "a.md": "---\ntitle: The talks\nauthor: Ana Ruiz\npublisher: The Post\ndate: 2010-05\n---\nThe sanctions failed.",
    "b.txt": "A sanction was lifted on 14 January 2011. The U.N. said so; the pharma-\ncy closed.\n\nSanctions again.",
    "c.txt": "Nothing failed. In 22FEB11 the UN met.",
}


@pytest.fixture
def generation(index_of: Callable[[dict[str, str]], Path]) -> Generation:
    return open_generation(index_of(FILES))


def test_every_occurrence_is_counted_by_document(generation: Generation) -> None:
    found = search_generation("sanction", generation, exact=False)
    assert [(one.document.id, len(one.spans)) for one in found.documents] == [("a.md", 1), ("b.txt", 2)]
    assert (found.occurrences, found.generation) == (3, generation.id)
    assert [excerpt.text for excerpt in found.documents[1].excerpts] == ["sanction", "Sanctions"]
    exact = search_generation("sanction", generation, exact=True)
    assert [(one.document.id, len(one.spans)) for one in exact.documents] == [("b.txt", 1)]
    values = found.to_dict()
    assert json.loads(json.dumps(values)) == values
    assert (values["document_count"], values["occurrence_count"]) == (2, 3)
    first = next(found.documents[0].excerpts)
    assert values["documents"][0]["occurrences"] == [
        {"text": "sanctions", "start": 4, "end": 13, "place": "", "reference": first.reference}
    ]
    assert isinstance(first, Excerpt)
    assert [one["document"]["id"] for one in found.to_dict(1, 1)["documents"]] == ["b.txt"]


def test_filters_narrow_a_search(generation: Generation) -> None:
    found = search_generation("sanction", generation, Filters(publishers=("the post",)), exact=False)
    assert [one.document.id for one in found.documents] == ["a.md"]
    assert found.to_dict()["filters"]["publishers"] == ["the post"]
    with pytest.raises(FilterError, match="no publisher"):
        search_generation("sanction", generation, Filters(publishers=("Nobody",)), exact=False)


def test_what_only_a_title_has_is_found_without_an_occurrence(generation: Generation) -> None:
    found = search_generation("title:talks", generation, exact=False)
    assert [(one.document.id, one.spans) for one in found.documents] == [("a.md", ())]
    assert found.occurrences == 0


@pytest.mark.parametrize(
    ("typed", "is_of_speakers"),
    [("speaker:Kerry", True), ("sanction NOT (talks OR speaker:Kerry)", True), ("sanction title:talks", False)],
)
def test_who_was_not_looked_for_is_said_where_speakers_are_searched_for(
    generation: Generation, monkeypatch: pytest.MonkeyPatch, *, typed: str, is_of_speakers: bool
) -> None:
    monkeypatch.setattr("qa.search.searching.not_looked_for", lambda _: "Only labels.")
    found = search_generation(typed, generation, exact=False)
    assert found.note == ("Only labels." if is_of_speakers else "")
    assert found.to_dict().get("note", "") == found.note


def test_a_search_that_cannot_be_read_is_refused(generation: Generation) -> None:
    with pytest.raises(SearchError, match="at its end"):
        search_generation("(sanction", generation, exact=False)


LEAVES = ["sanction", "Sanctions", "UN", "U.N.", "14", "22FEB11", "January", "pharmacy", "the", "faild~", "sanc*"]
SEARCHES = st.recursive(
    st.sampled_from([*LEAVES, '"the UN"', "title:talks", "author:ana"]),
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from(["AND", "OR", "NOT"]), inner).map(lambda parts: f"({' '.join(parts)})"),
        st.tuples(st.sampled_from(LEAVES), st.sampled_from(LEAVES)).map(" NEAR/3 ".join).map("({})".format),
    ),
    max_leaves=5,
)


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
@given(typed=SEARCHES, exact=st.booleans())
def test_the_index_leaves_out_no_document_that_meets_a_search(
    generation: Generation, typed: str, *, exact: bool
) -> None:
    tree = parse_search(typed)
    found = {one.document.id: list(one.spans) for one in search_generation(typed, generation, exact=exact).documents}
    documents = [generation.catalogue.numbered(number) for number in range(3)]
    expected = {document.id: occurrences(tree, document, exact=exact) for document in documents}
    assert found == {name: spans for name, spans in expected.items() if spans is not None}
