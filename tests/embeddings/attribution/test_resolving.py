import pytest

from embeddings.attribution.finding import attributions

pytest.importorskip("spacy")


def speakers(text: str, author: str | None = None) -> list[str | None]:
    return [one.speaker for one in attributions(text, lambda _: author)]


def test_a_surname_and_a_pronoun_lead_to_the_full_name_by_a_chain() -> None:
    text = "Sen. Ana Ek came. Ek said that it leaks. She added that it was old."
    first, second = attributions(text)
    assert (first.speaker, [text[slice(*span)] for span in first.chain]) == ("Ana Ek", ["Ana Ek"])
    assert (second.speaker, [text[slice(*span)] for span in second.chain]) == ("Ana Ek", ["Ek", "Ana Ek"])


def test_a_pronoun_after_two_persons_is_left_open() -> None:
    assert speakers("Carl Moss and David Price came. Moss left, and Price, too. He said that it leaks.") == [None]


def test_the_subject_of_the_sentence_before_is_meant() -> None:
    text = "In a meeting with Carl Moss, David Price said that it leaks. He said that it was old."
    assert speakers(text) == ["David Price", "David Price"]


def test_who_is_named_within_a_quotation_is_not_meant() -> None:
    text = "Ana Ek came. Ek said: “David Price did it.” He said that it leaks."
    assert speakers(text)[-1] is None


def test_a_role_leads_to_its_only_bearer() -> None:
    assert speakers("Sen. Ana Ek came. The senator said that it leaks.") == ["Ana Ek"]
    assert speakers("Sen. Ana Ek met Sen. Bo Moss. The senator said that it leaks.") == [None]


def test_a_description_leads_to_its_first_mention() -> None:
    text = "“It leaks a lot,” says an engineer in Lund. “It is old and broken,” adds the engineer."
    first, second = attributions(text)
    assert first.speaker == second.speaker == "an engineer in Lund"
    assert [text[slice(*span)] for span in second.chain] == ["an engineer in Lund"]


def test_a_description_with_a_name_beside_it_is_who_bears_the_name() -> None:
    text = "The Swedish engineer, Ana Ek, said that it leaks. The engineer added that it was old."
    first, second = attributions(text)
    assert (first.speaker, second.speaker) == ("Ana Ek", "Ana Ek")
    assert [text[slice(*span)] for span in first.chain] == ["Ana Ek"]
    assert [text[slice(*span)] for span in second.chain] == ["Ana Ek"]


def test_a_name_beside_a_description_with_its_place_is_who_is_described() -> None:
    text = "Her colleague at the mill, Paul Ek, said that it leaks. He added that it was old."
    assert speakers(text) == ["Paul Ek", "Paul Ek"]


def test_a_name_after_an_office_is_who_holds_it() -> None:
    assert speakers("Deputy Chief of Mission Ines Vega said that it leaks.") == ["Ines Vega"]
    assert speakers("The Bishop of Lund said that it leaks.") == ["The Bishop of Lund"]


def test_a_pronoun_after_a_person_without_a_name_is_left_open() -> None:
    assert speakers("The Chair thanked Mr. Moss. He said that it leaks.")[-1] is None
    assert speakers("Sam Vik, a farmer, came. Her son agreed with his mother. He said that it leaks.")[-1] is None


@pytest.mark.parametrize(
    ("text", "to"),
    [
        ("Moss told the Swedish engineer, Ana Ek, that it leaks.", "Ana Ek"),
        ("Moss said to the French mayor, Michel Dubois, that it leaks.", "Michel Dubois"),
        ("Moss told Ana Ek, the Swedish engineer, that it leaks.", "Ana Ek"),
        ("Moss told an engineer, a friend, that it leaks.", "an engineer"),
        ("Moss told two engineers, Ana Ek and Bo Lind, that it leaks.", "two engineers"),
    ],
)
def test_whom_it_is_said_to_has_the_name_beside_the_description(text: str, to: str) -> None:
    assert [one.to for one in attributions(text)] == [to]


def test_a_speaker_set_within_what_they_say_is_not_what_they_speak_of() -> None:
    text = "Sen. Bo Lind came. His talks in Lund, he told Moss, had persuaded him that it leaks."
    (found,) = attributions(text)
    assert (found.speaker, found.to) == ("Bo Lind", "Moss")
    words = [text[start:end] for start, end in found.content]
    assert words == ["His talks in Lund", "had persuaded him that it leaks"]


def test_whoever_is_told_something_does_not_say_it() -> None:
    (found,) = attributions("Carl Moss met Bo Lind in Lund. He told Lind that it leaks.")
    assert (found.speaker, found.to) == ("Carl Moss", "Bo Lind")
    (found,) = attributions("Carl Moss stayed at home. Sen. Bo Lind came. Moss told him that it leaks.")
    assert (found.speaker, found.to) == ("Carl Moss", "Bo Lind")


def test_the_author_of_a_letter_says_i() -> None:
    assert speakers("I said that it leaks.", "Ana Ek") == ["Ana Ek"]
    assert speakers("I said that it leaks.") == [None]


def test_who_leads_to_the_noun_before() -> None:
    assert "Ana Ek" in speakers("Ana Ek, who said that it leaks, left the town.")


@pytest.mark.parametrize(
    "text",
    [
        # "She" of both sentences is one person, and not the one whom she forgot.
        "She forgot Emma Lind in her surprise. She said that it leaks.",
        # Whoever is named in what is said does not say it.
        "Tom Reyes was right, he said, and it leaks.",
        "With Tom Reyes, he said that it leaks.",
        "Standing beside Tom Reyes, he said that it leaks.",
        # Somebody without a name is nearer.
        "Her husband thanked Tom Reyes. He said that it leaks.",
        "The lawyer of Tom Reyes left, and he said that it leaks.",
        # A place or an office is nobody.
        "They drove to Douglas County. He said that it leaks.",
        "They read the Daniel Journal. He said that it leaks.",
        "They asked for Countess Holm. He said that it leaks.",
        # A man is no woman.
        "Tom Reyes came. She said that it leaks.",
    ],
)
def test_a_pronoun_that_may_be_another_is_left_open(text: str) -> None:
    assert speakers(text)[-1] is None


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("A driver told them that it was shut. He said that it leaks.", "A driver"),
        ("The poet Ousmane Lo wrote that it leaks.", "Ousmane Lo"),
        ("Present: Ana Ek (chair), Bo Lind.\n\nThe chair said that it leaks.", "Ana Ek"),
        ("The striker Emma Post scored. “It leaks badly now,” said the 19-year-old.", "Emma Post"),
        ("Emma Lind beat Tom Reyes. “It leaks badly now,” said the 19-year-old.", "the 19-year-old"),
        ("A man near the talks, who asked for no name, said that it leaks.", "A man near the talks"),
        # A surname is the one's whom the text calls by it first, or who was named last; else it is nobody's.
        ("Karl Lind came. Lind left. His sister Emma Lind wept. Lind said that it leaks.", "Karl Lind"),
        ("Karl Lind came. It rained. It was late. Nobody slept. Emma Lind left. Lind said that it leaks.", "Emma Lind"),
        ("Emma Lind and Karl Lind run the lock. Lind said that it leaks.", None),
        ("Senator Karl Lind met Emma Lind. Sen. Lind said that it leaks.", "Karl Lind"),
        ("Tom Reyes of the Harbour Administration said that it leaks. He added that it is old.", "Tom Reyes"),
        ("Tom Reyes came. The lock was old. It leaks, Reyes said, and rusts. He added that it is old.", "Tom Reyes"),
        ("Sen. Tom Reyes came. The senator asked for help. He added that it is old.", "Tom Reyes"),
        ("The spokesman, Tove Jarl, thanked Ana Ek. He said that it is old.", "Tove Jarl"),
        ("Emma Lind was chosen in March. She said that it is old.", "Emma Lind"),
        ("Mr. Lind came with Emma Lind. Mr. Lind said that it is old.", "Mr. Lind"),
        ("Emma Lind came. Emma said that it is old.", "Emma Lind"),
        ("Emma Lind was there.\n\n“It leaks. It is old. Nobody mends it. We wait,” she said.", "Emma Lind"),
    ],
)
def test_whom_a_later_mention_is(text: str, speaker: str | None) -> None:
    assert speakers(text)[-1] == speaker


def test_the_author_who_ends_a_sentence_is_no_initial() -> None:
    assert speakers("“It leaks a lot,” said I.", "Bo Ek") == ["Bo Ek"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("PARTICIPANTS: Foreign Minister Bo Ek.\n\nThe Minister said that it leaks. He promised to mend it.", "Bo Ek"),
        ("They met foreign minister Bo Ek. The Foreign Minister said that it leaks.", "Bo Ek"),
        ("The Lock Minister, Eva Lind MP, said: “It leaks, and it always will.”", "Eva Lind"),
        ("Ambassador Eva Lind came. The British Ambassador said that it leaks.", "The British Ambassador"),
        ("The French Ambassador Eva Lind came. The Ambassador said that it leaks.", "The Ambassador"),
        ("Minister Eva Lind met Minister Bo Ek. The Minister said that it leaks.", "The Minister"),
    ],
)
def test_an_office_in_capitals_leads_to_whoever_is_introduced_by_it(text: str, expected: str) -> None:
    assert set(speakers(text)) == {expected}


def test_an_office_of_a_nation_is_neither_he_nor_she() -> None:
    text = "The Ambassador said that it leaks. She pointed out that it is old. The British Ambassador left."
    assert speakers(text) == ["The Ambassador", "The Ambassador"]


def test_somebodys_daughter_is_not_he_himself() -> None:
    text = "Judge Edmund Moss left. Moss’s daughter Klara said that it leaks. “It always did,” she said."
    assert speakers(text) == ["Klara", "Klara"]
    text = "Judge Edmund Moss left. Moss’s daughter said that it leaks. “It always did,” she said."
    assert speakers(text) == ["Moss’s daughter", None]


def test_a_clause_that_the_parse_hangs_on_a_pronoun_is_nobodys() -> None:
    text = "Sen. Bo Ek came. He had spoken to the Prime Minister on Tuesday, who had told him that it would leak."
    assert [one.speaker for one in attributions(text) if text[slice(*one.cue or (0, 0))] == "told"] == [None]


def test_i_is_whoever_speaks_a_turn() -> None:
    text = "CHAIR: Who opened it?\n\nMR. LIND: I told the mayor that it leaks.\n\nCHAIR: He says that I told him."
    told = [(one.speaker, one.to) for one in attributions(text) if one.cue]
    assert ("MR. LIND", "the mayor") in told


def heard(text: str) -> list[tuple[str | None, str | None]]:
    return [(one.speaker, one.to) for one in attributions(text)]


def test_whom_somebody_told_is_not_what_he_is_called() -> None:
    text = "Its lawyer, Carl Moss, told the court that it leaks. Even so, Ana Ek told the court that it was new."
    assert heard(text) == [("Carl Moss", "the court"), ("Ana Ek", "the court")]
    text = "“It leaks,” Ana Ek, an economist with Lund Mills, told the newspaper."
    assert heard(text) == [("Ana Ek", "the newspaper")]


def test_a_description_before_a_name_is_not_of_it() -> None:
    assert heard("The mill's new chief executive Ana Ek said that it leaks.") == [("Ana Ek", None)]
    assert heard("The Ana Ek Foundation said that it leaks.") == [("The Ana Ek Foundation", None)]


def test_a_number_is_of_the_name_before_it() -> None:
    assert heard("“It leaks,” Ana Ek told Radio 4's Today programme.")[0] == ("Ana Ek", "Radio 4")
    assert heard("Ana Ek told BBC Radio 4's World At One that it leaks.")[0] == ("Ana Ek", "BBC Radio 4's World")


def test_what_somebody_said_adds_nothing() -> None:
    text = "The mayor said his comments would not affect the bid and added that his will to stand up may impress them."
    assert speakers(text) == ["The mayor", "The mayor"]


def test_what_relates_to_something_is_said_by_nobody() -> None:
    assert speakers("A series of problems relating to the size of the dam led to the change.") == []
    text = "The firm promised no jobs would be lost as a result of the new machines."
    assert heard(text) == [("The firm", None)]
