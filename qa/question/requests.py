"""What a request asks, without the words around it: "Can you tell me when it opened, please?" asks "when it opened".

People talk to a chat as to a person. Words such as "can you tell me" say nothing of what is asked, but the model that
reads questions has learnt from bare ones: it finds "When was it opened?" answered where it doubts the longer form.
"""

import re
from functools import cache, lru_cache

from embeddings.text.splitting import sentence_spans

# What people call all that is searched; "the report" is one document, and may be the subject.
ALL_OF_IT = (
    r"(?:the|this|these|those|your|our|my|any(?: of the(?:se)?)?|all(?: of)? the(?:se)?)\s+(?:whole\s+|entire\s+)?"
    r"(?:archives?|collection|corpus|database|documents|files|papers|records|sources|texts)"
    r"(?:\s+(?:here|(?:in|of)\s+(?:the|this)\s+(?:archive|collection|corpus|database)|you have|we have))?"
)
_SOMEBODY = r"(?:you|we|anyone|anybody|someone|somebody|it|" + ALL_OF_IT + ")"
_ASKED_AFTER = r"(?=(?:who|whom|whose|what|when|where|which|why|how|whether|if)\b)"
_GREETING = (
    r"(?:hi|hello|hey|good\s+(?:morning|afternoon|evening|day)|thanks|thank\s+you|ok|okay|please|sorry|excuse\s+me)"
    r"(?:\s+(?:there|all|everyone|again|loccit))?(?:\s*[,.!:;–—-]+\s*|\s+(?=(?:can|could|would|please|i|tell|what|who|when"
    r"|where|which|why|how|do|does|did|is|are|was|were)\b))"
)
_LET_KNOW = (
    r"(?:tell|show|inform|remind|explain(?:\s+to)?|say|state|find(?:\s+out)?|look\s+up|work\s+out|let|give"
    r"|help(?:\s+(?:me|us))?(?:\s+to)?\s+(?:find(?:\s+out)?|understand|see))(?:\s+(?:me|us))?(?:\s+know)?"
)
_KNOW = r"(?:know|find\s+out|learn|understand|ask(?:\s+you)?|see|hear|check)"
# A longer message was pasted, and is read as it is.
LONGEST_MESSAGE = 1000
# One of these words stands around whatever is asked. Many questions have none, and the patterns take 10 ms to compile.
_HINT = re.compile(
    r"\b(?:hi|hello|hey|good|thanks?|ok|okay|please|sorry|excuse|tell|show|inform|remind|explain|say|state|find|look|work|let"
    r"|give|help|know|learn|understand|ask|see|hear|check|wonder\w*|remember|reveal|report|idea|question|archives?|collection"
    r"|corpus|database|documents|files|papers|records|sources|texts|whether|if)\b",
    re.IGNORECASE,
)
_OPENING = "|".join(
    (
        _GREETING,
        rf"(?:please\s+)?(?:(?:can|could|would|will|may|might)\s+{_SOMEBODY}\s+)?(?:please\s+|kindly\s+)*"
        rf"{_LET_KNOW}(?:\s+please)?[\s:,]+{_ASKED_AFTER}",
        rf"(?:i|we)(?:\s+would|['’]d)?\s+(?:really\s+|just\s+)*(?:like|love|want|need|wish|have|hope)\s+to\s+{_KNOW}"
        rf"[\s:,]+{_ASKED_AFTER}",
        rf"(?:i\s+am|i['’]m|we\s+are|we['’]re)\s+(?:trying|looking|here|curious|interested)\s+(?:to\s+)?{_KNOW}"
        rf"[\s:,]+{_ASKED_AFTER}",
        rf"(?:i|we)\s+(?:was\s+|were\s+|am\s+|are\s+)?wonder(?:ing|ed)?[\s:,]+{_ASKED_AFTER}",
        rf"(?:do|does|did|can|could)\s+{_SOMEBODY}\s+(?:happen\s+to\s+)?(?:(?:know|say|state|reveal|show|explain|tell)"
        rf"(?:\s+(?:me|us))?|remember)(?:\s+anything\s+about)?[\s:,]+{_ASKED_AFTER}",
        rf"what\s+(?:do|does|did)\s+{_SOMEBODY}\s+(?:say|tell\s+us|know|report|reveal)\s+(?:about|on)\s+{_ASKED_AFTER}",
        rf"(?:is\s+it\s+known|any\s+idea|my\s+question\s+is|the\s+question\s+is)[\s:,]+{_ASKED_AFTER}",
        rf"(?:according\s+to|based\s+on|going\s+by|judging\s+by|in|from|by|within)\s+{ALL_OF_IT}\s*,?\s+"
        r"(?=(?:who|whom|whose|what|when|where|which|why|how|in|on|at|did|do|does|is|are|was|were|has|have|had)\b)",
        r"(?:whether|if)\s+",
    )
)
_CLOSING = (
    r"(?:(?:\s*[,;?!.–—-]\s*)(?:please|thanks|thank\s+you|do\s+you\s+know|if\s+you\s+know|can\s+you\s+tell\s+(?:me|us))"
    r"|(?<!\bas)(?<!\bto)(?<!\bi)(?<!\bwe)(?<!\byou)(?<!\bthey)\s+please"
    rf"|(?:\s*[,;–—-]\s*|\s+)(?:according\s+to|based\s+on|going\s+by)\s+{ALL_OF_IT}"
    rf"|(?:\s*[,;–—-]\s*|(?<!\bis)(?<!\bare)(?<!\bwas)(?<!\bwere)\s+)(?:in|from|within)\s+{ALL_OF_IT})"
    r"\s*(?P<mark>[?.!]*)\s*\Z"
)
# A request has few such words, one after another.
_MOST_AROUND = 5
# What closes a question is not longer.
_LONGEST_CLOSING = 120


@lru_cache(maxsize=256)
def without_request(question: str) -> str:
    """Return what a question asks without the words that only ask for it; the question itself where nothing is left."""
    asked = question.strip()
    if not _HINT.search(asked):
        return question
    opening, closing = _patterns()
    for _ in range(_MOST_AROUND):
        opened = opening.match(asked)
        shorter = asked[opened.end() :] if opened and not _is_claimed(asked, opened, question) else asked
        if closed := closing.search(shorter, max(0, len(shorter) - _LONGEST_CLOSING)):
            shorter = shorter[: closed.start()] + closed["mark"]
        if shorter == asked or not re.search(r"\w", shorter):
            break
        asked = shorter
    return asked if asked != question.strip() else question


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    return re.compile(_OPENING, re.IGNORECASE), re.compile(_CLOSING, re.IGNORECASE)


def whole_forms(*forms: str) -> tuple[re.Pattern[str], ...]:
    """Return the patterns of forms that a whole question has, maybe after "and", "but" or "so"."""
    return tuple(
        re.compile(rf"\W*(?:(?:and|but|so)\s+)?{form}\s*[?.!]*\s*\Z", re.IGNORECASE | re.DOTALL) for form in forms
    )


def _is_claimed(asked: str, opened: re.Match[str], question: str) -> bool:
    """Whether an opening "if" is the question's own: "If Iran signed, who counted?"."""
    return opened.group().split()[0].lower() in ("if", "whether") and asked == question.strip()


def parted(message: str) -> tuple[str, str]:
    """Return the one question of a message, and the statements around it; the message and nothing if there are none.

    "I am writing about the ferry. When did it sink?"
    """
    if "?" not in message or len(message) > LONGEST_MESSAGE:
        return message, ""
    sentences = [message[start:end] for start, end in sentence_spans(message)]
    questions = [sentence for sentence in sentences if sentence.endswith("?")]
    if len(questions) != 1 or len(sentences) == 1 or any(map(cuts_quotation, sentences)):
        return message, ""
    return questions[0], " ".join(sentence for sentence in sentences if sentence != questions[0])


def cuts_quotation(sentence: str) -> bool:
    """Whether a sentence holds one mark of a quotation only, so that it goes on in others: 'Who said: "A. B."?'."""
    return sentence.count('"') % 2 == 1 or sentence.count("“") != sentence.count("”")
