from embeddings.readers.rtf_blocks import Flow, Paragraph, Row


def test_paragraphs_end_with_their_mark_and_what_follows_them() -> None:
    flow = Flow("body", parts=["Tolls ", "\ud83c", "\udf00"], mark="1.", after=[Paragraph("A note.")])
    flow.end_paragraph(3, None, is_in_table=False)
    flow.end_paragraph(3, None, is_in_table=False)
    assert flow.items == [Paragraph("Tolls \U0001f300", 3, None, "1."), Paragraph("A note.")]


def test_rows_hold_the_paragraphs_of_their_cells_and_empty_ones_are_none() -> None:
    flow = Flow("body")
    flow.end_row()
    flow.parts = ["a"]
    flow.end_paragraph(0, None, is_in_table=True)
    flow.parts = ["b"]
    flow.end_in_table("cell")
    flow.end_in_table("cell")
    flow.end_in_table("row")
    assert flow.items == [Row([["a", "b"], []])]


def test_a_row_repeats_what_it_goes_on_with() -> None:
    flow = Flow("body", above={10: ["Oak"], 20: ["x"]})
    for word, number in (("trowd", 0), ("clvmrg", 0), ("cellx", 10), ("cellx", 20)):
        flow.define_row(word, number)
    flow.cells = [[], ["Narva"]]
    flow.end_row()
    assert flow.items == [Row([["Oak"], ["Narva"]])]
