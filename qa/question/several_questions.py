"""A message that asks several questions: "When was it adopted? Who was against it?", "Who led, and what did he offer?".

Each is answered by itself, the later ones after those before them; else the first that is answered hides the others.
"""

import re

from embeddings.text.splitting import sentence_spans
from qa.question.requests import LONGEST_MESSAGE, cuts_quotation, without_request

# A message of more questions is a list, which a file of questions serves better.
MOST_QUESTIONS = 4
_AUXILIARY = (
    r"(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|shall|should|may|might|must)(?:n['’]t)?\b"
)
_ASKS = r"(?:who|whom|whose|what|when|where|which|why|how)\b"
# "And how it began" is no question of its own.
_ASKS_TOO = (
    rf"(?:(?:when|where|why|how)\s+{_AUXILIARY}|how\s+(?:many|much|long|often|far|old|big|large)\b|(?:when|where|why|how)\s*\?*\Z"
    r"|(?:what|which|who|whom|whose)\b(?!\s+to\b))"
)
_JOINED = re.compile(
    rf"(?P<one>{_ASKS}(?:\s+[^\s?]+){{2,}}?),?\s+and\s+(?P<other>{_ASKS_TOO}[^?]*)\?*\s*", re.IGNORECASE
)
_ASKING_WORD = re.compile(rf"\s{_ASKS}", re.IGNORECASE)


def several_questions(message: str) -> tuple[str, ...]:
    """Return the questions that a message asks, in order, each with the statements before it; () where it asks one."""
    sentences = (
        [message[start:end] for start, end in sentence_spans(message)] if len(message) <= LONGEST_MESSAGE else []
    )
    if not sentences or any(map(cuts_quotation, sentences)):
        return ()
    questions = _with_statements(sentences)
    if len(questions) > 1:
        return questions if len(questions) <= MOST_QUESTIONS else ()
    return _joined(without_request(message).strip())


def _with_statements(sentences: list[str]) -> tuple[str, ...]:
    questions: list[str] = []
    statements: list[str] = []
    for sentence in sentences:
        statements.append(sentence)
        if sentence.endswith("?") and re.search(r"\w", sentence):
            questions.append(" ".join(statements))
            statements = []
    # What follows the last one is said of it.
    return (*questions[:-1], " ".join([questions[-1], *statements])) if questions else ()


def _joined(question: str) -> tuple[str, ...]:
    """Return the two questions that "and" joins in one; () where the second may depend on a word of the first.

    "What did he say of how it began and who paid?" asks one thing.
    """
    match = _JOINED.fullmatch(question)
    if not match or _ASKING_WORD.search(match["one"]):
        return ()
    one, other = match["one"].rstrip(" ,"), match["other"].rstrip(" ?")
    # "Who paid and who left?" may be one.
    both_who = one.lower().startswith("who ") and other.lower().startswith("who ")
    is_name = other.split()[0].isupper() and not one.isupper()
    return () if both_who or is_name else (f"{one}?", f"And {other}?")
