import re
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from embeddings.documents import Document, Passage, Sentence
from embeddings.text import splitting
from embeddings.text.splitting import (
    HEADING_WORDS,
    LONGEST_WORD,
    PASSAGE_WORDS,
    WORD_CHARACTERS,
    is_heading,
    paragraph_sentences,
    paragraphs,
    passages,
    sentences,
)


def split(text: str) -> list[str]:
    return [text[sentence.start : sentence.end] for sentence in sentences(text)]


def document(text: str) -> Document:
    return Document("a.txt", "/archive/a.txt", text, "00ff")


# Each case is the list of sentences expected; the text is these with a space between.
HARD = {
    "a title before a name": ["The panel heard Sen. Maria Lopez on Tuesday.", "She spoke for an hour."],
    "a caption run into a line": ["Ana LopezIf Sen. Ana Lopez is elected, talks may begin.", "She has asked for them."],
    "initials of an organisation": ["He pointed to U.N. sanctions as a way out.", "They were never lifted."],
    "a courtesy title": ["“Patience matters,” Mr. Glaser told the guests.", "Nobody answered."],
    "initials of a state, then a verb": ["“The U.S. seeks an agreement,” she wrote.", "The reply was short."],
    "a state at the end": ["He was flown to the U.S.", "The talks went on without him."],
    "a number before capitals": ["Envoys of all 27 European Union states met in Lisbon.", "They agreed."],
    "a month before a day": ["The vote was held on Jan. 20 in Vienna.", "It failed."],
    "a month after a day": ["The vote was held on 20 Jan.", "It failed."],
    "a day at the end": ["The vote was held on Nov. 29.", "Turkey stayed away."],
    "a company within": ["Harbour Freight Inc. and Ferries Corp. share an office.", "It is small."],
    "a company at the end": ["He works for Harbour Freight Inc.", "She does not."],
    "No. before a figure": ["The paper is No. 5 of a series.", "It is short."],
    "an hour within": ["They sat down at 4 p.m. on Monday.", "They rose late."],
    "an hour at the end": ["They sat down at 4 p.m.", "They rose late."],
    "initials of a person": ["J. R. Okafor met C.S. Lindqvist.", "George W. Hale watched."],
    "military titles": ["Gen. Ruiz met Lt. Col. Ray and Maj. Gen. Fox.", "They did not speak."],
    "titles of a council and a police force": [
        "Carried, Cllr. Shaw and Cllrs. Vine and Roe voting against.",
        "Det. Insp. Hart told Ald. Moss so.",
        "Nobody asked.",
    ],
    "titles of several, after a mark and after a hyphen": [
        "Sens. Michael Rowe and then-Gov. George Vale sold M&Ms.",
        "In May they stopped.",
        "“Mr. Hart was late,” she said.",
    ],
    "whose a quotation is": ["“She left.", "It rained.” — Ana Ruiz, baker.", "“Did it?”", "— “It did.”"],
    "Latin": ["He sold it, i.e. the plan, e.g. to dealers.", "It cost a lot, cf. vol. 3 of the file."],
    "letters of an agency before a verb": ["The I.A.E.A. disagreed.", "Its board met."],
    "an ellipsis inside a quotation": ["She found them “afraid to speak…Our duty is to listen.”", "He nodded."],
    "an ellipsis in the middle": ["Some envoys … were right [in their doubt].", "Others were not."],
    "an ellipsis after the full stop": [
        "“We must choose between bad roads.…”",
        "The ministry had “an opening for talks.…”",
        "It closed.",
    ],
    "a question, then he asked": ["“What would you have him say?” she asked.", "Nobody knew."],
    "two questions, then he asked": [
        "“What if I call the king?",
        "What would you have me say?” he asked.",
        "Nobody knew.",
    ],
    "a cry, then he shouted": ["“Stop!” he shouted.", "They stopped."],
    "a full stop inside curly quotes": ["He called it “a mistake.”", "The minister disagreed."],
    "a full stop inside straight quotes": ['He called it "a mistake."', "The minister disagreed."],
    "a quotation after a quotation": ["“Time was short,” the note says.", "“We had to choose.”", "The envoy agreed."],
    "a quotation after plain words": ["The note was blunt.", "“We had to choose,” it said."],
    "single quotes": ["‘It is over,’ he said.", "‘We go.’"],
    "brackets inside a quotation": [
        "“The [northern] offer sounded honest [to them],” she wrote.",
        "“He [the envoy] was blunt [and late].”",
        "They left.",
    ],
    "a sentence in brackets": ["(He denied it.)", "The court agreed (after a year).", "Then it rose."],
    "a number with a point": ["Prices rose 3.5 percent to $1.25 a litre.", "They fell by 0.5 points later."],
    "a number with a point at the end": ["The index stood at 2.0.", "It had been lower."],
    "an address on the web": ["See www.example.org for the text.", "It is long."],
    "a bill": ["The bill, H.R. 2194, passed.", "It was signed."],
    "questions and cries": ["Was it true?", "Yes!", "It was."],
    "a dash": ["The talks ended – or did they?", "Nobody knew."],
}


@pytest.mark.parametrize("expected", HARD.values(), ids=HARD)
def test_hard_boundaries(expected: list[str]) -> None:
    assert split(" ".join(expected)) == expected


@pytest.mark.parametrize(
    "expected",
    [
        ["The answer was no.", "Others agreed."],
        ["He said so.", "Others did not."],
        ["The envoy stayed all week.", "Others left."],
        ["It rained every day.", "Others left."],
        ["The water was cold.", "Others swam."],
        ["Nobody believed Kerry.", "Others did."],
    ],
    ids=["no", "so", "week", "day", "cold", "a name"],
)
def test_a_sentence_may_end_in_a_plain_word_that_is_also_an_abbreviation(expected: list[str]) -> None:
    assert split(" ".join(expected)) == expected


def test_a_plain_word_before_a_figure_is_an_abbreviation() -> None:
    assert split("See no. 5, fig. 3 and Op. 111. It is long.") == ["See no. 5, fig. 3 and Op. 111.", "It is long."]


def test_the_tokenizer_that_others_share_is_left_alone() -> None:
    import nupunkt

    split("It is cold. They left.")
    assert "cold" in nupunkt.load("default").abbreviations


LINE = "The talks began on Monday in the capital of the country, and they ended"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("SUMMARY\nIt is over.", ["SUMMARY", "It is over."]),
        (f"River talks resume\n{LINE}\non Friday.", ["River talks resume", f"{LINE}\non Friday."]),
        ("THE ENVOY SAID ON MONDAY\nTHAT IT WAS OVER.", ["THE ENVOY SAID ON MONDAY\nTHAT IT WAS OVER."]),
        (f"On Monday\n{LINE.lower()}.", [f"On Monday\n{LINE.lower()}."]),
    ],
    ids=["in capitals", "short", "all in capitals", "before a small letter"],
)
def test_a_heading_may_stand_just_above_its_text(text: str, expected: list[str]) -> None:
    assert split(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("What we know\n\nThe talks began.", ["What we know", "The talks began."]),
        ("The talks ended in June\n\nA reply came.", ["The talks ended in June", "A reply came."]),
        ("Lisbon, Portugal\n\nEnvoys met. They left.", ["Lisbon, Portugal", "Envoys met.", "They left."]),
        ("1. Grain\n2. Water rights\n3. Fish", ["1. Grain", "2. Water rights", "3. Fish"]),
        ("- grain\n- water\n\nIt ends.", ["- grain", "- water", "It ends."]),
        ("• grain\n• water", ["• grain", "• water"]),
        ("They want:\n1. Grain.\n2. Water.", ["They want:", "1. Grain.", "2. Water."]),
        ("(a) the grain;\n(b) the water.", ["(a) the grain;", "(b) the water."]),
        ("A. Grain is scarce. B is not.", ["A. Grain is scarce.", "B is not."]),
        ("One ends here.  \t\n \nTwo begins.", ["One ends here.", "Two begins."]),
        ("  \n\n Alone \n\n  ", ["Alone"]),
        ("", []),
        (" \n\t\n\u00a0\u2028", []),
    ],
    ids=[
        "heading",
        "full stop missing at the end of a paragraph",
        "dateline",
        "numbers",
        "dashes",
        "bullets",
        "list after a colon",
        "letters in brackets",
        "enumerator",
        "blank line with spaces",
        "white space around",
        "nothing",
        "only white space",
    ],
)
def test_lines_and_paragraphs(text: str, expected: list[str]) -> None:
    assert split(text) == expected


def test_lines_wrapped_at_72_columns_do_not_part_sentences() -> None:
    whole = [
        "The commission said on Thursday that the harbour would stay closed until the ice had gone, which the "
        "fishermen of the northern villages had feared since the first days of autumn.",
        "Mr. Okafor, who leads the commission, gave no date for its next meeting in the capital.",
        "“We will not be hurried,” he told the reporters who had waited for him outside.",
    ]
    wrapped = textwrap.fill(" ".join(whole), 72)
    assert wrapped.count("\n") >= 4
    assert [" ".join(sentence.split()) for sentence in split(wrapped)] == whole
    assert paragraphs(wrapped) == [(0, len(wrapped))]


def test_a_wrapped_line_may_begin_with_a_number_and_a_full_stop() -> None:
    text = (
        "The harbour commission will hold its next meeting in Lisbon on the 9 or\n"
        "10. It is not known who will come. A notice of last week says only that\n"
        "the members are asked to bring maps."
    )
    assert paragraphs(text) == [(0, len(text))]


def test_a_short_last_line_ends_a_wrapped_paragraph() -> None:
    first = (
        "The harbour stayed closed for the whole of the winter, and for part of\nthe spring, as the ice would not go."
    )
    second = "Another paragraph tells of the boats that were drawn up on the beach and\nof the men who mended the nets."
    text = f"{first}\n{second}"
    assert [text[start:end] for start, end in paragraphs(text)] == [first, second]


def test_where_lines_are_whole_paragraphs_each_is_its_own() -> None:
    lines = [f"Paragraph {number} tells of the harbour, {'and of boats and nets ' * 6}and ends" for number in range(3)]
    assert split("\n".join(lines)) == lines


def test_sentences_are_grouped_by_paragraph() -> None:
    text = "One. Two here.\n\nThree."
    assert paragraph_sentences(text) == [[Sentence(0, 4), Sentence(5, 14)], [Sentence(16, 22)]]


def test_a_short_document_is_one_passage() -> None:
    assert passages(document("One here. Two here.\n\nThree.")) == [
        Passage("a.txt", (Sentence(0, 9), Sentence(10, 19), Sentence(21, 27)))
    ]


def test_a_text_without_words_has_no_passages() -> None:
    assert passages(document(" \n\n ")) == []


def test_a_passage_may_be_full_and_then_another_begins() -> None:
    full = " ".join(["word"] * (PASSAGE_WORDS - 1)) + " end."
    assert len(passages(document(full))) == 1
    assert len(passages(document(f"{full} More follows."))) == 2


def test_words_without_any_full_stop_are_parted_between_words() -> None:
    text = " ".join(f"w{number}" for number in range(5000))
    parts = split(text)
    assert " ".join(parts) == text
    assert len(parts) == -(-5000 // PASSAGE_WORDS)
    assert [len(part.split()) for part in parts[:-1]] == [PASSAGE_WORDS] * (len(parts) - 1)


def test_a_long_sentence_is_parted_at_a_clause() -> None:
    clause = " ".join(["word"] * 119)
    first, second = f"{clause} done;", f"{clause} over."
    assert split(f"{first} {second}") == [first, second]


JAPANESE = [
    "港の工事は三月に始まり、費用は二億円である。",
    "漁師の組合は反対した！",
    "本当に始まるのか？",
    "それは誰も知らない。",
]


@pytest.mark.parametrize(
    "expected",
    [
        JAPANESE,
        ["「行く。」と彼は言った。", "「そうか。」", "「はい。」と彼女。"],
        ["部长说会谈已经结束。", "渔民反对！", "为什么？"],
        ["会談は第3回である。", "費用は1.5億円。"],
    ],
    ids=["Japanese", "quotations", "Chinese", "figures"],
)
def test_a_sentence_without_a_space_behind_it_ends_at_its_stop(expected: list[str]) -> None:
    assert split("".join(expected)) == expected


@pytest.mark.parametrize(
    "expected",
    [
        ["समिति ने बैठक की।", "पुल बंद रहेगा।"],
        ["هل انتهت المحادثات؟", "نعم انتهت."],
        ["کیا پل بند ہے؟", "پل بند ہے۔", "کوئی نہیں آیا۔"],
    ],
    ids=["Hindi", "Arabic", "Urdu"],
)
def test_a_sentence_ends_at_the_stops_of_other_scripts(expected: list[str]) -> None:
    assert split(" ".join(expected)) == expected


def test_text_without_spaces_and_stops_is_parted_behind_clauses_and_within_no_character() -> None:
    clause = "港" * 120 + "、"
    assert split(clause * 3) == [clause, clause, clause]
    assert {len(part) for part in split("กำ" * 900)} == {PASSAGE_WORDS}
    accented = "e\u0301" * 2000
    assert all(part.startswith("e") for part in split(accented))
    assert "".join(split(accented)) == accented


def test_an_endless_word_is_parted_where_english_words_would_be_full() -> None:
    text = "x" * 20_000
    parts = split(text)
    assert "".join(parts) == text
    assert max(map(len, parts)) == PASSAGE_WORDS * WORD_CHARACTERS


@pytest.mark.parametrize("word", ["w" * LONGEST_WORD, "non-proliferation—which", "α-synuclein", "“oﬃcial”"])
def test_a_word_of_english_text_is_counted_as_one(word: str) -> None:
    assert split(f"{word} " * 2 * PASSAGE_WORDS) == [" ".join([word] * PASSAGE_WORDS)] * 2


@pytest.mark.model
@pytest.mark.parametrize(
    "text",
    [
        "".join(JAPANESE) * 30,
        "の".join(JAPANESE * 30).replace("。", ""),
        "समिति ने मई में बैठक की। " * 60,
        "Мост закрыт до осени " * 90,
        "x" * 20_000,
        "Η γέφυρα θα μείνει κλειστή ως το φθινόπωρο. " * 30,
    ],
    ids=["Japanese", "no stops", "Hindi", "Russian", "an endless word", "Greek"],
)
def test_the_model_reads_the_whole_of_a_passage_in_another_script(text: str) -> None:
    from tokenizers import Tokenizer

    from embeddings.models.installed import default_model_folder

    tokenizer = Tokenizer.from_file(str(default_model_folder() / "tokenizer.json"))
    tokenizer.no_truncation()
    read = [len(tokenizer.encode(text[passage.start : passage.end]).ids) for passage in passages(document(text))]
    assert len(read) > 1
    # What the default model reads at once.
    assert max(read) <= 256


class Counting:
    """A compiled pattern that counts the matches it gives."""

    def __init__(self, pattern: re.Pattern[str]) -> None:
        self.pattern = pattern
        self.matches = 0

    def finditer(self, *where: Any) -> Iterator[re.Match[str]]:
        for match in self.pattern.finditer(*where):
            self.matches += 1
            yield match

    def findall(self, *where: Any) -> list[str]:
        return [match[0] for match in self.finditer(*where)]


def test_each_word_of_a_long_text_without_full_stops_is_looked_at_a_few_times_only(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # Looking at all that remains for every part cut off takes hours for the largest file that is read.
    words = 20_000
    counting = Counting(splitting._word())
    monkeypatch.setattr(splitting, "_word", lambda: counting)
    assert len(sentences("word " * words)) == -(-words // PASSAGE_WORDS)
    assert counting.matches <= 10 * words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Lisbon, Portugal", True),
        ("What we know", True),
        ("Is it true?", False),
        ("He left.", False),
        ("He said “no.”", False),
        ("They want:", False),
        (" ".join(["word"] * HEADING_WORDS), True),
        (" ".join(["word"] * (HEADING_WORDS + 1)), False),
        ("港の工事", True),
        ("港の工事は始まった。", False),
        ("x" * 200, False),
    ],
)
def test_a_heading_is_short_and_has_no_sentence_end(text: str, expected: bool) -> None:
    assert is_heading(text) is expected


# Realistic pieces, put together in any order with any gap, and text that nobody would write.
PIECES = [
    "Sen. Lopez spoke",
    "the U.S.",
    "U.N. envoys",
    "Jan. 20",
    "No. 5",
    "4 p.m.",
    "J. R. Okafor",
    "“Why now?” he asked",
    "“It is late.”",
    "‘We go.’",
    '"Stay," she said',
    "(He denied it.)",
    "[sic]",
    "3.5 percent",
    "…",
    "...",
    "?!",
    ".",
    "1.",
    "(a)",
    "- grain",
    "• water",
    "A heading",
    "café — naïve",
    "日本語です。",
    "🌊🇵🇹👩‍👩‍👧",
    "\u200b",
    "\ufeff",
    "e\u0301",
    "x" * 400,
    ",".join("abc" * 60),
    "word " * 200,
    "clause, clause; " * 70,
]
GAPS = ["", " ", "  ", "\n", "\n\n", " \n \n\n", "\r", "\r\n", "\f", "\v", "\t", "\x1c", "\x85", "\u2028", "\u2029",
        "\u00a0", "\u3000", "\u200b"]  # fmt: skip
REALISTIC = st.lists(st.tuples(st.sampled_from(PIECES), st.sampled_from(GAPS)), max_size=40).map(
    lambda pairs: "".join(piece + gap for piece, gap in pairs)
)
ARBITRARY = st.text(max_size=400) | st.text(alphabet=".?!…“”‘’\"'()[]aA1 \n\r\f\u2028\u00a0\u200b,;:-", max_size=400)
TEXTS = REALISTIC | ARBITRARY


def check_sentences(text: str) -> None:
    spans = sentences(text)
    covered = [0] * len(text)
    for span in spans:
        for place in range(span.start, span.end):
            covered[place] += 1
    assert [count for count, character in zip(covered, text, strict=True) if not character.isspace()] == [
        1 for character in text if not character.isspace()
    ]
    assert max(covered, default=0) <= 1
    assert spans == sorted(spans, key=lambda span: span.start)
    for span in spans:
        assert 0 <= span.start < span.end <= len(text)
        sentence = text[span.start : span.end]
        assert sentence == sentence.strip()
        assert len(sentence.split()) <= PASSAGE_WORDS


@settings(max_examples=300)
@given(TEXTS)
@example("\ud800 half a pair. And more.")
@example("One.\r\rTwo.\r\n\r\nThree.")
@example("word " * 5000)
@example("x" * 20_000)
@example(". . . . " * 200)
@example("\u200b. \u200b\u00a0\u2028.")
def test_every_character_that_is_no_white_space_is_in_one_sentence(text: str) -> None:
    check_sentences(text)


@settings(max_examples=300)
@given(TEXTS)
@example("word " * 5000)
@example("Heading\n\n" * 300)
@example("clause, " * 1000)
def test_every_sentence_is_in_one_passage_and_no_passage_is_too_long(text: str) -> None:
    runs = passages(document(text))
    assert [sentence for passage in runs for sentence in passage.sentences] == sentences(text)
    for passage in runs:
        assert passage.document_id == "a.txt"
        assert passage.sentences
        words = sum(len(text[sentence.start : sentence.end].split()) for sentence in passage.sentences)
        assert words <= PASSAGE_WORDS
        assert sum(sentence.end - sentence.start for sentence in passage.sentences) <= PASSAGE_WORDS * LONGEST_WORD * 2
        assert len(text[passage.start : passage.end].split()) <= PASSAGE_WORDS


@settings(max_examples=200)
@given(TEXTS)
def test_paragraphs_are_ordered_trimmed_and_hold_whole_sentences(text: str) -> None:
    spans = paragraphs(text)
    groups = paragraph_sentences(text)
    end = 0
    for (start, stop), group in zip(spans, groups, strict=True):
        assert end <= start < stop
        assert text[start:stop] == text[start:stop].strip()
        assert (group[0].start, group[-1].end) == (start, stop)
        end = stop


@settings(max_examples=200)
@given(st.lists(st.integers(2, 20), min_size=1, max_size=80))
def test_a_document_of_plain_sentences_does_not_end_in_a_passage_of_a_few_words(lengths: list[int]) -> None:
    text = " ".join("The " + "boat " * (length - 2) + "sank." for length in lengths)
    assert [len(sentence.split()) for sentence in split(text)] == lengths
    words = [len(text[passage.start : passage.end].split()) for passage in passages(document(text))]
    # Two passages share at least PASSAGE_WORDS + 1 words evenly, give or take half a sentence.
    assert len(words) == 1 or min(words[-1], words[0]) >= PASSAGE_WORDS / 2 - 10


@settings(max_examples=100)
@given(st.lists(st.sampled_from(sorted(HARD)), min_size=1, max_size=6))
def test_hard_sentences_stay_what_they_are_among_other_paragraphs(names: list[str]) -> None:
    text = "\n\n".join(" ".join(HARD[name]) for name in names)
    assert split(text) == [sentence for name in names for sentence in HARD[name]]


def test_passages_of_the_seeds_hold_every_word_of_the_article(seeds: Path) -> None:
    from tests.reading import read_one as read

    for path in sorted(seeds.iterdir()):
        article = read(path, path.name)
        held = "".join(article.text[passage.start : passage.end] for passage in passages(article))
        assert "".join(held.split()) == "".join(article.text.split())
        check_sentences(article.text)


def test_a_full_stop_that_stands_alone_ends_a_sentence_also_before_a_small_letter() -> None:
    text = "the flow was steady . results are given for m = 2.5 . a table of u.s. data follows . \n it is short ."
    assert [text[sentence.start : sentence.end] for sentence in sentences(text)] == [
        "the flow was steady .",
        "results are given for m = 2.5 .",
        "a table of u.s. data follows .",
        "it is short .",
    ]


def test_the_head_of_a_letter_is_one_paragraph_and_no_heading() -> None:
    head = "From: Ana de Souza\nTo: Bo Ek\nSubject: Load tests"
    text = f"{head}\n\nI would not sign it. The second sensor was dead."
    assert next(text[slice(*span)] for span in paragraphs(text)) == head
    assert not is_heading(head)
    assert is_heading("Load tests")


def test_messages_of_chats_are_no_headings() -> None:
    assert splitting.is_heading("the crane is here")
    assert not splitting.is_heading("Ana Ruiz [14:05]: the crane is here")
    assert not splitting.is_heading("[14:05] Ana Ruiz joined")
