"""The name that explains a description: "the minister, Michel Barnier, ...", "her son Petro", "the poet Ousmane Lo"."""

from embeddings.attribution.names import PERSONS
from embeddings.attribution.parsing import Parsed
from embeddings.attribution.people import People


def name_beside(sentence: Parsed, word: int, people: People) -> int | None:
    """Return the word at the head of the name that explains a description, given its noun; None without one."""
    # "her colleague at the mill, Bo Ek,": the parse has the name explain the mill.
    within = [at for preposition in sentence.of(word, "prep") for at in sentence.of(preposition, "pobj")]
    for name in (name for of in (word, *within) for name in sentence.of(of, "appos")):
        # "the Foreign Minister, Michel Barnier,"; "her son Petro".
        is_role = sentence.words[word].lower() in PERSONS
        is_name = sentence.tags[name] == "NNP" and (sentence.tags[word] == "NN" or is_role)
        is_human = sentence.heads[name] == word or _is_person_beside(sentence, word, name, people)
        before = sentence.edges[name][0] - 1
        # "The poet Ousmane Lo": a name in full says what is meant better than any noun right before it.
        is_full = sentence.heads[name] == word and before + 1 < name
        is_apart = sentence.words[before] == "," or (
            (is_role or is_full) and before == word and sentence.tags[word] == "NN"
        )
        if is_name and is_human and is_apart and not sentence.of(name, "conj"):
            return name
    return None


def _is_person_beside(sentence: Parsed, word: int, name: int, people: People) -> bool:
    """Whether a name after what a person is described by is a person's, and what it stands beside is none."""
    called = people.named(sentence.span(sentence.edges[name][0], name))
    person = people.person(called) if called else None
    is_role = sentence.words[word].lower() in PERSONS
    is_thing = sentence.words[sentence.heads[name]].lower() not in PERSONS
    return is_role and is_thing and person is not None and not person.is_thing
