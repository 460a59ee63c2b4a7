"""A passage without a name of the question does not stand in the way of one that has it and answers.

"Which round took place in Rome?" is nearest to "The second round took place in Oslo": the round in Rome is told of in
other words, further down. Passages without the name cannot answer, and that they come nearer says nothing.
"""

from collections.abc import Sequence

from qa.answering.claims import lacks_name
from qa.answering.excerpts import MARKED
from qa.answering.reader import Reader
from qa.answering.reading import is_readable, readings_of_nearest
from qa.answering.relevance import with_readings
from qa.answering.surroundings import surroundings
from qa.answers import Hit
from qa.odds import logistic
from qa.question.question import Question


def without_nameless(question: Question, hits: Sequence[Hit], reader: Reader | None) -> list[Hit]:
    """Return hits without those that lack a name of the question and score higher than one that answers.

    That one is the first whose document has all names; it answers if a reader finds that likelier than not.
    """
    if reader is None or not question.names or not is_readable(question.understood_text):
        return list(hits)
    named = next((hit for hit in hits if _has_names(question, hit)), None)
    if named is None:
        return list(hits)
    higher = (hit for hit in hits if hit.score > named.score)
    nameless = [hit for hit in higher if lacks_name(question, hit.document, hit.passage.start)]
    if not nameless:
        return list(hits)
    first = named if named.readings else with_readings(named, readings_of_nearest(question, named, reader))
    if logistic(max(first.readings)) < MARKED:
        return list(hits)
    return [first, *(hit for hit in hits if hit not in nameless and hit is not named)]


def _has_names(question: Question, hit: Hit) -> bool:
    vocabulary = surroundings(hit.document, hit.passage.start).vocabulary
    return all(map(vocabulary.has_name, question.names))
