from embeddings.index.people import People
from qa.answering.asked_people import AskedPerson, asked_person

PEOPLE = People(
    {
        "John Kerry": 3,
        "Kerry": 2,
        "the emir": 1,
        "The Emir": 1,
        "the king": 1,
        "the trade adviser": 1,
        "the tax envoy": 1,
        "the port envoy": 1,
        "the deputy mayor": 1,
        "reporters": 1,
        "Ana Ruiz": 1,
        "Eva Ruiz": 1,
        "Lula": 1,
        "Luiz Lula da Silva": 1,
        "Bank Lund": 1,
    }
)


def test_a_name_is_its_bearers_where_there_is_one() -> None:
    assert asked_person("Kerry", PEOPLE) == AskedPerson("John Kerry", ("John Kerry", "Kerry"))
    assert asked_person("Ruiz", PEOPLE) is None
    assert asked_person("Bo Moss", PEOPLE) is None
    assert asked_person("Lula", PEOPLE) == AskedPerson("Luiz Lula da Silva", ("Luiz Lula da Silva", "Lula"))


def test_an_office_is_whoever_is_called_so() -> None:
    assert asked_person("the Emir", PEOPLE) == AskedPerson("the Emir", ("the emir", "The Emir"))
    assert asked_person("the adviser", PEOPLE) == AskedPerson("the adviser", ("the trade adviser",))
    assert asked_person("the reporters", PEOPLE) == AskedPerson("the reporters", ("reporters",))


def test_an_office_of_something_may_be_anothers_where_a_text_does_not_say_of_what() -> None:
    emir = asked_person("the Emir of Varde", PEOPLE)
    assert emir is not None
    assert (emir.forms, emir.near) == (("the emir", "The Emir"), {"vard"})
    assert emir.doubt == "a text that says “the emir” may mean another"
    king = asked_person("the Saudi king", PEOPLE)
    assert king is not None
    assert (king.forms, king.near) == (("the king",), {"saudi"})


def test_several_offices_are_doubtful_and_a_deputy_is_no_mayor() -> None:
    envoy = asked_person("the envoy", PEOPLE)
    assert envoy is not None
    assert envoy.doubt == "the envoy may be the tax envoy or the port envoy"
    assert asked_person("the Deputy Judge", PEOPLE) is None


def test_whoever_speaks_for_a_firm_says_what_it_says() -> None:
    assert asked_person("the spokesman of Bank Lund", PEOPLE) == AskedPerson("Bank Lund", ("Bank Lund",))
    assert asked_person("the judge of Bank Lund", PEOPLE) is None
