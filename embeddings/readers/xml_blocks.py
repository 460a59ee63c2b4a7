"""The paragraphs of an XML document as they come, with the sections and pages that they make up."""

from embeddings.documents import Place

# Stands in a paragraph where a page begins; no text holds it.
PAGE_MARK = "\ufdd0"


class Blocks:
    """Paragraphs as they come, with the sections and pages that begin and end between them."""

    def __init__(self, place: str) -> None:
        self.texts: list[str] = []
        self.length = 0
        self._place = place
        self._open: list[tuple[int, str]] = []
        # The numbers of sections, by how deep they are.
        self._labels: dict[int, str] = {}
        self._sections: list[Place] = []
        self._pages: list[tuple[int, str]] = []
        # Those that begin within the paragraph that comes next.
        self._waiting: list[str] = []

    def add(self, text: str, *, is_heading: bool = False) -> None:
        """Add a paragraph; the first heading of a section names it, and pages may begin at marks in it."""
        if not text:
            return
        start = self.length + (2 if self.texts else 0)
        text, *rest = text.split(PAGE_MARK)
        for part, page in zip(rest, self._waiting, strict=False):
            words = part.lstrip()
            text += " " if words and len(part) > len(words) and text[-1:] != " " else ""
            # Behind the last word of a paragraph begins the next one's page.
            self._pages.append((start + len(text) + (0 if words else 2), page))
            text += words
        self._waiting.clear()
        self.texts.append(text)
        self.length = start + len(text)
        if is_heading and self._open and not self._open[-1][1]:
            self._open[-1] = (self._open[-1][0], text.replace("\n", " "))

    def label_section(self, label: str) -> None:
        """Name the section that is open by its number, as long as no heading does: "Article 3"."""
        if self._open:
            self._labels[len(self._open)] = label

    def begin_section(self) -> None:
        """Begin a section at the next paragraph."""
        self._open.append((self.length, ""))
        self._labels.pop(len(self._open), None)

    def end_section(self) -> None:
        """End a section; one without a heading, a number or text is no place."""
        label = self._labels.pop(len(self._open), "")
        start, name = self._open.pop()
        name = name or label
        start += 2 if start else 0
        if name and start < self.length:
            self._sections.append(Place(self._place, name, start, self.length))

    def begin_page(self, name: str) -> None:
        """Begin a page at the next paragraph."""
        self._pages.append((self.length + (2 if self.texts else 0), name))

    def begin_page_within(self, name: str) -> str:
        """Begin a page within the paragraph that is added next, at the mark that is returned."""
        self._waiting.append(name)
        return PAGE_MARK

    def places(self) -> list[Place]:
        """Return the places in order, the wider before the narrower."""
        text = "\n\n".join(self.texts)
        # Before a page is at most a blank line.
        ends = [max(0, start - 2) + len(text[max(0, start - 2) : start].rstrip()) for start, _ in self._pages[1:]]
        pages = [
            Place("page", name, start, end)
            for (start, name), end in zip(self._pages, [*ends, self.length], strict=False)
            if name and start < end
        ]
        return sorted([*self._sections, *pages], key=lambda place: (place.start, -place.end))
