"""Text as HTML that shows just that text.

Every character of a document or a question is escaped before it meets a tag. Besides what HTML needs, the characters of
template languages are escaped, since Gradio's HTML component fills in a template.
"""

import re

from qa.wording import replace_control_characters

_ESCAPED = {character: f"&#{ord(character)};" for character in "&<>\"'`{}$\\"}
_SPECIAL = re.compile(f"[{re.escape(''.join(_ESCAPED))}]")


def escape(text: str) -> str:
    """Return text as HTML that shows just that text."""
    return _SPECIAL.sub(lambda match: _ESCAPED[match[0]], replace_control_characters(text))
