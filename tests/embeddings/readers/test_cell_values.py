from datetime import date, datetime, time, timedelta

import pytest

from embeddings.readers.cell_values import written


@pytest.mark.parametrize(
    ("value", "text"),
    [
        *((3.0, "3"), (0.1 + 0.2, "0.3"), (1e20, "1e+20"), (-2.5, "-2.5"), (123456789012345.0, "123456789012345")),
        *((True, "TRUE"), (False, "FALSE"), ("", ""), (" a ", "a"), (7, "7"), (float("nan"), "nan")),
        *((datetime(2009, 1, 2), "2009-01-02"), (datetime(2009, 1, 2, 3, 4, 5, 6), "2009-01-02 03:04:05")),
        *((date(2009, 1, 2), "2009-01-02"), (time(3, 4), "03:04:00"), (timedelta(hours=26, minutes=5), "26:05:00")),
    ],
)
def test_values_are_written_as_stored(value: object, text: str) -> None:
    assert written(value) == text
