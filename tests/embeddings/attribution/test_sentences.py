from embeddings.attribution.sentences import SENTENCES_BACK, Sentences

TEXT = "She came. “It leaks.” “It is old.” It rained. He left."
SPANS = [(0, 9), (10, 21), (22, 34), (35, 45), (46, 54)]


def test_what_a_paragraph_quotes_is_not_counted_on_the_way_back() -> None:
    sentences = Sentences(TEXT, SPANS, [(10, 21), (22, 34)])
    assert list(sentences.back_from(4)) == [4, 3, 0]
    assert list(Sentences(TEXT, SPANS, []).back_from(4)) == [4, 3, 2]
    assert SENTENCES_BACK == 2


def test_where_a_place_is_and_what_opens_there() -> None:
    sentences = Sentences(TEXT, SPANS, [(10, 21)])
    assert (sentences.number(0), sentences.number(50)) == (0, 4)
    assert sentences.is_quoted((12, 16))
    assert not sentences.is_quoted((36, 40))
    assert sentences.opens_with(0, "she")
    assert not sentences.opens_with(0, "he")
