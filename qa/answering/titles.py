"""Whether some words of a document only say its title again: "The post TITLE appeared first on The Wire"."""

from qa.question.names import tokens

# A shorter title may stand in any sentence, and a sentence with more words around it says more; one that begins with it
# may go on with what is asked for.
SHORTEST_REPEATED = 4
MOST_AROUND = 8


def words_around_title(text: str, title: str | None) -> int | None:
    """Return how many words a text has beside a title that it holds, one word after another.

    It is 0 for the title itself, and None for a text that does not hold it, or says more.
    """
    words, held = tokens(text), tokens(title or "")
    if words == held:
        return 0
    around = len(words) - len(held)
    if len(held) < SHORTEST_REPEATED or around > MOST_AROUND:
        return None
    return around if any(words[at : at + len(held)] == held for at in range(1, around + 1)) else None
