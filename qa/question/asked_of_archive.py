"""Questions that are asked of the archive itself, or of loccit: "What is this archive about?", "What can I ask?"."""

import re
from functools import cache

from qa.question.requests import ALL_OF_IT

_DOCUMENTS = r"(?:articles|documents|files|kinds?\s+of\s+documents|languages|papers|sources|stories|texts|topics|years)"
_HERE = (
    rf"(?:there|here|in\s+{ALL_OF_IT}|(?:do|does)\s+(?:you|we|{ALL_OF_IT})\s+(?:have|hold|contain|cover|include|know))"
)
_FORMS = (
    rf"what(?:\s+is|['’]s)\s+(?:{ALL_OF_IT}|in\s+{ALL_OF_IT})(?:\s+(?:all\s+)?about)?",
    rf"what\s+(?:are|is)\s+{ALL_OF_IT}(?:\s+(?:all\s+)?about)?",
    rf"what\s+(?:do|does)\s+{ALL_OF_IT}\s+(?:have|hold|contain|cover|include)",
    rf"what\s+(?:do\s+you|is\s+there\s+to)\s+(?:have|hold|contain|cover|know|read)(?:\s+in\s+{ALL_OF_IT})?",
    rf"(?:what|which)\s+{_DOCUMENTS}\s+(?:are\s+)?{_HERE}",
    rf"how\s+(?:many|much|big|large)(?:\s+{_DOCUMENTS})?\s+(?:(?:is|are)\s+)?(?:{_HERE}|{ALL_OF_IT})",
    r"what\s+(?:can|could|should|may|do)\s+(?:i|we)\s+ask(?:\s+(?:you|here|about|it))*",
    r"what\s+(?:can|do)\s+you\s+(?:do|answer|know)(?:\s+about)?",
    r"(?:who|what)\s+are\s+you|what\s+is\s+(?:this|loccit)|how\s+do(?:es)?\s+(?:this|it|you|loccit)\s+work|help(?:\s+me)?",
)
# One of these words stands in each of the forms, which take 5 ms to compile.
_HINT = re.compile(
    r"\b(?:archives?|collection|corpus|database|documents|files|papers|records|sources|texts|you|ask|there|here|this|loccit|it"
    r"|help)\b",
    re.IGNORECASE,
)


def is_asked_of_archive(question: str) -> bool:
    """Whether a question is asked of the archive itself: no sentence of its documents answers that."""
    return _HINT.search(question) is not None and _of_archive().fullmatch(question) is not None


@cache
def _of_archive() -> re.Pattern[str]:
    return re.compile(rf"\W*(?:{'|'.join(_FORMS)})\s*[?.!]*\s*", re.IGNORECASE)
