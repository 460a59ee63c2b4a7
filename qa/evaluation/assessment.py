"""One question asked for its evidence, of any part of an index, as the question for one answer that most are.

So a question that compares two things is asked as a whole, and one for documents as any other.
"""

from qa.answering.confidence import LOOKED_AT
from qa.answering.excerpts import excerpts_of
from qa.answering.reading import read
from qa.answering.sentence_answers import Judges
from qa.answering.verdicts import Assessment, assess
from qa.question.question import Question
from qa.retrieval.ranking import rank
from qa.retrieval.scope import Scope


def assess_within(question: Question, scope: Scope, judges: Judges) -> Assessment:
    """Search for a question within a scope and assess the best excerpt of each passage found."""
    hits = read(question, rank(question, scope, LOOKED_AT, judges.reranker), judges.reader)
    return assess(question, ((hit, excerpt) for hit in hits for excerpt in excerpts_of(hit)))
