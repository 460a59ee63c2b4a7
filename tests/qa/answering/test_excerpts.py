from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from math import exp
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from embeddings.models.encoder import Encoder
from embeddings.text.splitting import paragraphs, sentences
from qa.answering.excerpts import answer_within, choose, excerpts_of, marked, reading_within
from qa.answering.introductions import LIST_PARAGRAPHS, LIST_WORDS, MOST_INTRODUCING
from qa.answering.relevance import with_relevance
from qa.answers import Excerpt
from qa.archive import Archive
from qa.question.question import Question
from qa.retrieval.scope import Scope
from tests.qa.answering.test_reading import hit_that_says

Build = Callable[[dict[str, str]], Path]
Best = Callable[..., Excerpt]


@pytest.fixture
def best(index_of: Build, encoder: Encoder) -> Best:
    """Ask an archive of one document; return the best excerpt."""

    def ask(text: str, question: str, name: str = "one.txt") -> Excerpt:
        return Archive.open(index_of({name: text}), encoder=encoder).retrieve(question)[0]

    return ask


def test_the_sentence_that_answers_is_quoted_alone(best: Best) -> None:
    text = (
        "Rain fell on Paris all day. The minister told Kerry that sanctions would follow. Nobody took notes."
        " Dinner was served late."
    )
    excerpt = best(text, "What did the minister tell Kerry about sanctions?")
    assert excerpt.text == "The minister told Kerry that sanctions would follow."
    assert (excerpt.start, excerpt.end) == (28, 80)


def test_the_words_are_the_sources_own_with_line_breaks_and_curly_marks(best: Best) -> None:
    text = (
        "Lunch was long.\n\nThe minister’s  envoy — a “dove” —\ntold Kerry that sanctions would\nfollow in a year.\n\n"
        "All left."
    )
    excerpt = best(text, "What did the minister’s envoy tell Kerry about sanctions?")
    assert excerpt.text == "The minister’s  envoy — a “dove” —\ntold Kerry that sanctions would\nfollow in a year."


def test_sentences_that_are_nearly_as_good_join(best: Best) -> None:
    text = (
        "Lunch was long and the weather poor. Kerry spoke with Barnier about sanctions against Tehran."
        " Kerry spoke with Barnier about talks against sanctions. Nobody took notes."
    )
    excerpt = best(text, "Kerry spoke with Barnier about sanctions")
    assert excerpt.text == (
        "Kerry spoke with Barnier about sanctions against Tehran."
        " Kerry spoke with Barnier about talks against sanctions."
    )


def test_never_more_than_three_sentences_however_alike(best: Best) -> None:
    text = " ".join(f"Kerry spoke with Barnier about sanctions {day}." for day in ("Monday", "Tuesday", "Friday")) * 2
    excerpt = best(text, "Kerry spoke with Barnier about sanctions")
    assert len(sentences(excerpt.text)) == 3


@pytest.mark.parametrize(
    "opening", ["He told", "“He told", "But he told", "His envoy told", "When he told", "They told"]
)
def test_a_sentence_that_refers_back_brings_the_one_before(best: Best, opening: str) -> None:
    refers = f"{opening} Barnier that sanctions would follow." + ("”" if opening.startswith("“") else "")
    text = f"Lunch was long. The senator arrived on foot. {refers} Nobody took notes."
    excerpt = best(text, "Who told Barnier that sanctions would follow?")
    assert excerpt.text == f"The senator arrived on foot. {refers}"


@pytest.mark.parametrize("opening", ["Helen told", "Isolde told", "Theyab told", "Kerry told"])
def test_a_name_that_begins_like_a_pronoun_does_not_refer_back(best: Best, opening: str) -> None:
    text = f"Lunch was long. The senator arrived on foot. {opening} Barnier that sanctions would follow."
    excerpt = best(text, "Who told Barnier that sanctions would follow?")
    assert excerpt.text == f"{opening} Barnier that sanctions would follow."


def test_referring_back_goes_on_but_ends_at_three_sentences(best: Best) -> None:
    text = (
        "The senator came by train. He had slept badly. He was late. He told Barnier that sanctions would follow."
        " Nobody took notes."
    )
    excerpt = best(text, "Who told Barnier that sanctions would follow?")
    assert excerpt.text == "He had slept badly. He was late. He told Barnier that sanctions would follow."


def test_referring_back_stops_at_the_paragraph(best: Best) -> None:
    text = "The senator arrived on foot.\n\nHe told Barnier that sanctions would follow. Nobody took notes."
    excerpt = best(text, "Who told Barnier that sanctions would follow?")
    assert excerpt.text == "He told Barnier that sanctions would follow."


@pytest.mark.parametrize(
    "quotation",
    [
        "The emir said: “Sanctions against Tehran would harm Qatar. My advice is patience.”",
        "“My advice is patience. Sanctions against Tehran would harm Qatar,” said the emir.",
        'The emir said: "Sanctions against Tehran would harm Qatar. My advice is patience."',
        '"My advice is patience. Sanctions against Tehran would harm Qatar," said the emir.',
    ],
)
def test_a_quotation_is_quoted_from_its_opening_mark_to_its_closing_one(best: Best, quotation: str) -> None:
    text = f"Lunch was long. {quotation} Nobody took notes."
    assert best(text, "How would sanctions against Tehran harm Qatar?").text == quotation


@pytest.mark.parametrize(("opened", "closed"), ["“”", '""'])
@pytest.mark.parametrize("question", ["Who said that sanctions hurt nobody?", "What would harm Qatar and Tehran?"])
def test_a_quotation_that_breaks_off_to_say_who_speaks_is_quoted_with_its_end(
    best: Best, question: str, opened: str, closed: str
) -> None:
    quotation = (
        f"{opened}Sanctions hurt nobody,{closed} said the emir. {opened}A war would harm Qatar and Tehran both.{closed}"
    )
    assert best(f"Lunch was long. {quotation} Nobody took notes.", question).text == quotation


@pytest.mark.parametrize("before", ['The emir saw a 6" pipe. ', '"Go," he said. '])
def test_a_straight_mark_that_quotes_nothing_here_takes_in_no_other_sentence(best: Best, before: str) -> None:
    text = f"{before}Sanctions against Tehran would harm Qatar. Nobody took notes."
    excerpt = best(text, "How would sanctions against Tehran harm Qatar?")
    assert excerpt.text == "Sanctions against Tehran would harm Qatar."


def test_a_quotation_too_long_to_close_does_not_lengthen_the_excerpt(best: Best) -> None:
    text = (
        "“One thing is plain. Another is dark. Sanctions against Tehran would harm Qatar. Patience is better."
        " Nobody listens. Time is short,” said the emir."
    )
    excerpt = best(text, "How would sanctions against Tehran harm Qatar?")
    assert excerpt.text == "Sanctions against Tehran would harm Qatar."


def test_a_heading_is_not_the_answer_where_a_sentence_is(best: Best) -> None:
    text = "# Notes\n\n## What they spoke of in Paris\n\nIn Paris they spoke of sanctions which Tehran feared most.\n"
    excerpt = best(text, "What did they speak of in Paris which Tehran feared?", "one.md")
    assert excerpt.text == "In Paris they spoke of sanctions which Tehran feared most."


def test_a_document_of_a_heading_alone_still_gives_an_excerpt(best: Best) -> None:
    assert best("Sanctions against Tehran", "sanctions against Tehran").text == "Sanctions against Tehran"


@pytest.mark.parametrize("counts", [("several", "3,000"), ("3,000", "several")])
def test_a_question_for_a_number_prefers_the_sentence_with_one(best: Best, counts: tuple[str, str]) -> None:
    text = "\n\n".join([*(f"The hall at Natanz held {count} machines." for count in counts), "The hall was cold."])
    excerpt = best(text, "How many machines did the hall at Natanz hold?")
    assert excerpt.text == "The hall at Natanz held 3,000 machines."


def test_paragraphs_on_long_lines_of_their_own_are_kept_apart(best: Best) -> None:
    # Saved without blank lines: each line is a paragraph, as the splitting of passages holds, too.
    lines = [
        "The senator arrived on foot, in the rain, without an umbrella, and nobody at the ministry knew his name.",
        "He told Barnier that sanctions would follow, that talks were better, and that Tehran would not give way soon.",
        "Nobody took notes of it, and the only record is the cable that the embassy wrote weeks later from memory.",
    ]
    text = "\n".join(lines)
    assert len(paragraphs(text)) == 3
    assert best(text, "Who told Barnier that sanctions would follow?").text == lines[1]


def test_no_excerpt_joins_what_site_furniture_stood_between(best: Best) -> None:
    source = (
        "The senator arrived on foot.\nSkip to next paragraph\nHe told Barnier that sanctions would follow.\n"
        "Advertisement\nNobody took notes."
    )
    excerpt = best(source, "Who told Barnier that sanctions would follow?")
    assert "He told Barnier that sanctions would follow." in excerpt.text
    assert excerpt.text in source


WORDS = st.sampled_from(
    [
        "Kerry",
        "Barnier",
        "Tehran",
        "sanctions",
        "talks",
        "told",
        "U.N.",
        "Mr.",
        "27",
        "3,000",
        "the",
        "–",
        "don’t",
        "café",
    ]
)
OPENINGS = st.sampled_from(["The", "He", "But they", "In 2005", "Sen. Kerry", "This", "“The", "‘It", "(She", "1."])
ENDS = st.sampled_from([".", "?", "!", ".”", "…", ",” he said.", ";", ""])
SENTENCES = st.builds(
    lambda opening, words, end: f"{opening} {' '.join(words)}{end}", OPENINGS, st.lists(WORDS, min_size=1), ENDS
)
SPACES = st.sampled_from([" ", "  ", "\n", " \n"])
BREAKS = st.sampled_from(["\n\n", "\n \n", "\n\n\n", "\nAdvertisement\n", "\n"])
LINES = st.sampled_from(
    ["Sanctions", "They want:", "- talks", "(a) talks; or", "the talks", "Town | Talks", "Paris | 27", "KERRY: Talks."]
)
PARAGRAPHS = st.lists(LINES, min_size=1, max_size=9).map("\n".join) | st.builds(
    lambda space, said: space.join(said), SPACES, st.lists(SENTENCES, min_size=1, max_size=6)
)
TEXTS = st.builds(
    lambda pause, parts: pause.join(["A first paragraph.", *parts]),
    BREAKS,
    st.lists(PARAGRAPHS, min_size=1, max_size=5),
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
@given(
    text=TEXTS,
    question=st.sampled_from(["What did Kerry tell Barnier?", "sanctions", "How many talks?", "zyzzyva"]),
    name=st.sampled_from(["one.txt", "two.md"]),
)
def test_every_excerpt_is_one_to_three_whole_sentences_or_a_short_list_as_they_stand_in_the_file(
    index_of: Build, encoder: Encoder, text: str, question: str, name: str
) -> None:
    archive = Archive.open(index_of({"one.txt": "Nothing.", "two.md": "Nothing.", name: text}), encoder=encoder)
    for excerpt in archive.retrieve(question, 20):
        whole = excerpt.document.text
        assert whole[excerpt.start : excerpt.end] == excerpt.text
        if excerpt.document.id == name == "one.txt":
            # Between paragraphs, the reader may have taken out blank lines.
            assert all(excerpt.text[start:end] in text for start, end in paragraphs(excerpt.text))
        inside = [place for place in sentences(whole) if excerpt.start < place.end and place.start < excerpt.end]
        assert (inside[0].start, inside[-1].end) == (excerpt.start, excerpt.end)
        parts = paragraphs(excerpt.text)
        assert len(parts) <= 1 + LIST_PARAGRAPHS
        assert len(inside) <= 3 + MOST_INTRODUCING or len(parts) > 1
        assert sum(len(excerpt.text[start:end].split()) for start, end in parts[1:]) <= LIST_WORDS
        assert all(0 <= start < end <= excerpt.start for start, end in excerpt.context)


APART = (
    "Kerry spoke with Barnier about sanctions in Paris.\n\nIt was cold and grey outside.\n\n"
    "Kerry spoke with Solana about sanctions in Rome."
)


def test_an_answer_quotes_its_first_passage_twice_where_two_places_of_it_come_near(
    index_of: Build, encoder: Encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LOCCIT_THRESHOLD", "0")
    archive = Archive.open(index_of({"one.txt": APART}), encoder=encoder)
    question = "With whom had Kerry spoken about sanctions?"
    answer = archive.ask(question)
    first, second = answer.excerpts
    assert {first.text, second.text} == {APART[:50], APART[-48:]}
    assert first.end <= second.start or second.end <= first.start
    assert [excerpt.text for excerpt in archive.retrieve(question)] == [first.text]


def test_a_place_of_the_first_passage_that_does_not_come_near_is_not_quoted(
    index_of: Build, encoder: Encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LOCCIT_THRESHOLD", "0")
    archive = Archive.open(index_of({"one.txt": APART[:81]}), encoder=encoder)
    answer = archive.ask("With whom had Kerry spoken about sanctions with Barnier?")
    assert [excerpt.text for excerpt in answer.excerpts] == [APART[:50]]


@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
@given(text=TEXTS, question=st.sampled_from(["What did Kerry tell Barnier?", "sanctions", "zyzzyva"]))
def test_the_excerpts_of_a_passage_are_whole_sentences_and_do_not_overlap(
    index_of: Build, encoder: Encoder, question_of: Callable[[str], Question], text: str, question: str
) -> None:
    archive = Archive.open(index_of({"one.txt": text, "two.md": "Nothing."}), encoder=encoder)
    analysed = question_of(question)
    hits = archive.hits(question, 20)
    # What introduces an excerpt may be the end of the passage before.
    sentences = {(hit.document.id, sentence) for hit in hits for sentence in hit.passage.sentences}
    for hit in hits:
        relevant = with_relevance(hit, analysed)
        excerpts = list(excerpts_of(relevant, 9))
        assert list(excerpts_of(relevant)) == excerpts[:1]
        places = sorted((excerpt.start, excerpt.end) for excerpt in excerpts)
        assert all(end <= start for (_, end), (start, _) in pairwise(places))
        of_document = [sentence for document, sentence in sentences if document == hit.document.id]
        starts, ends = ({getattr(sentence, side) for sentence in of_document} for side in ("start", "end"))
        assert all(start in starts and end in ends for start, end in places)


def test_as_many_excerpts_are_chosen_as_asked_for_and_more_than_one_of_the_first_passage_only(
    index_of: Build, encoder: Encoder, question_of: Callable[[str], Question]
) -> None:
    apart = "Kerry spoke of sanctions in Paris.\n\nIt was cold and grey outside.\n\nKerry spoke of sanctions in Rome."
    files = {"one.txt": apart, "two.txt": apart.replace("Kerry", "Solana")}
    archive = Archive.open(index_of(files), encoder=encoder)
    question = question_of("Where had Kerry spoken of sanctions?")
    scope = Scope(archive._generation)
    hits = [with_relevance(hit, question) for hit in archive.hits(question.text)]
    assert [hit.document.id for hit in hits] == ["one.txt", "two.txt"]
    chosen = choose(hits, scope, 9, None, (2, 1))
    assert [(hit.document.id, excerpt.document.id) for hit, excerpt in chosen] == [
        *[("one.txt", "one.txt")] * 2,
        ("two.txt", "two.txt"),
    ]
    assert choose(hits, scope, 1, None, (2, 1)) == chosen[:1]
    assert choose(hits, scope, 9) == [chosen[0], chosen[2]]
    assert choose(hits, scope, 9, None, (2, 1)) == chosen
    of_each = choose(hits, scope, 9, None, (1, 2))
    assert of_each[:2] == [chosen[0], chosen[2]]
    assert all(hit.number == of_each[1][0].number for hit, _ in of_each[2:])


SIGNED = "The envoys of these towns signed:"
LISTS = {
    "dashed.txt": f"Notice\n\n{SIGNED}\n- Kell\n- Rusk\n- Port Hal\n\nRain fell on Paris.",
    "lettered.txt": f"Notice\n\n{SIGNED}\n(a) Kell;\n(b) Rusk; and\n(c) Port Hal.\n\nRain fell on Paris.",
    "list.md": f"# Notice\n\n{SIGNED}\n\n1. Kell\n2. Rusk\n3. Port Hal\n\nRain fell on Paris.\n",
    "list.html": f"<html><body><article><h1>Notice</h1><p>{SIGNED}</p><ul><li>Kell</li><li>Rusk</li><li>Port Hal</li>"
    "</ul><p>Rain fell on Paris.</p></article></body></html>",
}


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("question", ["The envoys of which towns signed?", "Did Rusk?"])
def test_a_list_is_quoted_with_its_lead_in(best: Best, name: str, question: str) -> None:
    excerpt = best(LISTS[name], question, name)
    assert excerpt.text.startswith(SIGNED)
    assert excerpt.text.rstrip(".").endswith("Port Hal")
    assert "Rusk" in excerpt.text
    assert excerpt.context == ()


def test_an_item_of_a_long_list_has_its_lead_in_as_context(best: Best) -> None:
    towns = "\n".join(f"- the town of {name}, which is small" for name in ["Kell", *"ABCDEFGHIJKLMNOP", "Rusk"])
    excerpt = best(f"The envoys of these signed:\n{towns}\n\nRain fell on Paris.", "Did Rusk sign?")
    assert (excerpt.text, excerpt.context_texts) == (
        "- the town of Rusk, which is small",
        ("The envoys of these signed:",),
    )


TABLE = "\n".join(["Town | Envoys | Boats | Crew", *(f"{town}burg | 3 | 12 | 40" for town in "ABCDEFGHIJKL")])


@pytest.mark.parametrize("mark", [" | ", "\t"])
def test_a_row_of_a_table_has_its_header_as_context(best: Best, mark: str) -> None:
    text = f"Rain fell on Paris.\n\n{TABLE.replace(' | ', mark)}\n\nNobody took notes."
    text = "\n\n".join([text, "All left on Monday.", "Lunch was long.", "It was cold."])
    text = "Lunch was long.\n" * 9 + text
    excerpt = best(text, "How many envoys has Hburg?")
    assert (excerpt.text, excerpt.context_texts) == (
        "Hburg | 3 | 12 | 40".replace(" | ", mark),
        ("Town | Envoys | Boats | Crew".replace(" | ", mark),),
    )


def test_the_header_counts_in_the_choice_of_a_row(best: Best) -> None:
    text = "Rain fell on Paris and on its boats.\n\n" + TABLE.replace("\n", "\n\n")
    assert best(text, "How many boats has Cburg?", "table.md").text.startswith("Cburg")


def test_the_label_of_who_speaks_comes_with_the_words(best: Best) -> None:
    text = (
        "CHAIR: Go on.\n\nSOLANA: Thank you. I slept badly. I told Barnier that sanctions would follow.\n\n"
        "Tehran would not give way.\n\nCHAIR: Nobody took notes.\n\nSOLANA: No."
    )
    excerpt = best(text, "Who told Barnier that sanctions would follow?")
    assert (excerpt.text, excerpt.context_texts) == ("I told Barnier that sanctions would follow.", ("SOLANA:",))
    assert best(text, "Who said that Tehran would not give way?").context_texts == ("SOLANA:",)


@pytest.mark.parametrize(("town", "hour"), [("Kell", "six"), ("Rusk", "nine"), ("Hal", "ten")])
def test_the_headings_above_count_in_the_choice(best: Best, town: str, hour: str) -> None:
    towns = {"Kell": "six", "Rusk": "nine", "Hal": "ten"}
    text = "# Bridges\n\n" + "\n\n".join(f"## {name}\n\n### Hours\n\nIt opens at {at}." for name, at in towns.items())
    assert best(text, f"At which hour does the bridge of {town} open?", "bridges.md").text == f"It opens at {hour}."


@pytest.mark.parametrize(
    ("text", "read", "marked"),
    [
        ("It was mended on 06/11/2014.", "11/2014", "06/11/2014"),
        ("Of 711,988 voters few came.", "988", "711,988"),
        ("Kerry’s adviser spoke.", "rry", "Kerry"),
        ("They met in Łódź.", "ód", "Łódź"),
        ("He asked who signed (Rice).", "Rice", "Rice"),
        ("会議は東京で開かれた。", "東京", "東京"),
    ],
)
def test_a_mark_ends_in_no_word_and_in_no_figure(text: str, read: str, marked: str) -> None:
    at = text.index(read)
    read_hit = replace(hit_that_says(1, 1.0, text), readings=(5.0,), read_answers=((at, at + len(read)),))
    span = answer_within(read_hit, 0, len(text))
    assert span is not None
    assert text[slice(*span)] == marked


def test_a_sentence_without_a_word_is_no_excerpt() -> None:
    signed = replace(hit_that_says(1, 1.0, "--", "The boats sank."), sentence_relevance=(1.0, 0.9))
    assert [excerpt.text for excerpt in excerpts_of(signed, most=2)] == ["The boats sank."]
    assert list(excerpts_of(replace(hit_that_says(1, 1.0, "* * *"), sentence_relevance=(1.0,)))) == []
    assert [one.text for one in excerpts_of(replace(hit_that_says(1, 1.0, "会議。"), sentence_relevance=(1.0,)))] == [
        "会議。"
    ]


def test_a_reading_is_found_of_an_excerpt_that_is_cited_from_another_document() -> None:
    hit = replace(hit_that_says(1, 1.0, "He left.", "She stayed on."), readings=(-2.0, 1.0))
    origin = replace(hit.document, id="origin", text="Before.  She stayed\non.")
    cited = Excerpt(origin, 9, 23, origin.text[9:23], 1.0)
    assert reading_within(hit, cited) == pytest.approx(1 / (1 + exp(-1)))
    assert reading_within(hit, replace(cited, start=0, end=7, text="Before.")) is None


def test_words_are_marked_only_in_the_document_that_was_read() -> None:
    hit = hit_that_says(1, 1.0, "He left.", "She stayed on.")
    hit = replace(hit, readings=(-2.0, 1.0), read_answers=((0, 2), (9, 12)))
    own = Excerpt(hit.document, 9, 23, "She stayed on.", 1.0)
    assert marked(own, hit).answer_text == "She"
    assert marked(replace(own, document=replace(hit.document, id="origin")), hit).answer is None
