import pytest

from embeddings.times.stated import stated_time


@pytest.mark.parametrize(
    ("text", "notation"),
    [
        ("2005", "2005"),
        ("2005-02", "2005-02"),
        (" Feb  2005 ", "2005-02"),
        ("14.01.2011", "2011-01-14"),
        ("the nineties", "199X"),
        ("nineties", "199X"),
        ("199X", "199X"),
        ("spring of 1998", "1998-03/1998-05"),
        ("2003..2007", "2003/2007"),
        ("2003/2007", "2003/2007"),
        ("Feb 2005..2006", "2005-02/2006-12"),
    ],
)
def test_a_time_is_read_alone(text: str, notation: str) -> None:
    time = stated_time(text)
    assert time
    assert time.notation == notation


@pytest.mark.parametrize("text", ["", "soon", "2005 and later", "2007..2003", "..2003", "2003..", "May"])
def test_what_is_no_time_is_none(text: str) -> None:
    assert stated_time(text) is None


def test_what_is_endless_is_no_time() -> None:
    assert stated_time("2005.." * 5000) is None
    assert stated_time("9" * 400) is None
