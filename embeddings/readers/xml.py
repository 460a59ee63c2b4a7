"""XML: texts (TEI), articles (JATS), feeds, books (FB2, DocBook), laws (Akoma Ntoso), subtitles (TTML), others' words.

Nothing that a document points to is opened, and what it abbreviates is not written out but for single words.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from html import unescape
from pathlib import Path
from typing import Any

from embeddings.documents import Fact, Place
from embeddings.errors import UnreadableFile
from embeddings.readers import html, subtitles, timed_text, xml_facts
from embeddings.readers.content import File, FileContents, NotRead, Omitted, content_with
from embeddings.readers.decoding import decode
from embeddings.readers.feeds import feed_documents, is_feed
from embeddings.readers.xml_generic import generic_text
from embeddings.readers.xml_parsing import xml_parser
from embeddings.readers.xml_speeches import set_out_speeches
from embeddings.readers.xml_text import text_of
from embeddings.readers.xml_vocabularies import AKOMA_NTOSO, DOCBOOK, FB2, JATS, TEI, Vocabulary, local_name

_BOMB = "abbreviates its text many times over, as bombs do; save it with its entities written out"
# The words that stand for a character in a document's own list of abbreviations.
_ENTITY_CHARACTERS = 1_000
_ENTITIES_CHARACTERS = 1_000_000
UNKNOWN_KIND = (
    "XML of a kind that loccit does not know: the words of its elements, one after the other; save it as HTML"
)
_DECLARATION = re.compile(r"\A\s*<\?xml[^>]*\?>")
# What an article of a journal consists of.
_ARTICLE_PARTS = ("article-meta/title-group", "article-meta/abstract", "body", "back", "floats-group")


def read(file: File) -> FileContents:
    """Read an XML document; one that is broken is read as far as it can be, which is then said of it.

    Raises NotRead if nothing can be read or it is a bomb, LimitReached if a feed holds too many items.
    """
    root, poor = _parsed(file)
    _write_out(root)
    if is_feed(root):
        documents = feed_documents(root, file)
    elif local_name(root) == "tt":
        documents = [subtitles.content_of(timed_text.as_webvtt(root), timed_text.timed_text_facts(root))]
    elif local_name(root) == "html":
        documents = [html.read(decode(Path(file.name), file.data))]
    else:
        roots, vocabulary, facts_of = _kind(root)
        if vocabulary is None:
            text, places, struck = generic_text(root), list[Place](), list[Omitted]()
            facts = [*facts_of(root), Fact("read as", "text of XML elements", "loccit")]
            poor = poor or UNKNOWN_KIND
        else:
            (text, places, struck), facts = text_of(roots, vocabulary), facts_of(root)
        documents = [content_with(text, facts, places, omitted=struck)]
    return FileContents(tuple(replace(document, poor=poor) for document in documents))


def _kind(root: Any) -> tuple[list[Any], Vocabulary | None, Callable[[Any], list[Fact]]]:
    """Return the elements that hold the text of a document, its vocabulary, and what returns its facts."""
    name = local_name(root)
    if name in {"TEI", "TEI.2", "teiCorpus"}:
        set_out_speeches(root)
        return [*root.iter("{*}text")][:1] if name != "teiCorpus" else [root], TEI, xml_facts.tei_facts
    if name == "article" and next(root.iterfind(".//{*}article-meta"), None) is not None:
        parts = [part for path in _ARTICLE_PARTS for part in root.iterfind(f".//{_any_namespace(path)}")]
        outer = [part for part in parts if not any(above in parts for above in part.iterancestors())]
        return outer, JATS, xml_facts.jats_facts
    if name == "FictionBook":
        return [root], FB2, xml_facts.fb2_facts
    if name == "akomaNtoso":
        return [root], AKOMA_NTOSO, xml_facts.akoma_ntoso_facts
    is_docbook = next(root.iter("{*}para", "{*}simpara"), None) is not None
    if name in {"book", "article", "chapter", "section", "part", "set"} and is_docbook:
        return [root], DOCBOOK, xml_facts.docbook_facts
    return [root], None, xml_facts.generic_facts


def _any_namespace(path: str) -> str:
    return "/".join(f"{{*}}{name}" for name in path.split("/"))


def _parsed(file: File) -> tuple[Any, str]:
    """Return the root of a document, and how it was read poorly, "" for well. Raises NotRead."""
    from lxml import etree

    reason = ""
    for data, recover in _attempts(file):
        parser = xml_parser(recover=recover)
        try:
            root = etree.fromstring(data, parser)
        except (etree.XMLSyntaxError, ValueError) as error:
            root, reason = None, reason or str(error)
        faults = " ".join(entry.message for entry in parser.error_log).lower()
        if "amplification" in faults or "entity reference loop" in faults:
            raise NotRead(_BOMB)
        if "depth" in faults:
            raise NotRead("nests elements over 256 deep, where the rest cannot be read; save it flatter")
        if root is not None:
            return root, f"broken XML, read as far as it goes ({reason}); mend or save it anew" if recover else ""
    raise NotRead(f"is broken XML ({reason}); mend or save it anew")


def _attempts(file: File) -> Iterator[tuple[bytes, bool]]:
    """Yield how to parse a document, and whether to mend it.

    It is taken as it is, then as UTF-8 where it is not in the encoding that it states, and at last as far as it goes.
    """
    yield file.data, False
    try:
        text = decode(Path(file.name), file.data)
    except UnreadableFile:
        yield file.data, True
        return
    as_utf_8 = _DECLARATION.sub("", text).lstrip("\ufeff \t\n").encode("utf-8", "replace")
    if as_utf_8.strip():
        yield as_utf_8, False
    yield as_utf_8 if as_utf_8.strip() else file.data, True


def _write_out(root: Any) -> None:
    """Set the words of abbreviations in their place: HTML's, and those that the document lists. Raises NotRead."""
    from lxml import etree

    listed = root.getroottree().docinfo.internalDTD
    words = {} if listed is None else {entity.name: entity.content or "" for entity in listed.iterentities()}
    written = 0
    for entity in list(root.iter(etree.Entity)):
        name = entity.text[1:-1]
        text = words.get(name, unescape(entity.text))
        written += len(text)
        if "&" in words.get(name, "") or len(text) > _ENTITY_CHARACTERS or written > _ENTITIES_CHARACTERS:
            raise NotRead(_BOMB)
        text += entity.tail or ""
        entity.tail = None
        before, parent = entity.getprevious(), entity.getparent()
        if before is not None:
            before.tail = (before.tail or "") + text
        else:
            parent.text = (parent.text or "") + text
        parent.remove(entity)
