"""What the reading room shows besides turns: the welcome, the first run, and the state of the archive. Safe HTML."""

from collections.abc import Sequence

from ui.views.html import escape


def welcome(examples: Sequence[str], described: str = "") -> str:
    """Return what stands above the conversation before the first question; `described` says what the archive holds."""
    buttons = "".join(
        f'<li><button type="button" class="example" dir="auto">{escape(question)}</button></li>'
        for question in examples
    )
    offer = f'<p id="instance">For instance:</p><ul aria-labelledby="instance">{buttons}</ul>' if buttons else ""
    holds = f'<p class="holds" dir="auto">{escape(described)}</p>' if described else ""
    return f"""<h2>Ask the archive</h2>
{holds}<p>The answer is in the sources’ own words, each with its exact place. Nothing is written for you, and where the
archive does not say, you are told so.</p>{offer}"""


def first_run(may_change: bool) -> str:
    """Return what stands in place of the examples where there is no archive yet: the next step."""
    if not may_change:
        return "<h2>The archive is empty</h2>\n<p>Whoever runs this server has yet to add documents to it.</p>"
    return """<h2>The archive is empty</h2>
<p>Add the documents that you want to ask, then come back here.</p>
<p><a class="next-step" href="archive">Add documents</a></p>"""


def notice(text: str) -> str:
    """Return the line that says in what state the archive is."""
    return f'<p class="notice">{escape(text)}</p>'
