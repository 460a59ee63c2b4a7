"""The names of months, seasons and days that dates are written with, as patterns and as numbers."""

import re

from embeddings.dates import MONTHS

MONTH_NAMES = "January|February|March|April|May|June|July|August|September|October|November|December"
SHORT_MONTHS = "Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec"
# In capitals or with a capital: "may" and "march" are verbs.
MONTH = rf"(?:{MONTH_NAMES}|{MONTH_NAMES.upper()}|(?:{SHORT_MONTHS}|{SHORT_MONTHS.upper()})\b\.?)"
# What each of these begins with: most texts hold none, and are searched for this in a tenth of the time.
MONTH_BEGINS = re.compile("|".join(f"{name.title()}|{name.upper()}" for name in MONTHS))

# Other languages that an archive may hold: German, French, Spanish, Italian, Portuguese, Dutch.
_FOREIGN = {
    1: "januar|jänner|janvier|enero|gennaio|janeiro|januari",
    2: "februar|février|febrero|febbraio|fevereiro|februari",
    3: "märz|mars|marzo|março|maart",
    4: "avril|abril|aprile",
    5: "mai|mayo|maggio|maio|mei",
    6: "juni|juin|junio|giugno|junho",
    7: "juli|juillet|julio|luglio|julho",
    8: "août|agosto|augustus",
    9: "septembre|septiembre|settembre|setembro",
    10: "oktober|octobre|octubre|ottobre|outubro",
    11: "novembre|noviembre|novembro",
    12: "dezember|décembre|diciembre|dicembre|dezembro",
}
# Cut short, they are told only between a day and a year.
_SHORT_FOREIGN = {
    1: "janv|jän|ene|gen",
    2: "févr|fév|fev|febr",
    3: "mär|mrz|mrt",
    4: "avr|abr",
    5: "mag",
    6: "giu",
    7: "juil|lug",
    8: "ago",
    9: "set",
    10: "okt|ott",
    12: "dez|déc|dic",
}
FOREIGN_MONTH = rf"(?i:{'|'.join(_FOREIGN.values())})"
FOREIGN_MONTH_OF_DAY = rf"(?:{FOREIGN_MONTH}|(?i:{'|'.join(_SHORT_FOREIGN.values())})\b\.?)"
_FOREIGN_NUMBERS = {
    name: number for of in (_FOREIGN, _SHORT_FOREIGN) for number, names in of.items() for name in names.split("|")
}

# The first month of each season; that of winter is in the year before the one it ends in.
SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}
SEASON = rf"(?i:{'|'.join(SEASONS)})"
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
WEEKDAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
DECADES = ("twenties", "thirties", "forties", "fifties", "sixties", "seventies", "eighties", "nineties")

_BELOW_TWENTY = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
)
UNITS = {word: number for number, word in enumerate((*_BELOW_TWENTY.split(), "eighteen", "nineteen"), start=1)}
TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
COUNTS = UNITS | TENS | {"a": 1, "an": 1, "a couple of": 2}
COUNT = rf"(?:\d{{1,3}}|(?i:a couple of|{'|'.join(sorted(COUNTS.keys() - {'a couple of'}, key=len, reverse=True))})\b)"
_ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth"
_LATER = "fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
_ORDINAL_NUMBERS = {word: number for number, word in enumerate((*_ORDINALS.split(), *_LATER.split()), start=1)}
_ORDINAL_NUMBERS["twenty-first"] = 21
ORDINAL = rf"(?:\d{{1,2}}(?:st|nd|rd|th)|(?i:{'|'.join(sorted(_ORDINAL_NUMBERS, key=len, reverse=True))}))"


def month_number(name: str) -> int:
    """Return the number of a month, 1 to 12, whose name is written out, cut short or in another language."""
    return _FOREIGN_NUMBERS.get(name.lower().rstrip(".")) or 1 + MONTHS.index(name[:3].lower())


def count_of(words: str) -> int:
    """Return a number from its figures or its word: "five", "12", "a couple of"."""
    plain = " ".join(words.lower().split())
    return COUNTS.get(plain) or int(plain)


def ordinal_of(words: str) -> int:
    """Return the number of an ordinal: "3rd", "nineteenth"."""
    return _ORDINAL_NUMBERS.get(words.lower()) or int(re.sub(r"\D", "", words))
