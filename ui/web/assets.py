"""The HTML, CSS and JavaScript of the pages: files of ui/assets."""

import re
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parents[1] / "assets"
STYLES = FOLDER / "chat.css"


def read_asset(name: str) -> str:
    """Return the text of a file of ui/assets."""
    return (FOLDER / name).read_text("utf-8")


@cache
def bare_styles() -> str:
    """Return the styles of the login page and of problems, in the colours of the other pages."""
    colours = STYLES.read_text("utf-8")
    light, dark = (_declarations(selector, colours) for selector in (":root", ".dark"))
    theme = f":root {{{light}}}\n@media (prefers-color-scheme: dark) {{ :root {{{dark}}} }}\n"
    return theme + read_asset("bare.css")


def _declarations(selector: str, styles: str) -> str:
    (declarations,) = re.findall(rf"^{re.escape(selector)} {{(.*?)}}", styles, re.DOTALL | re.MULTILINE)
    return str(declarations)
