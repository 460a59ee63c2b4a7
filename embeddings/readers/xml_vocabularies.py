"""What the elements of XML documents are, by the vocabularies that texts, articles and books are written in."""

import re
from typing import Any, NamedTuple

from embeddings.readers.content import STRUCK

RAISED, LOWERED = "super", "sub"
# How words are set that are not as the line is: by the name of their element, or by what an attribute says of it.
LOOKS = {
    "sup": RAISED,
    "superscript": RAISED,
    "sub": LOWERED,
    "subscript": LOWERED,
    "strike": STRUCK,
    "strikethrough": STRUCK,
}
_STATED_LOOKS = (
    (re.compile(r"strike|struck|line-?through", re.IGNORECASE), STRUCK),
    (re.compile(r"\bsup(?:er(?:script)?)?\b", re.IGNORECASE), RAISED),
    (re.compile(r"\bsub(?:script)?\b", re.IGNORECASE), LOWERED),
)
_LOOK_ATTRIBUTES = ("rend", "rendition", "style", "role", "style-type")


def _names(words: str) -> frozenset[str]:
    return frozenset(words.split())


class Vocabulary(NamedTuple):
    """What elements are, by their names without a namespace; those that are not named are words in a paragraph.

    `apart` are paragraphs that stand within others, such as notes: they follow the paragraph. `labels` stand before the
    next paragraph, `speakers` with a colon. The children of `listed` are parted by spaces. `sections` are places of the
    kind `place`, named by the first of `headings` in them. Of `styled` attributes say how their words are set; `struck`
    are struck through; `quoted` stand in quotation marks within a line.
    """

    paragraphs: frozenset[str] = frozenset()
    headings: frozenset[str] = frozenset()
    sections: frozenset[str] = frozenset()
    items: frozenset[str] = frozenset()
    rows: frozenset[str] = frozenset()
    cells: frozenset[str] = frozenset()
    breaks: frozenset[str] = frozenset()
    apart: frozenset[str] = frozenset()
    labels: frozenset[str] = frozenset()
    speakers: frozenset[str] = frozenset()
    listed: frozenset[str] = frozenset()
    skipped: frozenset[str] = frozenset()
    styled: frozenset[str] = frozenset()
    struck: frozenset[str] = frozenset()
    quoted: frozenset[str] = frozenset()
    place: str = "section"


TEI = Vocabulary(
    paragraphs=_names(
        "p ab lg quote cit bibl biblStruct sp u stage salute signed closer opener dateline byline trailer epigraph"
        " argument docTitle titlePart docAuthor docDate docImprint castItem list table figure div body front back"
        " text group floatingText"
    ),
    headings=_names("head"),
    sections=_names("div div1 div2 div3 div4 div5 div6 div7"),
    items=_names("item"),
    rows=_names("row"),
    cells=_names("cell"),
    breaks=_names("lb l"),
    apart=_names("note"),
    labels=_names("label"),
    speakers=_names("speaker"),
    listed=_names("biblStruct monogr imprint analytic"),
    skipped=_names("teiHeader fw graphic figDesc facsimile standOff gap reg corr expan"),
    styled=_names("hi seg emph"),
    struck=_names("del"),
    quoted=_names("q quote said"),
)
JATS = Vocabulary(
    paragraphs=_names(
        "p abstract trans-abstract disp-quote verse-group list table-wrap fig caption ref mixed-citation title-group"
        " element-citation fn ack app app-group ref-list disp-formula supplementary-material boxed-text speech"
        " statement def-list def-item attrib table thead tbody body back subtitle"
    ),
    headings=_names("title"),
    sections=_names("sec abstract ref-list ack app"),
    items=_names("list-item"),
    rows=_names("tr"),
    cells=_names("td th"),
    breaks=_names("break verse-line"),
    labels=_names("label"),
    speakers=_names("speaker"),
    listed=_names("element-citation name person-group"),
    skipped=_names(
        "tex-math journal-meta article-id article-categories contrib-group aff author-notes pub-date volume issue fpage"
        " lpage elocation-id history permissions self-uri kwd-group funding-group counts custom-meta-group object-id"
        " pub-id issue-id related-article alt-title alternatives-of sec-meta processing-meta conference"
    ),
    styled=_names("styled-content"),
)
FB2 = Vocabulary(
    paragraphs=_names("p v subtitle text-author poem stanza epigraph annotation cite body section table"),
    headings=_names("title"),
    sections=_names("section"),
    rows=_names("tr"),
    cells=_names("td th"),
    skipped=_names("description binary stylesheet image"),
    place="chapter",
)
DOCBOOK = Vocabulary(
    paragraphs=_names(
        "para simpara programlisting screen literallayout blockquote note warning tip caution important example"
        " figure table informaltable thead tbody tgroup itemizedlist orderedlist variablelist varlistentry term"
        " subtitle formalpara abstract sidebar epigraph attribution bibliomixed glossentry question answer synopsis"
    ),
    headings=_names("title"),
    sections=_names("chapter section sect1 sect2 sect3 sect4 sect5 part appendix preface article simplesect glossary"),
    items=_names("listitem step"),
    rows=_names("row tr"),
    cells=_names("entry td th"),
    apart=_names("footnote"),
    skipped=_names("info bookinfo articleinfo chapterinfo sectioninfo indexterm remark mediaobject inlinemediaobject"),
    styled=_names("emphasis phrase"),
    quoted=_names("quote"),
)
# Laws, debates and judgments (OASIS LegalDocML). An inline element is any that is not named.
AKOMA_NTOSO = Vocabulary(
    paragraphs=_names(
        "p block longTitle formula container preface preamble coverPage header body mainBody debateBody judgmentBody"
        " amendmentBody collectionBody portionBody fragmentBody conclusions introduction background motivation decision"
        " remedies recitals recital citations citation subsection paragraph subparagraph point indent alinea list"
        " sublist rule subrule clause subclause proviso content intro wrapUp listIntroduction listWrapUp blockList"
        " ul ol table tblock foreign hcontainer blockContainer crossHeading subheading interstitial toc tocItem"
        " speechGroup speech question answer other scene narrative summary administrationOfOath debateSection"
        " attachments attachment components component quotedStructure embeddedStructure caption signature"
    ),
    headings=_names("heading"),
    sections=_names(
        "book part subpart title subtitle chapter subchapter section article division subdivision tome level"
        " hcontainer tblock debateSection rollCall prayers oralStatements writtenStatements personalStatements"
        " ministerialStatements resolutions nationalInterest declarationOfVote communication petitions papers"
        " noticesOfMotion questions address proceduralMotions pointOfOrder adjournment"
    ),
    items=_names("item li"),
    rows=_names("tr"),
    cells=_names("td th"),
    breaks=_names("br eol"),
    apart=_names("authorialNote"),
    labels=_names("num"),
    speakers=_names("from"),
    listed=_names("tocItem"),
    skipped=_names("meta img"),
    struck=_names("del s"),
)


def local_name(element: Any) -> str:
    """Return the name of an element without its namespace."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def look_of(element: Any, name: str, vocabulary: Vocabulary) -> str:
    """Return how the words of an element are set: RAISED, LOWERED, STRUCK, or "" for as the line is."""
    if name in vocabulary.struck:
        return STRUCK
    if name in LOOKS or name not in vocabulary.styled:
        return LOOKS.get(name, "")
    stated = " ".join(element.get(attribute, "") for attribute in _LOOK_ATTRIBUTES)
    return next((look for words, look in _STATED_LOOKS if words.search(stated)), "")
