import pytest

from qa.question.aliases import aliases_of
from qa.question.names import Vocabulary, names, plain

COUNTRIES = """
    Afghanistan/Afghan Argentina/Argentine Belgium/Belgian Brazil/Brazilian Britain/British Canada/Canadian
    China/Chinese Congo/Congolese Croatia/Croat Cyprus/Cypriot Denmark/Danish Egypt/Egyptian England/English
    Finland/Finnish France/French Germany/German Greece/Greek Hungary/Hungarian Iceland/Icelandic Ireland/Irish
    Iraq/Iraqi Israel/Israeli Japan/Japanese Kazakhstan/Kazakh Lebanon/Lebanese Libya/Libyan Malta/Maltese
    Netherlands/Dutch Norway/Norwegian Oman/Omani Pakistan/Pakistani Peru/Peruvian Philippines/Filipino Poland/Polish
    Portugal/Portuguese Qatar/Qatari Russia/Russian Scotland/Scottish Serbia/Serbian Spain/Spanish Sweden/Swedish
    Switzerland/Swiss Syria/Syrian Thailand/Thai Turkey/Turkish Ukraine/Ukrainian Uzbekistan/Uzbek Vietnam/Vietnamese
    Wales/Welsh Yemen/Yemeni
"""


@pytest.mark.parametrize("pair", COUNTRIES.split())
def test_a_country_and_its_adjective_are_one_name(pair: str) -> None:
    country, adjective = pair.split("/")
    [of_country], [of_adjective] = (
        names(f"Who leads the party of {country}?"),
        names(f"Who leads the {adjective} party?"),
    )
    assert Vocabulary(f"She met the {adjective} leader.").has_name(of_country)
    assert Vocabulary(f"She met the leader of {country}.").has_name(of_adjective)
    assert not Vocabulary("She met the leader of Valdia.").has_name(of_country)


def test_forms_are_of_one_name_each_way() -> None:
    assert aliases_of("france") == aliases_of("french") == {"france", "french", "frenchman"}
    assert aliases_of("united-nations") == aliases_of("un") >= {"u.n"}
    assert aliases_of("valdia") == frozenset()


def test_forms_are_written_as_names_are_looked_up() -> None:
    forms = set().union(*(aliases_of(word) for word in ("turkey", "un", "wwii", "uae")))
    assert forms
    assert [form for form in forms if plain(form) != form] == []
