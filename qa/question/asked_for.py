"""What a question asks for, in its own words, as it can follow "the passage does not say": "which countries"."""

import re

AUXILIARIES = (
    "am|are|is|was|were|be|been|do|does|did|has|have|had|can|could|may|might|must|shall|should|will|would|"
    "didn[’']t|doesn[’']t|don[’']t|isn[’']t|aren[’']t|wasn[’']t|weren[’']t|hasn[’']t|haven[’']t|hadn[’']t"
)
_STATES = re.compile(rf" (?:{AUXILIARIES}) ", re.IGNORECASE)
_YES_OR_NO = re.compile(rf"\W*(?:and |but |so )?(?:{AUXILIARIES})\b", re.IGNORECASE)
_PREPOSITIONS = "about|against|among|at|between|by|during|for|from|in|of|on|over|to|under|with"
_MEASURES = "many|much|long|often|old|far|fast|high|tall|large|big|wide|deep|soon"
# What is asked of, up to the auxiliary of the verb or a preposition: "votes", "two Iranian banks".
_ASKED_OF = rf"(?: (?!(?:{AUXILIARIES}|{_PREPOSITIONS})\b)[\w’'-]+){{1,4}}(?= (?:{AUXILIARIES}|{_PREPOSITIONS})\b)"
_ASKING = re.compile(
    rf"\b(?:(?:how (?:many|much)|which|what|whose){_ASKED_OF}"
    rf"|how (?:{_MEASURES}|come)|(?:which|whose) (?!(?:{_PREPOSITIONS})\b)[\w’'-]+"
    r"|who|whom|what|which|whose|when|where|why|how)\b",
    re.IGNORECASE,
)
# Without a question mark a text asks if a question word is among so many first words: "to whom did he write".
_FIRST_WORDS = 2
WHETHER = "whether that is so"


def asked_for(text: str) -> str | None:
    """Return what a text asks for, beginning with a question word in lower case; None where that cannot be told.

    "How many votes did Iran get?" asks for "how many votes", "Did Iran vote?" and "Iran did not vote." for "whether
    that is so", and "Iran votes 2010" for nothing that could be told.
    """
    asking = _ASKING.search(text)
    is_asked = asking and ("?" in text or len(text[: asking.start()].split()) < _FIRST_WORDS)
    if _YES_OR_NO.match(text) or (not is_asked and _STATES.search(text)):
        return WHETHER
    if not asking or not is_asked:
        return None
    words = asking.group()
    return words[0].lower() + words[1:]
