import pytest

from qa.question.names import Vocabulary, names


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("What did John Kerry tell the Emir of Qatar?", ["John Kerry", "Emir of Qatar"]),
        ("Which banks did Resolution 1803 name?", ["Resolution"]),
        ("How much did Iran pay A. Q. Khan's network?", ["Iran", "A. Q. Khan"]),
        ("What did Mohammed bin Zayed al-Nahyan say?", ["Mohammed bin Zayed al-Nahyan"]),
        ("Did the IAEA agree?", ["IAEA"]),
        ("What did Obama promise on TV, as CEO or at the HQ of an NGO?", ["Obama"]),
        ("who is meant by this?", []),
        ("WHAT DID JOHN KERRY SAY?", []),
        ("Who Won The World Cup?", []),
        ("On which Monday in May?", []),
        ("", []),
    ],
)
def test_names_are_runs_of_capitals_that_do_not_only_open_a_sentence(question: str, found: list[str]) -> None:
    assert [name.text for name in names(question)] == found


def test_a_name_says_whether_it_is_a_place() -> None:
    assert [(name.text, name.is_place) for name in names("Did Kerry meet Salehi in Turkey or in the Hague?")] == [
        ("Kerry", False),
        ("Salehi", False),
        ("Turkey", True),
        ("Hague", True),
    ]


@pytest.mark.parametrize(
    ("question", "is_place"),
    [
        ("The graves were found in which English county?", True),
        ("Which former UK minister resigned?", True),
        ("What Swiss bank paid?", True),
        ("Which Kerry aide flew to Oman?", False),
        ("Which of the English counties has graves?", False),
        ("What English has words like these?", True),
        ("What do English counties pay?", False),
        ("Which English Channel port is it?", False),
    ],
)
def test_the_nation_of_what_is_asked_for_is_a_place(question: str, is_place: bool) -> None:
    assert next(name.is_place for name in names(question)) is is_place


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("The Iranians left.", "iran"),
        ("Iran left.", "iranian"),
        ("Erdogan spoke.", "erdogan"),
        ("Erdoğan spoke.", "erdogan"),
        ("The Filipino delegate", "philippines"),
        ("The United Nations", "un"),
        ("Kerry’s visit", "kerry"),
    ],
)
def test_a_word_is_found_in_whatever_form(text: str, word: str) -> None:
    assert Vocabulary(text).has(word)


@pytest.mark.parametrize(
    ("text", "word"), [("Iraq left.", "iran"), ("The carrier left.", "kerry"), ("", "kerry"), ("Nation", "un")]
)
def test_another_word_is_not(text: str, word: str) -> None:
    assert not Vocabulary(text).has(word)


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("The International Atomic Energy Agency met.", "What did the IAEA say?"),
        ("The IAEA met.", "What did the International Atomic Energy Agency say?"),
        ("The Nuclear Suppliers Group met.", "What did the NSG say?"),
        ("They had no weapons of mass destruction.", "Had they WMD?"),
        ("The WMD were not found.", "Where were the Weapons of Mass Destruction?"),
        ("The gross domestic product grew.", "How did the GDP grow?"),
        ("The NSG met.", "What did the Nuclear Suppliers Group say?"),
        ("Mr Kerry, whose first name is John, met him.", "What did John Kerry say?"),
        ("The World Trade Organization met.", "What did the World Trade Organisation say?"),
        ("The Defence Ministry denied it.", "What did the Ministry of Defense say?"),
    ],
)
def test_a_name_is_found_in_its_short_or_long_form_and_in_either_spelling(text: str, question: str) -> None:
    (name,) = names(question)
    assert Vocabulary(text).has_name(name)


@pytest.mark.parametrize("asked", ["What did Mary O’Brien say?", "What did Mary O'Brien say?"])
@pytest.mark.parametrize("text", ["Ms O’Brien, Mary to us", "Ms O'Brien, Mary to us"])
def test_an_apostrophe_is_one_whether_it_is_curled_or_straight(asked: str, text: str) -> None:
    (name,) = names(asked)
    assert name.words == ("mary", "o'brien")
    assert Vocabulary(text).has_name(name)


def test_a_vocabulary_knows_what_may_be_the_same_spelt_otherwise_and_who_else_has_a_first_name() -> None:
    vocabulary = Vocabulary("John Kerry met Khamenei. LeGrande wrote. He met Mark there.")
    assert vocabulary.near("khameini") == "khamenei"
    assert vocabulary.near("bolton") is None
    assert vocabulary.followers("john") == {"kerry"}
    assert vocabulary.followers("mark") is None
