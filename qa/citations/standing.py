"""How an answer stands, in words: answered, not sure that it is, or not found."""

from qa.answering.reasons import NO_DOCUMENTS
from qa.answers import Answer


def verdict_line(answer: Answer) -> str:
    """Return what stands above the excerpts of an answer; nothing where it is sure."""
    if answer.status == "answered":
        return "Not sure that this answers." if answer.low_confidence else ""
    if answer.kind == "archive":
        return "What this archive holds."
    if not answer.filters:
        return "The archive does not say."
    return (
        "Nothing in the archive matches these filters."
        if answer.filters_leave_none
        else "The documents searched do not say."
    )


def reason_line(answer: Answer) -> str:
    """Return why an answer is not sure, or not found, as a sentence; nothing where there is no more to say."""
    # That no document was searched is said by the verdict.
    reason = (answer.reason or "").removeprefix(NO_DOCUMENTS if answer.filters_leave_none else "").lstrip(". ")
    if not reason:
        return ""
    sentence = reason[:1].upper() + reason[1:]
    return sentence if sentence.endswith((".", "?", "!")) else f"{sentence}."


def confidence_line(answer: Answer) -> str:
    """Return how sure an answer is, as a sentence."""
    return f"Confidence {answer.confidence:.2f} of 1."


def standing_lines(answer: Answer) -> list[str]:
    """Return that an answer is not sure, or was not found, with the reason; nothing where it is sure."""
    if answer.status == "answered" and not answer.low_confidence:
        return []
    confidence = [confidence_line(answer)] if answer.low_confidence else []
    near = ["The nearest passages:"] if answer.nearest else []
    return [line for line in (verdict_line(answer), reason_line(answer), *confidence, *near) if line]
