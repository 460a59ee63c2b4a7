"""What office programs write into the pages and mails that they make: signs of lists, and comments."""

import re
from typing import Any

# The sign of an item in Word's lists: one of a symbol font is a letter. Numbers have a point or a bracket.
_SIGN = re.compile(r"[^\w\s(]|[a-zA-Z]")
_ITEMS = "//p[starts-with(@class, 'MsoList') or contains(@style, 'mso-list:')]"
# Comments of Word and of Google Docs: the marks in the text, and what they say below it.
_COMMENTS = (
    "//a[contains(@class, 'msocomanchor') or starts-with(@href, '#cmnt')]"
    " | //div[contains(@style, 'mso-element:comment-list')] | //@class[contains(., 'msocomtxt')]/.."
    " | //div[p/a[starts-with(@id, 'cmnt') and not(starts-with(@id, 'cmnt_'))]]"
)
GOOGLE_DOCS = (
    "boolean(//body[contains(concat(' ', @class, ' '), ' doc-content ')]"
    " | //style[contains(., '.lst-kix_') or contains(., 'themes.googleusercontent.com/fonts')])"
)


def set_office(tree: Any) -> None:
    """Set the signs of Word's lists as those of others, and empty comments, in place."""
    for item in tree.xpath(_ITEMS):
        first = next((element for element in item.iter() if (element.text or "").strip()), item)
        if first is not item and _SIGN.fullmatch((first.text or "").strip()) and not (item.text or "").strip():
            first.text = "-"
            first.tail = f" {first.tail or ''}"
    for comment in tree.xpath(_COMMENTS):
        comment.clear(keep_tail=True)
