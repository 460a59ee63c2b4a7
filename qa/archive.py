"""An opened index and a loaded model: ask it as often as you like."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Self

from embeddings.engines.opening import engine_of
from embeddings.generations.manifest import Manifest, check_model
from embeddings.generations.pointer import current_generation
from embeddings.generations.store import open_generation
from embeddings.index.presence import current_ids, document_of, present
from embeddings.models.cache import cache_in
from embeddings.models.encoder import Encoder, load_encoder
from embeddings.readers.content import READ_POORLY
from embeddings.text.plain_dates import with_dates_in_words
from qa.answering.asked_sources import first_as_asked
from qa.answering.asking import answered
from qa.answering.breadth import EXPLAINED
from qa.answering.excerpts import choose
from qa.answering.holdings import holdings
from qa.answering.reader import Reader, load_reader
from qa.answering.reading import read
from qa.answering.sentence_answers import Judges
from qa.answering.ways import Asking
from qa.answers import Answer, Excerpt, Hit
from qa.citations.resolving import Resolved, resolve_all
from qa.errors import QuestionError
from qa.question.facets import Facets, count
from qa.question.filters import Filters, selection_in
from qa.question.follow_ups import Turn
from qa.question.question import Question, analyse, check_question
from qa.question.speakers import unheard
from qa.retrieval.misspellings import without_misspellings
from qa.retrieval.ranking import rank, rank_on
from qa.retrieval.reranking import Reranker, load_reranker
from qa.retrieval.scope import Scope
from qa.retrieval.similar import similar_passages
from qa.retrieval.transliterations import in_archive_spelling
from qa.search.offers import Offer, offers, offers_of_documents
from qa.search.searching import Found, search_generation
from qa.search.voices import Statement, Voice, statements, voices
from qa.settings import check_models, load_settings

if TYPE_CHECKING:
    from embeddings.documents import Document
    from embeddings.index.catalogue import Listed
    from qa.evaluation.calibration import Calibration


class Archive:
    """One generation of an index and the model that built it. Safe to use from several threads.

    It answers from its own generation also after a rebuild; `renewed` gives an archive of the newest one.
    """

    def __init__(
        self,
        index: Path,
        whole: Scope,
        encoder: Encoder,
        reranker: Reranker | None = None,
        reader: Reader | None = None,
    ) -> None:
        """Keep what `open` has opened; `whole` is what is searched without filters."""
        self.index = index
        self._whole = whole
        self._generation = whole.generation
        self._encoder = encoder
        self._reranker = reranker
        self._reader = reader
        self.threshold = load_settings().threshold

    @classmethod
    def open(cls, index: Path | str | None = None, *, encoder: Encoder | None = None) -> Self:
        """Open the current generation of an index folder (by default the one the settings name).

        The model is the one the settings name, unless an encoder is given; so is the reranker, if they name one.
        The reader (qa.answering.reader) is loaded unless the settings say not to. Raises IndexMissing, IndexDamaged,
        IndexFormatError, IndexModelMismatch, EngineError, ModelError or SettingError.
        """
        settings = load_settings(index=index)
        generation = open_generation(settings.index, settings.rechecked)
        searcher = engine_of(settings.engine, settings.index).searcher(generation)
        cache_in(settings.cache.expanduser() / "models")
        check_models(settings, ("reranker",) if encoder else ("model", "reranker"))
        encoder = encoder or load_encoder(settings.model, settings.precision)
        check_model(generation.manifest, encoder, settings.index)
        reader = load_reader() if settings.reader else None
        whole = Scope(generation, engine=searcher)
        return cls(settings.index, whole, encoder, load_reranker(settings.reranker), reader)

    @property
    def generation(self) -> str:
        """The id of the generation that answers."""
        return self._generation.id

    @property
    def answers_by(self) -> list[str]:
        """What its answers depend on: archives of which this is the same give the same answers."""
        models = (self._reader is not None, self._reranker is not None)
        encoder = (self._encoder.fingerprint, self._encoder.precision)
        return [self.generation, *encoder, *map(str, models), str(self.threshold)]

    @property
    def manifest(self) -> Manifest:
        """What the generation says of itself: model, counts, sources, files that could not be read."""
        return self._generation.manifest

    def documents(self, first: int = 0, most: int = -1) -> "list[Listed]":
        """Return the documents without their texts, in the order of the archive: all, or `most` from `first` on."""
        return self._generation.catalogue.listed(first, most)

    def read_poorly(self) -> list[tuple[str, str]]:
        """Return the id of each document that was read poorly, and how, with what to do about it."""
        return self._generation.catalogue.stating(READ_POORLY)

    def document(self, document_id: str, text_sha256: str = "") -> "Document | None":
        """Return a document whole, None if the archive has none of that id.

        An id that the archive does not have is understood where it ends the path of just one document: such were ids
        before a source moved. `text_sha256` is the beginning, 12 digits at least, of the hash of the text that a
        citation is of. If the document of the id has another text, one that has this text is returned before it.
        Raises IndexDamaged.
        """
        return document_of(self._generation.catalogue, document_id, text_sha256)

    def resolve(self, reference: str) -> Resolved:
        """Follow a permanent reference: to the same words, or to what became of them; see qa.citations.resolving.

        Raises InvalidReference for one that is mistyped, and IndexDamaged.
        """
        return self.resolve_all([reference])[0]

    def resolve_all(self, references: Sequence[str]) -> list[Resolved]:
        """Follow references as `resolve` does each; what is read of earlier generations is read once."""
        return resolve_all(references, self.index, self._generation)

    def search(self, search: str, filters: Filters | None = None, *, exact: bool = False) -> Found:
        """Return every document that meets a search, with every occurrence; docs/search.md says how one is written.

        `exact` finds words as they are typed, but for capitals; else any spelling and ending of them.
        Raises SearchError, and FilterError as `retrieve`.
        """
        narrowed = self._with_current_ids(filters) if filters else None
        return search_generation(search, self._generation, narrowed, exact=exact)

    def people(self) -> list[Voice]:
        """Return who speaks in the archive, how often and to whom, the most frequent first."""
        return voices(self._generation)

    def statements(self, speaker: str, to: str = "") -> list[Statement]:
        """Return all that somebody says, maybe only to one, in the order of time. Raises FilterError as `retrieve`."""
        return statements(self._generation, speaker, to)

    def similar(self, reference: str, k: int = 5, filters: Filters | None = None) -> list[Excerpt]:
        """Return the k passages nearest to the one in which the words of a reference stand; see qa.retrieval.similar.

        Raises QuestionError where no document has the words any more, or for a k below 1; InvalidReference, and
        FilterError as `retrieve`.
        """
        return similar_passages(self.resolve(reference).present_excerpt(), self._scope(k, filters), k)

    def offers(self, answer: Answer) -> list[Offer]:
        """Return the exact searches that an answer leads to, of those that find something.

        Those are for names and quoted words of a question that is not answered, and for documents of which only the
        first are cited.
        """
        if answer.kind == "documents":
            return offers_of_documents(answer.question, len(answer.excerpts), self._generation, answer.filters)
        return offers(answer.question, self._generation, answer.filters) if answer.status == "not_found" else []

    def renewed(self) -> "Archive":
        """Return this archive if its generation is still the current one, else one of that; raises as `open`."""
        if current_generation(self.index) == self.generation:
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
        asked, scope = self._analyse(question, history), self._scope(k, filters)
        hits = read(asked, rank_on(asked, scope, k, self._reranker), None)
        return [excerpt for _, excerpt in first_as_asked(asked, choose(hits, scope, k, asked), None)]

    def hits(
        self, question: str, k: int = 5, history: Sequence[Turn] = (), filters: Filters | None = None
    ) -> list[Hit]:
        """Return the k best passages with the signals that ranked them, best first; takes and raises as `retrieve`."""
        return rank(self._analyse(question, history), self._scope(k, filters), k, self._reranker)

    def explain(self, question: str, history: Sequence[Turn] = (), filters: Filters | None = None) -> list[Hit]:
        """Return the passages looked at to answer a question, in the order of `ask`; the first with what was read."""
        asked, scope = self._analyse(question, history), self._scope(EXPLAINED, filters)
        return list(read(asked, rank(asked, scope, EXPLAINED, self._reranker), self._reader))

    def holdings(self) -> str:
        """Return what the archive holds, as one sentence: how many documents, of which years, and some titles."""
        return holdings(self._generation.catalogue)

    def facets(self, filters: Filters | None = None) -> Facets:
        """Count the documents under some filters by publisher, author and year. Raises FilterError as `retrieve`."""
        given = self._with_current_ids(filters or Filters())
        return count(self._generation.catalogue.facts, given, unheard(given, self.manifest))

    def present(self, known: Sequence[tuple[str, str]]) -> list[str | None]:
        """Return the ids that documents have now, None for those gone; see embeddings.index.presence."""
        return present(self._generation.catalogue, known)

    def _with_current_ids(self, filters: Filters) -> Filters:
        if (filters.tags or filters.starred) and filters.marked is None:
            from qa.kept.marks import narrowed_for_this_user

            filters = narrowed_for_this_user(filters, self.index, self.present)
        return replace(filters, documents=current_ids(self._generation.catalogue, filters.documents))

    def ask(self, question: str, history: Sequence[Turn] = (), filters: Filters | None = None) -> Answer:
        """Return the excerpts that answer a question, or that the archive does not say.

        `history` and `filters` are as in `retrieve`. Where the filters leave no document at all, the answer is
        "not_found" and `nearest` is empty.

        Raises QuestionError for an empty question or one of more than 20,000 characters; FilterError as `retrieve`.
        """
        check_question(question)
        return answered(question, Asking(self._analyse, history, self._scope(1, filters), self._judges, filters))

    def calibrate(self, questions: int = 200, progress: Callable[[int, int], None] = lambda *_: None) -> "Calibration":
        """Check the threshold on this archive without judged questions; see qa.evaluation.calibration.

        `progress(done, total)` is called as questions are asked. Raises CalibrationError.
        """
        from qa.evaluation.calibration import calibrate

        return calibrate(self._whole, self._encoder, self._judges, questions=questions, progress=progress)

    @property
    def _judges(self) -> Judges:
        return Judges(self._reader, self._reranker, self.threshold)

    def _analyse(self, question: str, history: Sequence[Turn]) -> Question:
        check_question(question)
        corrected = without_misspellings(question, self._generation)
        spelling = with_dates_in_words(in_archive_spelling(corrected, self._generation))
        changed = spelling if spelling != question else None
        return analyse(corrected, history, self._encoder, self._generation.lexical, changed)

    def _scope(self, k: int, filters: Filters | None) -> Scope:
        """Return what is searched for k passages."""
        if k < 1:
            raise QuestionError(f"k is {k}; ask for at least 1 passage.")
        narrowed = selection_in(self._with_current_ids(filters), self._generation) if filters else None
        return replace(self._whole, selection=narrowed)


_opened: dict[Path, Archive] = {}
_opening = Lock()


def open_archive(index: Path | None = None) -> Archive:
    """Return the archive of an index, opened once, renewed after a rebuild; takes and raises as Archive.open."""
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
