from collections.abc import Callable, Sequence

import pytest

from embeddings.documents import Document, Passage, Sentence
from embeddings.models.encoder import Encoder
from qa.answering.confidence import CONFIDENT
from qa.answering.reader import UNREAD, SentenceReading
from qa.answering.reading import (
    MOST_READ,
    PASSAGES,
    STANDING_SCORE_WEIGHT,
    WORTH_READING,
    is_readable,
    nearest_windows,
    read,
)
from qa.answering.relevance import READING_WEIGHT, SURE_READING, with_relevance
from qa.answering.windows import Window
from qa.answers import Hit, Signals
from qa.archive import Archive
from qa.question.question import Question

Read = Callable[["Marking | None", Sequence[Hit]], list[Hit]]

FILES = {
    "oman.md": "---\ntitle: Talks\n---\nThe sultan of Oman invited both sides. They came at night. Nobody knew.",
    "paris.txt": "Kerry told Barnier that sanctions remained an alternative. He flew home on Monday.",
}


class Marking:
    """A reader that gives sentences with a mark a value, all others its opposite, and keeps what it was asked."""

    def __init__(self, mark: str, value: float = 5.0) -> None:
        self.mark, self.value = mark, value
        self.asked: list[tuple[str, list[Window]]] = []

    def __call__(self, question: str, windows: Sequence[Window]) -> list[list[SentenceReading]]:
        self.asked.append((question, list(windows)))
        return [
            [
                SentenceReading(self.value if self.mark in window.text[start:end] else -self.value, (start, end))
                for start, end in window.sentences
            ]
            for window in windows
        ]


def hit_that_says(number: int, score: float, *sentences: str, cosines: Sequence[float] = ()) -> Hit:
    """A passage of sentences, which come as near to the question as their cosines say."""
    places, at = [], 0
    for sentence in sentences:
        places.append(Sentence(at, at + len(sentence)))
        at += len(sentence) + 1
    document = Document(id=str(number), path=f"/{number}", text=" ".join(sentences), sha256="0" * 64)
    nothing = (0.0,) * len(sentences)
    passage = Passage(document.id, tuple(places))
    signals, no_terms = Signals(0, 0, 0, 0, 0, 0), (frozenset[str](),) * len(sentences)
    return Hit(number, document, passage, score, signals, tuple(cosines) or nothing, nothing, no_terms)


LONG = " ".join(["word"] * 59)


@pytest.fixture
def read_by(question_of: Callable[[str], Question]) -> Read:
    return lambda reader, hits: list(read(question_of("Who?"), hits, reader))


def test_windows_are_nearest_first_and_less_near_in_passages_that_rank_lower(
    question_of: Callable[[str], Question],
) -> None:
    two = hit_that_says(1, 1, f"{LONG} one.", f"{LONG} two.", cosines=(0.1, 0.6))
    three = hit_that_says(2, 0.9, "Three.", cosines=(0.65,))
    four = hit_that_says(3, 0.8, "Four.", cosines=(0.5,))
    windows = nearest_windows([with_relevance(hit, question_of("Who?")) for hit in (two, three, four)])
    assert [(hit.number, first, window.text[-4:]) for hit, first, window, _ in windows] == [
        (1, 1, "two."),
        (2, 0, "ree."),
        (3, 0, "our."),
        (1, 0, "one."),
    ]


def test_windows_are_read_until_one_seems_to_hold_the_answer(read_by: Read) -> None:
    hits = [
        hit_that_says(1, 0.9, f"{LONG} one.", f"{LONG} two.", cosines=(0.1, 0.6)),
        hit_that_says(2, 0.8, "The mark.", cosines=(0.5,)),
        hit_that_says(3, 0.7, "Nothing.", cosines=(0.4,)),
    ]
    reader = Marking("mark")
    found = read_by(reader, hits)
    assert [[window.text[-5:] for window in windows] for _, windows in reader.asked] == [[" two."], ["mark."]]
    assert [(hit.number, hit.readings) for hit in found] == [(2, (5.0,)), (1, (UNREAD, -5.0)), (3, ())]


def test_what_a_text_takes_back_is_no_answer(question_of: Callable[[str], Question]) -> None:
    def reader(_: str, windows: Sequence[Window]) -> list[list[SentenceReading]]:
        places = [[window.text.index(number) for number in ("31", "34")] for window in windows]
        return [[SentenceReading(1.0, (place, place + 2)) for place in of_window] for of_window in places]

    told = hit_that_says(1, 1, "An earlier version gave the toll as 31.", "It was 34.")
    [hit] = read(question_of("How many died?"), [told], reader)
    assert hit.readings == (1.0, 1.0)
    assert [place and hit.document.text[slice(*place)] for place in hit.read_answers] == [None, "34"]


def test_a_window_that_can_hardly_come_first_is_not_read(question_of: Callable[[str], Question]) -> None:
    def read_windows(asked: str, cosine: float) -> int:
        reader = Marking("nowhere")
        hits = [hit_that_says(number, 0.5, f"Number {number}.", cosines=(of,)) for number, of in ((1, 2), (2, cosine))]
        list(read(question_of(asked), hits, reader))
        return len(reader.asked)

    # The first is read in vain, the second would have to make up for what is left of its lead.
    level = 2 - READING_WEIGHT * (SURE_READING + WORTH_READING)
    assert read_windows("Who came?", level + 0.01) == 2
    assert read_windows("Who came?", level - 0.01) == 1
    assert read_windows("Which envoys came?", level - 0.01) == 2


def test_where_several_things_are_asked_for_windows_are_read_on(question_of: Callable[[str], Question]) -> None:
    hits = [hit_that_says(number, 1 - number / 10, f"The mark {number}.") for number in range(PASSAGES)]
    for question, read_windows in (("Who came?", 1), ("Which envoys came?", PASSAGES)):
        reader = Marking("mark")
        list(read(question_of(question), hits, reader))
        assert len(reader.asked) == read_windows


def test_no_more_windows_are_read_than_agreed_and_none_of_passages_further_down(read_by: Read) -> None:
    few = [hit_that_says(number, 1 - number / 10, f"Number {number}.") for number in range(PASSAGES + 2)]
    reader = Marking("nowhere")
    assert [hit.number for hit in read_by(reader, few) if hit.readings] == list(range(min(PASSAGES, MOST_READ)))
    many = [
        hit_that_says(number, 1 - number / 10, *[f"{LONG} {number} {own}." for own in "abc"])
        for number in range(PASSAGES)
    ]
    reader = Marking("nowhere")
    read_by(reader, many)
    assert len(reader.asked) == MOST_READ
    far = [*few[:PASSAGES], hit_that_says(9, 0.1, "The mark.", cosines=(1.0,))]
    assert [hit.number for hit in read_by(Marking("mark"), far)] == [*range(PASSAGES), 9]


def test_what_several_documents_have_alike_is_read_once_and_known_of_all(read_by: Read) -> None:
    copies = [hit_that_says(number, 1 - number / 10, "The same.") for number in range(PASSAGES - 1)]
    other = hit_that_says(PASSAGES, 0.5, "Another.")
    reader = Marking("nowhere")
    assert [hit.readings for hit in read_by(reader, [*copies, other])] == [(-5.0,)] * PASSAGES
    assert [window.text for _, [window] in reader.asked] == ["The same.", "Another."]


def test_a_passage_is_first_by_its_score_and_the_relevance_of_its_best_sentence_together(read_by: Read) -> None:
    def order(cosine: float) -> list[int]:
        far = hit_that_says(1, 0.95, "Far.", cosines=(0.9,))
        marked = hit_that_says(2, 0.0, "The mark.", cosines=(cosine,))
        return [hit.number for hit in read_by(Marking("mark", 1.0), [far, marked])]

    # The reader speaks for the one as much as against the other.
    level = STANDING_SCORE_WEIGHT * 0.95 + 0.9 - 2 * READING_WEIGHT
    assert order(level + 0.01) == [2, 1]
    assert order(level - 0.01) == [1, 2]


def test_a_passage_that_was_not_read_counts_as_one_that_says_nothing(read_by: Read) -> None:
    read_one = hit_that_says(1, 0.9, "Nothing.", cosines=(0.5,))
    # The window that says the mark ends the reading, so that the last passage is not read.
    marked, unread = hit_that_says(2, 0.9, "The mark.", cosines=(0.4,)), hit_that_says(3, 0.9, "More.", cosines=(0.3,))
    ordered = read_by(Marking("mark"), [unread, read_one, marked])
    assert [(hit.number, bool(hit.readings)) for hit in ordered] == [(2, True), (1, True), (3, False)]


def test_without_a_reader_nothing_is_read(read_by: Read) -> None:
    hits = [hit_that_says(1, 0.5, "Near.", cosines=(0.9,)), hit_that_says(2, 0.9, "Far.")]
    (first, second) = read_by(None, hits)
    assert [(hit.number, hit.readings, hit.sentence_relevance) for hit in (first, second)] == [
        (1, (), (0.9,)),
        (2, (), (0.0,)),
    ]


@pytest.fixture
def archive_with(
    index_of: Callable[[dict[str, str]], object], encoder: Encoder, monkeypatch: pytest.MonkeyPatch
) -> Callable[[Marking], Archive]:
    def opened(reader: Marking) -> Archive:
        monkeypatch.setenv("LOCCIT_READER", "true")
        monkeypatch.setattr("qa.archive.load_reader", lambda: reader)
        return Archive.open(str(index_of(FILES)), encoder=encoder)

    return opened


def test_an_answer_is_surer_where_the_reader_finds_it(archive_with: Callable[[Marking], Archive]) -> None:
    asked = "What did sanctions remain in the words of Kerry to Barnier?"
    finds, does_not = (archive_with(Marking(mark)).ask(asked) for mark in ("alternative", "nowhere"))
    assert finds.confidence > does_not.confidence
    assert finds.status == "answered"


def test_beside_a_sure_answer_stands_only_what_answers_too(
    index_of: Callable[[dict[str, str]], object], encoder: Encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LOCCIT_READER", "true")
    monkeypatch.setattr("qa.answering.verdicts.probability", lambda evidence: CONFIDENT if evidence else 0.0)
    text = "\n\n".join(
        (
            "The council of Lund voted on the harbour in May: ayes won.",
            "The council of Lund voted on the harbour in June: noes won.",
            "The council of Lund voted on the harbour in fog.",
        )
    )
    index = str(index_of({"lund.txt": text, "sea.txt": "The sea was calm."}))

    def shown(mark: str) -> list[str]:
        monkeypatch.setattr("qa.archive.load_reader", lambda: Marking(mark))
        answer = Archive.open(index, encoder=encoder).ask("How had the council of Lund voted on the harbour?")
        return [excerpt.text.rpartition(" ")[0].rpartition(" ")[2] for excerpt in answer.excerpts]

    assert shown("ayes") == ["ayes"]
    assert sorted(shown("won")) == ["ayes", "noes"]


def test_a_follow_up_is_read_with_what_it_refers_to(archive_with: Callable[[Marking], Archive]) -> None:
    reader = Marking("night")
    answer = archive_with(reader).ask("And when did they come?", ["Whom did the sultan of Oman invite?"])
    assert [question for question, _ in reader.asked] == [answer.read_as]
    assert "Oman" in str(answer.read_as)


def test_retrieving_does_not_read(archive_with: Callable[[Marking], Archive]) -> None:
    reader = Marking("night")
    archive = archive_with(reader)
    assert archive.retrieve("Whom did the sultan invite?")
    assert archive.hits("Whom did the sultan invite?")[0].readings == ()
    assert reader.asked == []
    explained = archive.explain("Whom did the sultan invite?")
    assert explained[0].readings == (-5.0, 5.0, -5.0)


def test_the_reader_can_be_left_out(
    index_of: Callable[[dict[str, str]], object], encoder: Encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    def load() -> None:
        raise AssertionError("loaded")

    monkeypatch.setenv("LOCCIT_READER", "false")
    monkeypatch.setattr("qa.archive.load_reader", load)
    archive = Archive.open(str(index_of(FILES)), encoder=encoder)
    assert archive.explain("Whom did the sultan invite?")[0].readings == ()
    assert archive.ask("Whom did the sultan of Oman invite?").status == "answered"


def test_of_the_passages_of_one_table_the_one_with_the_best_row_comes_first(read_by: Read) -> None:
    rows = ["Pier | Boats | Crew", "North | 12 | 40", "South | 9 | 31", "Mark | 7 | 20"]
    table = Document(id="table", path="/t", text="\n\n".join(rows), sha256="0" * 64)
    places = [Sentence(table.text.index(row), table.text.index(row) + len(row)) for row in rows]
    no_terms = (frozenset[str](),) * 2
    halves = [
        Hit(
            number,
            table,
            Passage("table", tuple(half)),
            score,
            Signals(0, 0, 0, 0, 0, 0),
            cosines,
            (0.0,) * 2,
            no_terms,
        )
        for number, (half, score, cosines) in enumerate(
            [(places[:2], 0.9, (0.2, 0.1)), (places[2:], 0.5, (0.1, 0.8))], start=1
        )
    ]
    between = hit_that_says(3, 0.7, "It rained.", cosines=(0.9,))
    ordered = read_by(
        lambda _, windows: [[SentenceReading(-5.0)] * len(window.sentences) for window in windows], [*halves, between]
    )
    assert [hit.number for hit in ordered] == [3, 2, 1]


def test_the_reader_gets_the_question_in_the_forms_of_each_window(question_of: Callable[[str], Question]) -> None:
    reader = Marking("paid")
    list(read(question_of("Who paid in 2012?"), [hit_that_says(0, 0.5, "In FY2012 Ek paid.")], reader))
    assert [question for question, _ in reader.asked] == ["Who paid in FY2012?"]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Who paid?", True),
        ("Wer zahlte für Łódź?", True),
        ("費用はいくらですか", False),
        ("Кто платил?", False),
        ("2012?", True),
    ],
)
def test_only_questions_in_latin_letters_are_read(
    question_of: Callable[[str], Question], question: str, expected: bool
) -> None:
    reader = Marking("paid")
    list(read(question_of(question), [hit_that_says(0, 0.5, "Ek paid.")], reader))
    assert bool(reader.asked) is is_readable(question) is expected
