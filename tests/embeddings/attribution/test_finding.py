import time
from pathlib import Path

import pytest

from embeddings.attribution.finding import attributions

pytest.importorskip("spacy")


def test_everything_about_an_attribution() -> None:
    text = "Mayor Ines Alvarado reportedly told the council that the bridge “cost twice as much” in 2010."
    (found,) = attributions(text)
    assert found.speaker == "Ines Alvarado"
    assert found.source is not None
    assert text[slice(*found.source)] == "Mayor Ines Alvarado"
    assert found.cue is not None
    assert text[slice(*found.cue)] == "told"
    assert (found.to, found.kind, found.hedged, found.negated) == ("the council", "mixed", True, False)
    assert text[slice(*found.content[0])] == "that the bridge “cost twice as much” in 2010"


def test_a_dateline_with_a_day_says_nothing() -> None:
    for dateline in ("NORTHWOLD, 9 June 2015 – ", "NORTHWOLD, Ohio, June 9, 2015 — "):
        (found,) = attributions(f"{dateline}Ana Ek today announced that the lock will be mended.")
        assert found.speaker == "Ana Ek"


def test_what_attributes_nothing_gives_nothing() -> None:
    assert attributions("The lock was built in 1910. It is ten metres wide.") == ()
    assert attributions("") == ()


def test_a_short_answer_goes_to_whom_a_colon_leads_from() -> None:
    text = 'Asked whether it leaks, Ana Ek said: "Not yet."'
    said = next(one for one in attributions(text) if one.speaker)
    assert (said.speaker, [text[slice(*span)] for span in said.content]) == ("Ana Ek", ['"Not yet."'])


@pytest.mark.parametrize(
    ("line", "source"),
    [
        ("LUND, Sweden (Wire) — Europe's top envoy, Greta Ek, said Thursday that it leaks.", "Europe's top envoy"),
        ("Lund (Wire) - Greta Ek said that it leaks.", "Greta Ek"),
        ("NATO — the alliance of old — said that it leaks.", "NATO"),
    ],
)
def test_the_place_and_the_agency_before_a_story_say_nothing(line: str, source: str) -> None:
    (found,) = attributions(line)
    assert found.source is not None
    assert line[slice(*found.source)] == source


def test_what_is_said_in_a_turn_is_not_said_by_its_label() -> None:
    text = (
        "GOV. FINCH: I read it.\n\nREP. ORTIZ: The governor told me that he had not.\n\n"
        "REP. ORTIZ: He told Lind that it leaks.\n\nMODERATOR: Mr. Ortiz, your own lawyer says it leaks."
    )
    inner = {text[slice(*one.source)]: one for one in attributions(text) if one.cue and one.source}
    assert inner["He"].speaker != "Ortiz"
    assert "Mr. Ortiz" not in inner
    assert [text[slice(*span)] for span in inner["your own lawyer"].content] == ["it leaks"]


@pytest.mark.parametrize("unit", ["“a said b ", "he said “", "Ana Ek said that ", "the a said. ", "said\n\n"])
def test_hostile_texts_take_linear_time(unit: str) -> None:
    # A tenth of what other such tests read: every word of it is parsed.
    def seconds(repeats: int) -> float:
        started = time.thread_time()
        attributions(unit * repeats)
        return time.thread_time() - started

    few = 2_000 // len(unit)
    seconds(few)
    # The slowest of the short runs beside the quickest of the long. Twenty times leaves room for a busy machine and for
    # the garbage of others; a quadratic function takes a hundred times as long.
    short = max(seconds(few) for _ in range(3))
    assert any(seconds(few * 10) <= 20 * short for _ in range(4))


# What a careful reader finds in two articles, as cue, speaker and addressee.
_SEEDS = {
    "000_5e29d57fc1286ecd.txt": [
        ("discussed", "John Kerry", None),
        ("told", "John Kerry", "Michel Barnier"),
        ("point", "John Kerry", None),
        ("pointed", "John Kerry", None),
        ("remarked", "John Kerry", None),
        ("commented", "John Kerry", None),
        ("observed", "John Kerry", None),
        ("offered", "Hamad bin Khalifa al-Thani", None),
        ("asked", "Hamad bin Khalifa al-Thani", None),
        ("responded", "John Kerry", None),
        ("told", "The Chairman", "the Amir"),
        ("told", "John Kerry", "Hamad bin Khalifa al-Thani"),
        ("wants", "John Kerry", None),
        ("comment", "John Kerry", "Hamad bin Khalifa al-Thani"),
    ],
    "001_9b2b18793d41e242.txt": [
        ("say", "Iranians and analysts alike", None),
        ("say", "Iranians and analysts alike", None),
        ("says", "a veteran observer in Tehran", None),
        ("adds", "a veteran observer in Tehran", None),
        ("said", "Obama", None),
        ("reassure", "a senior US Treasury official", "more than 70 Middle East and nonproliferation experts"),
        ("shows", "one document", None),
        ("describes", "one document", None),
        ("briefed", "Daniel Glaser", None),
        ("According", "one document", None),
        ("warned", "Daniel Glaser", None),
        ("says", "one document", None),
    ],
}


# What the parser takes for something else.
_MISSED: dict[str, list[tuple[str, str, str | None]]] = {
    "000_5e29d57fc1286ecd.txt": [],
    "001_9b2b18793d41e242.txt": [
        ("reassure", "a senior US Treasury official", "more than 70 Middle East and nonproliferation experts")
    ],
}


@pytest.mark.parametrize("name", _SEEDS)
def test_two_articles_are_read_as_a_careful_reader_would(seeds: Path, name: str) -> None:
    text = (seeds / name).read_text("utf-8")
    found = [(text[slice(*one.cue)].lower(), one.speaker, one.to) for one in attributions(text) if one.cue]
    missed = [(cue, who, whom) for cue, who, whom in _SEEDS[name] if (cue.lower(), who, whom) not in found]
    assert missed == _MISSED[name]


def test_what_is_hearsay_and_where_it_was_said_in_two_articles(seeds: Path) -> None:
    text = (seeds / "000_5e29d57fc1286ecd.txt").read_text("utf-8")
    by_cue = {text[slice(*one.cue)]: one for one in attributions(text) if one.cue}
    assert by_cue["offered"].hedged
    assert by_cue["commented"].setting is not None
    assert text[slice(*by_cue["commented"].setting)].replace("\xa0", " ").startswith("In a February 2010 meeting")


def test_notices_of_a_chat_are_nobodys_words() -> None:
    text = "[14:01] Ana Ruiz said “The lock leaks badly here”\n\nBo Ek [14:05]: Ana Ruiz said that the lock leaks."
    found = [(one.speaker, text[slice(*one.content[0])]) for one in attributions(text)]
    assert found == [("Bo Ek", "Ana Ruiz said that the lock leaks."), ("Ana Ruiz", "that the lock leaks")]


def test_a_short_answer_in_marks_is_direct_speech() -> None:
    (found,) = attributions("“Not yet,” replied Ana Lind.")
    assert (found.speaker, found.kind, found.negated) == ("Ana Lind", "direct", False)


def test_what_is_put_to_somebody_is_a_statement() -> None:
    text = "Ana Ruiz put it to the minister that the dam was unsafe."
    (found,) = attributions(text)
    assert (found.speaker, found.to) == ("Ana Ruiz", "the minister")
    assert [text[slice(*span)] for span in found.content] == ["that the dam was unsafe"]
    (passive,) = attributions("It was put to Ana Ruiz that the dam was unsafe.")
    assert (passive.speaker, passive.to) == (None, "Ana Ruiz")
    assert attributions("The envoy put the letter to one side.") == ()


def test_the_emir_of_a_place_is_whoever_is_named_so() -> None:
    text = "By noon the Emir of Varde, Hamad bin Khalifa, had come. The Emir asked for tea. He said that it was late."
    assert [one.speaker for one in attributions(text) if one.cue][-1] == "Hamad bin Khalifa"
    told = attributions("Ana Ruiz met the Emir of Varde, Hamad bin Khalifa. The Emir told reporters that it was late.")
    assert (told[-1].speaker, told[-1].to) == ("Hamad bin Khalifa", "reporters")


def test_a_ship_says_nothing() -> None:
    text = "Eva Lind came. The ferry Ana Holm sank. She said that it was cold."
    assert attributions(text)[-1].speaker != "Ana Holm"


@pytest.mark.parametrize(
    ("text", "speaker", "content"),
    [
        ("Bo Ek rejects this as absurd.", "Bo Ek", "this as absurd"),
        ("Bo Ek denied this to the council on 3 May.", "Bo Ek", "this"),
        ("Bo Ek denies murder.", "Bo Ek", "murder"),
        # Answers of a word or two, after whoever laughs, and after nobody.
        ("Asked whether it leaks, Bo Ek laughed. “Not yet.”", "Bo Ek", "“Not yet.”"),
        ("Was Bo Ek worried? “Not really.” It rained.", None, "“Not really.”"),
        ("Said one docker: “We are tired.”", "one docker", "“We are tired.”"),
        ("The report quoted Bo Ek as saying that it leaks.", "Bo Ek", "that it leaks"),
    ],
)
def test_denials_judgements_and_answers_of_a_word(text: str, speaker: str | None, content: str) -> None:
    found = [(one.speaker, " ".join(text[slice(*span)] for span in one.content)) for one in attributions(text)]
    assert (speaker, content) in found


@pytest.mark.parametrize("text", ["Bo Ek smiled at the crowd.", "Bo Ek called on Tuesday.", "They read “Emma.”"])
def test_who_smiles_or_calls_says_nothing(text: str) -> None:
    assert [one for one in attributions(text) if one.speaker] == []
