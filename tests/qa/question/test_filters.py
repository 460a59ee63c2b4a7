import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from embeddings.index.facts import Facts
from embeddings.index.selection import Selection
from embeddings.models.encoder import Encoder
from qa.archive import Archive
from qa.errors import FilterError
from qa.question.filters import Filters, selection

Build = Callable[[dict[str, str]], Path]


def a_file(text: str, **facts: str) -> str:
    return "---\n" + "".join(f'{name}: "{value}"\n' for name, value in facts.items()) + f"---\n\n{text}\n"


FILES = {
    "north/oman.md": a_file(
        "The sultan of Oman invited both sides to Muscat. They came in secret and left at night.",
        publisher="The Harbour Post",
        author="Ana de Souza",
        published="2010-06-15",
    ),
    "north/paris.md": a_file(
        "Kerry told Barnier that sanctions remained an alternative. He flew home from Muscat on Monday.",
        publisher="The Harbour Post",
        author="Bo Ek",
        published="2005",
    ),
    "south/paris.md": a_file(
        "Barnier was told by Kerry about sanctions. Muscat was not on his way.",
        publisher="Le Monde de Demain",
        author="Ana de Souza and Bo Ek",
        published="2005-03",
    ),
    "stuxnet.md": a_file("A worm wrecked a thousand centrifuges at Natanz. In Muscat nobody claimed it."),
}
QUESTION = "What had Kerry told Barnier about sanctions?"


@pytest.fixture
def archive(index_of: Build, encoder: Encoder) -> Archive:
    return Archive.open(index_of(FILES), encoder=encoder)


def ids_found(archive: Archive, **filters: object) -> list[str]:
    """The ids of the documents that a word which stands in all of them finds."""
    return sorted(hit.document.id for hit in archive.hits("Muscat", filters=Filters(**filters)))


# What a filter finds


def test_without_filters_everything_is_found(archive: Archive) -> None:
    assert ids_found(archive) == sorted(FILES)


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"publishers": ["Le Monde de Demain"]}, ["south/paris.md"]),
        ({"publishers": ["the  harbour POST"]}, ["north/oman.md", "north/paris.md"]),
        (
            {"publishers": ["The Harbour Post", "Le Monde de Demain"]},
            ["north/oman.md", "north/paris.md", "south/paris.md"],
        ),
        ({"authors": ["Ana de Souza"]}, ["north/oman.md", "south/paris.md"]),
        ({"authors": ["Bo Ek"], "publishers": ["Le Monde de Demain"]}, ["south/paris.md"]),
        ({"documents": ["south/paris.md"]}, ["south/paris.md"]),
        ({"documents": ["paris.md"]}, ["north/paris.md", "south/paris.md"]),
        ({"published_from": "2010"}, ["north/oman.md", "stuxnet.md"]),
        ({"published_from": "2010", "undated": "leave_out"}, ["north/oman.md"]),
        ({"published_to": "2005-02"}, ["north/paris.md", "stuxnet.md"]),
        ({"published_from": "2005-12-31", "published_to": "2010-06-14", "undated": "leave_out"}, ["north/paris.md"]),
        ({"published_from": "1990", "published_to": "1999", "undated": "leave_out"}, []),
        ({"undated": "leave_out"}, ["north/oman.md", "north/paris.md", "south/paris.md"]),
        ({"published_from": "1990", "published_to": "1999"}, ["stuxnet.md"]),
    ],
)
def test_only_documents_that_meet_every_filter_are_found(
    archive: Archive, filters: dict[str, object], expected: list[str]
) -> None:
    assert ids_found(archive, **filters) == expected
    assert archive.facets(Filters(**filters)).documents == len(expected)


def test_only_passages_that_speak_of_a_time_are_found(
    index_of: Callable[[dict[str, str]], Path], encoder: Encoder
) -> None:
    files = {
        "a.md": "The minister met the envoy in February 2005.\n\nFive years later the minister met the envoy again.",
        "b.md": "The minister met the envoy in spring.",
    }
    archive = Archive.open(index_of(files), encoder=encoder)
    question = "When did the minister meet the envoy?"

    def found(about: str) -> list[str]:
        return [excerpt.document.id for excerpt in archive.retrieve(question, filters=Filters(about=about))]

    assert found("2005") == found("Feb 2005") == found("2010") == found("2006..2012") == ["a.md"]
    assert found("2006") == []
    facets = archive.facets(Filters(about="2005"))
    assert (facets.documents, facets.passages) == (1, 1)


def test_a_time_is_kept_in_one_notation() -> None:
    assert Filters(about="2003..2007").about == "2003/2007"
    assert Filters(about="the nineties").about == "199X"
    assert str(Filters(about="Feb 2005")) == "about February 2005"
    with pytest.raises(FilterError, match="The filter about is 'soon'; give a time such as 2005"):
        Filters(about="soon")


def test_an_answer_comes_from_the_documents_of_the_filters_and_names_them(archive: Archive) -> None:
    filters = Filters(publishers=("Le Monde de Demain",))
    answer = archive.ask(QUESTION, filters=filters)
    assert answer.status == "answered"
    assert [excerpt.document.id for excerpt in answer.excerpts] == ["south/paris.md"]
    assert answer.filters == filters
    assert answer.to_dict()["filters"] == filters.to_dict()
    assert [excerpt.document.id for excerpt in archive.retrieve(QUESTION, filters=filters)] == ["south/paris.md"]


def test_an_answer_under_no_filter_says_nothing_of_filters(archive: Archive) -> None:
    answer = archive.ask(QUESTION, filters=Filters())
    assert answer == archive.ask(QUESTION)
    assert answer.filters is None
    assert "filters" not in answer.to_dict()


def test_filters_that_leave_nothing_find_nothing(archive: Archive) -> None:
    nothing = Filters(published_to="1999", undated="leave_out")
    answer = archive.ask(QUESTION, filters=nothing)
    assert (answer.status, answer.confidence, answer.nearest, answer.filters) == ("not_found", 0.0, (), nothing)
    assert archive.retrieve(QUESTION, filters=nothing) == archive.hits(QUESTION, filters=nothing) == []


def test_a_follow_up_is_read_with_the_turns_before_under_a_filter_too(archive: Archive) -> None:
    filters = Filters(documents=("north/paris.md",))
    before = archive.ask(QUESTION)
    follow_up = archive.ask("And why?", history=[before], filters=filters)
    assert follow_up.read_as == archive.ask("And why?", history=[before]).read_as is not None
    assert {excerpt.document.id for excerpt in follow_up.excerpts or follow_up.nearest} == {"north/paris.md"}


def test_an_archive_of_the_same_documents_alone_has_the_same_candidates(
    index_of: Build, encoder: Encoder, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """And ranks them alike where BM25, whose idf is of the whole archive, has no say: by words that mean nothing."""
    from embeddings.building.rebuild import rebuild

    archive = Archive.open(index_of(FILES), encoder=encoder)
    folder = tmp_path_factory.mktemp("alone")
    for name in ("north/oman.md", "north/paris.md"):
        (folder / "sources" / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / "sources" / name).write_text(FILES[name])
    rebuild([folder / "sources"], folder / "index", lambda: encoder)
    alone = Archive.open(folder / "index", encoder=encoder)
    filters = Filters(publishers=("The Harbour Post",))

    def place(archive: Archive, question: str, filters: Filters | None) -> list[tuple[str, int, int]]:
        hits = archive.hits(question, k=100, filters=filters)
        return [(hit.document.id, hit.passage.start, hit.passage.end) for hit in hits]

    for question in (QUESTION, "Muscat", "Who came in secret?"):
        assert sorted(place(archive, question, filters)) == sorted(place(alone, question, None))
    narrowed, of_alone = archive.hits("they and the", filters=filters), alone.hits("they and the")
    assert [(hit.document.id, hit.score, hit.signals) for hit in narrowed] == [
        (hit.document.id, hit.score, hit.signals) for hit in of_alone
    ]


def test_a_filter_finds_what_a_hundred_better_passages_of_others_would_hide(index_of: Build, encoder: Encoder) -> None:
    many = {f"loud/{number}.md": a_file(f"Kerry told Barnier {number}.", publisher="Loud") for number in range(150)}
    quiet = {
        "quiet.md": a_file("Much else was said, and then Kerry told the others who were there.", publisher="Quiet")
    }
    archive = Archive.open(index_of(many | quiet), encoder=encoder)
    question = "What did Kerry tell Barnier?"
    assert "quiet.md" not in [hit.document.id for hit in archive.hits(question, k=100)]
    (hit,) = archive.hits(question, filters=Filters(publishers=("Quiet",)))
    assert hit.document.id == "quiet.md"
    assert hit.signals.bm25 > 0
    assert hit.signals.document_bm25 > 0


# Names


@pytest.mark.parametrize(
    ("filters", "message"),
    [
        (
            {"publishers": ["The Harbor Post"]},
            "The archive has no publisher 'The Harbor Post'; did you mean 'The Harbour Post'?",
        ),
        ({"authors": ["Ek"]}, "The archive has no author 'Ek'; did you mean 'Ana de Souza and Bo Ek' or 'Bo Ek'?"),
        (
            {"authors": ["Zzz"]},
            "The archive has no author 'Zzz'; it has 'Ana de Souza', 'Ana de Souza and Bo Ek', 'Bo Ek'.",
        ),
        (
            {"documents": ["zzz"]},
            "The archive has no document 'zzz'; it has 'north/oman.md', 'north/paris.md', 'south/paris.md' and 1 more.",
        ),
        (
            {"documents": ["paris.txt"]},
            "The archive has no document 'paris.txt'; did you mean 'north/paris.md' or 'south/paris.md'?",
        ),
    ],
)
def test_a_name_the_archive_does_not_have_is_refused_with_near_ones(
    archive: Archive, filters: dict[str, list[str]], message: str
) -> None:
    for call in (archive.ask, archive.hits, archive.retrieve):
        with pytest.raises(FilterError) as raised:
            call(QUESTION, filters=Filters(**filters))
        assert str(raised.value) == message
    with pytest.raises(FilterError):
        archive.facets(Filters(**filters))


def test_an_archive_that_states_no_publisher_says_so(index_of: Build, encoder: Encoder) -> None:
    archive = Archive.open(index_of({"a.txt": "Plain words stand here."}), encoder=encoder)
    with pytest.raises(FilterError, match=r"no publisher 'Any': no document in it states one\. Take the filter out"):
        archive.ask(QUESTION, filters=Filters(publishers=("Any",)))


def test_a_name_as_long_as_a_book_is_shortened_in_the_error(archive: Archive) -> None:
    with pytest.raises(FilterError) as raised:
        archive.ask(QUESTION, filters=Filters(publishers=("long " * 50_000,)))
    assert len(str(raised.value)) < 200


def facts_of(*publishers: str) -> Facts:
    rows = [(f"{number}.txt", publisher, None, None, None) for number, publisher in enumerate(publishers)]
    return Facts.from_rows(rows, np.arange(len(rows)))


def test_a_name_as_the_archive_has_it_means_that_spelling_alone_any_other_all() -> None:
    facts = facts_of("Die Zeit", "DIE ZEIT", "Le Monde")
    assert selection(Filters(publishers=("DIE ZEIT",)), facts).publishers == ("DIE ZEIT",)
    assert selection(Filters(publishers=("die zeit",)), facts).publishers == ("DIE ZEIT", "Die Zeit")


def test_accents_and_spaces_need_not_be_typed() -> None:
    facts = facts_of("Süddeutsche  Zeitung", "Straße")
    assert selection(Filters(publishers=("suddeutsche zeitung", "STRASSE")), facts).publishers == (
        "Süddeutsche  Zeitung",
        "Straße",
    )


def test_days_are_those_the_dates_name() -> None:
    selected = selection(Filters(published_from="2010", published_to="2011-02", undated="leave_out"), facts_of("A"))
    days = date(2010, 1, 1).toordinal(), date(2011, 2, 28).toordinal()
    assert selected == Selection(first_day=days[0], last_day=days[1], undated=False)


# The value


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"publishers": "The Post"}, "The filter publishers is 'The Post'; give a list of names."),
        ({"authors": 5}, "The filter authors is 5; give a list of names."),
        ({"documents": ["a", " "]}, "The filter documents holds ' '; give names."),
        ({"documents": [7]}, "The filter documents holds 7; give names."),
        ({"documents": [[]]}, "The filter documents holds []; give names."),
        (
            {"published_from": "last year"},
            "The filter published_from is 'last year'; give a date such as 2010-11-30, 2010-11 or 2010.",
        ),
        ({"published_to": "2010-02-30"}, "The filter published_to is '2010-02-30'; give a date such as"),
        ({"published_to": 3.5}, "The filter published_to is 3.5; give a date such as"),
        (
            {"published_from": "2013", "published_to": "2010-11"},
            "The filter's dates run backwards: published_from 2013 is after published_to 2010-11; swap them.",
        ),
        ({"undated": "drop"}, 'The filter undated is \'drop\'; it is "keep" or "leave_out".'),
        ({"undated": ["keep"]}, "The filter undated is ['keep']; it is"),
        ({"publisher": ["The Post"]}, "There is no filter 'publisher'; there are publishers, authors, published_from,"),
    ],
)
def test_what_cannot_be_a_filter_is_refused_saying_why(values: dict[str, object], message: str) -> None:
    with pytest.raises(FilterError) as raised:
        Filters.from_dict(values)
    assert str(raised.value).startswith(message)


@pytest.mark.parametrize("values", [None, [], "publishers", 3])
def test_filters_are_read_from_names_and_values_only(values: object) -> None:
    with pytest.raises(FilterError, match="give names and values, as in a JSON object"):
        Filters.from_dict(values)


def test_a_span_within_one_date_does_not_run_backwards() -> None:
    assert Filters(published_from="2010-11-30", published_to="2010").published_to == "2010"


@pytest.mark.parametrize(
    ("date_given", "iso_date"),
    [("30 November 2010", "2010-11-30"), ("Nov 2010", "2010-11"), (date(2010, 11, 30), "2010-11-30")],
)
def test_dates_are_kept_in_iso_8601(date_given: object, iso_date: str) -> None:
    assert Filters(published_from=date_given).published_from == iso_date


def test_a_name_given_twice_counts_once() -> None:
    assert Filters(authors=["B", "A", "B"]).authors == ("B", "A")


names = st.lists(st.text(min_size=1).filter(str.strip), max_size=3).map(tuple)
dates = st.none() | st.sampled_from(["2010", "2010-11", "2010-11-30", "2010-02-28"])


@given(
    st.builds(
        Filters,
        publishers=names,
        authors=names,
        documents=names,
        languages=names,
        published_from=dates,
        undated=st.sampled_from(["keep", "leave_out"]),
    )
)
def test_json_takes_them_there_and_back(filters: Filters) -> None:
    assert Filters.from_dict(json.loads(json.dumps(filters.to_dict()))) == filters
    assert hash(Filters.from_dict(filters.to_dict())) == hash(filters)
    assert bool(filters) == (filters != Filters())


def test_what_is_empty_or_missing_narrows_nothing() -> None:
    assert Filters.from_dict({"publishers": [], "published_from": "", "authors": None}) == Filters()
    assert not Filters.from_dict({})


def test_a_language_that_the_archive_does_not_have_is_refused_with_those_it_has() -> None:
    rows = [("a.txt", None, None, None, "en-GB"), ("b.txt", None, None, None, "de"), ("c.txt", None, None, None, None)]
    facts = Facts.from_rows(rows, np.arange(3))
    assert selection(Filters(languages=("DE", "en")), facts).languages == ("de", "en")
    with pytest.raises(FilterError, match=r"no language 'fr'; it has 'de', 'en', 'en-GB'\."):
        selection(Filters(languages=("fr",)), facts)


def test_only_documents_in_a_language_are_searched(
    index_of: Callable[[dict[str, str]], Path], encoder: Encoder
) -> None:
    towns = {"de": "Bonn", "en": "Hull", "en-US": "Salem"}
    files = {f"{code}.md": f"---\nlanguage: {code}\n---\n\nThe river rose in {town}." for code, town in towns.items()}
    archive = Archive.open(index_of(files), encoder=encoder)

    def found(*languages: str) -> list[str]:
        return sorted(
            hit.document.id for hit in archive.hits("Which river rose?", filters=Filters(languages=languages))
        )

    assert found() == ["de.md", "en-US.md", "en.md"]
    assert found("en") == ["en-US.md", "en.md"]
    assert found("en-us") == ["en-US.md"]
    hit = archive.hits("Which river rose?", filters=Filters(languages=("de",)))[0]
    assert (hit.document.id, hit.signals.bm25 > 0) == ("de.md", True)
    assert archive.facets(Filters(languages=("de",))).languages == (("en", 2), ("de", 1))
