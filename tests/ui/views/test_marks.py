from qa.kept.marks import Mark
from ui.views.marks import marks_html


def test_a_star_and_tags_are_shown_as_text_and_what_was_given_stands_in_the_field() -> None:
    html = marks_html(Mark("a.txt", "ab", "A", starred=True, tags=("<b>UN", "vote")))
    assert 'aria-pressed="true">Star</button>' in html
    assert ">Tags: &#60;b&#62;UN, vote</button>" in html
    assert 'value="&#60;b&#62;UN, vote"' in html
    assert "<b>" not in html


def test_where_nothing_was_given_that_is_what_it_offers() -> None:
    html = marks_html(Mark("a.txt", "ab", "A"))
    assert 'aria-pressed="false">Star</button>' in html
    assert ">Add tags</button>" in html
