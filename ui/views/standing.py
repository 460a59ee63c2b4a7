"""Standing questions as safe HTML: what is news, with the new excerpts and the old ones struck, and all that stand."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from qa.citations.lines import quoted
from qa.wording import count_of
from ui.views.html import escape

if TYPE_CHECKING:
    from qa.kept.standing_questions import Quoted, StandingQuestion

NEWS = {
    "come": "It is answered now.",
    "changed": "Its answer has changed.",
    "gone": "It is no longer answered.",
    None: "Nothing new.",
}
# Questions that are shown, of those with news and of the others.
LISTED_NEWS, LISTED = 50, 200


def standing_html(kept: Sequence["StandingQuestion"], due: int) -> str:
    """Return the questions that stand: those with news whole, the others as a list that opens.

    `due` is how many of them the newest generation has not been asked yet.
    """
    news = [one for one in kept if one.news]
    others = [one for one in kept if not one.news]
    counted = f"{count_of(len(kept), 'standing question')}, {len(news):,} with news"
    asked = f"; {due:,} still to be asked of the archive as it is now" if due else ""
    shown = "".join(map(_news, news[:LISTED_NEWS])) + _more(len(news) - LISTED_NEWS)
    seen = '<button type="button" data-standing="seen">Take all as seen</button>' if news else ""
    return f'<p class="counted">{counted}{asked}. {seen}</p>{shown}{_others(others)}'


def _news(one: "StandingQuestion") -> str:
    lost = "".join(_quotation(excerpt, "del") for excerpt in one.lost_excerpts)
    new = "".join(_quotation(excerpt, "ins") for excerpt in one.new_excerpts)
    seen = f'<button type="button" data-standing="seen" data-number="{one.number}">Take as seen</button>'
    return f"""<article class="standing-news" aria-labelledby="standing-{one.number}">
<h3 id="standing-{one.number}" dir="auto">{escape(one.question)}</h3>
<p class="news">{NEWS[one.news]}</p>{new}{lost}
<p class="tools">{_ask(one)} {seen} {_remove(one)}</p></article>"""


def _quotation(excerpt: "Quoted", tag: str) -> str:
    words = "<br>".join(map(escape, quoted(excerpt.text)))
    cited = escape(f"{excerpt.title} · {excerpt.cited}")
    return f"""<figure><blockquote dir="auto"><{tag}>{words}</{tag}></blockquote>
<figcaption><a href="./?ref={escape(excerpt.reference)}" dir="auto">{cited}</a></figcaption></figure>"""


def _others(others: Sequence["StandingQuestion"]) -> str:
    if not others:
        return ""
    items = "".join(
        f'<li><span dir="auto">{escape(one.question)}</span> <span class="answered">'
        f"{'answered' if one.latest.excerpts else 'not answered'}</span>{_ask(one)}{_remove(one)}</li>"
        for one in others[:LISTED]
    )
    label = f"{len(others):,} without news"
    return f'<details class="listed"><summary>{label}</summary><ul>{items}</ul>{_more(len(others) - LISTED)}</details>'


def _ask(one: "StandingQuestion") -> str:
    from urllib.parse import urlencode

    return f'<a href="./?{escape(urlencode({"q": one.question}))}">Ask it</a>'


def _remove(one: "StandingQuestion") -> str:
    label = f'aria-label="Remove “{escape(one.question)}”"'
    return f'<button type="button" data-standing="remove" data-number="{one.number}" {label}>Remove</button>'


def _more(count: int) -> str:
    return f"<p>and {count:,} more; qa standing lists all.</p>" if count > 0 else ""
