"""Errors of questions, filters and settings; embeddings.errors draws the tree they belong to."""

from embeddings.errors import LoccitError


class QuestionError(LoccitError):
    """The question cannot be asked: it is empty, or too long."""


class FilterError(LoccitError):
    """A filter cannot be used: its dates are none or run backwards, or it names what the archive does not have."""


class SettingError(LoccitError):
    """A setting has a value that cannot be used."""


class CalibrationError(LoccitError):
    """The archive holds too little to be asked about."""


class CollectionError(LoccitError):
    """A judged collection cannot be used: a file is missing, or a line of it is not what it should be."""
