"""Files of every format that can be written here, of the sizes that archives hold, for benchmarks.

Their words are sentences of the sample archive, drawn by a seed, so that each run makes the same ones.
"""

from collections.abc import Callable, Iterator

import made_messages
import made_reports
import made_tables
import made_texts
from made_words import SEED, Words


def made_files() -> Iterator[tuple[str, bytes]]:
    """Yield the name and the bytes of each file."""
    for name, write in WRITERS.items():
        yield name, write(Words(SEED))


WRITERS: dict[str, Callable[[Words], bytes]] = {
    "article.html": made_texts.page,
    "book.epub": made_reports.epub,
    "cables.csv": made_tables.cables,
    "articles.jsonl": made_tables.json_lines,
    "mail.eml": made_messages.mail,
    "mails.mbox": made_messages.mailbox,
    "notebook.ipynb": made_texts.notebook,
    "payments.csv": made_tables.comma_separated,
    "payments.ods": made_tables.open_sheet,
    "payments.xlsx": made_tables.sheet,
    "plain.txt": made_texts.plain,
    "report.docx": made_reports.docx,
    "report.md": made_texts.markdown,
    "report.odt": made_reports.open_document,
    "report.pdf": made_reports.two_columns,
    "report.rtf": made_texts.rich_text,
    "saved.mhtml": made_texts.saved_page,
    "short.txt": made_texts.short_lines,
    "slides.pptx": made_reports.slides,
    "talk.vtt": made_messages.transcript,
    "text.xml": made_texts.tei,
    "texts.zip": made_texts.zipped,
}
