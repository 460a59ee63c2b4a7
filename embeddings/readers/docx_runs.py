"""The text of a paragraph of a Word file as its reader sees it: changes accepted, field codes and hidden words out.

python-docx's `paragraph.text` loses text boxes, content controls, inserted words and notes, so the XML is walked here.
"""

from dataclasses import dataclass, field
from typing import Any

from embeddings.readers.office_math import M, math_text
from embeddings.readers.raised import CONTEXT, lowered, raised
from embeddings.readers.symbol_fonts import is_symbol_font, shown, shown_of_run, sign_of
from embeddings.readers.word_fields import words_of_code

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
# Transitional and strict files differ by their namespaces alone.
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"

# Elements whose words are not to be seen, or stand elsewhere.
_LEFT_OUT = {
    *(
        W + name
        for name in (
            "del",
            "moveFrom",
            "instrText",
            "fldChar",
            "delText",
            "delInstrText",
            "pPr",
            "rt",
            "sdtPr",
            "fldData",
        )
    ),
    *(W + name for name in ("annotationRef", "footnoteRef", "endnoteRef", "rPr", "ffData", "customXmlPr")),
}
_SIGNS = {W + "tab": "\t", W + "ptab": "\t", W + "br": "\n", W + "cr": "\n", W + "noBreakHyphen": "-"}
_FONT_NAMES = [W + name for name in ("ascii", "hAnsi", "cs", "eastAsia")]
# What makes words unseen, or struck through.
STRIKES = ("strike", "dstrike")
UNSEEN = ("vanish", *STRIKES)
# Raised text that is longer is no power, unit or mark.
RAISED_CHARACTERS = 6
# So many runs are looked back over for what stands before it.
_RUNS_BEFORE = 10


@dataclass
class Runs:
    """What a paragraph holds: its text, the boxes anchored in it, and (kind, id, mark) of each note's reference."""

    parts: list[str] = field(default_factory=list)
    boxes: list[Any] = field(default_factory=list)
    notes: list[tuple[str, str, str]] = field(default_factory=list)
    # The code of each field that is open, None once its result has begun.
    codes: list[str | None] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The words, with a line break or a tab where the paragraph has one."""
        return "".join(self.parts)


def runs_of(paragraph: Any, marks: dict[str, int]) -> Runs:
    """Return what a paragraph holds; `marks` counts the notes of each kind in the document so far."""
    runs = Runs()
    _walk(paragraph, runs, marks)
    return runs


def is_set(properties: Any, name: str) -> bool:
    """Whether a property that is on or off is on."""
    element = None if properties is None else properties.find(W + name)
    return element is not None and element.get(W + "val", "1") not in {"0", "false", "off", "none"}


def _walk(element: Any, runs: Runs, marks: dict[str, int]) -> None:
    for child in element:
        tag = child.tag
        if tag in _LEFT_OUT or not isinstance(tag, str):
            _follow_field(child, runs)
            continue
        if tag == W + "r" and any(is_set(child.find(W + "rPr"), name) for name in UNSEEN):
            continue
        if tag == W + "r" and (level := _level(child)):
            _set_level(child, level, runs, marks)
        elif tag == W + "t":
            runs.parts.append(shown_of_run(child.text or "", *_fonts(child.getparent())))
        elif tag == M + "oMath":
            runs.parts.append(math_text(child))
        elif tag in _SIGNS:
            runs.parts.append("\n" if tag == W + "br" and child.get(W + "type") == "page" else _SIGNS[tag])
        elif tag == W + "sym":
            runs.parts.append(_symbol(child.get(W + "char", ""), child.get(W + "font", "")))
        elif tag in {W + "footnoteReference", W + "endnoteReference"}:
            _refer(child, runs, marks)
        elif tag == W + "txbxContent":
            runs.boxes.append(child)
        elif tag == _MC + "AlternateContent":
            _walk(_alternative(child), runs, marks)
        else:
            _walk(child, runs, marks)


def _follow_field(child: Any, runs: Runs) -> None:
    """Keep the code of the field that is open; one that ends without a result says what its code says."""
    kind = child.get(W + "fldCharType")
    if kind == "begin":
        runs.codes.append("")
    elif child.tag == W + "instrText" and runs.codes and runs.codes[-1] is not None:
        runs.codes[-1] += child.text or ""
    elif kind == "separate" and runs.codes:
        runs.codes[-1] = None
    elif kind == "end" and runs.codes and (code := runs.codes.pop()):
        runs.parts.append(words_of_code(code))


def _level(run: Any) -> str:
    """Return "superscript" or "subscript" for a run that is raised or lowered, "" for others."""
    properties = run.find(W + "rPr")
    element = None if properties is None else properties.find(W + "vertAlign")
    value = "" if element is None else element.get(W + "val", "")
    return value if value in {"superscript", "subscript"} else ""


def _set_level(run: Any, level: str, runs: Runs, marks: dict[str, int]) -> None:
    """Set raised or lowered letters flat, with the sign by which they read."""
    before = "".join(runs.parts[-_RUNS_BEFORE:])[-CONTEXT:]
    start = len(runs.parts)
    _walk(run, runs, marks)
    text = "".join(runs.parts[start:])
    if len(text) <= RAISED_CHARACTERS and not text.startswith("["):
        runs.parts[start:] = [
            raised(before, text, "", linked=False) if level == "superscript" else lowered(before, text)
        ]


def _alternative(element: Any) -> Any:
    """Return the variant that a program of today shows; the other says the same again for older ones."""
    choice, fallback = element.find(_MC + "Choice"), element.find(_MC + "Fallback")
    if choice is None or (fallback is not None and not _has_text(choice) and _has_text(fallback)):
        choice = fallback
    return () if choice is None else choice


def _has_text(element: Any) -> bool:
    return any(text.text for text in element.iter(W + "t"))


def _refer(reference: Any, runs: Runs, marks: dict[str, int]) -> None:
    kind = reference.tag[len(W) : -len("Reference")]
    if reference.get(W + "customMarkFollows") in {"1", "true", "on"}:
        # The mark stands in the text.
        mark = ""
    else:
        marks[kind] = marks.get(kind, 0) + 1
        mark = str(marks[kind]) if kind == "footnote" else roman(marks[kind])
        runs.parts.append(f"[{mark}]")
    runs.notes.append((kind, reference.get(W + "id", ""), mark))


def _fonts(run: Any) -> tuple[str, str]:
    """Return the font that a run names, a symbol font if it names any; and that of all Latin letters, "" without."""
    properties = run.find(W + "rPr") if run is not None else None
    fonts = None if properties is None else properties.find(W + "rFonts")
    names = [] if fonts is None else [name for name in map(fonts.get, _FONT_NAMES) if name]
    letters = "" if fonts is None else fonts.get(W + "ascii", "")
    is_of_all = fonts is not None and fonts.get(W + "hAnsi") == letters
    return next(filter(is_symbol_font, names), next(iter(names), "")), letters if is_of_all else ""


def _symbol(code: str, font: str) -> str:
    try:
        number = int(code, 16)
    except ValueError:
        return ""
    if number >= 0x110000:  # noqa: PLR2004  # the end of Unicode
        return ""
    if number < 0x100 and is_symbol_font(font):  # noqa: PLR2004  # a letter without the mark of such fonts
        return sign_of(number, font)
    sign = shown(chr(number), font)
    return "" if "\ue000" <= sign <= "\uf8ff" else sign


def roman(number: int) -> str:
    """Return a number in small Roman figures."""
    signs = zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        ("m", "cm", "d", "cd", "c", "xc", "l", "xl", "x", "ix", "v", "iv", "i"),
        strict=True,
    )
    written = ""
    for value, sign in signs:
        count, number = divmod(number, value)
        written += sign * count
    return written
