import pytest

from embeddings.documents import Attribution, Document
from embeddings.index.roles import described_key, is_any_of, names_in, names_within, role_of


@pytest.mark.parametrize(
    ("words", "role"),
    [
        ("the Emir", "the emir"),
        ("Emir", "the emir"),
        ("The  deputy Foreign Minister", "the deputy foreign minister"),
        ("the White House press secretary", "the white house press secretary"),
        ("the Emir of Varde, Bo Ek", "the emir of varde"),
        ("Varde’s mayor", "the mayor of varde"),
        ("the agency's director general", "the director general of agency"),
        ("the mayor of the City of Varde", "the mayor of city of varde"),
        ("his spokesman", "the spokesman"),
        ("Sen.", "the senator"),
        ("Prime Minister", "the prime minister"),
        ("a spokesman", None),
        ("two ministers", None),
        ("Larry King", None),
        ("the report", None),
        ("the ministers", None),
        ("Resolution 1929", None),
        ("he", None),
        ("", None),
    ],
)
def test_an_office_has_one_form(words: str, role: str | None) -> None:
    assert role_of(words) == role


def test_what_is_no_office_is_known_by_its_words() -> None:
    assert [described_key(words) for words in ("the Board", "its board", "reporters", "The Emir")] == [
        "board",
        "board",
        "reporters",
        "the emir",
    ]


def test_whoever_an_office_leads_to_is_called_so_in_all_of_a_document() -> None:
    text = "Mayor Bo Ek spoke. The mayor said no. Ana Ruiz, Varde’s envoy, told the Emir that it leaks."

    def at(words: str) -> tuple[int, int]:
        return text.index(words), text.index(words) + len(words)

    said = Attribution((at("no"),), at("The mayor"), "Bo Ek", at("said"), "indirect", chain=(at("Mayor Bo Ek"),))
    told = Attribution(
        (at("that it leaks"),), at("Ana Ruiz"), "Ana Ruiz", at("told"), "indirect", "Hamad", at("the Emir")
    )
    called = names_within([said, told], text)
    assert called == {
        "Bo Ek": {"Bo Ek", "the mayor"},
        "Ana Ruiz": {"Ana Ruiz", "the envoy of varde"},
        "Hamad": {"Hamad", "the emir"},
    }
    assert is_any_of("Hamad", ["the emir"], called)
    assert is_any_of(None, [], called)
    assert not is_any_of("Bo Ek", ["the emir"], called)
    assert not is_any_of(None, ["the emir"], called)


def test_what_each_is_called_is_of_the_document_that_is_asked() -> None:
    said = Attribution(((23, 25),), (0, 12), "Bo Ek", (13, 17), "indirect", chain=((0, 12),))
    mayor, envoy = (
        Document("a.txt", "", f"{title} Bo Ek said no", "", attributions=(said,)) for title in ("Mayor ", "Envoy ")
    )
    assert names_in(mayor)["Bo Ek"] == {"Bo Ek", "the mayor"}
    assert names_in(envoy)["Bo Ek"] == {"Bo Ek", "the envoy"}
    assert names_in(mayor) == names_within(mayor.attributions, mayor.text)
