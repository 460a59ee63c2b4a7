"""What the grammar of a sentence says of whom "he" and "she" may be, and whom not."""

from embeddings.attribution.cues import verb, verb_classes
from embeddings.attribution.names import MEN, PERSONS, WOMEN
from embeddings.attribution.parsing import Parsed
from embeddings.documents import Span

PRONOUNS = {"he": "he", "him": "he", "his": "he", "himself": "he", "she": "she", "her": "she", "hers": "she"}
SUBJECTS = frozenset({"nsubj", "nsubjpass"})


def says(sentence: Parsed, number: int) -> bool:
    """Whether a verb is of saying or thinking, as no place does."""
    return bool({"say", "think"} & set(verb_classes(verb(sentence.words[number]))))


def unnamed(sentence: Parsed, word: int) -> frozenset[str]:
    """Return which pronouns a person without a name may be who is called by a noun or an open pronoun."""
    small = sentence.words[word].lower()
    if small in PRONOUNS:
        return frozenset({PRONOUNS[small]})
    # "Her husband agreed, and he said ...": no name in that sentence is he; nor one before "her son Petro agreed".
    others = (("he", WOMEN), ("she", MEN))
    return frozenset(pronoun for pronoun, nouns in others if small in PERSONS - nouns)


def of_clause(sentence: Parsed, word: int) -> list[Span]:
    """Return the stretches before a subject that say whom it is not: what its verb says, and what stands with that.

    "Moss was right, he said", "beside Moss he said", "Moss, he told her, was right": he is not Moss.
    """
    clause = sentence.heads[word]
    standing = [child for child in sentence.of(clause, "advcl") if not sentence.of(child, *SUBJECTS)]
    stretches = [sentence.edges[child] for child in [*sentence.of(clause, "ccomp", "prep"), *standing] if child < word]
    if sentence.relations[clause] == "parataxis":
        stretches.append((sentence.edges[sentence.heads[clause]][0], word - 1))
    return stretches
