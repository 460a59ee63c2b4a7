"""Values of cells as text."""

from datetime import date, datetime, time, timedelta

# Figures beyond the fifteenth are noise of the sum that a cell is.
FIGURES = 15
_LARGEST = 10**FIGURES


def written(value: object) -> str:
    """Return the value of a cell as text: 3 for 3.0, ISO 8601 for dates, TRUE and FALSE."""
    # Words and figures first: they are nearly all.
    if type(value) is str:
        return value.strip()
    if type(value) is float:
        return str(int(value)) if value.is_integer() and -_LARGEST < value < _LARGEST else f"{value:.{FIGURES}g}"
    if isinstance(value, datetime) and (value.hour or value.minute or value.second or value.microsecond):
        return value.isoformat(" ", "seconds")
    return ("TRUE" if value else "FALSE") if isinstance(value, bool) else _time(value)


def _time(value: object) -> str:
    """Return a day or a time as ISO 8601, and anything else as it is."""
    match value:
        case date():
            return value.isoformat()[: len("2010-11-30")]
        case time():
            return value.isoformat("seconds")
    return _duration(value) if isinstance(value, timedelta) else str(value).strip()


def _duration(value: timedelta) -> str:
    seconds = round(value.total_seconds())
    return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"
