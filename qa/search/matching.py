"""Where in a text the words of a search stand."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable
from functools import cache, cached_property

from embeddings.documents import Document, Span
from embeddings.text.words import spans_of_words, term_of, unparted
from qa.search.parsing import And, Field, InField, Near, Not, Or, Phrase, Search, Word

# [first, end) of the words of a text.
Run = tuple[int, int]


class Words:
    """The words of a text in order: where each stands, as it is written in small letters, and its form to compare.

    Each is worked out when it is first asked for: few searches need all.
    """

    def __init__(self, text: str) -> None:
        self.spans = spans_of_words(text)
        self._forms = [text[start:end] for start, end in self.spans]

    @cached_property
    def written(self) -> list[str]:
        """The words in small letters; one that a line's end parts is whole."""
        return [unparted(form).casefold() for form in self._forms]

    @cached_property
    def places_of_written(self) -> dict[str, list[int]]:
        """The numbers of the words that are written so."""
        return _places(self.written)

    @cached_property
    def places_of_terms(self) -> dict[str, list[int]]:
        """The numbers of the words that have a term."""
        return _places(map(term_of, self._forms))


def occurrences(search: Search, document: Document, *, exact: bool) -> list[Span] | None:
    """Return where the words of a search stand in a document's text, in order; None if it does not meet the search.

    `exact` compares words as they are typed, but for capitals; else any spelling and ending of a word is it. What only
    its title or author has is met without standing anywhere.
    """
    matcher = _Matcher(document, exact=exact)
    runs = matcher.runs(search, matcher.text)
    return None if runs is None else [matcher.span(run) for run in sorted(set(runs))]


def _places(forms: Iterable[str]) -> dict[str, list[int]]:
    places: defaultdict[str, list[int]] = defaultdict(list)
    for at, form in enumerate(forms):
        places[form].append(at)
    return places


class _Matcher:
    def __init__(self, document: Document, *, exact: bool) -> None:
        self._document = document
        self._exact = exact
        self.text = Words(document.text)

    def span(self, run: Run) -> Span:
        """Return [start, end) of the text that a run of its words has."""
        return self.text.spans[run[0]][0], self.text.spans[run[1] - 1][1]

    def runs(self, search: Search, words: Words) -> list[Run] | None:
        """Return the runs of words that a search finds; None where it is not met."""
        match search:
            case Phrase():
                return self._of_phrase(search, words) or None
            case InField(field=field, search=inner):
                return self._in_field(field, inner)
            case Near():
                return self._of_near(search, words) or None
            case Not(search=inner):
                return [] if self.runs(inner, words) is None else None
            case And(parts=parts):
                found = [self.runs(part, words) for part in parts]
                met = [runs for runs in found if runs is not None]
                return [run for runs in met for run in runs] if len(met) == len(found) else None
            case Or(parts=parts):
                met = [runs for part in parts if (runs := self.runs(part, words)) is not None]
                return [run for runs in met for run in runs] if met else None

    def _in_field(self, field: Field, search: Search) -> list[Run] | None:
        if field == "speaker":
            return self._said_by(search) or None
        stated = Words(getattr(self._document, field) or "")
        return None if self.runs(search, stated) is None else []

    def _said_by(self, search: Search) -> list[Run]:
        """Return the runs of the words of whoever's name meets a search."""
        speakers = {one.speaker for one in self._document.attributions if one.speaker}
        named = {speaker for speaker in speakers if self.runs(search, Words(speaker)) is not None}
        spans = [span for one in self._document.attributions if one.speaker in named for span in one.content]
        starts, ends = ([span[at] for span in self.text.spans] for at in (0, 1))
        runs = ((bisect_left(starts, start), bisect_right(ends, end)) for start, end in spans)
        return [(first, last) for first, last in runs if first < last]

    def _of_phrase(self, phrase: Phrase, words: Words) -> list[Run]:
        count = len(phrase.words)
        starts = self._places_of(phrase.words[0], words)
        for offset, word in enumerate(phrase.words[1:], 1):
            places = set(self._places_of(word, words))
            starts = [start for start in starts if start + offset in places]
        return [(start, start + count) for start in starts]

    def _places_of(self, word: Word, words: Words) -> list[int]:
        """Return the numbers of the words of a text that a word of the search is."""
        written = word.text.casefold()
        if word.ending == "*":
            return [at for at, other in enumerate(words.written) if other.startswith(written)]
        if word.ending == "~":
            return [at for at, other in enumerate(words.written) if is_one_letter_off(written, other)]
        if self._exact or not word.term:
            return words.places_of_written.get(written, [])
        return words.places_of_terms.get(word.term, [])

    def _of_near(self, near: Near, words: Words) -> list[Run]:
        """Return the runs of which each reaches from one of the first to the nearest of the second, or back."""
        first, second = (sorted(set(self.runs(part, words) or [])) for part in (near.first, near.second))
        starts, ends = [run[0] for run in second], sorted((end, start) for start, end in second)
        runs = []
        for start, end in first:
            # At most so many words stand between.
            after = bisect_left(starts, end)
            if after < len(second) and starts[after] - end <= near.distance:
                runs.append((start, second[after][1]))
            before = bisect_right(ends, (start, start)) - 1
            if before >= 0 and start - ends[before][0] <= near.distance:
                runs.append((ends[before][1], end))
        return runs


def is_one_letter_off(word: str, other: str) -> bool:
    """Whether two words are the same but for one letter: another, one more, one less, or two that change places."""
    if abs(len(word) - len(other)) > 1 or word == other:
        return word == other
    first = next((at for at, (a, b) in enumerate(zip(word, other, strict=False)) if a != b), min(len(word), len(other)))
    rest, other_rest = word[first:], other[first:]
    return (
        rest[1:] == other_rest[1:]
        or rest[1:] == other_rest
        or rest == other_rest[1:]
        or (rest[:2] == other_rest[1::-1] and rest[2:] == other_rest[2:])
    )


def may_meet(search: Search, text: str, *, exact: bool) -> bool:
    """Whether a text may meet a search; it is quick, and never says no wrongly."""
    # Most searches need no text in small letters, which takes as long as a fifth of all else.
    return _may_meet(search, cache(lambda: unparted(text).casefold()), exact=exact)


def _may_meet(search: Search, folded: Callable[[], str], *, exact: bool) -> bool:
    match search:
        case Phrase(words=words):
            return all(_may_hold(word, folded, exact=exact) for word in words)
        case Near(first=first, second=second):
            return _may_meet(first, folded, exact=exact) and _may_meet(second, folded, exact=exact)
        case And(parts=parts):
            return all(_may_meet(part, folded, exact=exact) for part in parts)
        case Or(parts=parts):
            return any(_may_meet(part, folded, exact=exact) for part in parts)
        case Not() | InField():
            return True


def _may_hold(word: Word, folded: Callable[[], str], *, exact: bool) -> bool:
    if word.term and not (exact or word.ending):
        return True
    written = word.text.casefold()
    if word.ending == "~":
        # One letter is wrong, so one half of the word is right.
        half = len(written) // 2
        return written[:half] in folded() or written[half:] in folded()
    return written in folded()
