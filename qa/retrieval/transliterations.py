"""Names that a question writes otherwise than the archive: "Gaddafi" where every text has "Qadhafi".

Only a name that no text has is looked for. What sounds like it must stand in a text as a name, and be written much
alike.
"""

import re
from difflib import SequenceMatcher
from itertools import islice

from embeddings.generations.store import Generation
from embeddings.text.sounds import FEWEST_CONSONANTS, consonants, first_letters
from embeddings.text.words import terms
from qa.question.aliases import aliases_of
from qa.question.names import names, names_and_numbers, plain, tokens

# What two spellings of a name have in common (difflib's ratio): "Gaddafi" and "Qadhafi" 0.71, "Mahmoudi" and "Mahmudi"
# 0.93, but "Barnard" and "Bernard" would have 0.86, and are told apart only by whoever asks.
ALIKE = 0.6
# Names that are looked for, at most: each goes through all terms that sound like it.
MOST_NAMES = 8


def in_archive_spelling(question: str, generation: Generation) -> str:
    """Return a question in which names that the archive has only in another transliteration are in that one."""
    spelt = question
    words = dict.fromkeys(token for name in names(question) for token in tokens(name.text))
    for word in islice((word for word in words if _is_unheard(word, generation)), MOST_NAMES):
        if other := _other_spelling(word, generation):
            spelt = re.sub(rf"\b{re.escape(word)}\b", other, spelt)
    return spelt


def _is_unheard(word: str, generation: Generation) -> bool:
    """Whether a name of one term is in no text."""
    word_terms = terms(word)
    return len(word_terms) == 1 and not generation.lexical.holds(word_terms[0])


def _other_spelling(word: str, generation: Generation) -> str | None:
    """Return the archive's spelling of a name that no text has, None if there is none."""
    [term] = terms(word)
    if len(consonants(plain(word))) < FEWEST_CONSONANTS:
        return None
    letters = first_letters(term)
    # "French" is no other spelling of "France".
    other_forms = {term for form in aliases_of(plain(word)) for term in terms(form)}
    candidates = [
        held
        for held in generation.lexical.terms_sounding_like(term)
        if held[0] in letters and _alike(term, held) >= ALIKE and held not in other_forms
    ]
    spellings = (_as_a_name(held, generation) for held in sorted(candidates, key=lambda held: -_alike(term, held)))
    return next((spelling for spelling in spellings if spelling), None)


def _alike(one: str, other: str) -> float:
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


def _as_a_name(term: str, generation: Generation) -> str | None:
    """Return a term as the best passage that has it writes it, None where that is no name there."""
    numbers, _ = generation.lexical.search([term], 1)
    for number in numbers.tolist():
        passage = generation.catalogue.passage(number)
        text = generation.catalogue.document_of(number).text[passage.start : passage.end]
        return next((name for name in names_and_numbers(text) if terms(name) == [term]), None)
    return None
