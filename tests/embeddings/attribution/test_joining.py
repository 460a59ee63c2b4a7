import pytest

from embeddings.attribution.finding import attributions

pytest.importorskip("spacy")


def said_by(text: str) -> dict[str | None, list[str]]:
    return {one.speaker: [text[slice(*span)] for span in one.content] for one in attributions(text)}


def test_fragments_of_one_quotation_are_together() -> None:
    text = "“We have waited long enough,” Ana Ek said. “Nobody should wait again.”"
    assert said_by(text) == {"Ana Ek": ["“We have waited long enough,”", "“Nobody should wait again.”"]}


def test_a_quotation_over_several_paragraphs_is_one() -> None:
    text = "“The river rose in the night,” said Ana Ek. “The gate broke.\n\n“By dawn the road was gone.”"
    assert said_by(text) == {
        "Ana Ek": ["“The river rose in the night,”", "“The gate broke.\n\n“By dawn the road was gone.”"]
    }


def test_whoever_ends_a_quotation_began_it() -> None:
    text = "“The river rose in the night.\n\n“By dawn the road was gone,” said Ana Ek."
    assert said_by(text) == {"Ana Ek": ["“The river rose in the night.\n\n“By dawn the road was gone,”"]}


def test_a_colon_leads_to_the_next_paragraph() -> None:
    text = "After the flood the mayor of the city, Ana Ek, said:\n\n“By dawn the road was gone.”"
    assert list(said_by(text).values()) == [["“By dawn the road was gone.”"]]


def test_of_two_voices_the_inner_one_has_the_words() -> None:
    text = "“Time was not on our side,” the report says that Ana Ek warned."
    assert said_by(text)["Ana Ek"] == ["“Time was not on our side,”"]
    assert "the report" in said_by(text)


def test_a_scare_quote_is_nobodys() -> None:
    assert said_by("The so-called “experts” were late. It was a “free” lock.") == {}
