"""Who speaks in an archive, in a line: "24 statements in 12 documents, to Barnier (2) and 1 more". Plain text."""

from qa.search.voices import Voice
from qa.wording import count_of

# People to whom one speaks that a line names; of the rest it says how many there are.
NAMED_ADDRESSEES = 3


def voice_counts(voice: Voice) -> str:
    """Return how often somebody speaks, in how many documents, and to whom."""
    named = ", ".join(f"{name} ({count:,})" for name, count in voice.to[:NAMED_ADDRESSEES])
    more = len(voice.to) - NAMED_ADDRESSEES
    to = f", to {named}{f' and {more:,} more' if more > 0 else ''}" if named else ""
    return f"{count_of(voice.statements, 'statement')} in {count_of(voice.documents, 'document')}{to}"
