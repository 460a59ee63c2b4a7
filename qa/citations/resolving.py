"""A reference is followed: to the same words, wherever they stand now, or to what became of them; never to others."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cache, partial
from pathlib import Path
from typing import Any, Literal

from embeddings.documents import Document, Span
from embeddings.errors import IndexFolderError
from embeddings.generations.pointer import current_pointer
from embeddings.generations.store import Generation, open_kept
from embeddings.index.sentence_keys import SAYS_ENOUGH_WORDS
from qa.answers import Excerpt, cited_fields
from qa.citations.comparing import Difference, around, compare, differ, nearest_place
from qa.errors import QuestionError
from qa.references import Reference, id_digest, parse_reference

Status = Literal["same", "moved", "reprint", "changed", "gone"]


@dataclass(frozen=True, slots=True)
class Resolved:
    """What a reference leads to now.

    `status` is "same" where the document cited has the words where it had them; "moved" where the same file stands
    under another id; "reprint" where the document cited is gone or has lost the words, and another has them;
    "changed" where the document has another text now; "gone" where neither it nor the words are in the archive.

    `excerpt` are the words cited, as they stand now; None where no document has them. `document` is the document cited
    as it is now; None where it is gone. `cited` are the words cited, None where no text that is kept has them.
    `nearest` is the place of `document` that has most of them, where it has not all. `differences` are what changed:
    between the words cited and the nearest place, or around the words where these are still there; empty where the
    text before is not kept, or nothing there changed.
    """

    reference: str
    status: Status
    excerpt: Excerpt | None = None
    document: Document | None = None
    cited: str | None = None
    nearest: Span | None = None
    differences: tuple[Difference, ...] = ()

    def present_excerpt(self) -> Excerpt:
        """Return the words cited, as they stand now. Raises QuestionError where no document has them."""
        if self.excerpt is None:
            raise QuestionError(f"The words are no longer in the archive; see: qa cite {self.reference}")
        return self.excerpt

    def to_dict(self) -> dict[str, Any]:
        """Return what was found as JSON values."""
        near = self.nearest and self.document
        return {
            "reference": self.reference,
            "status": self.status,
            "excerpt": self.excerpt and self.excerpt.to_dict(),
            "document": self.document and cited_fields(self.document),
            "cited": self.cited,
            "nearest": self.nearest
            and near
            and {
                "start": self.nearest[0],
                "end": self.nearest[1],
                "text": near.text[slice(*self.nearest)],
            },
            "differences": [{"kind": part.kind, "text": part.text} for part in self.differences],
        }


def resolve(written: str, index: Path, generation: Generation) -> Resolved:
    """Follow a reference in a generation of an index, with the help of those kept beside it.

    Takes milliseconds where the text cited is in the archive. Else the words are looked for in all texts, which takes
    a second for each 20 million characters.

    Raises InvalidReference for a reference that is mistyped, and IndexDamaged.
    """
    return resolve_all([written], index, generation)[0]


def resolve_all(written: Sequence[str], index: Path, generation: Generation) -> list[Resolved]:
    """Follow references as `resolve` does each; the generations kept beside are opened once for all."""
    earlier = cache(partial(_earlier, index, generation))
    with_text = cache(partial(_with_text, generation))
    followed = []
    for reference in map(parse_reference, written):
        copies = [one for one in with_text(reference.text) if reference.stands_at(one.text, reference.start)]
        followed.append(_followed(reference, copies, generation, earlier))
    return followed


def _followed(
    reference: Reference, copies: Sequence[Document], generation: Generation, earlier: Callable[[], list[Generation]]
) -> Resolved:
    """Follow a reference; `copies` are the documents that have the text cited."""
    at = (reference.start, reference.end)
    if same := [copy for copy in copies if id_digest(copy.id) == reference.document]:
        return _with_words(reference, "same", same[0], at, same[0])
    document = _cited(reference, generation)
    if moved := [copy for copy in copies if copy.sha256.startswith(reference.source)]:
        return _with_words(reference, "moved", moved[0], at, document)
    before = _as_cited(reference, earlier())
    document = document or _of_same_source(reference, generation) or _moved_before(reference, before, generation)
    if document and (place := reference.place_in(document.text)):
        changes = _changes_around(reference, document, place, before)
        return replace(_with_words(reference, "changed", document, place, document), differences=changes)
    if copies:
        return _with_words(reference, "reprint", copies[0], at, document)
    if reprint := _reprint(reference, generation):
        return _with_words(reference, "reprint", *reprint, document)
    return _without_words(reference, document, before)


def _with_text(generation: Generation, text: str) -> list[Document]:
    """Return the documents that have a text, given the beginning of its sha256."""
    catalogue = generation.catalogue
    found = (catalogue.document(name) for name in catalogue.ids_with_text(text))
    return [document for document in found if document]


def _cited(reference: Reference, generation: Generation) -> Document | None:
    """Return the document that has the id of the one cited."""
    catalogue = generation.catalogue
    cited = (name for name in catalogue.ids() if id_digest(name) == reference.document)
    return next((document for name in cited if (document := catalogue.document(name))), None)


def _reprint(reference: Reference, generation: Generation) -> tuple[Document, Span] | None:
    """Return the first document in which the words stand, and where; none for words that say too little."""
    for number in range(generation.manifest.documents):
        document = generation.catalogue.numbered(number)
        place = reference.place_in(document.text)
        if place and len(document.text[slice(*place)].split()) >= SAYS_ENOUGH_WORDS:
            return document, place
    return None


def _of_same_source(reference: Reference, generation: Generation) -> Document | None:
    """Return the only document of the file cited, if its text is read otherwise than it was."""
    names = generation.catalogue.ids_with_source(reference.source)
    return generation.catalogue.document(names[0]) if len(names) == 1 else None


def _moved_before(reference: Reference, before: Document | None, generation: Generation) -> Document | None:
    """Return the document whose file an earlier rebuild found moved, and that has changed since."""
    if before is None or id_digest(before.id) == reference.document or not before.sha256.startswith(reference.source):
        return None
    return generation.catalogue.document(before.id)


def _earlier(index: Path, generation: Generation) -> list[Generation]:
    """Return the other generations that are kept and can be read, the newest first."""
    opened = []
    # One of an older format, or damaged, or removed meanwhile, says nothing.
    with suppress(IndexFolderError):
        for name in current_pointer(index).newest_first:
            with suppress(IndexFolderError):
                opened += [open_kept(index, name)] if name != generation.id else []
    return opened


def _as_cited(reference: Reference, earlier: Sequence[Generation]) -> Document | None:
    """Return the document as it was cited, from a generation before; None without one."""
    for generation in earlier:
        try:
            of_text = _with_text(generation, reference.text)
        except IndexFolderError:
            continue
        documents = [one for one in of_text if reference.stands_at(one.text, reference.start)]
        of_id = [document for document in documents if id_digest(document.id) == reference.document]
        if documents:
            return (of_id or documents)[0]
    return None


def _changes_around(
    reference: Reference, document: Document, place: Span, before: Document | None
) -> tuple[Difference, ...]:
    """Return what changed around words that are still there; empty where nothing did, or it is not known."""
    if before is None:
        return ()
    was, is_now = around(before.text, reference.start, reference.end), around(document.text, *place)
    differences = compare(before.text[slice(*was)], document.text[slice(*is_now)])
    return differences if differ(differences) else ()


def _with_words(
    reference: Reference, status: Status, holder: Document, place: Span, document: Document | None
) -> Resolved:
    """Return the words where they stand in a document; `document` is the one cited as it is now."""
    start, end = place
    words = holder.text[start:end]
    excerpt = Excerpt(document=holder, start=start, end=end, text=words, score=1.0, followed=reference)
    return Resolved(str(reference), status, excerpt, document, excerpt.text)


def _without_words(reference: Reference, document: Document | None, before: Document | None) -> Resolved:
    """Return what is left where no document has the words."""
    cited = before.text[reference.start : reference.end] if before else None
    if document is None:
        return Resolved(str(reference), "gone", cited=cited)
    nearest = nearest_place(cited, document.text) if cited else None
    differences = compare(cited, document.text[slice(*nearest)]) if cited and nearest else ()
    return Resolved(str(reference), "changed", None, document, cited, nearest, differences)
