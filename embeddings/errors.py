"""The errors that loccit raises on purpose.

Each message says what is wrong and what to do. The command line prints it as one line and exits with 2.

    LoccitError
    ├── SourceError               the sources given to a rebuild
    │   ├── SourceNotFound            no such file or folder
    │   ├── SourceEmptied             it held documents, and holds none now
    │   └── NoDocuments               nothing in them could be read
    ├── UnreadableFile            one file; a rebuild names it and goes on
    │   ├── ReadFailed                the operating system could not read it, or list a folder
    │   └── TookTooLong               it was not read within the limit
    ├── ReaderNotStarted          the process that parses files
    ├── CitationError             an excerpt whose words do not stand at the place it cites
    ├── ModelError                the sentence-transformers model
    │   ├── ModelNotFound             no such folder, package or name on this machine
    │   └── ModelAltered              the default model's weights are not the published ones
    ├── EngineError               the search engine that LOCCIT_ENGINE names
    │   ├── EngineAway                it cannot be reached
    │   └── EngineLacks               it does not hold the generation whole
    ├── ClusterError              the Ray cluster that reads and embeds
    │   └── ClusterAway               it cannot be reached, or was lost
    └── IndexFolderError          the index folder
        ├── IndexMissing              nothing has been published there yet
        ├── IndexDamaged              a file is missing, cut short or changed
        ├── IndexFormatError          written by another version of the format
        ├── IndexModelMismatch        built with another model than the one in use
        ├── IndexNotWritten           the disk is full, broken or read-only
        ├── NoGeneration              there is no such generation to go back to
        ├── RebuildRunning            another rebuild holds the folder
        └── RebuildStopped            the rebuild was asked to stop

qa.errors continues the tree with QuestionError, FilterError, InvalidReference, ExportError,
SearchError, SettingError, CollectionError, BatchError, KeptFileError and
ClippingError.
"""

import errno
from pathlib import Path


class LoccitError(Exception):
    """Base of all errors that a user can act on."""


class SourceError(LoccitError):
    """The sources given to a rebuild cannot be used."""


class SourceNotFound(SourceError):
    """A source is neither a file nor a folder."""


class SourceEmptied(SourceError):
    """A source held documents and holds none now: nothing is published without being told to."""


class NoDocuments(SourceError):
    """None of the sources holds a document that can be read."""


class UnreadableFile(LoccitError):
    """A file cannot be read as a document; `reason` says why."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(f"{path}: {reason}")
        self.path = path
        self.reason = reason


class ReadFailed(UnreadableFile):
    """The operating system could not read a file or list a folder; what the index has of it stays.

    `documents` is how many documents stay, and `not_seen_since` when the last generation that saw any of them was
    built. `is_gone` is whether there is nothing at the path, as at the end of a dead link.
    """

    def __init__(
        self, path: Path, reason: str, *, documents: int = 0, not_seen_since: str = "", is_gone: bool = False
    ) -> None:
        super().__init__(path, reason)
        self.documents = documents
        self.not_seen_since = not_seen_since
        self.is_gone = is_gone

    @classmethod
    def of(cls, path: Path, error: OSError) -> "ReadFailed":
        """Return the error of a path, given the operating system's."""
        is_gone = error.errno in {errno.ENOENT, errno.ENOTDIR, errno.ELOOP}
        return cls(path, (error.strerror or str(error)).lower(), is_gone=is_gone)


class TookTooLong(UnreadableFile):
    """A file was not read within the limit, in seconds."""

    def __init__(self, path: Path, seconds: float) -> None:
        super().__init__(
            path, f"took longer than {seconds:g} seconds to read; split it, or set LOCCIT_FILE_SECONDS higher"
        )
        self.seconds = seconds


class ReaderNotStarted(LoccitError):
    """The process that parses files cannot be started; `reason` says why."""

    def __init__(self, reason: str) -> None:
        super().__init__(
            f"The process that reads files cannot be started ({reason}); have the rebuild itself read them, without a "
            "limit of time, with LOCCIT_FILE_SECONDS=0"
        )


class CitationError(LoccitError):
    """An excerpt does not stand, character for character, at the place it cites."""


class ModelError(LoccitError):
    """The model cannot be used."""


class ModelNotFound(ModelError):
    """The model is not on this machine."""


class ModelAltered(ModelError):
    """The default model's weights differ from the published file."""


class EngineError(LoccitError):
    """The search engine answers with an error, or cannot be used from here."""


class EngineAway(EngineError):
    """The search engine cannot be reached."""


class EngineLacks(EngineError):
    """The search engine does not hold the generation that is to be searched, or not all of it."""


class ClusterError(LoccitError):
    """The Ray cluster cannot read and embed as this machine would."""


class ClusterAway(ClusterError):
    """The Ray cluster cannot be reached, or was lost."""


class IndexFolderError(LoccitError):
    """The index folder cannot be used."""


class IndexMissing(IndexFolderError):
    """No generation has been published in the folder."""


class IndexDamaged(IndexFolderError):
    """A file of the generation is missing, cut short or changed."""


class IndexFormatError(IndexFolderError):
    """The generation was written in another format version."""


class IndexModelMismatch(IndexFolderError):
    """The generation was built with another model."""


class RebuildRunning(IndexFolderError):
    """Another rebuild is writing to the folder."""


class IndexNotWritten(IndexFolderError):
    """The folder cannot be written: the disk is full, broken or read-only."""


class NoGeneration(IndexFolderError):
    """The folder keeps no generation of that id, or none to go back to."""


class RebuildStopped(IndexFolderError):
    """The rebuild was asked to stop. What it had embedded is kept for the next one."""
