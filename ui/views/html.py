"""Text as HTML that shows just that text.

Every character of a document or a question is escaped before it meets a tag. Besides what HTML needs, the characters of
template languages are escaped, since Gradio's HTML component fills in a template.
"""

from qa.wording import replace_control_characters

_ESCAPED = {character: f"&#{ord(character)};" for character in "&<>\"'`{}$\\"}


def escape(text: str) -> str:
    """Return text as HTML that shows just that text."""
    return "".join(_ESCAPED.get(character, character) for character in replace_control_characters(text))
