"""A message that asks several questions: "When was it adopted? Who was against it?", "Who led, and what did he offer?".

So does one that asks the same of each of some, "What did Lund, Berg and Haas each say?", or to compare two. Each is
answered by itself, the later ones after those before them; else the first that is answered hides the others.
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
# "What did Lund and Berg each say", "What did each of Lund and Berg say": what is asked, of whom, and the rest of it.
_ASKED = rf"(?P<asked>{_ASKS}(?:\s+[^\s?,]+){{0,4}}?\s+{_AUXILIARY})"
_EACH = re.compile(rf"{_ASKED}\s+(?P<those>[^?]{{3,160}}?)\s+each\s+(?P<rest>[^?]{{2,}}?)\s*\?*", re.IGNORECASE)
_EACH_OF = re.compile(
    rf"{_ASKED}\s+each\s+of\s+(?P<those>(?-i:[A-Z])[^?]{{2,160}}?\s+and\s+(?-i:[A-Z])\S*(?:\s+(?-i:[A-Z])\S*)*)\s+"
    r"(?P<rest>[^?]{2,}?)\s*\?*",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"\s*,\s*(?:and\s+)?|\s+and\s+", re.IGNORECASE)
# "Compare the talks in Oslo with those in Bern": what is said of each is to be seen.
_COMPARE = tuple(
    re.compile(
        r"(?:(?:can|could|would|will)\s+you\s+)?(?:please\s+)?compare\s+(?P<one>[^?.]{3,80}?)\s+"
        rf"(?:{between})\s+(?P<other>[^?.]{{3,80}}?)\s*[?.!]*",
        re.IGNORECASE,
    )
    for between in ("and", r"with|to|against|versus|vs\.?")
)
# "The talks in" of "the talks in Oslo"; "the Bank of England" is one name.
_HEAD = re.compile(
    r"(?:(?i:the|an?)\s+)?(?:[a-z][\w-]*\s+){1,4}?(?:in|at|on|of|with|by|from|under|between|to|for|during)\s+(?=[A-Z\d])"
)
_BARE_NAME = re.compile(r"[A-Z\d][\w’'-]*(?:\s+(?:(?:of|the|de|von|van)\s+)*[A-Z\d][\w’'-]*)*")
_THOSE = re.compile(
    r"(?:those|that|the\s+ones?)\s+(?P<joint>in|at|on|of|with|by|from|under|to|for|during)\b", re.IGNORECASE
)
# One word, with an article at most, or a name. "Lund give" is none: "What did Lund and Berg give each child?"
_ONE_OF_THOSE = re.compile(
    r"(?:the\s+)?\S+|(?:the\s+)?(?-i:[A-Z])\S*(?:\s+(?:(?:of|the|de|von|van)\s+)*(?-i:[A-Z])\S*)*", re.IGNORECASE
)


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
    asked = without_request(message).strip()
    return _of_both(asked) or _of_each(asked) or _joined(asked)


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


def _of_both(question: str) -> tuple[str, ...]:
    """Return requests for all that is said of each of two things that are to be compared; () for another question."""
    match = next((match for form in _COMPARE if (match := form.fullmatch(question))), None)
    if not match:
        return ()
    other = _with_head(match["other"], match["one"])
    return f"Tell me about {match['one']}.", f"Tell me about {other}."


def _with_head(other: str, one: str) -> str:
    """Return the second of two things with what the first has before its name: "the talks in Oslo", "Bern".

    "Those in Bern" are the talks, too.
    """
    head = _HEAD.match(one)
    if those := _THOSE.match(other):
        before, joint, _ = one.partition(f" {those['joint']} ")
        return f"{before} {other[those.start('joint') :]}" if joint else other
    return f"{head[0]}{other}" if head and _BARE_NAME.fullmatch(other) else other


def _of_each(question: str) -> tuple[str, ...]:
    """Return what a question asks of each of some by name, a question for each; () where it does not."""
    match = _EACH_OF.fullmatch(question) or _EACH.fullmatch(question)
    those = _BETWEEN.split(match["those"]) if match else []
    if not match or len(those) not in range(2, MOST_QUESTIONS + 1) or not all(map(_ONE_OF_THOSE.fullmatch, those)):
        return ()
    return tuple(f"{match['asked']} {one} {match['rest']}?" for one in those)


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
