"""An EPUB of the chapters of a piece."""

from html import escape

from piece_writers.sources import Block, Piece, sections
from piece_writers.zips import zipped

_CONTAINER = """<?xml version="1.0" encoding="UTF-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles><rootfile full-path="OEBPS/content.opf" media-type="application/oebps-package+xml"/></rootfiles>
</container>
"""
_PACKAGE = """<?xml version="1.0" encoding="UTF-8"?>
<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id" xml:lang="en">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:identifier id="id">loccit-sample:{name}</dc:identifier>
<dc:title>{title}</dc:title>
<dc:creator>{author}</dc:creator>
<dc:publisher>{publisher}</dc:publisher>
<dc:date>{published}</dc:date>
<dc:language>en</dc:language>
<meta property="dcterms:modified">{published}T12:00:00Z</meta>
</metadata>
<manifest>
<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>
{items}
</manifest>
<spine>
{spine}
</spine>
</package>
"""
_PAGE = """<?xml version="1.0" encoding="UTF-8"?>
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" xml:lang="en">
<head><title>{title}</title></head>
<body>
{body}
</body>
</html>
"""


def epub(piece: Piece) -> bytes:
    """Return a piece as an EPUB: a chapter for each heading of the first level, and a table of contents."""
    chapters = list(sections(piece.blocks, level=1))
    names = [f"chapter-{number}.xhtml" for number in range(1, len(chapters) + 1)]
    items = [f'<item id="c{at}" href="{name}" media-type="application/xhtml+xml"/>' for at, name in enumerate(names, 1)]
    spine = [f'<itemref idref="c{at}"/>' for at in range(1, len(names) + 1)]
    package = _PACKAGE.format(
        name=piece.file.removesuffix(".epub"),
        title=escape(piece.title),
        author=escape(piece.author),
        publisher=escape(piece.publisher),
        published=piece.published.isoformat(),
        items="\n".join(items),
        spine="\n".join(spine),
    )
    links = [f'<li><a href="{name}">{escape(title)}</a></li>' for name, (title, _) in zip(names, chapters, strict=True)]
    nav = '<nav epub:type="toc"><h1>Contents</h1><ol>' + "".join(links) + "</ol></nav>"
    pages = {name: _chapter(title, blocks) for name, (title, blocks) in zip(names, chapters, strict=True)}
    members = {
        "mimetype": b"application/epub+zip",
        "META-INF/container.xml": _CONTAINER.encode(),
        "OEBPS/content.opf": package.encode(),
        "OEBPS/nav.xhtml": _PAGE.format(title="Contents", body=nav).encode(),
        **{f"OEBPS/{name}": page.encode() for name, page in pages.items()},
    }
    return zipped(members, stored=("mimetype",))


def _chapter(title: str, blocks: list[Block]) -> str:
    body = [f"<h1>{escape(title)}</h1>", *(f"<p>{escape(block.text)}</p>" for block in blocks)]
    return _PAGE.format(title=escape(title), body="\n".join(body))
