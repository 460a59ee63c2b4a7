"""Why an answer is not sure, or why there is none: one line in the words of a reader."""

import re
from collections.abc import Sequence
from textwrap import shorten

from embeddings.index.lexical import LexicalIndex
from embeddings.text.words import terms
from qa.answering.claims import UnsupportedClaim
from qa.answering.introductions import context_of
from qa.answers import Hit
from qa.question.asked_for import asked_for
from qa.question.coverage import coverage
from qa.question.names import Vocabulary
from qa.question.question import MOST_CLAIMS, Question

# Words that are named as missing, and names that a passage is said to speak of, at most: the first say enough.
NAMED = 2
# A passage that holds, with its title, a smaller share of the question's terms by idf is not said to be about the same.
ABOUT_THE_SAME = 0.5
# Characters of marked words that are repeated.
LONGEST_MARKED = 60
# A number with what is written at it: "12/7".
_FIGURES = re.compile(r"[\w./-]*\w")
NO_WORDS = "the question has no words that could be looked for: name a person, a place, a thing or a time"
OF_ARCHIVE = "this is asked of the archive itself, not of what its documents say"
NOT_COMPARED = "sources are compared where a question asks for one thing, such as when it was, or how many there were"
ROWS_NOT_COMPARED = "the rows of this table were not compared, since several of its columns may be meant, or none"
ITEMS_NOT_COMPARED = "the items of this list were not compared with one another"
NO_DOCUMENTS = "no document was searched"
FEW_WORDS = "the nearest passage has few words of the question"


def reason(
    question: Question, hit: Hit, unsupported: Sequence[UnsupportedClaim], lexical: LexicalIndex, marked: str | None
) -> str:
    """Return, in one line, what speaks most against a hit's excerpt as an answer.

    That is a claim of the question that it does not bear out. Without one it is what the passage speaks of and does not
    say, or words that the archive has nowhere. `marked` are the words of an answer that are marked as what is asked
    for: that they are not there is not said, only that they may not be it. It is empty for an answer in which none are
    marked, which may not hold it, and None for a passage that is no answer, which does not seem to.
    """
    if unsupported:
        return _unsupported(question, unsupported, lexical)
    names = _names_in(question, hit)
    unheard = _unheard(question, lexical)
    asked = asked_for(question.understood_text)
    shown = shorten(marked, LONGEST_MARKED, placeholder=" …") if marked else ""
    may_say = f" may say {asked or 'what is asked'}: “{shown}”"
    if unheard and not names:
        return f"{_nowhere(unheard)}, but the nearest{may_say}" if shown else _nowhere(unheard)
    if not names and coverage(set(terms(_titled_passage(hit))), question.idf) < ABOUT_THE_SAME:
        return f"{FEW_WORDS}, but{may_say}" if shown else FEW_WORDS
    subject = f"speaks of {' and '.join(names[:NAMED])}" if names else "is about this"
    if shown:
        return f"the nearest passage {subject}, and{may_say}"
    says = "does not seem to say" if marked is None else "may not say"
    return f"the nearest passage {subject}, but it {says} {asked or 'all that is asked'}"


def _unsupported(question: Question, claims: Sequence[UnsupportedClaim], lexical: LexicalIndex) -> str:
    """Say which claims of the question are not borne out, those of one kind together."""
    by_years: dict[str | None, list[str]] = {}
    for claim in claims:
        if claim.kind == "year":
            by_years.setdefault(claim.instead, []).append(claim.claim)
    dated = [str(UnsupportedClaim("year", " or ".join(years), passage, "hard")) for passage, years in by_years.items()]
    missing = {claim.claim for claim in claims if claim.kind == "name" and not claim.instead}
    others = [str(claim) for claim in claims if claim.kind != "year" and claim.claim not in missing]
    absent = [name for name in question.names if name.text in missing]
    unheard = [name.text for name in absent if not any(map(lexical.holds, name.terms))]
    if unheard:
        others.append(_nowhere(unheard))
    elif absent:
        others.append(f"the nearest passage does not mention {_quoted([name.text for name in absent])}")
    return "; ".join(dict.fromkeys([*dated, *others]))


def _names_in(question: Question, hit: Hit) -> list[str]:
    """Return the names of the question that a passage or its title holds; "American" only where no other is."""
    held = f"{hit.document.title or ''}\n{hit.text}"
    vocabulary = Vocabulary(held)
    names = [name for name in question.names if vocabulary.has_name(name)]
    telling = [name for name in names if not name.is_context] or names
    return list(dict.fromkeys(_with_number(name.text, question, held) for name in telling))


def _with_number(name: str, question: Question, held: str) -> str:
    """Return a name with the number that it bears in the question, "Resolution 1929", where a text holds both so."""
    figures = [_FIGURES.match(question.text, claim.number.start) for claim in question.labels]
    numbered = [f"{name} {figure[0]}" for figure in figures if figure]
    return next((one for one in numbered if one in question.text and one in held), name)


def _titled_passage(hit: Hit) -> str:
    """Return what a question can be met by: a passage with its document's title and year, and what introduces it."""
    year = (hit.document.dated or "")[:4]
    above = [hit.document.text[start:end] for start, end in context_of(hit.document.text, hit.passage.start)]
    return "\n".join([hit.document.title or "", year, *above, hit.text])


def _unheard(question: Question, lexical: LexicalIndex) -> list[str]:
    """Return the words of the question that no passage of the archive holds: names first, then the rarest.

    Figures are left out, since they are claims (qa.answering.claims).
    """
    words = sorted(question.subject_words, key=lambda word: (word.text.islower(), -question.idf[word.term], word.text))
    return [word.text for word in words[:MOST_CLAIMS] if not word.text.isdigit() and not lexical.holds(word.term)]


def _nowhere(words: Sequence[str]) -> str:
    return f"no passage mentions {_quoted(words)}"


def _quoted(words: Sequence[str]) -> str:
    return " or ".join(f"“{word}”" for word in words[:NAMED])
