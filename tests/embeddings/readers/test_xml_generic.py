from lxml import etree

from embeddings.readers.xml_generic import generic_text


def test_other_documents_are_the_words_of_their_elements() -> None:
    root = etree.fromstring("<a><t>Water levels</t><b>They <i>rose</i> by <n>4</n>.</b><c><d>Then</d></c></a>")
    assert generic_text(root) == "Water levels\n\nThey rose by 4.\n\nThen"


def test_records_are_rows_below_the_names_of_their_values() -> None:
    root = etree.fromstring(
        "<a><r><name>Ana</name><age>3</age></r><r><name>Bo</name><age/></r><x><y>One</y><z>alone</z></x></a>"
    )
    assert generic_text(root) == "name | age\n\nAna | 3\n\nBo\n\nOne | alone"


def test_attributes_are_read_where_there_is_nothing_else() -> None:
    root = etree.fromstring('<smses xmlns:x="urn:x"><sms from="Ana" x:body="Meet at noon."/><sms from="Bo"/></smses>')
    assert generic_text(root) == "from: Ana\nbody: Meet at noon.\n\nfrom: Bo"
    assert generic_text(etree.fromstring('<a b="c"><d>Words</d></a>')) == "Words"
