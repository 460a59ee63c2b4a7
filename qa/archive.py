"""An opened index and a loaded model: ask it as often as you like."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import chain, islice, repeat
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Self

from embeddings.errors import IndexModelMismatch
from embeddings.generations import store
from embeddings.index.selection import Selection
from embeddings.models.encoder import Encoder, load_encoder
from embeddings.models.installed import fingerprint, model_folder
from qa.answering.confidence import CONFIDENT, LOOKED_AT
from qa.answering.excerpts import excerpts
from qa.answering.reader import Reader, load_reader
from qa.answering.reprints import count_sources, told_once
from qa.answering.verdicts import reason, verdict
from qa.answering.windows import read
from qa.answers import Answer, Excerpt, Hit
from qa.errors import QuestionError
from qa.question.facets import Facets, count
from qa.question.filters import Filters, selection
from qa.question.follow_ups import Turn, looked_for, read_as
from qa.question.question import Query, check_question, prepare
from qa.retrieval.ranking import rank
from qa.retrieval.reranking import Reranker, load_reranker
from qa.settings import load_settings
from qa.upkeep.maintenance import followed

if TYPE_CHECKING:
    from embeddings.building.rebuild import Progress, Stopped
    from embeddings.building.report import Report
    from embeddings.documents import Document
    from embeddings.index.catalogue import Listed
    from qa.evaluation.calibration import Calibration

# How many excerpts an answer shows, and of them at most from its first passage: what answers often stands a few
# sentences before or after what the question speaks of.
ANSWER_EXCERPTS = 4
FIRST_PASSAGE_EXCERPTS = 2
# As many passages are explained; the excerpts of an answer are among them but where many say the same.
EXPLAINED = 20
# How many passages are shown where the archive does not say.
NEAREST = 3
# Passages that are passed over, at most, because their excerpts have been shown.
MOST_PASSED_OVER = 1000


class Archive:
    """One generation of an index and the model that built it. Safe to use from several threads.

    It answers from its own generation also after a rebuild; `renewed` gives an archive of the newest one.
    """

    def __init__(
        self,
        index: Path,
        generation: store.Generation,
        encoder: Encoder,
        reranker: Reranker | None = None,
        reader: Reader | None = None,
    ) -> None:
        self.index = index
        self._generation = generation
        self._encoder = encoder
        self._reranker = reranker
        self._reader = reader
        self.threshold = load_settings().threshold

    @classmethod
    def open(cls, index: Path | str | None = None, *, encoder: Encoder | None = None) -> Self:
        """Open the current generation of an index folder (by default the one the settings name).

        The model is the one the settings name, unless an encoder is given; so is the reranker, if they name one.
        The reader (qa.answering.reader) is loaded unless the settings say not to.
        Raises IndexMissing, IndexDamaged, IndexFormatError, IndexModelMismatch, ModelError or SettingError.
        """
        settings = load_settings(index=index)
        generation = store.open_generation(settings.index)
        encoder = encoder or load_encoder(settings.model, settings.precision)
        _check_model(generation.manifest, encoder, settings.index)
        reader = load_reader() if settings.reader else None
        return cls(settings.index, generation, encoder, load_reranker(settings.reranker), reader)

    @property
    def generation(self) -> str:
        """The id of the generation that answers."""
        return self._generation.id

    @property
    def manifest(self) -> store.Manifest:
        """What the generation says of itself: model, counts, sources, files that could not be read."""
        return self._generation.manifest

    def documents(self, first: int = 0, most: int = -1) -> "list[Listed]":
        """Return the documents without their texts, in the order of the archive: all, or `most` from `first` on."""
        return self._generation.catalogue.listed(first, most)

    def document(self, document_id: str) -> "Document | None":
        """Return a document whole, None if the archive has none of that id. Raises IndexDamaged."""
        return self._generation.catalogue.document(document_id)

    def renewed(self) -> "Archive":
        """Return this archive if its generation is still the current one, else one of the current generation.

        Raises what `open` raises.
        """
        if store.current_generation(self.index) == self.generation:
            return self
        return type(self).open(self.index, encoder=self._encoder)

    def retrieve(
        self, question: str, k: int = 5, history: Sequence[Turn] = (), filters: Filters | None = None
    ) -> list[Excerpt]:
        """Return the best excerpt of each of the k best passages that do not say the same, best first.

        `history` are the turns before, oldest first, as questions or as the Answers to them; it counts only where the
        question does not stand alone. `filters` say which documents are searched; without them all are.

        Raises QuestionError for an empty question, one of more than 20,000 characters, or a k below 1; FilterError
        for filters that name what the archive does not have.
        """
        query, _ = self._query(question, history)
        within = self._within(k, filters)
        return [excerpt for _, excerpt in self._found(query, self._ranked(query, k, within), k, within)]

    def hits(
        self, question: str, k: int = 5, history: Sequence[Turn] = (), filters: Filters | None = None
    ) -> list[Hit]:
        """Return the k best passages with the signals that ranked them, best first; takes and raises as `retrieve`."""
        query, _ = self._query(question, history)
        return rank(query, self._generation, k, self._within(k, filters), self._reranker)

    def explain(self, question: str, history: Sequence[Turn] = (), filters: Filters | None = None) -> list[Hit]:
        """Return the passages looked at to answer a question, in the order of `ask`; the first with what was read."""
        query, as_read = self._query(question, history)
        ranked = rank(query, self._generation, EXPLAINED, self._within(EXPLAINED, filters), self._reranker)
        return list(read(as_read or question, query, ranked, self._generation.lexical.terms, self._reader))

    def facets(self, filters: Filters | None = None) -> Facets:
        """Count the documents under some filters by publisher, author and year. Raises FilterError as `retrieve`."""
        return count(self._generation.catalogue.facts, filters or Filters())

    def ask(self, question: str, history: Sequence[Turn] = (), filters: Filters | None = None) -> Answer:
        """Return the excerpts that answer a question, or that the archive does not say.

        `history` and `filters` are as in `retrieve`. Where the filters leave no document at all, the answer is
        "not_found" and `nearest` is empty.

        Raises QuestionError for an empty question or one of more than 20,000 characters; FilterError as `retrieve`.
        """
        query, as_read = self._query(question, history)
        within, lexical = self._within(LOOKED_AT, filters), self._generation.lexical
        hits = read(as_read or question, query, self._ranked(query, LOOKED_AT, within), lexical.terms, self._reader)
        found = self._found(query, hits, LOOKED_AT + FIRST_PASSAGE_EXCERPTS - 1, within, FIRST_PASSAGE_EXCERPTS)
        made = verdict(question, query, found, lexical.terms)
        answered = made.confidence >= self.threshold
        low = answered and made.confidence < CONFIDENT
        excerpts = [one.excerpt for one in made.fitting[:ANSWER_EXCERPTS]]
        # One of each passage: where nothing answers, a second place of the first says little.
        nearest = list({one.hit.number: one.excerpt for one in reversed(made.found)}.values())[::-1][:NEAREST]
        shown = excerpts if answered else nearest
        return Answer(
            question=question,
            status="answered" if answered else "not_found",
            confidence=made.confidence,
            excerpts=tuple(shown) if answered else (),
            nearest=() if answered else tuple(shown),
            sources=count_sources(shown, self._generation),
            generation=self.generation,
            low_confidence=low,
            reason=reason(made, query, lexical, answered=answered) if low or not answered else None,
            read_as=as_read,
            filters=filters or None,
        )

    def calibrate(self, questions: int = 200, progress: Callable[[int, int], None] = lambda *_: None) -> "Calibration":
        """Check the threshold on this archive without judged questions; see qa.evaluation.calibration.

        `progress(done, total)` is called as questions are asked. Raises CalibrationError.
        """
        from qa.evaluation.calibration import calibrate

        generation, encoder, reader = self._generation, self._encoder, self._reader
        return calibrate(generation, encoder, self.threshold, reader, questions=questions, progress=progress)

    def _query(self, question: str, history: Sequence[Turn]) -> tuple[Query, str | None]:
        """Return a question ready for retrieval, and how it was read if it does not stand alone."""
        check_question(question)
        as_read = read_as(question, history)
        return prepare(looked_for(question, as_read), self._encoder, self._generation), as_read

    def _within(self, k: int, filters: Filters | None) -> Selection | None:
        if k < 1:
            raise QuestionError(f"k is {k}; ask for at least 1 passage.")
        return selection(filters, self._generation.catalogue.facts) if filters else None

    def _found(
        self, query: Query, hits: Iterable[Hit], k: int, within: Selection | None, of_first: int = 1
    ) -> list[tuple[Hit, Excerpt]]:
        """Return k excerpts of passages, with these, of which none repeats another: one each, of the first more."""
        terms = self._generation.lexical.terms
        allowed = self._generation.catalogue.facts.documents(within) if within else None
        wanted = chain([of_first], repeat(1))
        found = ((hit, own) for hit, most in zip(hits, wanted) for own in excerpts(hit, query, terms, most))  # noqa: B905
        return list(islice(told_once(found, self._generation, allowed), k))

    def _ranked(self, query: Query, k: int, within: Selection | None) -> Iterator[Hit]:
        """Yield the best passages, best first: more than k for who finds that some say what others have said."""
        asked, done = k, 0
        while True:
            hits = rank(query, self._generation, asked, within, self._reranker)
            yield from hits[done:]
            if len(hits) < asked or asked >= k + MOST_PASSED_OVER:
                return
            asked, done = min(4 * asked, k + MOST_PASSED_OVER), asked


def _check_model(manifest: store.Manifest, encoder: Encoder, index: Path) -> None:
    if encoder.fingerprint == manifest.model_fingerprint:
        return
    if encoder.name == manifest.model:
        raise IndexModelMismatch(
            f"The index in {index} was built with another version of the model {encoder.name} than the one installed; "
            f"build it again with: qa rebuild --index {index}"
        )
    raise IndexModelMismatch(
        f"The index in {index} was built with the model {manifest.model}, but the setting LOCCIT_MODEL is "
        f"{encoder.name}; set LOCCIT_MODEL={manifest.model}, or build the index again with: "
        f"qa rebuild --index {index}"
    )


def rebuild(
    sources: Sequence[Path | str] | None = None,
    index: Path | str | None = None,
    *,
    full: bool = False,
    progress: "Progress | None" = None,
    stopped: "Stopped | None" = None,
    encoder: Encoder | None = None,
) -> "Report":
    """Bring an index up to date with files and folders, by default those it follows; see qa.upkeep.maintenance.sources.

    Only what has changed is read and embedded, unless `full`. Whoever is asking meanwhile is answered from the
    generation before. Returns what was done, the counts and the files that could not be read, with the reasons.
    `progress(stage, done, total)` is called on the way, with the stages "comparing", "reading", "encoding" and
    "writing"; `stopped()` is asked as often, and ends the rebuild with RebuildStopped once it returns True.

    Raises SourceNotFound, NoDocuments, RebuildRunning, RebuildStopped, IndexNotWritten, ModelError or SettingError.
    """
    from embeddings.building.rebuild import rebuild as rebuild_index

    settings = load_settings(index=index)
    given = followed(settings) if sources is None else [Path(one) for one in sources]
    load = partial(_given, encoder) if encoder else partial(load_encoder, settings.model, settings.precision)
    known = None if encoder else partial(_fingerprint, settings.model)
    return rebuild_index(given, settings.index, load, progress, full=full, stopped=stopped, model_fingerprint=known)


def _fingerprint(model: str) -> str:
    """Return the fingerprint of a model without loading it."""
    return fingerprint(model_folder(model))


def _given(encoder: Encoder) -> Encoder:
    return encoder


_opened: dict[Path, Archive] = {}
_opening = Lock()


def open_archive(index: Path | None = None) -> Archive:
    """Return the archive of an index (by default the one the settings name), opened once, renewed after a rebuild.

    Raises what Archive.open raises.
    """
    folder = load_settings(index=index).index.resolve()
    with _opening:
        _opened[folder] = _opened[folder].renewed() if folder in _opened else Archive.open(folder)
        return _opened[folder]


def retrieve(question: str, k: int = 5, history: Sequence[Turn] = (), filters: Filters | None = None) -> list[Excerpt]:
    """Ask the default archive; see Archive.retrieve. The index and the model are opened at the first call."""
    return open_archive().retrieve(question, k, history, filters)


def ask(question: str, history: Sequence[Turn] = (), filters: Filters | None = None) -> Answer:
    """Ask the default archive; see Archive.ask. The index and the model are opened at the first call."""
    return open_archive().ask(question, history, filters)
