from embeddings.attribution.labels import labelled, speaker_at


def test_a_turn_is_its_speakers() -> None:
    text = "MS. PETRIE: Who opened the lock?\n\nMR. HALLORAN: Nobody did.\n\nIt was open.\n\nMS. PETRIE: Thank you."
    found = labelled(text)
    assert [one.speaker for one in found] == ["MS. PETRIE", "MR. HALLORAN", "MS. PETRIE"]
    assert [text[slice(*span)] for span in found[1].content] == ["Nobody did.", "It was open."]
    assert {one.kind for one in found} == {"direct"}


def test_questions_and_answers_name_nobody() -> None:
    text = "Q. Who opened it?\n\nA. Nobody.\n\nQ. When?\n\nA. At night."
    assert [one.speaker for one in labelled(text)] == [None] * 4


def test_prose_has_no_turns() -> None:
    assert labelled("The lock was open. Note: it stays so.") == []


def test_the_head_of_a_hearing_speaks_no_turn() -> None:
    text = "Members present: Ana Ruiz; Bo Ek.\n\nCHAIR: Who opened it?\n\nMR. LIND: I did.\n\nCHAIR: When?"
    assert [one.speaker for one in labelled(text)] == ["CHAIR", "MR. LIND", "CHAIR"]


def test_who_speaks_at_a_place() -> None:
    text = "Minutes.\n\nCHAIR: Who opened it?\n\nMR. LIND: I did.\n\nIt was open.\n\nCHAIR: When?"
    turns = labelled(text)
    places = [text.index(word) for word in ("Minutes", "Who", "MR.", "did", "was", "When")]
    assert [speaker_at(turns, place) for place in places] == [None, "CHAIR", None, "MR. LIND", "MR. LIND", "CHAIR"]


def test_who_writes_in_a_chat_and_to_whom() -> None:
    text = "[14:01] Ana joined\n\nana_r [14:05]: the crane\nit leaks\n\n⚓ Bo: crew [14:06 UTC, to ana_r]: no"
    first, second = labelled(text)
    assert (first.speaker, first.to, text[slice(*first.content[0])]) == ("ana_r", None, "the crane\nit leaks")
    assert (second.speaker, second.to, text[slice(*second.content[0])]) == ("⚓ Bo: crew", "ana_r", "no")
    assert [text[slice(*span)] for span in (first.source, second.source, second.to_span) if span] == [
        "ana_r", "⚓ Bo: crew", "ana_r",
    ]  # fmt: skip
