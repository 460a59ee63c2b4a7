"""Words that a question misspells: "When was the resoluton adopted?" where every text has "resolution".

Only a word is corrected that no text and no title has, and that is no word of English, as far as the default model
knows: its vocabulary has 30,000 pieces, most of them whole words. Else "score" would be read as "store" in an archive
that keeps no scores.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from string import ascii_lowercase

from embeddings.generations.store import Generation
from embeddings.models.default_model import default_tokenizer
from embeddings.text.words import spans_of_words, term_of, terms
from qa.question.follow_ups import QUOTED
from qa.question.names import names, tokens
from qa.question.stop_words import says_nothing

# Shorter words have too many neighbours one letter away.
SHORTEST = 5
# The same of names, which are nowhere else to be looked up: "Hansen" and "Hanson" are two.
SHORTEST_NAME = 7
# Longer ones are no words, and words that are corrected in one question, at most: each is looked up a thousand times.
LONGEST = 30
MOST_CORRECTED = 4

_LETTERS = re.compile(r"[a-zA-Z]+")


def without_misspellings(question: str, generation: Generation) -> str:
    """Return a question in which words that are one letter off a word of the archive are spelt as that one.

    The first letter counts as right. Of several words that are as near, it is the one that stands best in a passage
    with the rest of the question, then the one that most passages have. What is quoted stays as it is.
    """
    quoted = [match.span() for match in QUOTED.finditer(question)]
    name_words = {word for name in names(question) for word in tokens(name.text)}
    corrected: dict[tuple[int, int], str] = {}
    for start, end in spans_of_words(question):
        if any(first <= start < last for first, last in quoted):
            continue
        word = question[start:end]
        least = SHORTEST_NAME if word in name_words else SHORTEST
        if len(corrected) < MOST_CORRECTED and least <= len(word) <= LONGEST and _is_misspelt(word, generation):
            rest = terms(f"{question[:start]} {question[end:]}")
            corrected[start, end] = _corrected(word, rest, generation) or word
    for (start, end), word in reversed(corrected.items()):
        question = question[:start] + word + question[end:]
    return question


def _is_misspelt(word: str, generation: Generation) -> bool:
    if not _LETTERS.fullmatch(word) or says_nothing(word) or word.isupper():
        return False
    written, term = word.lower(), term_of(word)
    if _is_english(written):
        return False
    # "revenu" is the term of "revenue", so that the archive has it; a reader knows it no better for that. "Herring" is
    # no such word where all texts have "herrings".
    is_cut = written == term and not any(
        re.search(rf"\b{written}(?:e?s)?\b", text) for text in _best_texts(term, generation)
    )
    return is_cut or not generation.lexical.holds(term)


def _best_texts(term: str, generation: Generation) -> Iterator[str]:
    """Yield the text of the best passage with a term, in small letters; nothing where none has it."""
    numbers, _ = generation.lexical.search([term], 1)
    for number in numbers.tolist():
        passage = generation.catalogue.passage(number)
        yield generation.catalogue.document_of(number).text[passage.start : passage.end].lower()


@lru_cache(maxsize=1024)
def _is_english(word: str) -> bool:
    return default_tokenizer().token_to_id(word) is not None


def _corrected(word: str, rest: Sequence[str], generation: Generation) -> str | None:
    """Return the word of the archive that a word is one letter off, written with a capital if that is; or None.

    `rest` are the terms of the question without it.
    """
    forms = list(dict.fromkeys(_one_letter_off(word.lower())))
    # The terms of hundreds of forms are worked out at once, in a tenth of the time.
    held = sorted(set(terms(" ".join(forms))))
    frequencies = generation.lexical.frequencies(held)
    near = [(term, count) for term, count in zip(held, frequencies.tolist(), strict=True) if count]
    if not near:
        return None
    # Of 254 misspelt words of four collections that are one letter off several, 217 are read as meant; 171 where only
    # the number of passages counts.
    term, _ = max(near, key=lambda one: (_best_score(rest, one[0], generation), one[1])) if near[1:] else near[0]
    written = _written(term, [form for form in forms if term_of(form) == term], generation)
    return written.capitalize() if written and word[0].isupper() else written


def _best_score(rest: Sequence[str], term: str, generation: Generation) -> float:
    """Return the highest BM25 score of the rest of a question in a passage that has a term."""
    lexical = generation.lexical
    return float(lexical.scores(rest, lexical.holding(term)).max(initial=0.0))


def _one_letter_off(word: str) -> Iterator[str]:
    """Yield the words that have one letter more, less or other than a word, or two that change places."""
    for at in range(1, len(word) + 1):
        before, after = word[:at], word[at:]
        if after:
            yield before + after[1:]
        if len(after) > 1:
            yield before + after[1] + after[0] + after[2:]
        for letter in ascii_lowercase:
            yield before + letter + after
            if after:
                yield before + letter + after[1:]


def _written(term: str, forms: list[str], generation: Generation) -> str | None:
    """Return that form of a term, of some, which the best passage with the term has, or else one that is English.

    Many forms of a term are no words, "summariize" of "summary", so it is None where there is neither.
    """
    for text in _best_texts(term, generation):
        if there := next((form for form in forms if re.search(rf"\b{form}\b", text)), None):
            return there
    return next(filter(_is_english, forms), None)
