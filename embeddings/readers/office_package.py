"""Office files that are ZIP packages: Word, Excel and PowerPoint since 2007, OpenDocument, EPUB.

What is unpacked is bounded, entities are not expanded, and nothing outside the package is read.
"""

import io
import posixpath
import zipfile
import zlib
from collections.abc import Iterable, Sequence
from typing import Any
from unicodedata import normalize

from embeddings.readers.content import File, FileContent, FileContents, LimitReached, NotRead
from embeddings.readers.embedded_objects import file_in, read_embedded
from embeddings.readers.sniffing import OLE
from embeddings.readers.xml_parsing import xml_parser

# A part of XML is held as a tree, which takes about ten times as much memory.
MAX_XML_BYTES = 50_000_000
# Spreadsheets pack to a hundredth at most; what a bomb holds packs to a thousandth.
MAX_RATIO = 200
# Less than this is no bomb, whatever its ratio.
HARMLESS_BYTES = 10_000_000

_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
LOCKED = "is locked with a password; open it, remove the password and save it again"
_RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"


class Package:
    """An opened package: its parts by name."""

    def __init__(self, packed: zipfile.ZipFile) -> None:
        self._packed = packed
        self._names = {_key(name): name for name in packed.namelist()}
        self._references: dict[str, list[Any]] = {}

    @property
    def names(self) -> list[str]:
        """The names of its parts, in their order in the file."""
        return self._packed.namelist()

    def data(self, name: str) -> bytes | None:
        """Return a part, None if there is none of that name.

        Programs differ over capitals, a slash before it and how accents are written.

        Raises NotRead if it is broken or encrypted, and LimitReached if it is a bomb.
        """
        stored = self._names.get(_key(name))
        if stored is None:
            return None
        part = self._packed.getinfo(stored)
        if part.flag_bits & 1:
            raise NotRead(LOCKED)
        _refuse_bomb(part)
        try:
            return self._packed.read(part)
        # All that zipfile was seen to raise of broken bytes (tests/embeddings/readers/test_mutated.py).
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError) as error:
            raise NotRead(f"is broken: its part {name} cannot be unpacked ({error}); save it again") from error

    def tree(self, name: str) -> Any:
        """Return a part as an element, None if there is none of that name; raises as `data` and `xml_tree`."""
        data = self.data(name)
        return None if data is None else xml_tree(data, name)

    def targets(self, name: str) -> dict[str, str]:
        """Return the names of the parts that a part refers to, by the ids of its references; links are left out."""
        folder = posixpath.dirname(name)
        return {
            element.get("Id", ""): posixpath.normpath(posixpath.join("/", folder, element.get("Target", "")))[1:]
            for element in self._references_of(name)
            if element.get("TargetMode") != "External"
        }

    def typed(self, name: str, kind: str) -> list[str]:
        """Return the parts that a part refers to as something, such as "footnotes"."""
        references = self._references_of(name)
        ids = [element.get("Id", "") for element in references if element.get("Type", "").endswith(f"/{kind}")]
        targets = self.targets(name) if ids else {}
        return [targets[number] for number in ids if number in targets]

    def _references_of(self, name: str) -> list[Any]:
        """Return the elements of a part's references, which are unpacked once: they are asked for by many kinds."""
        if name not in self._references:
            folder, base = posixpath.split(name)
            tree = self.tree(posixpath.join(folder, "_rels", f"{base}.rels"))
            self._references[name] = [] if tree is None else list(tree.iter(_RELATIONSHIP))
        return self._references[name]


def opened(file: File, kind: str) -> Package:
    """Return a file as a package; `kind` is what it should be, such as "Word file".

    Raises NotRead if it is locked, broken or no package, and LimitReached if it unpacks to more than is allowed.
    """
    if file.data.startswith(OLE):
        raise NotRead(LOCKED if _ENCRYPTED in file.data else f"is no {kind} but an older Office file; name it so")
    try:
        packed = zipfile.ZipFile(io.BytesIO(file.data))
    # All that zipfile was seen to raise of a broken list of parts.
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, EOFError) as error:
        raise NotRead(f"is no {kind} or a broken one ({error}); save it again, or name it as what it is") from error
    parts = packed.infolist()
    if len(parts) > file.limits.members:
        raise LimitReached(f"holds more than {file.limits.members:,} parts; set LOCCIT_FILE_MEMBERS")
    if sum(part.file_size for part in parts) > file.limits.megabytes * 1_000_000:
        raise LimitReached(f"unpacks to more than {file.limits.megabytes:,} MB; set LOCCIT_FILE_UNPACKED_MB")
    for part in parts:
        _refuse_bomb(part)
    return Package(packed)


def embedded(file: File, package: Package, parts: Iterable[str]) -> list[FileContents]:
    """Return what the files hold that parts of a package embed, such as a sheet in a report; raises as Package.

    Charts keep their figures in sheets too, to which the charts refer and not these parts.
    """
    kinds = ("package", "aFChunk", "oleObject")
    names = [name for part in parts for kind in kinds for name in package.typed(part, kind)]
    stored = ((posixpath.basename(name), package.data(name)) for name in dict.fromkeys(names))
    found = (_unwrapped(name, data) for name, data in stored if data)
    return read_embedded(file, ((name, data) for name, data in found if data != b""))


def _unwrapped(name: str, data: bytes) -> tuple[str, bytes | None]:
    """Return the name and the bytes of an embedded file, which may stand in an object; empty for no file."""
    if not data.startswith(OLE) or not name.endswith(".bin"):
        return name, data
    own_name, data_inside = file_in(data)
    return own_name or name.removesuffix(".bin"), data_inside


def with_embedded(content: FileContent, contents: Sequence[FileContents]) -> FileContents:
    """Return the contents of a file from its own document and what is embedded in it."""
    return together([FileContents((content,)), *contents])


def together(contents: Sequence[FileContents]) -> FileContents:
    """Return several contents as those of one file."""
    documents = tuple(document for inside in contents for document in inside.documents)
    return FileContents(documents, tuple(refused for inside in contents for refused in inside.refused))


def _key(name: str) -> str:
    return normalize("NFC", name.lstrip("/")).lower()


def xml_tree(data: bytes, name: str) -> Any:
    """Return XML as an element, with no entity expanded. Raises NotRead and LimitReached."""
    from lxml import etree

    if len(data) > MAX_XML_BYTES:
        limit = MAX_XML_BYTES // 1_000_000
        raise LimitReached(f"has a part of more than {limit} MB of text ({name}); split it")
    try:
        root = etree.fromstring(data, xml_parser())
    except (etree.XMLSyntaxError, ValueError) as error:
        raise NotRead(f"is broken: its part {name} is no XML ({error}); save it again") from error
    declared = root.getroottree().docinfo.internalDTD
    if declared is not None and next(iter(declared.iterentities()), None) is not None:
        raise NotRead(f"declares entities in its part {name}, as hostile files do; save it again in its program")
    return root


def _refuse_bomb(part: zipfile.ZipInfo) -> None:
    if part.file_size > HARMLESS_BYTES and part.file_size > MAX_RATIO * max(part.compress_size, 1):
        raise LimitReached(
            f"has a part that unpacks to {part.file_size // max(part.compress_size, 1)} times its size, as a bomb does"
            f" ({part.filename}); save it again in its program"
        )
