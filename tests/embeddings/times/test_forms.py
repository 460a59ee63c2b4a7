import pytest

from embeddings.times.forms import read_forms


@pytest.mark.parametrize(
    ("words", "notations"),
    [
        ("the 3rd of May, 2001", ["2001-05-03"]),
        ("28 April to 2 May 2010", ["2010-04-28/2010-05-02"]),
        ("April 28 to May 2, 2010", ["2010-04-28/2010-05-02"]),
        ("May 3 and 4, 1999", ["1999-05-03", "1999-05-04"]),
        ("3-Nov-2009", ["2009-11-03"]),
        ("14 de enero de 2011", ["2011-01-14"]),
        ("janvier 2011", ["2011-01"]),
        ("5 maart 2020", ["2020-03-05"]),
        ("26. Okt. 2018", ["2018-10-26"]),
        ("24 DEZ 2019", ["2019-12-24"]),
        ("26. Nov. 2018", ["2018-11-26"]),
        ("4 févr. 2020", ["2020-02-04"]),
        ("5 de abr. de 2020", ["2020-04-05"]),
        ("am 26. November 2018", ["2018-11-26"]),
        ("Montag, 4. April 2011", ["2011-04-04"]),
        ("page 26. November 2018", ["2018-11"]),
        ("March and April 2009", ["2009-03/2009-04"]),
        ("Jan '09", ["2009-01"]),
        ("winter of 1962-63", ["1962-12/1963-02"]),
        ("winter of 1962", ["1962"]),
        ("H2 2008", ["2008-07/2008-12"]),
        ("1998-05", ["1998-05"]),
        ("1998-2001", ["1998/2001"]),
        ("1999/00", ["1999/2000"]),
        ("the 1700s", ["17XX"]),
        ("the 1960's", ["196X"]),
        ("the late nineties", ["1996/1999"]),
        ("twenty-first century", ["20XX"]),
        ("New Year's Eve 1999", ["1999-12-31"]),
        ("fiscal year 2010", ["2010"]),
    ],
)
def test_forms(words: str, notations: list[str]) -> None:
    longest = max(read_forms(f"It was so in {words}, they say."), key=lambda form: form[1] - form[0])
    assert [time.notation for time in longest[2]] == notations


@pytest.mark.parametrize("words", ["31 February 2010", "May 32, 2010", "room 1-2", "2010 items"])
def test_what_no_calendar_has_is_not_read_as_a_day(words: str) -> None:
    assert all(time.precision != "day" for _, _, times in read_forms(words) for time in times)
