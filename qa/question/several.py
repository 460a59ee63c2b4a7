"""Whether a question asks for several answers."""

import re

# "Which countries ...", "what other reasons ...", "Who else ...", "Name the three ...", "What did both ...".
_SEVERAL = re.compile(
    r"\b(?:which|what)(?: other| of the| are the| were the| kinds? of)? \w{2,}(?<!s)s\b"
    # "Which Gulf rulers ...", "Which Security Council resolutions ...".
    r"|\b(?:[Ww]hich|[Ww]hat)(?-i:(?: [A-Z][\w’'-]*){1,3} [a-z]\w+(?<!s)s)\b"
    # "What economic reasons did ...", but not "Which envoy says ...".
    r"|\b(?:which|what)(?: \w+){1,2} \w{2,}(?<!s)s (?:are|can|could|did|do|had|have|may|should|were|will|would)\b"
    r"|\b(?:who|what|where|which) else\b"
    r"|\b(?:who|which|what) (?:are|were) (?:the|all|some)\b"
    r"|\b(?:list|name|enumerate)(?: me)?(?: all| the| some| every)"
    r"|\b(?:all|both|each|the (?:two|three|four|five|six|seven|eight|several|various|different))(?: of)? \w+"
    r"|\bwho (?:all|were the others)\b",
    re.IGNORECASE,
)
# "is", "was", "has": words that end like a plural.
_NO_PLURAL = re.compile(r"\b(?:is|was|has|does|this|his|its|us|years?|times?|always|perhaps|news)\b", re.IGNORECASE)


def asks_for_several(text: str) -> bool:
    """Whether a question asks for more than one thing, such as "Which countries ...?"."""
    return _SEVERAL.search(_NO_PLURAL.sub("-", text)) is not None
