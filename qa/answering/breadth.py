"""How many passages are looked at for a question, and how many excerpts the first of them may give."""

from qa.answering.confidence import LOOKED_AT
from qa.question.question import Question

# Excerpts of an answer from its first passage, at most: what answers often stands a few sentences before or after what
# the question speaks of.
FIRST_PASSAGE_EXCERPTS = 2
# The same where several things are asked for, which may all stand in one passage.
SEVERAL_OF_FIRST = 8
# As many passages are explained; the excerpts of an answer are among them but where many say the same.
EXPLAINED = 20


def breadth(question: Question) -> tuple[int, int]:
    """Return how many passages are looked at for a question, and how many excerpts the first may have."""
    if question.asks_for_several:
        return EXPLAINED, SEVERAL_OF_FIRST
    return LOOKED_AT, FIRST_PASSAGE_EXCERPTS
