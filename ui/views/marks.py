"""The star and the tags that a reader gave a document, as safe HTML: shown, and to be changed."""

from qa.kept.marks import Mark
from ui.views.html import escape


def marks_html(mark: Mark) -> str:
    """Return the line of the source pane with a document's star and tags; each can be changed there."""
    tags = ", ".join(mark.tags)
    label = f"Tags: {escape(tags)}" if mark.tags else "Add tags"
    return f"""<div class="marks" data-document="{escape(mark.document)}">
<button type="button" data-pane="star" aria-pressed="{"true" if mark.starred else "false"}">Star</button>
<button type="button" data-pane="tags" aria-expanded="false" dir="auto">{label}</button>
<form class="marks-form" hidden><label>Tags <input name="tags" list="tags-given" value="{escape(tags)}" dir="auto"
 autocomplete="off" placeholder="parted by commas"></label>
<button type="submit">Set tags</button> <button type="button" data-pane="tags">Leave them</button>
<p class="wrong" role="alert"></p></form></div>"""
