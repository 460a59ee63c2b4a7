"""Questions for what sources differ in: "Do the sources agree on when it sank?", "Where do they disagree about it?"."""

import re
from dataclasses import dataclass
from functools import cache

from qa.question.requests import ALL_OF_IT, whole_forms, without_request

_SOURCES = (
    rf"(?:{ALL_OF_IT}|(?:the|these|those|your|our|all|different|various)?\s*(?:the\s+)?(?:sources|accounts|documents|reports|articles"
    r"|stories|versions|newspapers|papers|witnesses|texts|cables)|they|people)"
)
_DIFFER = r"(?:(?:not\s+)?agree|disagree|differ|contradict\s+(?:each\s+other|one\s+another)|conflict|diverge)"
_ON = r"(?:on|about|over|as\s+to|regarding|concerning)"
_SUBJECT = r"(?P<subject>.+?)"
_FORMS = (
    # "Do the sources agree on who paid?", "Where do the accounts differ about the ferry?"
    rf"(?:(?:what|where|how|on\s+what|in\s+what)\s+)?(?:do|does|did|don['’]t)\s+{_SOURCES}\s+{_DIFFER}"
    rf"(?:\s+(?:on|in|over))?(?:\s+{_ON})?\s+{_SUBJECT}",
    # "Is there any disagreement about the ferry?", "Are there conflicting accounts of the ferry?"
    rf"(?:is|are|was|were)\s+there\s+(?:any\s+|a\s+)?(?:disagreements?|differences?|contradictions?|disputes?)\s+"
    rf"(?:(?:among|between|in)\s+{_SOURCES}\s+)?{_ON}\s+{_SUBJECT}",
    rf"(?:(?:is|are|was|were)\s+there\s+)?(?:any\s+)?(?:conflicting|contradictory|different|differing)\s+"
    rf"(?:accounts|reports|versions|claims)\s+(?:of|{_ON})\s+{_SUBJECT}",
    # "Do the accounts of the ferry differ?"
    rf"(?:do|did)\s+{_SOURCES}\s+(?:of|{_ON})\s+{_SUBJECT}\s+{_DIFFER}",
    # "What do the sources say differently about the ferry?", "What is disputed about the ferry?"
    rf"what\s+(?:is|was)\s+(?:disputed|contested|in\s+dispute|controversial)\s+(?:about|in|over)\s+{_SUBJECT}",
    # "Who disagrees about the ferry?"
    rf"who\s+(?:disagree[sd]?|differ(?:s|ed)?)\s+{_ON}\s+{_SUBJECT}",
)
_HINT = re.compile(r"agree|differ|contradict|conflict|diverge|disput|contest|controvers", re.IGNORECASE)
_ASKS = re.compile(r"(?:who|whom|whose|what|when|where|which|why|how|whether|if)\b", re.IGNORECASE)
_WHETHER = re.compile(r"(?:whether|if)\s+", re.IGNORECASE)
_MOST_CHARACTERS = 300


@dataclass(frozen=True, slots=True)
class AskedDifferences:
    """What sources may differ in: a subject, or a question, "when the ferry sank"."""

    subject: str
    is_question: bool


def asked_differences(question: str) -> AskedDifferences | None:
    """Return in what a question asks whether sources differ; None for most questions."""
    asked = without_request(question)
    if len(asked) > _MOST_CHARACTERS or not _HINT.search(asked):
        return None
    match = next((match for form in _forms() if (match := form.match(asked))), None)
    subject = match["subject"].strip(" ,") if match else ""
    is_question = _ASKS.match(subject) is not None
    return AskedDifferences(_WHETHER.sub("", subject, count=1), is_question) if subject else None


@cache
def _forms() -> tuple[re.Pattern[str], ...]:
    return whole_forms(*_FORMS)
