"""Questions as they may be typed: key words only, or with a word misspelt."""

import random

from qa.question.stop_words import says_nothing

# So often a question is its key words only, and so often a long word of it is misspelt.
KEYWORDS = 0.1
MISSPELT = 0.06
LONG_WORD = 6


def reworded(text: str, chance: random.Random) -> str:
    """Return a question as it is, or by chance as it may be typed: its key words only, or one of its words misspelt."""
    throw = chance.random()
    words = text.rstrip("? ").split()
    if throw < KEYWORDS:
        keywords = [word for word in words if not says_nothing(word)]
        return " ".join(keywords) if len(keywords) > 1 else text
    long = [number for number, word in enumerate(words) if word.isalpha() and len(word) >= LONG_WORD]
    if throw < KEYWORDS + MISSPELT and long:
        number = chance.choice(long)
        at = chance.randrange(1, len(words[number]) - 1)
        word = words[number]
        words[number] = chance.choice(
            [
                word[:at] + word[at + 1 :],
                word[:at] + word[at + 1] + word[at] + word[at + 2 :],
                word[: at + 1] + word[at:],
            ]
        )
        return " ".join(words)
    return text
