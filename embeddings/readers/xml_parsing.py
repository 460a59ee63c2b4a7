"""How XML of unknown origin is parsed: nothing from outside is fetched, and no entity becomes what it stands for."""

from functools import cache
from typing import Any

# Bytes of characters that XML cannot hold.
_NO_XML = bytes([*range(0x09), 0x0B, 0x0C, *range(0x0E, 0x20)])


def xml_bytes(text: str) -> bytes:
    """Return a text in UTF-8 without the characters that XML cannot hold; a parser would end it there."""
    # UTF-8 has no halves of characters.
    data = text.replace("\ufffe", "").replace("\uffff", "").encode("utf-8", "ignore")
    return data.translate(None, _NO_XML) if any(map(data.__contains__, _NO_XML)) else data


def xml_parser(*, recover: bool = False) -> Any:
    """Return a parser of lxml; one that recovers goes on behind what is broken."""
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        # An id that stands twice, or is no name, makes no text unreadable: programs write such ids.
        collect_ids=False,
        recover=recover,
    )
    parser.resolvers.add(_nothing_outside())
    return parser


@cache
def _nothing_outside() -> Any:
    """Return what says of every file outside a document that it is empty.

    libxml2 opens the type of a document whose ids are not collected, and calls the document broken if that stands in
    the net.
    """
    from lxml import etree

    class NothingOutside(etree.Resolver):  # type: ignore[misc]  # lxml states no types
        def resolve(self, _system_url: str, _public_id: str, context: Any) -> Any:
            return self.resolve_string("", context)

    return NothingOutside()
