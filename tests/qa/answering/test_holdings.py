from qa.answering.holdings import description
from qa.question.facets import Facets


def facets(documents: int = 12, **counted: tuple[tuple[str | int | None, int], ...]) -> Facets:
    values = {"publishers": (), "authors": (), "years": ()} | counted
    return Facets(documents=documents, passages=30, **values)  # type: ignore[arg-type]  # given by name


def test_one_sentence_says_how_much_of_when_and_by_whom() -> None:
    publishers = (("The Post", 5), (None, 3), ("A", 2), ("B", 1), ("C", 1))
    assert description(
        facets(publishers=publishers, years=((None, 2), (2003, 4), (2015, 6))), ["Talks", "A  deal"]
    ) == (
        "This archive holds 12 documents from 2003 to 2015 published by The Post, A, B and 1 more; they include "
        "“Talks” and “A deal”."
    )


def test_what_is_not_stated_is_left_out() -> None:
    assert description(facets(1), ["Talks"]) == "This archive holds 1 document."
    assert description(facets(2, years=((2010, 2),)), []) == "This archive holds 2 documents of 2010."


def test_a_long_title_is_cut_between_words_where_it_has_any() -> None:
    holds = "This archive holds 1,200 documents; they include"
    assert description(facets(1_200), ["Talks  on " + "enrichment " * 20]) == f"{holds} “Talks on{' enrichment' * 7}…”."
    assert description(facets(1_200), ["x" * 200]) == f"{holds} “{'x' * 90}…”."
