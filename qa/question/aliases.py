"""Forms of one name that no rule brings together: "France" and "French", "UN" and "United Nations"."""

from functools import cache

_ALIASES = """
afghanistan afghan afghans
america american americans u.s usa u.s.a us united-states yankee
athens athenian
belgium belgian belgians
bible biblical
bosnia bosnian bosnians
britain british briton britons uk u.k united-kingdom england english
burma burmese myanmar
catalonia catalan catalans
christ christian christians christianity
congo congolese
cyprus cypriot cypriots
czechia czech czechs
denmark danish danes
e.u eu european-union europe european europeans
finland finnish finn finns
flanders flemish
france french frenchman
gdp gross-domestic-product
germany german germans
greece greek greeks
iaea international-atomic-energy-agency agency
internet web
ireland irish
islam islamic muslim muslims moslem
israel israeli israelis jewish
kazakhstan kazakh kazakhs
kosovo kosovar kosovars
kyrgyzstan kyrgyz
lebanon lebanese
madagascar malagasy
netherlands dutch holland
norway norwegian norwegians
persia persian persians iran iranian iranians
peru peruvian peruvians
philippines filipino filipinos filipina
poland polish poles
portugal portuguese
rome roman romans
russia russian russians soviet ussr
scotland scottish scots scot
slovakia slovak slovaks
slovenia slovene slovenes
spain spanish spaniard spaniards
sweden swedish swedes
switzerland swiss
tajikistan tajik tajiks
thailand thai thais
turkey turkish turks turkiye
turkmenistan turkmen
u.a.e uae united-arab-emirates emirati emiratis emirates
u.n un united-nations
uzbekistan uzbek uzbeks
venice venetian venetians
victoria victorian
wales welsh
wmd weapons-of-mass-destruction
wwi first-world-war world-war-i
wwii second-world-war world-war-ii
"""


def aliases_of(word: str) -> frozenset[str]:
    """Return all forms of the name that a plain word in small letters is a form of; none where none is listed.

    Words of a form are joined by hyphens.
    """
    return _by_form().get(word, frozenset())


@cache
def _by_form() -> dict[str, frozenset[str]]:
    lines = [line.split() for line in _ALIASES.strip().splitlines()]
    return {form: frozenset(line) for line in lines for form in line}
