"""Errors of questions, filters and settings; embeddings.errors draws the tree they belong to."""

from embeddings.errors import LoccitError


class QuestionError(LoccitError):
    """The question cannot be asked: it is empty, or too long."""


class FilterError(LoccitError):
    """A filter cannot be used: its dates cannot be read or run backwards, or the archive lacks a name in it."""


class ExportError(LoccitError):
    """There is no such format to export to."""


class BatchError(LoccitError):
    """The questions of a batch cannot be read, or the file of its answers holds something else."""


class KeptFileError(LoccitError):
    """The file of what a user keeps cannot be read or written; what it holds is as it was."""


class ClippingError(LoccitError):
    """There is no such clipping or notebook, or what shall be kept with one cannot be."""


class InvalidReference(LoccitError):
    """A reference is mistyped, cut short, or none at all."""


class SearchError(LoccitError):
    """A search cannot be read; the message points at the character that is wrong."""


class SettingError(LoccitError):
    """A setting has a value that cannot be used."""


class CalibrationError(LoccitError):
    """The archive holds too little text to draw questions from."""


class CollectionError(LoccitError):
    """A judged collection cannot be used: a file is missing, or a line of it is not what it should be."""
