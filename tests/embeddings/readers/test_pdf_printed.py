import pytest

from embeddings.readers.pdf_printed import are_of_browser


@pytest.mark.parametrize(
    ("above", "below", "expected"),
    [
        ("14/06/2019, 10:11 | Late dredger", "https://port.example/a | 1/3", (True, True)),
        ("6/14/19, 10:11 AM | Late | dredger", "file:///a.html | 2/3", (True, True)),
        ("Late dredger | https://port.example/a", "1 of 3 | 14/06/2019, 10:11", (True, True)),
        ("Late dredger", "https://port.example/a | 1/3", (False, True)),
        ("14/06/2019, 10:11 | Council chamber", "The meeting ends.", (False, False)),
        ("14/06/2019, 10:11 | Council chamber", "1/3", (False, False)),
        ("", "", (False, False)),
    ],
)
def test_lines_of_browsers(above: str, below: str, expected: tuple[bool, bool]) -> None:
    assert are_of_browser(above, below) == expected
