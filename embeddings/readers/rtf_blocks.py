"""Paragraphs and rows of an RTF file, as the breaks between them are read."""

from dataclasses import dataclass, field
from typing import NamedTuple

from embeddings.readers.merged_cells import Edge, fill


class Paragraph(NamedTuple):
    """A paragraph: its text, the number of its style, its outline level from 0, and its sign or number in a list."""

    text: str
    style: int = 0
    outline: int | None = None
    mark: str = ""


class Row(NamedTuple):
    """A row of a table: the paragraphs of each cell."""

    cells: list[list[str]]


@dataclass
class Flow:
    """A text that is read: its parts since the last break, and the paragraphs and rows before them."""

    kind: str
    parts: list[str] = field(default_factory=list)
    items: list[Paragraph | Row] = field(default_factory=list)
    # Boxes and footnotes of the paragraph that is read.
    after: list[Paragraph | Row] = field(default_factory=list)
    cell: list[str] = field(default_factory=list)
    cells: list[list[str]] = field(default_factory=list)
    nested: list[str] = field(default_factory=list)
    # Of a row whose cells hold tables, which set a page, the paragraphs and rows until here.
    within: list[Paragraph | Row] = field(default_factory=list)
    mark: str = ""
    # Of each cell of the row, whether it goes on with the one above ("clvmrg") or with the one before ("clmrg").
    merges: list[str] = field(default_factory=list)
    merge: str = ""
    # Where each cell of the row ends, and the cells of the row above by where they end.
    edges: list[Edge] = field(default_factory=list)
    above: dict[int, list[str]] = field(default_factory=dict)

    def end_paragraph(self, style: int | None, outline: int | None, *, is_in_table: bool) -> None:
        """End the paragraph that is read; in a table it is one of a cell."""
        text = self._taken()
        if text and is_in_table:
            self.cell.append(f"{self.mark} {text}" if self.mark else text)
        elif text:
            self.items.append(Paragraph(text, style or 0, outline, self.mark))
        if text:
            self.mark = ""
        if not is_in_table:
            self.items.extend(self.after)
            self.after = []

    def end_in_table(self, word: str) -> None:
        """End a cell, a row, or one of a table within a cell."""
        match word:
            case "cell":
                self.end_paragraph(None, None, is_in_table=True)
                self._end_nested_row()
                self.cells.append(self.cell)
                self.cell = []
            case "nestcell":
                self.nested.append(self._taken())
            case "nestrow":
                self._end_nested_row()
            case _:
                self.end_row()

    def define_row(self, word: str, number: int) -> None:
        """Take a word of the definition of a row, with its number."""
        if word == "trowd":
            self.merges, self.edges, self.merge = [], [], ""
        elif word == "cellx":
            self.edges.append(Edge(number, self.merge == "clvmrg"))
            self.merges.append(self.merge)
            self.merge = ""
        else:
            self.merge = word

    def end_row(self) -> None:
        """End the row that is read, if there is any; a cell that spans rows stands in each of them."""
        cells = [*self.cells, self.cell] if self.cell else self.cells
        if self.within:
            self.items += [*self.within, *_paragraphs(cells)]
            self.within, cells = [], []
        merges = [*self.merges, *[""] * len(cells)]
        above = fill(cells, self.edges, self.above)
        kept = [cell for cell, merge in zip(cells, merges, strict=False) if merge != "clmrg" or cell]
        if any(kept):
            self.items.append(Row(kept))
            self.above = above
        self.items.extend(self.after)
        self.after, self.cells, self.cell = [], [], []

    def _end_nested_row(self) -> None:
        """End a row of a table within a cell, if there is one."""
        if any(self.nested):
            self.within += [*_paragraphs([*self.cells, self.cell]), Row([[cell] for cell in self.nested])]
            self.cells, self.cell = [], []
        self.nested = []

    def _taken(self) -> str:
        """Return the text since the last break; halves of characters are joined."""
        text = "".join(self.parts).encode("utf-16", "surrogatepass").decode("utf-16", "replace").strip()
        self.parts = []
        return text


def _paragraphs(cells: list[list[str]]) -> list[Paragraph]:
    return [Paragraph(text) for cell in cells for text in cell]
