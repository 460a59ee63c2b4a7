"""How XML of unknown origin is parsed: nothing from outside is fetched, and no entity becomes what it stands for."""

from typing import Any


def xml_parser(*, recover: bool = False) -> Any:
    """Return a parser of lxml; one that recovers goes on behind what is broken."""
    from lxml import etree

    return etree.XMLParser(
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
