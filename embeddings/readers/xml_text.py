"""The elements of an XML document become paragraphs, as the vocabulary says that they are written in."""

import re
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from embeddings.documents import Place
from embeddings.readers.content import STRUCK, Omitted
from embeddings.readers.docx_runs import RAISED_CHARACTERS
from embeddings.readers.markup import collapsed
from embeddings.readers.raised import CONTEXT, lowered, marks_words, raised
from embeddings.readers.xml_blocks import Blocks
from embeddings.readers.xml_lists import ItemMarks
from embeddings.readers.xml_vocabularies import LOOKS, RAISED, Vocabulary, local_name, look_of

_SPACE = re.compile(r"[^\S\n]+")
# What stands around words that are quoted, and around those quoted in them.
_QUOTES = (("“", "”"), ("‘", "’"))
_QUOTE_SIGNS = tuple("\"'“”‘’„‚«»‹›")
_LINKS = frozenset({"xref", "ref", "link"})
# What TEI leaves before the break of a line or a page within a word.
_LINE_HYPHENS = "-\u2010\u00ac"


class Text(NamedTuple):
    """The text of a document, its places, and the words that are left out since they are struck through."""

    text: str
    places: list[Place]
    struck: list[Omitted]


def text_of(roots: Iterable[Any], vocabulary: Vocabulary) -> Text:
    """Return the paragraphs under elements with a blank line between them, and the places that they make up."""
    blocks = Blocks(vocabulary.place)
    walk = _Walk(blocks, vocabulary)
    for root in roots:
        walk.through(root)
    return Text("\n\n".join(blocks.texts), blocks.places(), walk.struck)


class _Walk:
    """A walk over elements that collects words until a paragraph ends."""

    def __init__(self, blocks: Blocks, vocabulary: Vocabulary) -> None:
        self._blocks, self._is = blocks, vocabulary
        self._run: list[str] = []
        self._mark = self._prefix = ""
        self._marks = ItemMarks()
        # The quotations in the line that the words are in, each with the sign that ends it.
        self._quotes: dict[Any, str] = {}
        self._apart: list[str] = []
        self._rows = self._headings = 0
        self._ends = vocabulary.paragraphs | vocabulary.headings | vocabulary.sections | vocabulary.items
        self._labels = vocabulary.labels | vocabulary.speakers
        self._flushes = self._ends | vocabulary.apart
        self.struck: list[Omitted] = []

    def through(self, root: Any) -> None:
        """Walk over an element and all under it."""
        from lxml import etree

        walk = etree.iterwalk(root, events=("start", "end"))
        passed = None
        for event, element in walk:
            name = local_name(element)
            if event == "start" and self._passes_over(element, name):
                walk.skip_subtree()
                passed = element
            elif event == "start":
                self._begin(element, name)
                self._add(element.text)
            else:
                if element in self._quotes:
                    self._run[-1] = self._run[-1].rstrip() + self._quotes.pop(element)
                elif element is not passed:
                    self._end(name)
                passed = None
                if element is not root:
                    self._add((element.tail or "").lstrip() if _is_within_word(element) else element.tail)
        self._flush()
        self._flush_label()

    def _passes_over(self, element: Any, name: str) -> bool:
        """Whether what is under an element is left out, or is taken as a whole."""
        if name in self._is.apart and self._run:
            # The end of a note within a paragraph does not end it.
            self._apart.append(words_of(element))
            return True
        if name in self._labels and not self._rows:
            self._flush()
            self._label(element, name)
            return True
        if name in self._is.skipped:
            return True
        look = look_of(element, name, self._is) or (RAISED if self._is_note(element, name) else "")
        if look == STRUCK:
            words = words_of(element)
            self.struck += [Omitted(words, STRUCK)] if words else []
        elif look and (name in LOOKS or name in _LINKS or len(words_of(element)) <= RAISED_CHARACTERS):
            self._set_level(element, look)
        else:
            return False
        return True

    def _begin(self, element: Any, name: str) -> None:
        parent = element.getparent()
        if self._run and _is_within_word(element):
            self._run[-1] = self._run[-1].rstrip().rstrip(_LINE_HYPHENS)
        if parent is not None and local_name(parent) in self._is.listed:
            self._run.append(" ")
        if name in self._is.rows:
            self._flush()
            self._rows += 1
        elif name in self._is.cells and self._rows:
            self._run.append("\0")
        elif name in self._is.quoted and self._is_in_line(element, name):
            self._begin_quote(element)
        elif name in self._flushes and not self._rows:
            self._flush()
        elif name in self._is.breaks and not _is_within_word(element):
            self._run.append("\n")
        elif name == "pb":
            self._begin_page(element.get("n") or "")
        if name in self._is.sections and not self._rows:
            self._blocks.begin_section()
        self._headings += name in self._is.headings
        if name in self._is.items:
            self._mark = self._marks.of(element)

    def _label(self, element: Any, name: str) -> None:
        """Keep a label for the paragraph that follows; that of an item is its mark if it is more than a sign."""
        words = words_of(element)
        after, holder = element.getnext(), element.getparent()
        if holder is not None and local_name(holder) in self._is.items:
            if not any(map(str.isalnum, words)):
                return
            self._mark = ""
        is_named = after is not None and local_name(after) in self._is.items and words[-2:].isalpha()
        is_speaker = name in self._is.speakers and not words.endswith(":")
        self._prefix += words + (": " if is_speaker or is_named else " ")
        if holder is not None and local_name(holder) in self._is.sections:
            self._blocks.label_section(words)

    def _is_note(self, element: Any, name: str) -> bool:
        """Whether an element leads to a note on the words before it, though nothing raises it."""
        return name in _LINKS and len(element) == 0 and marks_words("".join(self._run[-3:]), element.text or "")

    def _is_in_line(self, element: Any, name: str) -> bool:
        """Whether a quotation is part of a line, not paragraphs of its own."""
        is_apart = name in self._ends and not any(map(str.strip, self._run)) and not (element.tail or "").strip()
        return not is_apart and not any(local_name(child) in self._ends for child in element.iterdescendants())

    def _begin_quote(self, element: Any) -> None:
        before = "".join(self._run[-3:])
        element.text = (element.text or "").lstrip()
        has_signs = element.text.startswith(_QUOTE_SIGNS) or before.endswith(_QUOTE_SIGNS)
        begin, end = ("", "") if has_signs else _QUOTES[len(self._quotes) % 2]
        self._quotes[element] = end
        self._run.append(begin)

    def _begin_page(self, page: str) -> None:
        if any(map(str.strip, self._run)):
            self._run.append(self._blocks.begin_page_within(page))
        else:
            self._blocks.begin_page(page)

    def _end(self, name: str) -> None:
        if name in self._is.rows:
            cells = " ".join("".join(self._run).replace("\n", " ").split(" ")).split("\0")[1:]
            self._run = [" | ".join(" ".join(cell.split()) for cell in cells)]
            self._rows -= 1
            self._flush()
        elif name in self._flushes and not self._rows:
            self._flush()
            self._flush_label()
        elif self._rows and name in self._ends:
            self._run.append(" ")
        if name in self._is.sections and not self._rows:
            self._blocks.end_section()
        self._headings -= name in self._is.headings

    def _add(self, text: str | None) -> None:
        if text:
            # Other white space is made one space at the end of the paragraph.
            self._run.append(text.replace("\n", " "))

    def _set_level(self, element: Any, look: str) -> None:
        """Set raised or lowered letters flat, with the sign by which they read."""
        text = words_of(element)
        linked = local_name(element.getparent()) in _LINKS or any(local_name(x) in _LINKS for x in element.iter())
        before = _SPACE.sub(" ", "".join(self._run[-20:]))[-CONTEXT:]
        is_raised = look == RAISED
        self._run.append(
            raised(before, text, element.tail or "", linked=linked) if is_raised else lowered(before, text)
        )

    def _flush(self) -> None:
        """End a paragraph, after which stand the notes that were within it."""
        text = collapsed("".join(self._run)) if self._run else ""
        self._run = []
        if text:
            self._blocks.add(self._mark + self._prefix + text, is_heading=self._headings > 0)
            self._mark = self._prefix = ""
        for note in self._apart:
            self._blocks.add(note)
        self._apart = []

    def _flush_label(self) -> None:
        """End a paragraph of which there is no more than its label, as of a figure without words."""
        if label := self._prefix.strip():
            self._blocks.add(label)
        self._mark = self._prefix = ""


def _is_within_word(element: Any) -> bool:
    """Whether an element breaks a line or a page within a word."""
    is_break = local_name(element) in {"lb", "pb", "cb"}
    return is_break and (element.get("break") == "no" or element.get("type") == "hyphenInWord")


def words_of(element: Any) -> str:
    """Return all words under an element on a line."""
    return " ".join("".join(element.itertext()).split())


def children_of(root: Any, *names: str) -> Iterator[Any]:
    """Yield the elements that are reached from another by names, in any namespace."""
    elements = [root]
    for name in names:
        elements = [child for element in elements for child in element.iterfind(f"{{*}}{name}")]
    yield from elements
