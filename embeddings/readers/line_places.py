"""The lines of source code and the like as places, by which people name what stands there."""

from itertools import accumulate

from embeddings.documents import Place

# A catalogue holds about as many places of a document without being slow; of more lines several share a place.
MOST_PLACES = 20_000


def line_places(text: str, start: int = 0, number: int = 1) -> list[Place]:
    """Return the lines of a text that are not empty, which begins at a place of its document with a line of a number.

    Of very many lines those that stand together are one place, "21–30".
    """
    lines = text.split("\n")
    starts = [*accumulate((len(line) + 1 for line in lines), initial=start)]
    step = -(-len(lines) // MOST_PLACES)
    places = []
    for first in range(0, len(lines), step):
        last = min(first + step, len(lines)) - 1
        if any(line.strip() for line in lines[first : last + 1]):
            name = f"{number + first}" if first == last else f"{number + first}–{number + last}"
            places.append(Place("line", name, starts[first], starts[last + 1] - 1))
    return places
