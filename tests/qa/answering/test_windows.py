from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from embeddings.documents import Document, Passage, Sentence
from qa.answering.windows import WINDOW_WORDS, windows_of
from qa.answers import Hit, Signals


def hit_of(words: Sequence[int], title: str | None = "Title") -> Hit:
    """A passage of sentences of so many words each."""
    texts = [" ".join(["word"] * (count - 1) + ["end."]) for count in words]
    text = "Before. " + " ".join(texts)
    sentences, at = [], len("Before. ")
    for sentence in texts:
        sentences.append(Sentence(at, at + len(sentence)))
        at += len(sentence) + 1
    document = Document(id="a", path="/a", text=text, sha256="0" * 64, title=title)
    signals = Signals(0, 0, 0, 0, 0, 0)
    none = (0.0,) * len(words)
    return Hit(0, document, Passage("a", tuple(sentences)), 1, signals, none, none, (frozenset[str](),) * len(words))


@given(st.lists(st.integers(1, 120), min_size=1, max_size=30))
def test_windows_hold_all_sentences_once_in_order_and_are_no_longer_than_agreed(words: list[int]) -> None:
    hit = hit_of(words)
    windows = windows_of(hit)
    held = [window.text[start:end] for window in windows for start, end in window.sentences]
    assert held == [hit.document.text[place.start : place.end] for place in hit.passage.sentences]
    for window in windows:
        assert window.sentences[0][0] == 0
        assert window.sentences[-1][1] == len(window.text)
        assert len(window.text.split()) <= WINDOW_WORDS + max(words)


def test_windows_of_a_long_passage_are_of_about_the_same_length() -> None:
    assert [len(window.text.split()) for window in windows_of(hit_of([20] * 8))] == [80, 80]
    assert [len(window.text.split()) for window in windows_of(hit_of([30, 30]))] == [60]
    assert [window.title for window in windows_of(hit_of([5], None))] == [""]


def test_a_row_is_read_by_itself_with_the_names_of_its_columns_before_it_and_commas_between_its_cells() -> None:
    paragraphs = ["Both piers are old.", "Pier | Boats | Crew", "East | 4 |", "West     9     2", "Neither is lit. No."]
    text = "\n\n".join(paragraphs)
    sentences = [Sentence(text.index(one), text.index(one) + len(one)) for one in paragraphs[:-1]]
    sentences += [Sentence(text.index(one), text.index(one) + len(one)) for one in ("Neither is lit.", "No.")]
    document = Document(id="a", path="/a", text=text, sha256="0" * 64, title="Piers")
    none = (0.0,) * len(sentences)
    of_none = (frozenset[str](),) * len(sentences)
    windows = windows_of(
        Hit(0, document, Passage("a", tuple(sentences)), 1, Signals(0, 0, 0, 0, 0, 0), none, none, of_none)
    )
    assert [(window.title, window.text) for window in windows] == [
        ("Piers", "Both piers are old.\n\nPier | Boats | Crew"),
        ("Piers. Pier | Boats | Crew", "East,  4, "),
        ("Piers. Pier | Boats | Crew", "West,    9,    2"),
        ("Piers", "Neither is lit. No."),
    ]
    assert [len(window.sentences) for window in windows] == [2, 1, 1, 2]
    assert [len(window.text) for window in windows[1:3]] == [len(one) for one in paragraphs[2:4]]
