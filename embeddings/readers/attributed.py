"""Who says what in the documents of a file: found where files are read, as far as a limit allows."""

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

from embeddings.attribution.dating import dated_in_chat
from embeddings.attribution.finding import attributions
from embeddings.attribution.names import named
from embeddings.attribution.parsing import can_parse
from embeddings.documents import Attribution, Fact, Place
from embeddings.readers import registry
from embeddings.readers.content import Columns, FileContent, FileContents, Limits
from embeddings.readers.letters import signature
from embeddings.readers.mail_headers import MAIL_HEADER
from embeddings.readers.telegram import LETTER_HEAD, TELEGRAM_HEAD
from embeddings.times.told import OF_OTHERS, writer_and_day

# The fact that says why not all of a document was looked through.
NOT_ATTRIBUTED = "not attributed"

# Who is named there says "I" and "we" in the text below.
_HEADS = frozenset({LETTER_HEAD, MAIL_HEADER, TELEGRAM_HEAD})
_LANGUAGE = "en"
_SPEECH = re.compile(
    r"(?:the )?(?:[a-z-]+ ){0,2}(?:address|speech|remarks|statement|lecture|sermon|oration|keynote|eulogy|toast)"
    r"(?: (?:given|delivered|made))? (?:by|of) (?P<name>[^,:;(]{2,80}?)"
    r"(?=,|:|;|\(| (?:at|in|on|to|before|during|for)\b|$)",
    re.IGNORECASE,
)


def contents_of(
    path: Path,
    data: bytes,
    columns: Columns = (),
    limits: Limits = Limits(),  # noqa: B008  # it is frozen
) -> FileContents:
    """Return what a file holds, with its attributions; takes and raises as embeddings.readers.registry.contents_of."""
    return with_attributions(registry.contents_of(path, data, columns, limits), limits.attributed)


def with_attributions(contents: FileContents, characters: int) -> FileContents:
    """Return contents with attributions, for which so many characters of all of them are parsed; with none for 0.

    A document that is not parsed whole says so by a fact. Those that are not in English are not parsed.
    """
    if not characters:
        return contents
    documents = []
    for content in contents.documents:
        parsed = min(characters, len(content.text)) if can_parse() and is_english(content.language) else 0
        characters -= parsed
        documents.append(_with_attributions(content, parsed))
    return FileContents(tuple(documents), contents.refused)


def author_of(facts: Iterable[Fact], text: str, places: Iterable[Place]) -> Callable[[int], str | None]:
    """Return what tells who says "I" and "we" at a place of a letter, a mail, a telegram or a speech.

    That is told by its facts or its end, and in a mail that is quoted or passed on by the head of that.
    """
    stated = list(facts)
    of_head = next((fact.value for fact in stated if fact.name == "author" and fact.origin in _HEADS), None)
    of_title = (_speaker(fact.value) for fact in stated if fact.name == "title")
    own = of_head or signature(text) or next(of_title, None)
    of_others = [place for place in places if place.kind in OF_OTHERS]

    def author(at: int) -> str | None:
        within = next((place for place in of_others if place.start <= at < place.end), None)
        return (writer_and_day(within)[0] or None) if within else own

    return author


def _speaker(title: str) -> str | None:
    """Return who gives a speech, by its title: "Address by President Ana Ruiz at the opening of the dam"."""
    match = _SPEECH.match(title)
    name = named(title, match.span("name")) if match else None
    return name.name if name else None


def is_english(language: str | None) -> bool:
    """Whether a document is in English, or in a language that does not show, as that of a few lines does not."""
    return (language or _LANGUAGE).lower().replace("_", "-").partition("-")[0] in {_LANGUAGE, "eng", "english"}


def _with_attributions(content: FileContent, parsed: int) -> FileContent:
    try:
        found = attributions(content.text, author_of(content.facts, content.text, content.places), parsed)
    except Exception as error:
        # Whatever a parser stumbles over, the document is read.
        return _saying(content, f"the parser failed ({type(error).__name__}: {error})")
    found = dated_in_chat(content.text, found, content.published)
    content = replace(content, attributions=tuple(map(_with_mended_names, found)))
    if can_parse() and is_english(content.language) and parsed < len(content.text):
        looked_at = f"the first {parsed:,} of {len(content.text):,} characters were" if parsed else "nothing was"
        return _saying(content, f"{looked_at} parsed for who says what; set LOCCIT_FILE_ATTRIBUTED to more")
    return content


def _with_mended_names(attribution: Attribution) -> Attribution:
    speaker, to = (name and registry.mended(name) for name in (attribution.speaker, attribution.to))
    return replace(attribution, speaker=speaker, to=to)


def _saying(content: FileContent, reason: str) -> FileContent:
    return replace(content, facts=(*content.facts, Fact(NOT_ATTRIBUTED, reason, "loccit")))
