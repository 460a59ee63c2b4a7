import hashlib
from collections.abc import Callable
from dataclasses import replace

import pytest

from embeddings.documents import OF_A_SCAN, Document, Fact
from qa.answering.claims import MOST_SURE, UnsupportedClaim, most_sure, unsupported_claims
from qa.answering.surroundings import BLOCK
from qa.answers import Excerpt
from qa.question.question import Question

Cite = Callable[..., Excerpt]
Check = Callable[..., list[UnsupportedClaim]]
Find = Callable[[str, Excerpt], list[tuple[str, str, str | None, str]]]

KERRY = "Senator John Kerry said in Paris that bombing Iran would solve nothing. He spoke of 20 sites."


@pytest.fixture
def cite() -> Cite:
    """Make an excerpt of a document that holds some words before and after it."""

    def make(text: str, *, before: str = "", after: str = "", published: str | None = "2005-02-09") -> Excerpt:
        whole = f"{before}{text}{after}"
        document = Document(
            id="a.txt",
            path="/a.txt",
            text=whole,
            sha256=hashlib.sha256(whole.encode()).hexdigest(),
            title="Kerry in Paris",
            published=published,
        )
        return Excerpt(document, len(before), len(before) + len(text), text, 1.0)

    return make


@pytest.fixture
def check(question_of: Callable[[str], Question]) -> Check:
    """Return the claims of a question that an excerpt does not bear out, in a passage that is the excerpt itself."""

    def unsupported(question: str, excerpt: Excerpt, passage_text: str | None = None) -> list[UnsupportedClaim]:
        text = excerpt.text if passage_text is None else passage_text
        return list(unsupported_claims(question_of(question), excerpt, text))

    return unsupported


@pytest.fixture
def find(check: Check) -> Find:
    """Return the same as tuples: kind, claim, what stands in its place, strength."""
    return lambda question, excerpt: [
        (claim.kind, claim.claim, claim.instead, claim.strength) for claim in check(question, excerpt)
    ]


@pytest.mark.parametrize(
    "question",
    [
        "Did Kerry support bombing Iran in 2005?",
        "What did Senator Kerry say in Paris of bombing Iran?",
        "Of how many sites did Kerry speak?",
        "Did Kerry speak of 20 sites?",
        "Did he speak of twenty sites?",
        "what did they say",
    ],
)
def test_a_question_whose_claims_are_met_has_no_unsupported_claim(cite: Cite, question: str, find: Find) -> None:
    assert find(question, cite(KERRY)) == []


def test_another_year_than_the_documents_speaks_against_a_question(cite: Cite, check: Check) -> None:
    (claim,) = check("Did Kerry support bombing Iran in 2013?", cite(KERRY), KERRY)
    assert (claim.kind, claim.claim, claim.instead, claim.is_hard) == ("year", "2013", "from 2005", True)
    assert str(claim) == "the nearest passage is from 2005, not from 2013"


def test_the_years_that_an_excerpt_speaks_of_go_before_its_publication(cite: Cite, find: Find) -> None:
    text = "In 1981 and 1983 the talks failed."
    assert find("Why did the talks fail in 1997?", cite(text)) == [("year", "1997", "from 1981 and 1983", "hard")]


def test_a_year_near_by_leaves_it_open(cite: Cite, find: Find) -> None:
    # A passage speaks of 1981; the excerpt may go on about 1980, which stands just before.
    excerpt = cite("In 1981 the talks failed.", before="The talks of 1980 went on. ")
    assert find("Why did the talks fail in 1980?", excerpt) == [("year", "1980", "from 1981", "doubtful")]


def test_a_document_of_no_date_at_all_cannot_speak_against_a_year(cite: Cite, find: Find, check: Check) -> None:
    excerpt = cite("The talks failed.", published=None)
    assert find("Why did the talks fail in 1980?", excerpt) == [("year", "1980", None, "doubtful")]
    assert str(check("Why in 1980?", excerpt, "")[0]) == "the nearest passage does not speak of 1980"


def test_another_number_of_the_same_thing_speaks_against_a_question(cite: Cite, find: Find) -> None:
    assert find("Why did Kerry speak of 35 sites?", cite(KERRY)) == [("number", "35 sites", "20", "hard")]
    assert find("Why did Kerry speak of about 35 sites?", cite(KERRY)) == [("number", "35 sites", "20", "doubtful")]
    assert find("Why did Kerry speak of 35 reporters?", cite(KERRY)) == [("number", "35 reporters", None, "doubtful")]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("What did Bolton say of bombing Iran?", ("name", "Bolton", None, "hard")),
        ("What did John Bolton say of bombing Iran?", ("name", "John Bolton", "John Kerry", "hard")),
        ("What did Kerry say at Lausanne of bombing Iran?", ("name", "Lausanne", None, "doubtful")),
        ("What did American senators say of bombing Iran?", ("name", "American", None, "slight")),
        ("What did Keery say of bombing Iran?", ("name", "Keery", None, "slight")),
    ],
)
def test_a_name_that_the_document_does_not_have(
    cite: Cite, question: str, expected: tuple[str, ...], find: Find
) -> None:
    assert find(question, cite(KERRY)) == [expected]


@pytest.mark.parametrize("name", ["East Lausanne", "the New Harbour Board"])
def test_a_word_that_many_texts_have_is_no_part_by_which_a_name_is_known(cite: Cite, find: Find, name: str) -> None:
    excerpt = cite(KERRY, after=" He came from the east, by a new road of Eastwick.")
    assert find(f"What did Kerry say in {name}?", excerpt) == [("name", name.removeprefix("the "), None, "doubtful")]
    assert find(f"When did the mayor and {name} ask him about it?", excerpt) == [
        ("name", name.removeprefix("the "), None, "doubtful")
    ]
    assert find("What did East Kerry say?", excerpt) == []


def test_a_name_elsewhere_in_the_document_is_met(cite: Cite, find: Find) -> None:
    assert find("What did Bolton say?", cite("He said nothing.", before="Bolton came in. ")) == []


def test_whoever_is_called_by_the_last_word_of_his_name_is_met(cite: Cite, find: Find) -> None:
    asked = "What did Carla Mendes sell?"
    assert find(asked, cite("Ms Mendes sold it.")) == []
    assert find(asked, cite("Vera Mendes sold it.")) == [("name", "Carla Mendes", None, "slight")]
    assert find("What stands in Durban Square?", cite("A lamp stands in the square.")) != []


def test_those_a_mail_was_sent_to_are_met(cite: Cite, find: Find) -> None:
    excerpt = cite("The offer will be with you.")
    asked = "What did Rivaport get from Bo Ek?"
    assert find(asked, excerpt) == [("name", "Rivaport", None, "hard"), ("name", "Bo Ek", None, "hard")]
    facts = (Fact("to", "Ana Ruiz <ana@rivaport.example>", "mail header"), Fact("cc", "Bo Ek <bo@x>", "mail header"))
    sent = replace(excerpt, document=replace(excerpt.document, facts=facts))
    assert find(asked, sent) == []


def test_a_book_is_read_around_the_excerpt(cite: Cite, find: Find) -> None:
    pages = "They went on and on. " * (4 * BLOCK // 21)
    excerpt = cite("He said nothing.", before=f"Bolton came in. {pages}", after=pages)
    assert find("What did Bolton say?", excerpt) == [("name", "Bolton", None, "hard")]
    near = cite("He said nothing.", before=f"{pages}Bolton came in. ", after=pages)
    assert find("What did Bolton say?", near) == []


def test_what_is_denied_on_one_side_only_is_doubtful(cite: Cite, check: Check) -> None:
    (claim,) = check("Why has Kerry never spoken?", cite("Kerry had spoken in Paris."), "")
    assert (claim.kind, claim.strength) == ("negation", "doubtful")
    assert str(claim) == "the question says “never spoken”, the nearest passage “spoken”"


def test_another_day_speaks_against_a_question_unless_the_document_names_both(cite: Cite, find: Find) -> None:
    text = "On February 9 he flew to Paris."
    assert find("Where did he fly on 9 February?", cite(text)) == []
    assert find("Where did he fly on 8 February?", cite(text)) == [("day", "8 February", "February 9", "hard")]
    excerpt = cite(text, after=" On February 8 he rested.")
    assert find("Where did he fly on 8 February?", excerpt) == [("day", "8 February", "February 9", "doubtful")]


def test_a_day_that_a_document_does_not_name_among_others_is_doubtful(cite: Cite, find: Find) -> None:
    minutes = {
        "before": "Minutes of 12 March 2019. ",
        "after": " They meet again on 9 April.",
        "published": "2019-03-14",
    }
    asked = "Who rose on {}?"
    excerpt = cite("Vine rose.", **minutes)
    assert find(asked.format("12 March"), excerpt) == find(asked.format("14 March"), excerpt) == []
    assert find(asked.format("13 March"), excerpt) == [("day", "13 March", None, "doubtful")]
    assert find(asked.format("13 March"), cite("Vine rose.", published="2019-03-14")) == []


def test_an_item_of_minutes_is_met_by_its_number(cite: Cite, find: Find) -> None:
    excerpt = cite("Rents rise.", before="5. Allotments\n", after="\n6. Date\nItem 4 was left.")
    assert find("What was resolved under item 5?", excerpt) == []
    assert find("What was resolved under item 8?", excerpt) == [("number", "item 8", None, "doubtful")]


def test_a_thing_of_a_year_may_be_spoken_of_in_another(cite: Cite, find: Find) -> None:
    excerpt = cite("In January 2007 he told of it.", before=f"The proposal was made in 2003. {'On and on. ' * 300}")
    assert find("Who told of the proposal of 2003?", excerpt) == [("year", "2003", "from 2007", "doubtful")]
    assert find("Who told of it in 2003?", excerpt) == [("year", "2003", "from 2007", "hard")]


def test_a_number_that_the_passage_gives_of_something_else_leaves_it_open(cite: Cite, find: Find, check: Check) -> None:
    text = "They kept 1,200 kilograms of uranium."
    question = "Where were the 2,400 kilograms of uranium kept?"
    excerpt = cite(text, after=" The whole stock was 2,400 kilograms.")
    assert find(question, excerpt) == [("number", "2,400 kilograms", "1,200", "hard")]
    (claim,) = check(question, excerpt, excerpt.document.text)
    assert claim.strength == "doubtful"


SCHOOL = "Year 6 goes to the mill. Years 7 to 9 and Year Ten go to the sea. The 12 teachers go along."


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("Where does Year 12 go?", [("number", "Year 12", "Year 6", "hard")]),
        ("Where does year 12 go?", [("number", "year 12", "Year 6", "hard")]),
        ("Where does Year 6 go?", []),
        ("Where does Year 8 go?", []),
        ("Where does Year 10 go?", []),
        ("Where do Year 6 and Year 12 go?", [("number", "Year 12", "Year 6", "doubtful")]),
        ("Where does group 12 go?", []),
        ("Where does resolution 1929 go?", [("number", "resolution 1929", None, "doubtful")]),
        ("Where do 12 teachers go?", []),
    ],
)
def test_a_number_that_tells_things_apart_is_that_of_the_thing_the_excerpt_speaks_of(
    find: Find, cite: Cite, question: str, found: list[tuple[str, str, str | None, str]]
) -> None:
    assert find(question, cite(SCHOOL)) == found


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("pass rate of Penmere Academy 2018", []),
        ("pass rate of Penmere Academy 2005", []),
        ("pass rate of Penmere Academy 2011", [("number", "Penmere Academy 2011", None, "doubtful")]),
        ("pass rate of Room 2018", [("number", "Room 2018", None, "doubtful")]),
    ],
)
def test_a_year_after_a_name_is_met_by_a_document_that_tells_of_it(
    find: Find, cite: Cite, question: str, found: list[tuple[str, str, str | None, str]]
) -> None:
    text = "At Penmere Academy the pass rate was low."
    assert find(question, cite(text, after=" The board met on 4 October 2018 in a room.")) == found


def test_a_thing_with_a_number_is_called_by_its_whole_name(cite: Cite, find: Find) -> None:
    excerpt = cite("Kerry opened the hall.", after=" It was the Harbour Fair 2026.", published="2026-05-04")
    asked = "What did he open at the Harbour Fair 2024?"
    assert find(asked, excerpt) == [("number", "Harbour Fair 2024", None, "doubtful")]


def test_what_the_document_says_elsewhere_of_things_with_numbers_counts(find: Find, cite: Cite) -> None:
    asked = "Where does Year 9 go?"
    assert find(asked, cite("They go to the sea.", before="Year 6: ")) == [("number", "Year 9", None, "doubtful")]
    assert find(asked, cite("Year 6 goes to the mill.", after=" Year 9 stays.")) == []


def test_the_worst_claim_says_how_sure_an_answer_can_be() -> None:
    slight, doubtful, hard = (
        UnsupportedClaim("name", "X", None, strength) for strength in ("slight", "doubtful", "hard")
    )
    assert most_sure([]) == most_sure([slight]) == 1.0
    assert most_sure([slight, doubtful]) == MOST_SURE["doubtful"]
    assert most_sure([doubtful, hard, slight]) == MOST_SURE["hard"]


def test_the_day_of_a_scan_speaks_against_no_year(cite: Cite, find: Find) -> None:
    excerpt = cite("The talks failed.", published="2010-08-02")
    assert [claim[3] for claim in find("Which talks failed in 1962?", excerpt)] == ["hard"]
    facts = (Fact("published", "2010-08-02", OF_A_SCAN),)
    scan = replace(excerpt, document=replace(excerpt.document, facts=facts))
    assert find("Which talks failed in 1962?", scan) == [("year", "1962", None, "doubtful")]
    assert find("Which talks failed in 2010?", scan) == [("year", "2010", None, "doubtful")]


def test_what_introduces_an_excerpt_names_its_year_too(cite: Cite, find: Find) -> None:
    row = cite("Burrow | 72 | 2016", before="Station | Calls 2023 | Built\n\n", published=None)
    assert find("Which station had most calls in 2023?", row) == [("year", "2023", "from 2016", "doubtful")]
    with_names = replace(row, context=((0, len("Station | Calls 2023 | Built")),))
    assert find("Which station had most calls in 2023?", with_names) == []
    assert [claim[1] for claim in find("Which station had most calls in 2022?", with_names)] == ["2022"]


def test_another_office_of_whoever_is_marked_makes_an_answer_doubtful(cite: Cite, check: Check) -> None:
    excerpt = cite("He spoke in Paris with French Foreign Minister Michel Barnier.")
    start = excerpt.text.index("Michel")
    marked = replace(excerpt, answer=(start, start + len("Michel Barnier")))
    [claim] = check("Who is the president of France?", marked)
    assert (claim.kind, claim.strength) == ("office", "doubtful")
    assert str(claim) == "the nearest passage does not say “the president” but “Foreign Minister”"
    assert check("Who is the foreign minister of France?", marked) == []
    # Without marked words nobody knows who would answer.
    assert check("Who is the president of France?", excerpt) == []
