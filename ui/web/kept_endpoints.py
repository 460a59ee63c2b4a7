"""The named endpoints of clippings, of the caller's own: keep, list, change, move, remove, export, import."""

from collections.abc import Callable
from typing import Any

import gradio as gr
from gradio.events import api

from qa.kept.clippings import NOTEBOOK, change, move, remove
from ui.web.endpoints import OpenArchive
from ui.web.inputs import validate
from ui.web.keeping import (
    MOST_SENT,
    ChangedClipping,
    ClippingNumbers,
    ExportedShelf,
    JudgedExcerpt,
    KeptFile,
    KeptWords,
    MovedClipping,
    SentClippings,
    Shelf,
    exported_clippings,
    imported_clippings,
    judge_words,
    keep_words,
    part_of,
)
from ui.web.payloads import payload_of

CALLER = "The caller"


def add_kept_endpoints(open_archive: OpenArchive, kept_file: KeptFile) -> None:
    """Add the endpoints to the page that is being built."""
    api(_keep(open_archive, kept_file), api_name="keep")
    api(_judge(open_archive, kept_file), api_name="judge")
    api(_clippings(open_archive, kept_file), api_name="clippings")
    api(_change(kept_file), api_name="change_clipping")
    api(_move(kept_file), api_name="move_clipping")
    api(_remove(kept_file), api_name="remove_clippings")
    api(_export(open_archive, kept_file), api_name="export_clippings")
    api(_import(kept_file), api_name="import_clippings")


def _keep(open_archive: OpenArchive, kept_file: KeptFile) -> Callable[..., dict[str, Any]]:
    def keep(
        request: gr.Request,
        reference: str,
        notebook: str = NOTEBOOK,
        note: str = "",
        tags: list[str] | None = None,
    ) -> dict[str, Any]:
        """Keep the excerpt of a reference in a notebook of the caller; one that is there gets the note and tags given.

        Args:
            reference: The reference of an excerpt, as ask and retrieve return it.
            notebook: The name of the notebook.
            note: A note on the excerpt.
            tags: Tags of the excerpt.

        Returns:
            number (which names the clipping), notebook, position, reference, text, place, document, note, tags,
            created.
        """

        def work() -> dict[str, Any]:
            given = {"reference": reference, "notebook": notebook, "note": note, "tags": tags or []}
            sent = validate(KeptWords, given, CALLER)
            return keep_words(open_archive(), kept_file(request), sent).to_dict()

        return payload_of(work)

    return keep


def _judge(open_archive: OpenArchive, kept_file: KeptFile) -> Callable[..., dict[str, Any]]:
    def judge(
        request: gr.Request, question: str, reference: str, useful: bool | None, before: list[str] | None = None
    ) -> dict[str, Any]:
        """Say of an excerpt whether it answers a question; qa feedback export writes a judged collection of that.

        Args:
            question: The question as it was asked.
            reference: The reference of the excerpt.
            useful: Whether it answers; null takes back what was said.
            before: The questions before, oldest first, that the question is to be read with.

        Returns:
            question, reference, useful.
        """

        def work() -> dict[str, Any]:
            given = {"question": question, "reference": reference, "useful": useful, "before": before or []}
            sent = validate(JudgedExcerpt, given, CALLER)
            judge_words(open_archive(), kept_file(request), sent)
            return {"question": sent.question, "reference": sent.reference, "useful": sent.useful}

        return payload_of(work)

    return judge


def _clippings(open_archive: OpenArchive, kept_file: KeptFile) -> Callable[..., dict[str, Any]]:
    def clippings(request: gr.Request, notebook: str = "", tag: str = "", first: int = 0) -> dict[str, Any]:
        """Return clippings of the caller in their order, each with what became of its words.

        Args:
            notebook: Only those of this notebook; without it those of all.
            tag: Only those with this tag.
            first: Skip so many; 100 are returned at most.

        Returns:
            total, clippings (number, notebook, position, reference, text, place, document, note, tags, created, status
            as cite returns it, now: where the words stand, null where they do not), generation.
        """

        def work() -> dict[str, Any]:
            shelf = validate(Shelf, {"notebook": notebook, "tag": tag, "first": first}, CALLER)
            archive = open_archive()
            part, total = part_of(archive, kept_file(request), shelf, MOST_SENT)
            return {
                "total": total,
                "clippings": [one.to_dict() for one in part],
                "generation": archive.generation,
            }

        return payload_of(work)

    return clippings


def _change(kept_file: KeptFile) -> Callable[..., dict[str, Any]]:
    def change_clipping(
        request: gr.Request,
        number: int,
        notebook: str | None = None,
        note: str | None = None,
        tags: list[str] | None = None,
    ) -> dict[str, Any]:
        """Give a clipping of the caller another note or other tags, or put it at the end of another notebook.

        Args:
            number: The clipping's number.
            notebook: Its new notebook; without it, it stays.
            note: Its new note; without it, the note stays.
            tags: Its new tags; without them, the tags stay.

        Returns:
            The clipping, as keep returns it.
        """

        def work() -> dict[str, Any]:
            given = {"number": number, "notebook": notebook, "note": note, "tags": tags}
            sent = validate(ChangedClipping, given, CALLER)
            file = kept_file(request)
            return change(file, sent.number, notebook=sent.notebook, note=sent.note, tags=sent.tags).to_dict()

        return payload_of(work)

    return change_clipping


def _move(kept_file: KeptFile) -> Callable[..., dict[str, Any]]:
    def move_clipping(request: gr.Request, number: int, position: int) -> dict[str, Any]:
        """Give a clipping of the caller another place in its notebook.

        Args:
            number: The clipping's number.
            position: Its new place, from 1 on; one past the end is the last.

        Returns:
            The clipping, as keep returns it.
        """

        def work() -> dict[str, Any]:
            sent = validate(MovedClipping, {"number": number, "position": position}, CALLER)
            return move(kept_file(request), sent.number, sent.position).to_dict()

        return payload_of(work)

    return move_clipping


def _remove(kept_file: KeptFile) -> Callable[..., dict[str, Any]]:
    def remove_clippings(request: gr.Request, numbers: list[int]) -> dict[str, Any]:
        """Remove clippings of the caller, all that are named or none.

        Args:
            numbers: Their numbers.

        Returns:
            removed: the clippings, as keep returns them; import_clippings takes them back.
        """

        def work() -> dict[str, Any]:
            sent = validate(ClippingNumbers, {"numbers": numbers}, CALLER)
            return {"removed": [clipping.to_dict() for clipping in remove(kept_file(request), sent.numbers)]}

        return payload_of(work)

    return remove_clippings


def _export(open_archive: OpenArchive, kept_file: KeptFile) -> Callable[..., dict[str, Any]]:
    def export_clippings(request: gr.Request, form: str, notebook: str = "", tag: str = "") -> dict[str, Any]:
        """Return clippings of the caller in a format to keep or to send on.

        Args:
            form: markdown, text, json, csl-json, ris, bibtex or html.
            notebook: Only those of this notebook; without it those of all.
            tag: Only those with this tag.

        Returns:
            form, media_type, suffix, text, left_out (how many the format leaves out, since their words have gone).
        """

        def work() -> dict[str, Any]:
            sent = validate(ExportedShelf, {"form": form, "notebook": notebook, "tag": tag}, CALLER)
            return exported_clippings(open_archive(), kept_file(request), sent)

        return payload_of(work)

    return export_clippings


def _import(kept_file: KeptFile) -> Callable[..., dict[str, Any]]:
    def import_clippings(request: gr.Request, clippings: list[dict[str, Any]]) -> dict[str, Any]:
        """Keep clippings for the caller as export_clippings wrote them as JSON; all of them or none.

        Args:
            clippings: What the list "clippings" of such an export holds.

        Returns:
            came (how many are new), there (how many were there before, and stay as they are).
        """

        def work() -> dict[str, Any]:
            sent = validate(SentClippings, {"clippings": clippings}, CALLER)
            return imported_clippings(kept_file(request), sent, CALLER)

        return payload_of(work)

    return import_clippings
