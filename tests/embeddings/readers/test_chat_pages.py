from embeddings.readers.chat_pages import child, children, classes, first, of_class, words
from embeddings.readers.markup import parsed

PAGE = parsed('<div class="a b"><p class="c">the\n <b>crane</b><br>leaks </p><i><u class="c">here</u></i></div>')


def test_elements_are_found_by_their_classes() -> None:
    box = first(PAGE, "a")
    assert classes(box) == {"a", "b"}
    assert [part.tag for part in children(box, "c")] == ["p"]
    assert [part.tag for part in of_class(PAGE, "c")] == ["p", "u"]
    assert (child(box, "c").tag, child(box, "d"), first(PAGE, "a", "d"), first(PAGE, "d", "c")) == (
        "p",
        None,
        None,
        None,
    )


def test_words_have_a_line_for_each_line() -> None:
    assert words(first(PAGE, "c")) == "the crane\nleaks"
    assert words(None) == ""
