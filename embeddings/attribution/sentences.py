"""The sentences of a text in which "he" leads back to a name, and which of them are quoted."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from embeddings.documents import Span

# Sentences that a pronoun is followed back over.
SENTENCES_BACK = 2
# So many at most, with those that are quoted: a long quotation ends with "he said".
MOST_BACK = 12


class Sentences:
    """The sentences of a text and its quotations, both in order."""

    def __init__(self, text: str, spans: Sequence[Span], quoted: Sequence[Span]) -> None:
        self.spans = spans
        self._text, self._quoted = text, quoted
        self._starts = [start for start, _ in spans]

    def back_from(self, sentence: int) -> Iterator[int]:
        """Yield a sentence and those before it that a pronoun may lean on; what its paragraph quotes is not counted."""
        yield sentence
        counted = 0
        for number in range(sentence - 1, max(-1, sentence - MOST_BACK), -1):
            span = self.spans[number]
            if self.is_quoted(span) and "\n\n" not in self._text[span[1] : self.spans[sentence][0]]:
                continue
            yield number
            counted += 1
            if counted == SENTENCES_BACK:
                break

    def opens_with(self, sentence: int, pronoun: str) -> bool:
        """Whether a sentence opens with a pronoun."""
        return self._text.startswith((f"{pronoun.capitalize()} ", f"{pronoun.capitalize()}’"), self.spans[sentence][0])

    def number(self, place: int) -> int:
        """Return the number of the sentence that holds a place."""
        return max(0, bisect_left(self._starts, place + 1) - 1)

    def is_quoted(self, span: Span) -> bool:
        """Whether a place is within a quotation."""
        number = bisect_left(self._quoted, (span[0] + 1,)) - 1
        return number >= 0 and span[1] <= self._quoted[number][1]
