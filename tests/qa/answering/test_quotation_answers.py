from collections.abc import Callable
from pathlib import Path

import pytest

from embeddings.models.encoder import Encoder
from qa.answering.quotation_answers import quotations_answer
from qa.answers import Answer
from qa.archive import Archive
from qa.question.asked_quotations import AskedQuotations
from qa.question.filters import Filters
from tests.qa.conftest import NEWS

pytest.importorskip("spacy")

Ask = Callable[..., Answer]

VOICES = {
    "fog.txt": "Ana Ruiz said that the fog was thick. The harbour was dark. “Nobody sails today,” Ana Ruiz said.",
    "ferry.txt": "Ana Ruiz wanted a new ferry. Tom Lind told Ana Ruiz that the ferry was old.",
    "eggs.txt": "“Eggs are dear,” Ana Ruiz told the council. Eggs cost more in May.",
}


@pytest.fixture
def ask(index_of: Callable[[dict[str, str]], Path], encoder: Encoder) -> Ask:
    return Archive.open(index_of(NEWS | VOICES), encoder=encoder).ask


def texts(answer: Answer) -> list[str]:
    return [one.text for one in answer.excerpts]


def test_the_words_of_somebody_are_the_answer_quoted_ones_first(ask: Ask) -> None:
    answer = ask("Give me quotes by Ana Ruiz")
    assert (answer.kind, answer.status, answer.confidence) == ("quotations", "answered", 1.0)
    assert answer.read_as == "what Ana Ruiz said"
    assert answer.question == "Give me quotes by Ana Ruiz"
    assert {one.document.id for one in answer.excerpts} == {"fog.txt", "eggs.txt"}
    assert all("“" in text for text in texts(answer)[:2])


def test_what_somebody_wanted_is_not_what_he_said(ask: Ask) -> None:
    answer = ask("Everything Ana Ruiz said")
    assert answer.kind == "quotations"
    assert {one.document.id for one in answer.excerpts} == {"fog.txt", "eggs.txt"}
    assert "Ana Ruiz wanted a new ferry." not in " ".join(texts(answer))


def test_words_of_the_time_that_is_filtered_by_go_first(
    index_of: Callable[[dict[str, str]], Path], encoder: Encoder
) -> None:
    text = (
        "“The ferry is crazy,” Ana Ruiz said in May 2010. It rained that day. "
        "In February 2005 Ana Ruiz told Tom Lind that the ferry was old."
    )
    ask = Archive.open(index_of(NEWS | {"ferries.txt": text}), encoder=encoder).ask
    late, early = (
        "“The ferry is crazy,” Ana Ruiz said in May 2010.",
        "In February 2005 Ana Ruiz told Tom Lind that the ferry was old.",
    )
    assert texts(ask("Quotes by Ana Ruiz")) == [late, early]
    assert texts(ask("Quotes by Ana Ruiz", filters=Filters(about="2010"))) == [late, early]
    assert texts(ask("Quotes by Ana Ruiz", filters=Filters(about="2005"))) == [early, late]


def test_words_on_a_subject_have_its_words_in_their_passage(ask: Ask) -> None:
    answer = ask("Statements by Ruiz on eggs")
    assert texts(answer) == ["“Eggs are dear,” Ana Ruiz told the council."]
    assert answer.read_as == "what Ana Ruiz said about eggs"
    assert answer.confidence == pytest.approx(1.0)
    assert ask("Statements by Ruiz on the opera").kind != "quotations"


def test_of_a_passage_the_words_that_hold_the_subject_themselves_are_shown(
    index_of: Callable[[dict[str, str]], Path], encoder: Encoder
) -> None:
    text = (
        "“Nobody sleeps here,” Ana Ruiz said of the town. The toll was much talked of. It rained all day. "
        "Ana Ruiz said that the toll was high. “We go home,” she said."
    )
    answer = Archive.open(index_of(NEWS | {"tolls.txt": text}), encoder=encoder).ask("Quotes by Ana Ruiz on the toll")
    assert texts(answer) == ["Ana Ruiz said that the toll was high."]


def test_one_thing_that_is_asked_for_and_not_surely_found_is_answered_so_too(ask: Ask) -> None:
    assert ask("What did Ana Ruiz say?").kind == "quotations"
    assert ask("What did Ana Ruiz say about the opera of Sydney?").kind == "answer"
    view = ask("What is Ana Ruiz's view on eggs?")
    assert (view.kind, view.read_as) == ("quotations", "what Ana Ruiz said about eggs")


def test_the_words_of_somebody_go_before_what_is_said_of_them(
    index_of: Callable[[dict[str, str]], Path], encoder: Encoder
) -> None:
    files = VOICES | {"book.txt": "A book has the statements of Ana Ruiz on eggs. It rained."}
    answer = Archive.open(index_of(NEWS | files), encoder=encoder).ask("Statements of Ana Ruiz on eggs")
    assert (answer.kind, texts(answer)) == ("quotations", ["“Eggs are dear,” Ana Ruiz told the council."])


def test_the_words_of_whoever_is_described_are_found_by_the_description(
    index_of: Callable[[dict[str, str]], Path], encoder: Encoder
) -> None:
    files = VOICES | {
        "tolls.txt": "The ambassador said that the toll was high. It rained. "
        "The French ambassador said that it was low."
    }
    asked = Archive.open(index_of(NEWS | files), encoder=encoder).ask
    answer = asked("Statements by the ambassador on the toll")
    assert (answer.kind, texts(answer)) == ("quotations", ["The ambassador said that the toll was high."])
    assert answer.read_as == "what the ambassador said about the toll"
    assert texts(asked("Quotes by the French ambassador")) == ["The French ambassador said that it was low."]
    assert asked("Statements by the ambassador on the opera").kind != "quotations"
    assert asked("Quotes by the ambassador", filters=Filters(speakers=("Ana Ruiz",))).kind != "quotations"


def test_who_is_quoted_on_a_subject_is_answered_by_a_quotation_of_each(
    index_of: Callable[[dict[str, str]], Path], encoder: Encoder
) -> None:
    files = VOICES | {
        "mill.txt": "“The mill leaks,” Bo Moss said.",
        "old.txt": "Bo Moss said that the mill was old.",
        "shut.txt": "Eva Holm said that the mill was shut.",
    }
    asked = Archive.open(index_of(NEWS | files), encoder=encoder).ask
    answer = asked("Who is quoted in the story on the mill?")
    assert (answer.kind, answer.read_as) == ("quotations", "who is quoted about the mill")
    assert texts(answer) == ["“The mill leaks,” Bo Moss said.", "Eva Holm said that the mill was shut."]
    assert asked("Who is quoted on the opera?").kind != "quotations"


@pytest.mark.parametrize("speaker", ["Sydney Carton", "the minister"])
def test_the_words_of_nobody_known_are_asked_for_in_another_way(ask: Ask, speaker: str) -> None:
    assert ask(f"Quotes by {speaker}").kind != "quotations"


def test_nothing_is_analysed_for_somebody_unknown(index_of: Callable[[dict[str, str]], Path], encoder: Encoder) -> None:
    scope = Archive.open(index_of(NEWS | VOICES), encoder=encoder)._scope(1, None)
    assert quotations_answer(AskedQuotations("Sydney Carton", "eggs"), lambda _: pytest.fail("analysed"), scope) is None


def test_two_of_one_surname_are_not_taken_for_one(index_of: Callable[[dict[str, str]], Path], encoder: Encoder) -> None:
    files = VOICES | {"other.txt": "Eva Ruiz said that the port was shut."}
    asked = Archive.open(index_of(NEWS | files), encoder=encoder).ask
    assert asked("Quotes by Ruiz").kind != "quotations"
    assert texts(asked("Quotes by Eva Ruiz")) == ["Eva Ruiz said that the port was shut."]


def test_filters_hold_for_quotations_too(ask: Ask) -> None:
    answer = ask("Quotes by Ana Ruiz", filters=Filters(documents=("eggs.txt",)))
    assert {one.document.id for one in answer.excerpts} == {"eggs.txt"}
    assert ask("Quotes by Ana Ruiz", filters=Filters(speakers=("Tom Lind",))).kind != "quotations"


TOLD = {
    "mill.txt": "Ana Ruiz told Tom Lind that the mill leaks. Ana Ruiz told reporters that the mill was old. It rained.",
    "loom.txt": "Ana Ruiz said that the loom was new. Nobody asked her why. Tom Lind denied that the loom was dear.",
}


@pytest.fixture
def ask_of(index_of: Callable[[dict[str, str]], Path], encoder: Encoder) -> Callable[..., Ask]:
    return lambda files: Archive.open(index_of(NEWS | files), encoder=encoder).ask


def test_what_somebody_told_somebody_is_what_was_said_to_them(ask_of: Callable[..., Ask]) -> None:
    asked = ask_of(TOLD)
    answer = asked("What did Ruiz tell Lind about the mill?")
    assert (answer.kind, answer.read_as) == ("quotations", "what Ana Ruiz said to Tom Lind about the mill")
    assert texts(answer) == ["Ana Ruiz told Tom Lind that the mill leaks."]
    assert (answer.low_confidence, answer.confidence) == (False, pytest.approx(1.0))
    assert texts(asked("What did Ruiz say to the reporters?")) == ["Ana Ruiz told reporters that the mill was old."]
    assert texts(asked("What was Lind told about the mill?")) == ["Ana Ruiz told Tom Lind that the mill leaks."]
    assert asked("Who spoke to Lind?").read_as == "what was said to Tom Lind"


def test_where_nothing_was_said_to_them_the_others_words_say_so(ask_of: Callable[..., Ask]) -> None:
    answer = ask_of(TOLD)("What did Tom Lind tell Bo Moss?")
    assert (answer.kind, answer.low_confidence) == ("quotations", True)
    assert answer.reason == "of what Tom Lind said nothing is known to have been said to Bo Moss"
    assert texts(answer) == ["Tom Lind denied that the loom was dear."]
    assert answer.confidence <= 0.6


def test_an_office_is_whoever_a_text_calls_so_by_name_or_not(ask_of: Callable[..., Ask]) -> None:
    asked = ask_of(
        {
            "toll.txt": "By May the Emir of Varde, Hamad Khalil, had come. The Emir said that the toll was high.",
            "tax.txt": "Bo Moss, Lund’s mayor, said that the tax was low. Mayor Eva Holm of Rud said that it was not.",
        }
    )
    answer = asked("What did the Emir say about the toll?")
    assert (answer.kind, answer.low_confidence) == ("quotations", False)
    assert [one.attributions[-1].speaker for one in answer.excerpts] == ["Hamad Khalil"]
    of_place = asked("Quotes by the Emir of Varde")
    assert texts(of_place) == texts(asked("Quotes by the Emir"))
    assert of_place.reason == "a text that says “the emir” may mean another"
    assert texts(asked("Quotes by Lund’s mayor")) == ["Bo Moss, Lund’s mayor, said that the tax was low."]
    assert texts(asked("What did Hamad Khalil say about the toll?")) == texts(answer)


def test_several_who_bear_an_office_are_named(ask_of: Callable[..., Ask]) -> None:
    answer = ask_of({"a.txt": "Mayor Bo Moss said that it leaks.", "b.txt": "Mayor Eva Holm said that it does not."})(
        "Quotes by the mayor"
    )
    assert answer.low_confidence
    assert answer.reason in {"the mayor is Bo Moss or Eva Holm here", "the mayor is Eva Holm or Bo Moss here"}


def test_a_day_and_a_year_are_when_it_was_said(ask_of: Callable[..., Ask]) -> None:
    asked = ask_of(
        {
            "dam.txt": "On 3 June 2010 Ana Ruiz said that the dam leaks.",
            "old.txt": "On 4 May 2005 Ana Ruiz said that the dam held.",
            "sea.txt": "Ana Ruiz said that the sea was rough.",
        }
    )
    old, late = "On 4 May 2005 Ana Ruiz said that the dam held.", "On 3 June 2010 Ana Ruiz said that the dam leaks."
    assert texts(asked("Quotes by Ana Ruiz in 2005")) == [old]
    assert texts(asked("Quotes by Ana Ruiz since 2006")) == [late]
    assert texts(asked("What did Ana Ruiz say on Thursday?")) == [late]
    assert asked("What did Ana Ruiz say on Thursday?").read_as == "what Ana Ruiz said on Thursday"
    assert texts(asked("what did ana ruiz say on thursday")) == [late]
    other = asked("What did Ana Ruiz say in 1999?")
    assert (other.low_confidence, other.reason) == (True, "nothing of it is known to have been said in 1999")


def test_words_of_a_time_that_nothing_tells_but_the_day_of_publication_say_so(ask_of: Callable[..., Ask]) -> None:
    asked = ask_of({"dam.txt": "The dam\n\n3 June 2010\n\nAna Ruiz said that the dam leaks."})
    answer = asked("Quotes by Ana Ruiz in 2010")
    assert texts(answer) == ["Ana Ruiz said that the dam leaks."]
    assert answer.read_as == "what Ana Ruiz said in 2010; of words that have no time of their own, those published then"


def test_what_was_denied_how_often_and_in_which_document(ask_of: Callable[..., Ask]) -> None:
    rope = "---\ntitle: The rope of Rud\n---\nBo Moss said that it frayed. It rained."
    asked = ask_of(TOLD | {"rope.md": rope})
    assert texts(asked("What did Tom Lind deny?")) == ["Tom Lind denied that the loom was dear."]
    counted = asked("How often did Ana Ruiz mention the mill?")
    assert counted.read_as == "what Ana Ruiz said about the mill: 2 statements of “the mill”"
    titled = asked("Who is quoted in “The rope of Rud”?")
    assert (titled.read_as, texts(titled)) == (
        "who is quoted in “The rope of Rud”",
        ["Bo Moss said that it frayed."],
    )


def test_what_somebody_did_not_say_is_not_said(ask_of: Callable[..., Ask]) -> None:
    asked = ask_of({"a.txt": "Bo Moss never said that the rope frayed.", "b.txt": "Bo Moss said that the rope held."})
    assert texts(asked("Quotes by Bo Moss")) == ["Bo Moss said that the rope held."]
