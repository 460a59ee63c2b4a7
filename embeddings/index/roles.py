"""By what offices and descriptions a document calls those who speak in it: "the Emir", "Qatar's envoy"."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import lru_cache

from embeddings.attribution.names import PERSONS, TITLES, named
from embeddings.documents import Attribution, AttributionsByPlace, Document, Span
from embeddings.index.selection import folded

# "the deputy foreign minister", "the White House press secretary".
_MOST_WORDS = 5
_OWNER = re.compile(r"(?:the )?(?P<owner>[^'’]{1,60}?)(?:['’]s|(?<=s)['’]) (?P<role>.+)")
_ARTICLE = re.compile(r"(?:the|his|her|its|their|our|my|your) ")
_INDEFINITE = re.compile(r"(?:an?|some|one|another|any|every|each|no|this|that|these|those|many|several|two)\b")
# "Bo Ek, the mayor of Varde,": what explains a name.
_EXPLAINED = re.compile(
    r",\s+((?:(?:the|its|his|her|their)\s+|[A-Z][\w’']*[’']s?\s+)?[^\s,.;:()“”\"][^,.;:()“”\"]{2,60})[,.;]"
)
_SIGNS = re.compile(r"[\d,;:()\"“”]")
# Of so many documents it is remembered who is called what: those of a question. Of 1,000 statements it takes 60 ms to
# find, and each passage of their document asks for it.
REMEMBERED = 64


def role_of(words: str) -> str | None:
    """Return the office or description of one person that words are, in one form; None where they are none.

    "Qatar’s Emir" and "the Emir of Qatar" are "the emir of qatar"; "his spokesman" and "Spokesman" are "the
    spokesman". "A spokesman" may be anybody, and "Larry King" is a name.
    """
    words = words.split(",", 1)[0].strip()
    if _SIGNS.search(words) or _is_name(words):
        return None
    role = folded(words)
    if _INDEFINITE.match(role):
        return None
    owned = _OWNER.fullmatch(role)
    owner = f" of {owned['owner']}" if owned else ""
    office, of, whose = (owned["role"] if owned else _ARTICLE.sub("", role, count=1)).partition(" of ")
    parts = [TITLES.get(word.rstrip("."), word) or word for word in office.split()]
    if not 0 < len(parts) <= _MOST_WORDS or parts[-1] not in PERSONS:
        return None
    return f"the {' '.join(parts)}{of}{whose.removeprefix('the ')}{owner}"


def described_key(words: str) -> str:
    """Return what is the same of all forms of a description: "the Board", "its board"."""
    return role_of(words) or _ARTICLE.sub("", folded(words), count=1)


def _is_name(words: str) -> bool:
    """Whether words are a name, all with capitals and not all titles: "Larry King", but not "Prime Minister"."""
    each = words.split()
    return (
        len(each) > 1
        and all(word[0].isupper() for word in each)
        and not all(word.lower() in TITLES or word == "The" for word in each)
    )


def names_in(document: Document) -> Mapping[str, frozenset[str]]:
    """Return what `names_within` does for a document, remembered."""
    return _remembered(document.by_place, document.text)


def names_within(attributions: Iterable[Attribution], text: str) -> dict[str, frozenset[str]]:
    """Return by what each who speaks, or is spoken to, is called in a document: the name, and roles that lead to it.

    `attributions` are those of the document, and `text` its text. Once "the Emir" leads to a name there, whoever
    bears it is the Emir in all of the document.
    """
    found: dict[str, set[str]] = defaultdict(set)
    for one in attributions:
        for name, spans in ((one.speaker, (one.source, *one.chain)), (one.to, (one.to_span,))):
            if name:
                found[name] |= {name, *_roles(spans, text)}
    return {name: frozenset(names) for name, names in found.items()}


@lru_cache(maxsize=REMEMBERED)
def _remembered(by_place: AttributionsByPlace, text: str) -> Mapping[str, frozenset[str]]:
    return names_within(by_place.attributions, text)


def is_any_of(name: str | None, wanted: Collection[str], called: Mapping[str, frozenset[str]]) -> bool:
    """Whether one whom a document calls by names, as `names_within` has them, is any of those wanted; none are all."""
    return not wanted or not called.get(name or "", frozenset()).isdisjoint(wanted)


def _roles(spans: Iterable[Span | None], text: str) -> set[str]:
    words = (said for span in spans if span for said in _descriptions(span, text))
    return {role for each in words if (role := role_of(each))}


def _descriptions(span: Span, text: str) -> Iterator[str]:
    """Yield what stands at a place, and what explains a name there: "Minister Bo Ek", "Bo Ek, the mayor,"."""
    yield text[slice(*span)]
    if name := named(text, span):
        yield text[span[0] : name.span[0]]
        if after := _EXPLAINED.match(text, name.span[1]):
            yield after[1]
