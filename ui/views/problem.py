"""The page of an address that cannot be shown, as safe HTML."""

from ui.views.bare_page import bare_page
from ui.views.html import escape


def problem_page(heading: str, message: str, home: str, styles: str) -> str:
    """Return a page that says what is wrong, with a link to the reading room at `home`."""
    content = f"""<h2>{escape(heading)}</h2>
<p class="message" dir="auto">{escape(message)}</p>
<p class="way-on"><a href="{escape(home)}">To the reading room</a></p>"""
    return bare_page(escape(heading), content, styles)
