from typing import Any

from embeddings.documents import Document
from qa.answers import Excerpt
from qa.citations.timeline import MOST_BARS, counts_by_year, timeline


def quoted(text: str, **more: Any) -> Excerpt:
    document = Document(id="a.txt", path="/a.txt", text=text, sha256="0" * 64, **more)
    return Excerpt(document=document, start=0, end=len(text), text=text, score=1)


def test_moments_stand_in_the_order_of_the_times_that_are_spoken_of() -> None:
    excerpts = (
        quoted("In February 2005 they met. Five years later they parted.", published="2013"),
        quoted("They never met."),
        quoted("They never met.", published="2004-05-03"),
        quoted("In 1979 they were born, and in 1979 they were named."),
    )
    moments = timeline(excerpts)
    assert [(moment.label, moment.number) for moment in moments] == [
        ("1979", 4),
        ("published 3 May 2004", 3),
        ("February 2005", 1),
        ("2010 (“Five years later”)", 1),
        ("time unknown", 2),
    ]
    assert moments[3].to_dict() == {
        "time": "2010",
        "words": "Five years later",
        "excerpt": 1,
        "reference": excerpts[0].reference,
    }
    assert moments[4].to_dict()["time"] is None


def test_years_are_counted_and_those_between_them_too() -> None:
    assert counts_by_year(timeline([quoted("In 2003, 2005 and 2005 it rained.")])) == {2003: 1, 2004: 0, 2005: 1}
    assert counts_by_year(timeline([quoted("It rained.")])) == {}
    assert counts_by_year(timeline([quoted("It rained.", published="2004-05-03")])) == {}


def test_a_moment_has_the_place_of_its_words() -> None:
    named, undated = timeline([quoted("They met. In 1979 they parted."), quoted("They never met.")])
    assert named.place is not None
    assert named.excerpt.document.text[slice(*named.place)] == "1979"
    assert undated.place is None


def test_where_years_are_too_many_decades_or_centuries_are_counted() -> None:
    by_decade = counts_by_year(timeline([quoted("In 1871, 1875 and in 2005 it rained.")]))
    assert (by_decade[1870], by_decade[1880], by_decade[2000], len(by_decade)) == (2, 0, 1, 14)
    by_century = counts_by_year(timeline([quoted("In 1066, 1805 and AD 79 it rained. On 3.4.0079 it ended.")]))
    assert set(by_century) >= {1000, 1800}
    assert len(by_century) <= MOST_BARS
