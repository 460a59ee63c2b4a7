"""The elements of an XML document become paragraphs, as the vocabulary says that they are written in."""

import re
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from embeddings.documents import Place
from embeddings.readers.raised import CONTEXT, raised
from embeddings.readers.xml_vocabularies import Vocabulary

# A record has so many values at least, of so many characters at most.
FEWEST_VALUES = 2
VALUE_CHARACTERS = 200
_SENTENCE = re.compile(r"[^\W\d_]{2}[.!?…][\s\"'”’)]*\Z")

_SPACE = re.compile(r"[^\S\n]+")


_RAISED = frozenset({"sup", "superscript"})


class Text(NamedTuple):
    """The text of a document and its places."""

    text: str
    places: list[Place]


class _Blocks:
    """Paragraphs as they come, with the sections and pages that begin and end between them."""

    def __init__(self, place: str) -> None:
        self.texts: list[str] = []
        self.length = 0
        self._place = place
        self._open: list[tuple[int, str]] = []
        self._sections: list[Place] = []
        self._pages: list[tuple[int, str]] = []

    def add(self, text: str, *, is_heading: bool = False) -> None:
        """Add a paragraph; the first heading of a section names it."""
        if not text:
            return
        start = self.length + (2 if self.texts else 0)
        self.texts.append(text)
        self.length = start + len(text)
        if is_heading and self._open and not self._open[-1][1]:
            self._open[-1] = (self._open[-1][0], text.replace("\n", " "))

    def begin_section(self) -> None:
        """Begin a section at the next paragraph."""
        self._open.append((self.length, ""))

    def end_section(self) -> None:
        """End a section; one without a heading or text is no place."""
        start, name = self._open.pop()
        start += 2 if start else 0
        if name and start < self.length:
            self._sections.append(Place(self._place, name, start, self.length))

    def begin_page(self, name: str) -> None:
        """Begin a page at the next paragraph, or in the midst of this one, which then is of the page before."""
        self._pages.append((self.length + (2 if self.texts else 0), name))

    def places(self) -> list[Place]:
        """Return the places in order, the wider before the narrower."""
        ends = [max(0, start - 2) for start, _ in self._pages[1:]] + [self.length]
        pages = [
            Place("page", name, start, end)
            for (start, name), end in zip(self._pages, ends, strict=False)
            if name and start < end
        ]
        return sorted([*self._sections, *pages], key=lambda place: (place.start, -place.end))


def text_of(roots: Iterable[Any], vocabulary: Vocabulary) -> Text:
    """Return the paragraphs under elements with a blank line between them, and the places that they make up."""
    blocks = _Blocks(vocabulary.place)
    walk = _Walk(blocks, vocabulary)
    for root in roots:
        walk.through(root)
    return Text("\n\n".join(blocks.texts), blocks.places())


class _Walk:
    """A walk over elements that collects words until a paragraph ends."""

    def __init__(self, blocks: _Blocks, vocabulary: Vocabulary) -> None:
        self._blocks, self._is = blocks, vocabulary
        self._run: list[str] = []
        self._prefix = ""
        self._apart: list[str] = []
        self._rows = self._headings = 0
        self._ends = vocabulary.paragraphs | vocabulary.headings | vocabulary.sections | vocabulary.items

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
                if element is not passed:
                    self._end(name)
                passed = None
                if element is not root:
                    self._add(element.tail)
        self._flush()

    def _passes_over(self, element: Any, name: str) -> bool:
        """Whether what is under an element is left out, or is taken as a whole."""
        if name in self._is.apart and self._run:
            # The end of a note within a paragraph does not end it.
            self._apart.append(words_of(element))
            return True
        if name in self._is.labels | self._is.speakers and not self._rows:
            self._flush()
            self._prefix += words_of(element) + (": " if name in self._is.speakers else " ")
            return True
        if name in _RAISED:
            self._raise(element)
            return True
        return name in self._is.skipped

    def _begin(self, element: Any, name: str) -> None:
        parent = element.getparent()
        if parent is not None and local_name(parent) in self._is.listed:
            self._run.append(" ")
        if name in self._is.rows:
            self._flush()
            self._rows += 1
        elif name in self._is.cells and self._rows:
            self._run.append("\0")
        elif name in self._ends | self._is.apart and not self._rows:
            self._flush()
        elif name in self._is.breaks:
            self._run.append("\n")
        elif name == "pb":
            self._blocks.begin_page(element.get("n") or "")
        if name in self._is.sections and not self._rows:
            self._blocks.begin_section()
        self._headings += name in self._is.headings
        if name in self._is.items:
            self._prefix = "- "

    def _end(self, name: str) -> None:
        if name in self._is.rows:
            cells = " ".join("".join(self._run).replace("\n", " ").split(" ")).split("\0")[1:]
            self._run = [" | ".join(" ".join(cell.split()) for cell in cells)]
            self._rows -= 1
            self._flush()
        elif name in self._ends | self._is.apart and not self._rows:
            self._flush()
        elif self._rows and name in self._ends:
            self._run.append(" ")
        if name in self._is.sections and not self._rows:
            self._blocks.end_section()
        self._headings -= name in self._is.headings

    def _add(self, text: str | None) -> None:
        if text:
            # Other white space is made one space at the end of the paragraph.
            self._run.append(text.replace("\n", " "))

    def _raise(self, element: Any) -> None:
        text = words_of(element)
        linked = local_name(element.getparent()) == "xref" or next(element.iterdescendants("{*}xref"), None) is not None
        before = _SPACE.sub(" ", "".join(self._run[-20:]))[-CONTEXT:]
        self._run.append(raised(before, text, element.tail or "", linked=linked))

    def _flush(self) -> None:
        """End a paragraph, after which stand the notes that were within it."""
        lines = (" ".join(line.split()) for line in "".join(self._run).split("\n"))
        text = "\n".join(line for line in lines if line)
        self._run = []
        if text:
            self._blocks.add(self._prefix + text, is_heading=self._headings > 0)
            self._prefix = ""
            for note in self._apart:
                self._blocks.add(note)
            self._apart = []


def generic_text(root: Any) -> str:
    """Return the text of the elements of a document of no known kind: each a paragraph that is not within words.

    Of a record, whose elements hold a few words each, the values are a row; the names of the elements stand above the
    first of several records of the same.
    """
    from lxml import etree

    texts: list[str] = []
    run: list[str] = []
    # Whether the elements under each that is open stand within words.
    mixed: list[bool] = [False]

    def flush() -> None:
        text = " ".join("".join(run).split())
        texts.extend([text] if text else [])
        run.clear()

    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        is_within_words = mixed[-1] if event == "start" else mixed[-2]
        if not is_within_words:
            flush()
        if event == "start":
            mixed.append(is_within_words or _has_words_between(element))
            if not mixed[-1] and (names := _record(element)):
                texts.extend(_rows(element, names))
                walk.skip_subtree()
            else:
                run.append(element.text or "")
        else:
            mixed.pop()
            run.append((element.tail or "") if element is not root else "")
    flush()
    return "\n\n".join(texts)


def _has_words_between(element: Any) -> bool:
    return len(element) > 0 and bool(
        (element.text or "").strip() or any((child.tail or "").strip() for child in element)
    )


def _record(element: Any) -> tuple[str, ...]:
    """Return the names of the values of a record, () for an element that is none."""
    if len(element) < FEWEST_VALUES or any(len(child) for child in element):
        return ()
    if any(len(child.text or "") > VALUE_CHARACTERS or _SENTENCE.search(child.text or "") for child in element):
        return ()
    names = tuple(local_name(child) for child in element)
    return names if len(set(names)) == len(names) else ()


def _rows(element: Any, names: tuple[str, ...]) -> list[str]:
    """Return the row of a record, below the names of its values where it is the first of several."""
    before, after = element.getprevious(), element.getnext()
    is_first = before is None or before.tag != element.tag or _record(before) != names
    is_table = after is not None and after.tag == element.tag and _record(after) == names
    values = [" ".join((child.text or "").split()) for child in element]
    rows = [names, values] if is_first and is_table else [values]
    return [" | ".join(row).strip(" |") for row in rows if any(row)]


def local_name(element: Any) -> str:
    """Return the name of an element without its namespace."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def words_of(element: Any) -> str:
    """Return all words under an element on a line."""
    return " ".join("".join(element.itertext()).split())


def children_of(root: Any, *names: str) -> Iterator[Any]:
    """Yield the elements that are reached from another by names, in any namespace."""
    elements = [root]
    for name in names:
        elements = [child for element in elements for child in element.iterfind(f"{{*}}{name}")]
    yield from elements
