"""Where a noun stands with what belongs to it."""

from embeddings.attribution.parsing import Parsed
from embeddings.documents import Span

_MARKS = frozenset({"“", "”", '"'})
_RELATIVE = frozenset({"who", "whose", "whom", "which"})
PUNCTUATION = frozenset(",.;:–—-\"“”'’‘―…")


def phrase(sentence: Parsed, number: int) -> Span:
    """Return where a noun stands with what belongs to it, without a clause or an apposition after it."""
    if sentence.tags[number] == "PRP" and not sentence.of(number, "conj"):
        return sentence.spans[number]
    first, last = sentence.edges[number]
    for child in sentence.children[number]:
        if child > number and (sentence.relations[child] in {"relcl", "appos", "punct", "acl", "advcl", "ccomp"}):
            last = min(last, sentence.edges[child][0] - 1)
    # "A person near the talks, who asked not to be named": the parse hangs the clause on the talks.
    for word in range(number + 1, last):
        if sentence.words[word] == "," and sentence.words[word + 1].lower() in _RELATIVE:
            last = word
            break
    while last > number and (sentence.words[last] in PUNCTUATION or not sentence.words[last].strip()):
        last -= 1
    while first < number and sentence.words[first] in PUNCTUATION:
        first += 1
    # "(C) Lind said": the mark of a paragraph is no part of a name.
    if sentence.words[first] == "(" and ")" in sentence.words[first:number]:
        first = sentence.words.index(")", first) + 1
    # “It leaks,” old Ek said: what is quoted before a name is no part of it, while “Jack” within it is.
    marks = [word for word in range(first, number) if sentence.words[word] in _MARKS]
    if len(marks) % 2 and sentence.spans[marks[-1]][1] < sentence.spans[marks[-1] + 1][0]:
        first = marks[-1] + 1
    # "Al-Thani" is three words of the parse.
    while first and sentence.spans[first - 1][1] == sentence.spans[first][0] and not _opens(sentence.words[first - 1]):
        first -= 1
    return sentence.span(first, max(last, number))


def _opens(word: str) -> bool:
    return word in PUNCTUATION - {"-", "’"} or word in {"(", "[", "``"}
