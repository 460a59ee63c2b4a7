import pytest
from lxml import etree

from embeddings.readers.xml_lists import ItemMarks


def _marks(markup: str) -> list[str]:
    marks = ItemMarks()
    names = ("item", "list-item", "listitem", "step")
    return [marks.of(item) for item in etree.fromstring(f"<a>{markup}</a>").iter(*names)]


@pytest.mark.parametrize(
    ("markup", "marks"),
    [
        ("<list list-type='order'><list-item/><list-item/></list>", ["1. ", "2. "]),
        ("<list list-type='alpha-lower'><list-item/><list-item/></list>", ["a. ", "b. "]),
        ("<list list-type='roman-upper'><list-item/><list-item/></list>", ["I. ", "II. "]),
        ("<list list-type='bullet'><list-item/></list><list list-type='simple'><list-item/></list>", ["- ", ""]),
        ("<list type='ordered'><item/><item n='5'/><item/></list>", ["1. ", "5. ", "6. "]),
        ("<list rend='numbered'><item/></list><list type='unordered'><item/></list>", ["1. ", "- "]),
        ("<list><label>1.</label><item/></list><list type='gloss'><item/></list>", ["", ""]),
        ("<orderedlist><listitem/><listitem/></orderedlist>", ["1. ", "2. "]),
        ("<orderedlist numeration='upperalpha' startingnumber='3'><listitem/></orderedlist>", ["C. "]),
        ("<orderedlist continuation='continues'><listitem/></orderedlist>", ["- "]),
        ("<itemizedlist><listitem/></itemizedlist><procedure><step/><step/></procedure>", ["- ", "1. ", "2. "]),
        ("<varlistentry><term/><listitem/></varlistentry>", [""]),
        (
            "<list type='ordered'><item><list type='ordered'><item/><item/></list></item><item/></list>",
            ["1. ", "1. ", "2. ", "2. "],
        ),
    ],
)
def test_items_have_the_marks_that_their_list_states(markup: str, marks: list[str]) -> None:
    assert _marks(markup) == marks
