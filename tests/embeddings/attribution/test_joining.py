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


def test_a_quotation_that_opens_its_sentence_is_of_whoever_spoke_in_the_one_before() -> None:
    text = "Ana Ek spoke of the flood. “By dawn the road was gone.”"
    assert said_by(text)["Ana Ek"] == ["of the flood", "“By dawn the road was gone.”"]


def test_speech_without_a_word_about_who_speaks_is_unattributed() -> None:
    text = "The river rose in the night.\n\n“By dawn the road to the town was gone.”"
    assert said_by(text) == {None: ["“By dawn the road to the town was gone.”"]}


def test_a_scare_quote_is_nobodys() -> None:
    assert said_by("The so-called “experts” were late. It was a “free” lock.") == {}


@pytest.mark.parametrize(
    ("text", "speaker", "to"),
    [
        ("“What is all this about a lock?” Marta asked.", "Marta", None),
        ("“What is all this about a lock?” Marta Lind asked the council.", "Marta Lind", "the council"),
        ("“It leaks all day and all night!” Marta Lind shouted.", "Marta Lind", None),
    ],
)
def test_a_question_is_whose_who_asks_in_the_sentence_after_it(text: str, speaker: str, to: str | None) -> None:
    (found,) = attributions(text)
    assert (found.speaker, found.to, found.kind) == (speaker, to, "direct")
    assert [text[slice(*span)] for span in found.content] == [text[: text.index("”") + 1]]


def test_whoever_speaks_after_a_question_of_another_does_not_ask_it() -> None:
    text = "He asked: “Does the lock leak every day?” Marta Lind said that it does."
    said = {one.speaker: [text[slice(*span)] for span in one.content] for one in attributions(text)}
    assert said["Marta Lind"] == ["that it does"]


def test_what_is_quoted_about_a_comment_is_not_the_comment() -> None:
    text = "The mayor said she was “deeply worried and upset” about comments Lind made on Monday."
    assert "Lind" not in said_by(text)
    assert said_by(text)["The mayor"] == ["she was “deeply worried and upset” about comments Lind made on Monday"]


def test_a_verb_that_a_quotation_opens_with_is_of_whom_somebody_speaks_of() -> None:
    pytest.importorskip("spacy")
    from embeddings.attribution.finding import attributions

    text = "Ek said the mayor “reads only the weather and the polls”."
    assert [one.speaker for one in attributions(text)] == ["Ek"]
    assert [one.speaker for one in attributions("Ek “observed that the lock leaks again”.")] == ["Ek"]
