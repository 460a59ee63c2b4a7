"""Text as HTML that shows just that text.

Every character of a document or a question is escaped before it meets a tag. Besides what HTML needs, the characters of
template languages are escaped, since Gradio's HTML component fills in a template.
"""

import re

_ESCAPED = {character: f"&#{ord(character)};" for character in "&<>\"'`{}$\\"}
# Control characters have no place on a screen, and some turn the direction of what follows. Halves of characters, which
# names of files may hold, cannot be sent.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def escape(text: str) -> str:
    """Return text as HTML that shows just that text."""
    return "".join(_ESCAPED.get(character, character) for character in replace_control_characters(text))


def replace_control_characters(text: str) -> str:
    """Return text with U+FFFD in place of each control character; tabs and line breaks stay."""
    return _CONTROL.sub("\ufffd", text)
