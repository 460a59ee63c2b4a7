"""An opened index and a loaded model: ask it as often as you like."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Self

from embeddings import store
from embeddings.encoder import Encoder, load_encoder
from embeddings.errors import IndexModelMismatch
from qa.answers import Answer, Excerpt, Hit
from qa.confidence import ANSWERED, confidence
from qa.conversation import Turn, read_as
from qa.errors import QuestionError
from qa.excerpts import excerpt
from qa.retrieval import Query, prepare, rank
from qa.settings import load_settings

if TYPE_CHECKING:
    from embeddings.rebuild import Progress, Report

# Longer than any question or claim; a text past this was pasted by mistake.
QUESTION_CHARACTERS = 20_000
# How many excerpts an answer shows, and how near to the best one's score they must come.
ANSWER_EXCERPTS = 3
NEAR_BEST = 0.7


class Archive:
    """One generation of an index and the model that built it. Safe to use from several threads.

    It answers from its own generation also after a rebuild; `renewed` gives an archive of the newest one.
    """

    def __init__(self, index: Path, generation: store.Generation, encoder: Encoder) -> None:
        self.index = index
        self._generation = generation
        self._encoder = encoder

    @classmethod
    def open(cls, index: Path | str | None = None, *, encoder: Encoder | None = None) -> Self:
        """Open the current generation of an index folder (by default the one the settings name).

        The model is the one the settings name, unless an encoder is given.
        Raises IndexMissing, IndexDamaged, IndexFormatError, IndexModelMismatch, ModelError or SettingError.
        """
        settings = load_settings(index=index)
        generation = store.open_generation(settings.index)
        encoder = encoder or load_encoder(settings.model, settings.precision)
        _check_model(generation.manifest, encoder, settings.index)
        return cls(settings.index, generation, encoder)

    @property
    def generation(self) -> str:
        """The id of the generation that answers."""
        return self._generation.id

    @property
    def manifest(self) -> store.Manifest:
        """What the generation says of itself: model, counts, sources, files that could not be read."""
        return self._generation.manifest

    def renewed(self) -> "Archive":
        """Return this archive if its generation is still the current one, else one of the current generation.

        Raises what `open` raises.
        """
        if store.current_generation(self.index) == self.generation:
            return self
        return type(self).open(self.index, encoder=self._encoder)

    def retrieve(self, question: str, k: int = 5, history: Sequence[Turn] = ()) -> list[Excerpt]:
        """Return the best excerpt of each of the k best passages, best first.

        `history` are the turns before, oldest first, as questions or as the Answers to them; it counts only where the
        question does not stand alone.

        Raises QuestionError for an empty question, one of more than 20,000 characters, or a k below 1.
        """
        query, _ = self._query(question, history)
        return self._excerpts(query, self._rank(query, k))

    def hits(self, question: str, k: int = 5, history: Sequence[Turn] = ()) -> list[Hit]:
        """Return the k best passages with the signals that ranked them, best first; takes and raises as `retrieve`."""
        query, _ = self._query(question, history)
        return self._rank(query, k)

    def ask(self, question: str, history: Sequence[Turn] = ()) -> Answer:
        """Return the excerpts that answer a question, or that the archive does not say; `history` as in `retrieve`.

        Raises QuestionError for an empty question or one of more than 20,000 characters.
        """
        query, read = self._query(question, history)
        hits = self._rank(query, ANSWER_EXCERPTS)
        sure = confidence(query, hits, self._generation.lexical.terms)
        answered = sure >= ANSWERED
        kept = [hit for hit in hits if hit.score >= NEAR_BEST * hits[0].score] if answered else hits
        excerpts = tuple(self._excerpts(query, kept))
        return Answer(
            question=question,
            status="answered" if answered else "not_found",
            confidence=sure,
            excerpts=excerpts if answered else (),
            nearest=() if answered else excerpts,
            generation=self.generation,
            read_as=read,
        )

    def _query(self, question: str, history: Sequence[Turn]) -> tuple[Query, str | None]:
        """Return a question ready for retrieval, and how it was read if it does not stand alone."""
        _check_question(question)
        read = read_as(question, history)
        # Its own words count twice, those of the turns before once; measured in docs/conversation.md.
        asked = f"{question} {read}" if read else question
        return prepare(asked, self._encoder.encode_queries([asked])[0], self._generation), read

    def _rank(self, query: Query, k: int) -> list[Hit]:
        if k < 1:
            raise QuestionError(f"k is {k}; ask for at least 1 passage.")
        return rank(query, self._generation, k)

    def _excerpts(self, query: Query, hits: Sequence[Hit]) -> list[Excerpt]:
        return [excerpt(hit, query, self._generation.lexical.terms) for hit in hits]


def _check_question(question: str) -> None:
    if not question.strip():
        raise QuestionError("The question is empty; type a question about the archive.")
    if len(question) > QUESTION_CHARACTERS:
        raise QuestionError(
            f"The question has {len(question):,} characters; the limit is {QUESTION_CHARACTERS:,}. Shorten it."
        )


def _check_model(manifest: store.Manifest, encoder: Encoder, index: Path) -> None:
    if encoder.fingerprint == manifest.model_fingerprint:
        return
    if encoder.name == manifest.model:
        raise IndexModelMismatch(
            f"The index in {index} was built with another version of the model {encoder.name} than the one installed; "
            f"build it again with: qa rebuild SOURCE... --index {index}"
        )
    raise IndexModelMismatch(
        f"The index in {index} was built with the model {manifest.model}, but the setting LOCCIT_MODEL is "
        f"{encoder.name}; set LOCCIT_MODEL={manifest.model}, or build the index again with: "
        f"qa rebuild SOURCE... --index {index}"
    )


def rebuild(
    sources: Sequence[Path | str] | None = None,
    index: Path | str | None = None,
    *,
    progress: "Progress | None" = None,
    encoder: Encoder | None = None,
) -> "Report":
    """Build a new generation of an index from files and folders, by default those that the settings name.

    Whoever is asking meanwhile is answered from the generation before. Returns the counts and the files that could
    not be read, with the reasons; `progress(stage, done, total)` is called on the way.

    Raises SourceNotFound, NoDocuments, RebuildRunning, ModelError or SettingError.
    """
    from embeddings.rebuild import rebuild as rebuild_index

    settings = load_settings(index=index, sources=None if sources is None else tuple(Path(one) for one in sources))
    load = partial(_given, encoder) if encoder else partial(load_encoder, settings.model, settings.precision)
    return rebuild_index(settings.sources, settings.index, load, progress)


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


def retrieve(question: str, k: int = 5, history: Sequence[Turn] = ()) -> list[Excerpt]:
    """Ask the default archive; see Archive.retrieve. The index and the model are opened at the first call."""
    return open_archive().retrieve(question, k, history)


def ask(question: str, history: Sequence[Turn] = ()) -> Answer:
    """Ask the default archive; see Archive.ask. The index and the model are opened at the first call."""
    return open_archive().ask(question, history)
