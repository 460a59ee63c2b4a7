import pytest
from hypothesis import given
from hypothesis import strategies as st

from embeddings.text.spelling import one_spelling
from embeddings.text.words import terms

SAME = """
aeroplane airplane
aluminium aluminum
analyse analyze
analysing analyzing
armoured armored
artefacts artifacts
authorisation authorization
catalogue catalog
centred centered
centres centers
colourful colorful
councillors councilors
defence defense
dialogue dialog
draughtsman draftsman
endeavouring endeavoring
enrolment enrollment
favourites favorites
favouritism favoritism
fulfilled fulfils
fulfilment fulfillment
fuelled fueled
haemorrhage hemorrhage
instalments installments
judgement judgment
kilometres kilometers
labourers laborers
leukaemia leukemia
licence license
manoeuvre maneuver
modelling modeling
mould mold
neighbourhood neighborhood
odours odors
offences offenses
organisational organizational
organisations organizations
organised organized
practising practicing
privatise privatize
programme program
programmes programs
realises realizes
sceptical skeptical
sheikh sheik
skilful skillful
sulphur sulfur
theatre theater
travelled traveled
unrecognised unrecognized
"""
# No rule may make these the same.
APART = (
    "four for|hour hor|tour tor|court cort|called caled|filled filed|prize prise|sources sorces|cheque check|grey gray"
)


@pytest.mark.parametrize("pair", SAME.split("\n")[1:-1])
def test_two_spellings_of_a_word_have_the_same_terms(pair: str) -> None:
    british, american = pair.split()
    assert terms(british) == terms(american)
    assert terms(f"The {british.upper()}, {british.title()}’s") == terms(
        f"The {american.upper()}, {american.title()}’s"
    )


@pytest.mark.parametrize("pair", APART.split("|"))
def test_words_that_are_not_the_same_stay_apart(pair: str) -> None:
    word, other_word = pair.split()
    assert terms(f"word {word}") != terms(f"word {other_word}")


def test_what_the_stemmer_brings_together_stays_together() -> None:
    assert terms("surprise surprises surprised surprising") == ["surpris"] * 4
    assert terms("promise promised promises") == ["promis"] * 3
    assert terms("uprising uprisings") == ["upris"] * 2
    assert terms("raise raising raised") == ["rais"] * 3
    assert terms("random randomised randomisation") == ["random"] * 3
    assert terms("skill skilfully") == ["skill"] * 2
    assert terms("program programmed programming") == ["program"] * 3
    assert terms("hour tour source course journal") == ["hour", "tour", "sourc", "cours", "journal"]


WORDS = st.sampled_from([*SAME.split(), "Kerry", "Iran", "tyre", "12.5%", "Erdoğan", "…"])
BETWEEN = st.text(st.characters(exclude_categories=["L"], exclude_characters="."), min_size=1)


@given(st.lists(st.tuples(WORDS, BETWEEN)))
def test_each_word_is_spelt_for_itself_and_what_stands_between_is_kept(parts: list[tuple[str, str]]) -> None:
    text = "".join(word + between for word, between in parts)
    assert one_spelling(text) == "".join(one_spelling(word) + between for word, between in parts)


@pytest.mark.parametrize(
    ("text", "spelt"),
    [
        ("The U.N. and the U.S.-led force", "The UN and the US-lead force"),
        ("He left the U.S. He had", "He left the US He had"),
        ("at 3 p.m. in the U. S. S. R.", "at 3 pm in the USSR"),
        ("A. Q. Khan or A.Q. Khan", "AQ Khan or AQ Khan"),
        ("the U.S. U.N. envoy J. F. K.", "the US UN envoy JFK"),
        # One letter is no acronym, and an address has other points.
        ("John F. Kerry", "John F. kerry"),
        ("on a.b.com", "on a.b.com"),
    ],
)
def test_acronyms_lose_their_points(text: str, spelt: str) -> None:
    assert one_spelling(text) == spelt


def test_figures_and_short_words_stay_as_they_are() -> None:
    assert (
        one_spelling("On 3 May, 12.5% of IAEA's tyres (Grey) in F0rdow")
        == "On 3 May, 12.5% of IAEA's tyres (Grey) in F0rdow"
    )


@pytest.mark.parametrize(
    ("written", "spelt"),
    [
        ("They paid and Went.", "They pay and go."),
        ("He wrote; it was written, he WITHDREW.", "He write; it was write, he withdraw."),
        ("She left, felt and saw what he found.", "She left, felt and saw what he found."),
    ],
    ids=["past", "participles", "words with two meanings stay"],
)
def test_irregular_verbs_are_spelt_by_their_infinitive(written: str, spelt: str) -> None:
    assert one_spelling(written) == spelt
