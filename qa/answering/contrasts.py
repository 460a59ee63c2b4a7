"""Whether two answers to one question differ, and in what: a number, a date or a name."""

from typing import Literal, NamedTuple

from embeddings.times.mentions import mentions
from embeddings.times.values import Time
from qa.question.names import plain, tokens
from qa.question.numbers import Number, is_rough, numbers

Kind = Literal["number", "date", "name"]

# A name of more words is a description.
NAME_WORDS = 6
# Of a name, words so short may have small letters: "of", "the", "van".
SMALL_WORD = 3


class Said(NamedTuple):
    """The words that answer, and the excerpt that they stand in."""

    words: str
    text: str


def is_other(words: str, other: str) -> bool:
    """Whether neither of two answers holds the words of the other, nor names the same number or time."""
    of_one, of_other = set(tokens(plain(words))), set(tokens(plain(other)))
    if not of_one or not of_other or of_one <= of_other or of_other <= of_one:
        return False
    values, other_values = _values(words), _values(other)
    if values and other_values:
        return not values & other_values
    return not any(time.overlaps(other_time) for time in _times(words) for other_time in _times(other))


def holds(text: str, words: str) -> bool:
    """Whether a text holds the words of an answer, next to each other."""
    return f" {' '.join(tokens(plain(words)))} " in f" {' '.join(tokens(plain(text)))} "


def kind_of_difference(said: Said, other: Said) -> Kind | None:
    """Return in what two answers differ; None where they are the same, or of different kinds."""
    if not is_other(said.words, other.words):
        return None
    times, other_times = _times(said.words), _times(other.words)
    if times or other_times:
        return "date" if len(times) == len(other_times) == 1 else None
    if _values(said.words) or _values(other.words):
        number, other_number = _only_number(said), _only_number(other)
        return "number" if number and other_number and _count_the_same(number, other_number) else None
    return (
        "name" if _is_name(said.words) and _is_name(other.words) and not _share_words(said.words, other.words) else None
    )


def _times(words: str) -> list[Time]:
    # A year alone is told from a number by what stands before it.
    return [mention.time for mention in mentions(f"in {words}") if mention.time]


def _values(words: str) -> set[float]:
    return {number.value for number in numbers(words)}


def _only_number(said: Said) -> Number | None:
    """Return the number of an answer as its excerpt has it, with what it counts; None for several, or a rough one."""
    if len(numbers(said.words)) != 1 or ":" in said.words:
        return None
    [number] = numbers(said.words)
    in_text = [found for found in numbers(said.text) if found.value == number.value]
    return in_text[0] if in_text and not is_rough(said.text, in_text[0]) else None


def _count_the_same(number: Number, other: Number) -> bool:
    """Whether the words after two numbers name one thing that both count."""
    of_one, of_other = ({word.rstrip("s") for word in either.what[:2]} for either in (number, other))
    return bool(of_one & of_other)


def _is_name(words: str) -> bool:
    parts = tokens(words)
    if not 0 < len(parts) <= NAME_WORDS or not parts[0][0].isupper():
        return False
    return all(part[0].isupper() or len(part) <= SMALL_WORD for part in parts)


def _share_words(words: str, other: str) -> bool:
    return bool(set(tokens(plain(words))) & set(tokens(plain(other))))
