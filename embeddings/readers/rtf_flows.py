r"""The text of an RTF file, as paragraphs and rows of tables.

striprtf, the library for it, leaves out footnotes and text boxes, keeps removed and hidden words, takes a line of a
cell for a row and the addresses of links for text, so that the file is read here. Its groups nest without bound: they
are kept on a stack.
"""

from dataclasses import dataclass, field, replace

from embeddings.readers.docx_runs import RAISED_CHARACTERS
from embeddings.readers.raised import CONTEXT, lowered, raised
from embeddings.readers.rtf_blocks import Flow, Paragraph, Row
from embeddings.readers.rtf_fonts import Fonts
from embeddings.readers.rtf_tokens import FILES, Token, decoded, sign_in, tokens
from embeddings.readers.rtf_words import (
    BODY,
    BOX,
    BREAKS,
    BULLETS,
    CODE,
    ENDNOTE,
    FLOWS,
    FOOTNOTE,
    HEAD,
    KEPT,
    MARK,
    PROPERTIES,
    SIGNS,
    SKIPPED,
    SKIPPED_WORDS,
    STYLE,
)
from embeddings.readers.word_fields import words_of_code

# Texts within texts are nested no deeper: a note in a box in a head.
MOST_NESTED = 20
# So many parts of a paragraph are looked back over for what stands before raised letters.
_PARTS_BEFORE = 10


@dataclass(frozen=True, slots=True)
class _Group:
    """What holds within a pair of braces."""

    flow: Flow | None = None
    # What its text is, "" where it is left out.
    kind: str = BODY
    encoding: str = "cp1252"
    skips: int = 1
    is_hidden: bool = False
    is_struck: bool = False
    # "super" where its letters are raised, "sub" where they are lowered.
    level: str = ""
    style: int | None = 0
    outline: int | None = None
    is_in_table: bool = False
    font: int = -1
    # How many fields are open.
    field: int = 0


@dataclass
class Document:
    """What an RTF file holds: paragraphs, rows, endnotes, metadata, styles, heads and feet, struck words."""

    items: list[Paragraph | Row] = field(default_factory=list)
    endnotes: list[str] = field(default_factory=list)
    stated: dict[str, str] = field(default_factory=dict)
    styles: dict[int, str] = field(default_factory=dict)
    heads_and_feet: list[str] = field(default_factory=list)
    struck: list[str] = field(default_factory=list)


class Reader:
    """Reads tokens, with the groups that are open."""

    def __init__(self) -> None:
        self.document = Document()
        self._flow = Flow(BODY)
        self._flows: list[Flow] = []
        self._group = _Group()
        self._groups: list[_Group] = []
        self._bytes = bytearray()
        self._fonts = Fonts()
        # Of each field that is open, how many parts stand before it, and its code.
        self._fields: list[tuple[int, str]] = []
        self._left_to_skip = 0
        # Whether what comes next stands first in its group, and may begin one that not every reader knows.
        self._is_first = self._is_optional = False
        self._notes = 0
        self._date: dict[str, int] = {}

    def read(self, data: bytes) -> Document:
        """Return what a file holds."""
        for token in tokens(data):
            self._read(token)
        self._decode()
        while self._flows:
            self._close_flow()
        self._end_paragraph()
        self._flow.end_row()
        self.document.items = self._flow.items
        return self.document

    def _read(self, token: Token) -> None:
        is_first, self._is_first = self._is_first, token.word == "{"
        if token.word in {"", "'"}:
            self._add_bytes(token.data)
            return
        self._decode()
        if token.word == "{":
            self._groups.append(self._group)
            self._left_to_skip = 0
        elif token.word == "}":
            self._left_to_skip = 0
            self._end_group()
        elif self._left_to_skip and token.word != "u":
            self._left_to_skip -= 1
        elif token.word == "*":
            self._is_optional = is_first
        else:
            is_optional, self._is_optional = self._is_optional, False
            self._read_word(token.word, token.number, is_optional=is_optional)

    def _add_bytes(self, data: bytes) -> None:
        skipped = min(self._left_to_skip, len(data))
        self._left_to_skip -= skipped
        if self._group.kind and not self._group.is_hidden:
            self._bytes += data[skipped:]

    def _decode(self) -> None:
        if self._bytes:
            self._add(decoded(bytes(self._bytes), self._group.encoding))
            self._bytes.clear()

    def _add(self, text: str) -> None:
        if self._group.kind and self._group.is_struck:
            self.document.struck.append(text)
        elif self._group.kind and not self._group.is_hidden:
            is_set_flat = self._group.level and len(text) <= RAISED_CHARACTERS and not text.startswith("[")
            self._flow.parts.append(self._flat(text) if is_set_flat else text)

    def _flat(self, text: str) -> str:
        """Return raised or lowered letters with the sign by which they read."""
        before = "".join(self._flow.parts[-_PARTS_BEFORE:])[-CONTEXT:]
        return raised(before, text, "", linked=False) if self._group.level == "super" else lowered(before, text)

    def _read_word(self, word: str, number: int | None, *, is_optional: bool) -> None:
        if (
            word in FLOWS
            or word in SKIPPED_WORDS
            or (is_optional and word not in KEPT)
            or word in {"stylesheet", "fonttbl"}
        ):
            self._begin(word)
        elif word == "u" and number is not None:
            # Halves of a character are joined when the paragraph ends.
            self._add(sign_in(chr(number % 0x10000), self._group.encoding))
            self._left_to_skip = self._group.skips
        elif word in SIGNS:
            self._add(SIGNS[word])
        elif word in BREAKS:
            self._break(word)
        elif word == "field":
            self._fields.append((len(self._flow.parts), ""))
            self._set(field=len(self._fields))
        elif word == "ud":
            self._set(kind=self._flow.kind)
        elif word == "ftnalt" and self._flow.kind == FOOTNOTE:
            self._flow.kind = ENDNOTE
        else:
            self._set_property(word, number)

    def _set_property(self, word: str, number: int | None) -> None:
        match word:
            case "f":
                self._set(encoding=self._fonts.encoding(number or 0), font=number or 0)
            case "plain":
                self._set(is_hidden=False, is_struck=False, level="", encoding=self._fonts.encoding(self._fonts.usual))
            case "v" | "deleted":
                self._set(is_hidden=number != 0)
            case "strike" | "striked":
                self._set(is_struck=number != 0)
            case "super" | "sub" | "nosupersub":
                self._set(level="" if word == "nosupersub" or number == 0 else word)
            case "pard":
                self._set(style=0, outline=None, is_in_table=False)
            case "s" | "outlinelevel" | "intbl":
                self._set(**{PROPERTIES[word]: True if word == "intbl" else number})
            case "uc":
                self._set(skips=max(0, number or 0))
            case "ansicpg" | "cpg" | "fcharset" | "deff":
                self._set_encoding(word, number)
            case "yr" | "mo" | "dy" if self._group.kind == "creatim":
                self._date[word] = number or 0
            case "trowd" | "clvmrg" | "clmrg" | "cellx" if self._group.kind:
                self._flow.define_row(word, number or 0)
            case _ if word in FILES:
                self._fonts.default = FILES[word]
                self._set(encoding=self._fonts.default)

    def _set_encoding(self, word: str, number: int | None) -> None:
        self._fonts.state(word, number, self._group.font if self._group.kind == "font" else None)
        if word == "ansicpg":
            self._set(encoding=self._fonts.default)

    def _set(self, **changes: object) -> None:
        self._group = replace(self._group, **changes)  # type: ignore[arg-type]  # each is a field of its type

    def _begin(self, word: str) -> None:
        """Begin a group whose text is none, or is apart from that around it."""
        kind = FLOWS.get(word, {"stylesheet": STYLE, "fonttbl": "font"}.get(word, SKIPPED))
        if not self._group.kind and word not in {"title", "author", "subject", "keywords", "creatim"}:
            kind = SKIPPED
        if len(self._flows) > MOST_NESTED:
            kind = SKIPPED
        if kind == FOOTNOTE:
            self._notes += 1
            self._add(f"[{self._notes}]")
        if kind:
            flow = Flow(kind)
            self._flows.append(self._flow)
            self._flow = flow
            self._set(kind=kind, flow=flow, is_hidden=False, level="", style=0, outline=None, is_in_table=False)
        else:
            self._set(kind=SKIPPED)

    def _end_group(self) -> None:
        if self._group.kind == STYLE:
            self._name_style()
        elif self._group.kind == "font":
            self._fonts.name(self._group.font, "".join(self._flow.parts))
            self._flow.parts = []
        before = self._group
        self._group = self._groups.pop() if self._groups else self._group
        if before.flow is not self._group.flow and before.flow is self._flow and self._flows:
            self._close_flow()
        if before.kind == "font" and self._group.kind == BODY:
            # Until another font is named, letters are in the usual one.
            self._set(encoding=self._fonts.encoding(self._fonts.usual))
        if before.field > self._group.field and self._fields:
            parts, code = self._fields.pop()
            if code and not "".join(self._flow.parts[parts:]).strip():
                self._add(words_of_code(code))

    def _name_style(self) -> None:
        name = "".join(self._flow.parts).strip().rstrip(";").strip()
        self._flow.parts = []
        if name:
            self.document.styles.setdefault(self._group.style or 0, name.lower())

    def _close_flow(self) -> None:
        """Put what a text of its own holds where it belongs."""
        self._end_paragraph()
        self._flow.end_row()
        flow, self._flow = self._flow, self._flows.pop()
        lines = [item.text for item in flow.items if isinstance(item, Paragraph)]
        if flow.kind == BOX:
            self._flow.after.extend(flow.items)
        elif flow.kind in {FOOTNOTE, ENDNOTE} and lines:
            lines[0] = f"[{self._notes}] {lines[0]}"
            if flow.kind == ENDNOTE:
                self.document.endnotes.extend(lines)
            else:
                self._flow.after.extend(map(Paragraph, lines))
        elif flow.kind == MARK:
            mark = " ".join(lines).strip()
            self._flow.mark = "-" if mark in BULLETS else mark
        elif flow.kind == CODE and self._fields:
            self._fields[-1] = self._fields[-1][0], "".join(lines)
        elif flow.kind == HEAD:
            self.document.heads_and_feet += lines
        elif flow.kind == "creatim" and self._date.get("yr"):
            date = self._date
            self.document.stated["published"] = f"{date['yr']:04}-{date.get('mo', 0):02}-{date.get('dy', 0):02}"
        elif lines and flow.kind not in {STYLE, "font"}:
            self.document.stated[flow.kind] = " ".join(lines)

    def _break(self, word: str) -> None:
        # A row within a cell ends in a group without text, which describes it.
        if not self._group.kind and word != "nestrow":
            return
        if word in {"par", "sect"}:
            self._end_paragraph()
        else:
            self._flow.end_in_table(word)

    def _end_paragraph(self) -> None:
        self._flow.end_paragraph(self._group.style, self._group.outline, is_in_table=self._group.is_in_table)
