from lxml import etree

from embeddings.readers.pptx_numbers import A, Numbers


def _properties(level: int, kind: str = "", start: str = "") -> etree._Element:
    properties = etree.Element(A + "pPr", lvl=str(level))
    if kind:
        etree.SubElement(properties, A + "buAutoNum", type=kind, **({"startAt": start} if start else {}))
    return properties


def _marks(*paragraphs: tuple[int, str]) -> list[str]:
    numbers = Numbers()
    return [numbers.mark(_properties(level, kind)) for level, kind in paragraphs]


def test_each_level_counts_for_itself_and_goes_on_behind_deeper_ones() -> None:
    outer, inner = (0, "arabicPeriod"), (1, "alphaLcParenR")
    assert _marks(outer, outer, inner, inner, outer, inner) == ["1.", "2.", "a)", "b)", "3.", "a)"]
    assert _marks(outer, (1, ""), outer) == ["1.", "", "2."]


def test_a_paragraph_without_a_number_ends_the_list_of_its_level() -> None:
    assert _marks((0, "arabicPeriod"), (0, ""), (0, "arabicPeriod")) == ["1.", "", "1."]


def test_numbers_are_written_as_they_are_shown() -> None:
    kinds = ("romanUcPeriod", "alphaUcParenBoth", "arabicPlain", "romanLcParenR")
    assert _marks(*((0, kind) for kind in kinds)) == ["I.", "(A)", "1", "i)"]
    numbers = Numbers()
    assert [numbers.mark(_properties(0, "arabicPeriod", "5")) for _ in range(2)] == ["5.", "6."]
    assert Numbers().mark(None) == ""
