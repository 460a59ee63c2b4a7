import pytest

from qa.kept.standing_questions import Outcome, Quoted, StandingQuestion
from ui.views.standing import LISTED, standing_html

OLD, NEW = (
    Quoted(words, reference, "The <Post>", "2010 · p. 3")
    for words, reference in (("old words", "qa1a"), ("new", "qa1b"))
)


def standing(number: int, seen: tuple[Quoted, ...], latest: tuple[Quoted, ...], question: str = "") -> StandingQuestion:
    name = question or f"Who <was> number {number}?"
    return StandingQuestion(number, name, "2026-01-01T00:00:00+00:00", Outcome("a", seen), Outcome("b", latest))


def test_news_are_shown_with_the_new_excerpt_and_the_old_one_struck() -> None:
    html = standing_html([standing(1, (OLD,), (NEW,)), standing(2, (OLD,), (OLD,))], due=1)
    assert "2 standing questions, 1 with news; 1 still to be asked of the archive as it is now." in html
    assert "Its answer has changed." in html
    assert "<ins>“new”</ins>" in html
    assert "<del>“old words”</del>" in html
    assert '<a href="./?ref=qa1b" dir="auto">The &#60;Post&#62; · 2010 · p. 3</a>' in html
    assert "Who &#60;was&#62; number 1?" in html
    assert "<summary>1 without news</summary>" in html
    assert "<was>" not in html


@pytest.mark.parametrize(
    ("seen", "latest", "words"),
    [((), (NEW,), "It is answered now."), ((OLD,), (), "It is no longer answered.")],
)
def test_what_has_come_or_gone_is_said(seen: tuple[Quoted, ...], latest: tuple[Quoted, ...], words: str) -> None:
    assert words in standing_html([standing(1, seen, latest)], due=0)


def test_of_very_many_some_are_shown_and_where_none_stands_nothing_is() -> None:
    html = standing_html([standing(number, (), ()) for number in range(LISTED + 7)], due=0)
    assert html.count("<li>") == LISTED
    assert "and 7 more; qa standing lists all." in html
    assert standing_html([], due=0) == '<p class="counted">0 standing questions, 0 with news. </p>'
