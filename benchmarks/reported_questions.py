"""Questions for what somebody said: "What did Ana Ruiz say about the pumps?", and for who said something.

Archives of news are asked such questions above all, and judged questions hardly ever are such. They are made of what
`embeddings.attribution` finds in a text, with few words of what was said: the answer is to be known by who speaks and
what of, as in "Ruiz called them “old and tired”". The extra `attribution` finds them; without it there are hardly any.
"""

import random
import re
from collections.abc import Iterator, Sequence

from train_questions import LONGEST_ANSWER, Question

from embeddings.attribution.finding import attributions
from embeddings.documents import Attribution
from qa.question.stop_words import says_nothing

# Words of what was said.
SAID_WORDS = range(5, 45)
# So often it is asked who said it.
WHO = 0.2
# Of what was said a question has so many words, so often in a row.
TOLD_WORDS = 4
IN_A_ROW = 0.6
ASKED = (
    "What did {who} say about {what}?",
    "What did {who} say about {what}?",
    "What did {who} say of {what}?",
    "What did {who} tell them about {what}?",
    "What was {who}'s view on {what}?",
    "What does {who} think of {what}?",
    "What were {who}'s words on {what}?",
    "How did {who} put it about {what}?",
    "How did {who} explain {what}?",
    "What did {who} claim about {what}?",
    "What was the comment of {who} on {what}?",
)
DESCRIBED = (
    "How did {who} describe {what}?",
    "What did {who} call {what}?",
    "How did {who} sum up {what}?",
    "What did {who} think of {what}?",
)
WHO_SAID = ("Who said {what}?", "Who spoke of {what}?", "Whose words are these: {what}?", "Who said that {what}?")

_PRONOUN = re.compile(
    r"(?:I|me|my|we|us|our|he|him|his|she|her|they|them|their|it|its|you|one|some|who|this|that|these|those|people|others"
    r"|many)",
    re.IGNORECASE,
)
_NO_NOUN = (
    r"(?!(?:is|was|are|were|has|have|had|will|would|could|should|that|which|from|with|than|they|when|where|and)\b)"
)
_NOUNS = (
    r"(?i:the|this|his|her|its|their|our|a|an)\s+"
    rf"(?:{_NO_NOUN}[a-z][\w’'-]{{2,}}\s+){{0,2}}{_NO_NOUN}[a-z][\w’'-]{{3,}}"
)
_NAME = r"[A-Z][\w’'-]{2,}(?:\s+[A-Z][\w’'-]+)*"
_SUBJECT = re.compile(
    rf"\W*(?:that\s+)?(?P<what>{_NOUNS}|{_NAME})\s+(?:is|was|are|were|had been|has been|will be|would be)\b"
)
# Not what only opens a sentence with a capital.
_PHRASE = re.compile(rf"(?<![\w’'-]){_NOUNS}|(?<=[a-z,] ){_NAME}|[A-Z][\w’'-]{{2,}}(?:\s+[A-Z][\w’'-]+)+")


def reported(contexts: Sequence[Question], chance: random.Random) -> list[Question]:
    """Return questions for what is said in the contexts of some questions, one for each that asks well."""
    return [question for one in contexts for question in _of_context(one, chance)]


def _of_context(one: Question, chance: random.Random) -> Iterator[Question]:
    for said in attributions(one.context):
        start, end = said.content[0][0], said.content[-1][1]
        words = one.context[start:end].split()
        if said.source is None or said.cue is None or said.negated or len(words) not in SAID_WORDS:
            continue
        who = _called(one.context, said)
        if who is None:
            continue
        asks_who = chance.random() < WHO
        text = _asked_who(words, chance) if asks_who else _asked_what(one.context[start:end], who, chance)
        if text:
            answer = said.source if asks_who else (start, end)
            is_long = not asks_who and len(words) > LONGEST_ANSWER
            yield one._replace(source="reported", text=text, answers=(answer,), sentence_answers=is_long)


def _called(context: str, said: Attribution) -> str | None:
    """Return what a question calls a speaker: by name, or as the text does; None where that is a pronoun."""
    as_written = " ".join(context[slice(*(said.source or (0, 0)))].split())
    who = said.speaker or as_written
    first, _, rest = who.removesuffix("'s").partition(" ")
    first = first.lower() if first in {"The", "A", "An", "His", "Her", "Its", "Their"} else first
    return None if _PRONOUN.fullmatch(who) or len(rest.split()) > 5 else f"{first} {rest}".strip()


def _asked_what(said: str, who: str, chance: random.Random) -> str | None:
    subject = _SUBJECT.match(said)
    if subject and chance.random() < 0.5:
        return chance.choice(DESCRIBED).format(who=who, what=_inside(subject["what"]))
    phrases = [match.group() for match in _PHRASE.finditer(said)]
    telling = [word.strip(',.;:!?()"“”') for word in said.split() if not says_nothing(word)]
    if phrases and chance.random() < IN_A_ROW:
        what = _inside(chance.choice(phrases))
    elif len(telling) > TOLD_WORDS:
        first = chance.randrange(len(telling) - TOLD_WORDS)
        what = " ".join(telling[first : first + chance.randint(2, TOLD_WORDS)])
    else:
        return None
    return chance.choice(ASKED).format(who=who, what=what)


def _asked_who(said: Sequence[str], chance: random.Random) -> str:
    words = [word.strip('"“”') for word in said]
    first = chance.randrange(max(1, len(words) - 6))
    what = " ".join(words[first : first + chance.randint(4, 14)]).rstrip(",.;:!?")
    return chance.choice(WHO_SAID).format(what=what)


def _inside(phrase: str) -> str:
    """Return a phrase as it stands within a question: "the pumps", for "The pumps" or "our pumps"."""
    words = " ".join(phrase.split())
    first, _, rest = words.partition(" ")
    return f"the {rest}" if first.lower() in {"this", "our", "a", "an", "the"} and rest else words
