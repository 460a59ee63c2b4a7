"""What a follow-up question refers to, without a language model.

Small patterns over the question alone decide whether it stands alone; no turn before can change that. A question that
does not is read together with the content words of the questions before it, the last one first, back to one that
stands alone. docs/conversation.md has the measurements.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Protocol

from qa.question.stop_words import STOP_WORDS, is_acronym
from qa.question.subjects import as_asked


class Answered(Protocol):
    """An answer, of which only the question counts here."""

    @property
    def question(self) -> str:
        """The question that was answered."""


# A turn before: the question, the answer to it, or a turn of a judged collection ({"speaker": "user", "text": …}).
Turn = str | Answered | Mapping[str, str]

# How far back a question may refer. nDCG@10 of follow-ups is 0.867 with one turn, 0.879 with two, 0.890 from three on.
MOST_TURNS = 3
# Words brought in at most, so that a long question before does not drown a short one; six to twelve do equally well.
MOST_WORDS = 8
# A question of fewer content words, none of them a name, says too little, unless it asks what a thing is. Words that
# are no question ("Regional differences") need more to stand alone: a question says at least what is asked of them.
FEW_WORDS = 2
FEW_WORDS_UNASKED = 3
# A longer text, some fifty words, says by itself what it is about, whatever it points to; and looking for what each of
# its words refers to would take long.
MANY_CHARACTERS = 300
# The longest word that the index takes; longer ones are no words.
LONGEST_WORD = 60

_I = re.IGNORECASE
_WORD = re.compile(r"\w+(?:[.'’&-]\w+)*")
_ENDING = re.compile(r"(?:n['’]t|['’](?:s|re|ve|ll|d|m))$", _I)

_OPENS_AS_FOLLOW_UP = re.compile(
    r"\W*(?:(?:and|but|so|or|then|what about|how about|(?:(?:no|oops|sorry)\W+)?i meant?)\b"
    r"|(?:why|how|when|where|who|what|which)(?: (?:not|so|else|exactly))?\W*$)",
    _I,
)
# What asks for a circumstance by itself: "And why?"
_BARE = re.compile(r"\W*(?:(?:and|but|so)\W+)?(why|how|when|where)(?: (?:so|exactly|then))?\W*$", _I)
# What stands before the auxiliary where the subject follows it: nothing in "Did Kerry resign?", else a bare word.
_SUBJECT_FOLLOWS = re.compile(
    r"\W*(?:(?:when|where|why|how(?: (?:much|long|often|soon|far))?) |(?:what|who|whom) (?=(?:did|do|does)\b))?", _I
)
_POINTS_BACK = re.compile(
    r"\b(?:this|these|those(?! (?:who|whose|which|that|of|in|with|from|without|on|at|\w+(?:ed|ing))\b)"
    r"|the (?:former|latter)|the (?:same|others?)(?=\W*$| \w+\W*$)"
    r"|(?:about|against|after|from|by|under|since|until|did) that"
    r"|(?:of|like|for|with|to|on|at|in|before|is|was|does|do) that(?=\s*(?:[?.!,;]|$|all\b|mean|work|happen))"
    r"|(?:by|since|until|from|before|after|back) then|then(?=\W*$)|(?:which|that|first|last|next|other) ones?"
    r"|(?:again|in return|instead|else|too|as well)(?=\W*$)|any(?:thing|one|body)? (?:other|else))\b"
    r"|(?<!is )(?<!are )(?<!was )(?<!were )(?<!be )(?<!been )\bthere(?=\W*$|[,;]| (?:and|or|to|for|in|on|at|by)\b)",
    _I,
)
_PRONOUN = re.compile(
    r"\b(?:(?P<subject>he|she|they|it(?= (?:would|will|could|can|had|has|was|is|did|does|should|must|might|may)\b))"
    r"|(?P<object>it|him|them)|(?P<owner>his|hers?|its|theirs?))\b(?!['’]s\b)",
    _I,
)
# "It" that stands for nothing before it: "is it possible", "how long did it take", "what is it called when".
_EMPTY_IT = re.compile(
    r"\bit (?:(?:is|was|be|will be|would be|being|been|takes?|took|mean to|cost to"
    r"|\w+ed (?:how|if|that|to|when|whether))\b"
    r"|(?:\w+ )?(?:possible|impossible|necessary|true|likely|legal|illegal|safe|better|best|important|hard|difficult"
    r"|easy|easier|common|worth|wise|okay|ok|bad|good|that|an? \w+ (?:idea|to|that))\b)",
    _I,
)
_CLAUSE = re.compile(
    r"[,;:.?!()]|\b(?:and|but|or|because|when|while|after|before|since|if|as|that|although|though|until|who|which|what"
    r"|where|how|why|whether|so|than|to)\b",
    _I,
)
_AUXILIARY = re.compile(
    r"\b(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|shall|should|may|might|must)(?:n['’]t)?\b", _I
)
_AFTER_AUXILIARY = re.compile(_AUXILIARY.pattern + r"\s+$|^\W*$", _I)
_CAPITAL = re.compile(r"\b[A-Z]")
_HOW_MUCH = re.compile(r"\bhow \w+", _I)
QUOTED = re.compile(r"[“\"][^“”\"]*[”\"]")
_ASKS_WHAT_IT_IS = re.compile(
    r"\W*(?:(?:who|what)(?:['’]s| is| are| was| were| does| do)\b(?! the\b)|(?:define|explain|tell me about)\b"
    r"|(?:how (?:is|are|do|does)|why (?:is|are|do))\b)",
    _I,
)
_IS_A_QUESTION = re.compile(
    rf"\?|\b(?:who|whom|whose|what|when|where|which|why|how)\b|^\W*(?:am\b|{_AUXILIARY.pattern})", _I
)


def read_as(question: str, history: Sequence[Turn]) -> str | None:
    """Return the question with the words it takes from the turns before, oldest first; None if it takes none.

    A bare "Why?" is the question before it that asks why. None for every question that stands alone, whatever was asked
    before.
    """
    earlier = referred_to(question, history)
    return _asked_anew(question, earlier) or with_words_of(question, earlier)


def with_words_of(question: str, earlier: Sequence[str]) -> str | None:
    """Return a question with the content words of earlier sentences; None if they have none that it has not."""
    words = _words_of(question, earlier)
    return f"{question.strip()} ({' '.join(words)})" if words else None


def _asked_anew(question: str, earlier: Sequence[str]) -> str | None:
    """Return the question before with what a bare question word asks for in its place; None where that says nothing.

    "When did the line open?" and "Why?" are "Why did the line open?".
    """
    bare = _BARE.match(question)
    if not bare or not earlier or not stands_alone(earlier[0]):
        return None
    auxiliary = _AUXILIARY.search(earlier[0])
    if not auxiliary or not _subject_follows(earlier[0], auxiliary.start()):
        return None
    rest = earlier[0][auxiliary.end() :]
    return f"{bare[1].capitalize()} {auxiliary.group().lower()}{rest}" if re.search(r"\w", rest) else None


def _subject_follows(question: str, auxiliary: int) -> bool:
    opening = _SUBJECT_FOLLOWS.match(question)
    return opening is not None and opening.end() == auxiliary


def referred_to(question: str, history: Sequence[Turn]) -> list[str]:
    """Return the earlier questions that a question may refer to, the last one first; none where it stands alone.

    `history` has the oldest turn first. Those that say nothing ("Thank you!") are passed over; the first that stands
    alone is the last one read.
    """
    if not history or stands_alone(question):
        return []
    questions: list[str] = []
    for earlier in reversed([question_of(turn) for turn in history]):
        asked = as_asked(earlier)
        if len(questions) < MOST_TURNS and _content(asked):
            questions.append(asked)
            if stands_alone(earlier):
                break
    return questions


def searched_text(question: str, understood: str | None) -> str:
    """Return the text that is searched for: a question's own words count twice, those of the turns before once.

    `understood` is what `read_as` returned. docs/conversation.md has the measurements.
    """
    return f"{question} {understood}" if understood else question


def stands_alone(question: str) -> bool:
    """Whether a question can be understood without what was asked before."""
    if len(question) > MANY_CHARACTERS:
        return True
    if _OPENS_AS_FOLLOW_UP.match(question):
        return False
    # What is quoted is a name here; the words in it refer to nothing outside.
    unquoted = QUOTED.sub(" Quotation ", question)
    return not (_points_back(unquoted) or _has_lost_pronoun(unquoted) or _says_too_little(unquoted))


def _points_back(question: str) -> bool:
    return any(not _clause_before(question, pointer.start()) for pointer in _POINTS_BACK.finditer(question))


def _has_lost_pronoun(question: str) -> bool:
    """Whether a pronoun has nothing in the question that it could stand for."""
    empty = {match.start() for match in _EMPTY_IT.finditer(question)}
    return any(
        not (pronoun.start() in empty or _has_antecedent(question, pronoun)) for pronoun in _PRONOUN.finditer(question)
    )


def _has_antecedent(question: str, pronoun: re.Match[str]) -> bool:
    """Whether an earlier clause, or for some pronouns its own, names something that a pronoun may stand for.

    An object ("it", "him") never stands for the subject of its own clause, nor does a subject that follows its
    auxiliary ("did he") for what stands before it, which is what is asked for.
    """
    before, after = question[: pronoun.start()], question[pronoun.end() :]
    if _clause_before(question, pronoun.start()):
        return True
    if pronoun["object"]:
        return False
    if not _AFTER_AUXILIARY.search(before) and _content(_HOW_MUCH.sub("", before)):
        return True
    # Put to the front, it may stand for what follows: "How much of its oil did Iran sell?"
    auxiliary = None if _AUXILIARY.search(before) else _AUXILIARY.search(after)
    return bool(auxiliary and _CAPITAL.search(after, auxiliary.end()))


def _clause_before(question: str, place: int) -> bool:
    """Whether something is named in the clauses before the one that a place stands in."""
    begin = max((clause.start() for clause in _CLAUSE.finditer(question, 0, place)), default=0)
    return bool(_content(_HOW_MUCH.sub("", question[:begin])))


def _says_too_little(question: str) -> bool:
    words = _content(_HOW_MUCH.sub("", question))
    if not words:
        return True
    few = FEW_WORDS if _IS_A_QUESTION.search(question) else FEW_WORDS_UNASKED
    return len(words) < few and not _has_name(question) and not _ASKS_WHAT_IT_IS.match(question)


def _has_name(question: str) -> bool:
    """Whether a word has a figure, or a capital that does not only begin the question."""
    first = _WORD.search(question)
    begin = first.start() if first else 0
    return any(
        word.group()[0].isdigit() or is_acronym(word.group()) or (word.group()[0].isupper() and word.start() != begin)
        for word in _content(question)
    )


def _content(text: str) -> list[re.Match[str]]:
    """Return the words of a text that say what it is about."""
    return [word for word in _WORD.finditer(text) if _is_content(word)]


def _is_content(word: re.Match[str]) -> bool:
    if not 1 < len(word.group()) <= LONGEST_WORD:
        return word.group().isdigit()
    return is_acronym(word.group()) or _ENDING.sub("", word.group().lower()) not in STOP_WORDS


def question_of(turn: Turn) -> str:
    """Return what was asked in a turn; nothing for a turn of the one who answers."""
    if isinstance(turn, str):
        return turn
    if isinstance(turn, Mapping):
        return turn["text"] if turn["speaker"] == "user" else ""
    return turn.question


def _words_of(question: str, earlier: Sequence[str]) -> list[str]:
    """Return the content words of earlier questions that a question does not have itself."""
    already_there = {word.group().lower() for word in _content(question)}
    words: dict[str, str] = {}
    for word in [word.group() for earlier_question in earlier for word in _content(earlier_question)]:
        if word.lower() not in already_there:
            words.setdefault(word.lower(), word)
    return list(words.values())[:MOST_WORDS]
