"""Errors of questions and settings; embeddings.errors draws the tree they belong to."""

from embeddings.errors import LoccitError


class QuestionError(LoccitError):
    """The question cannot be asked: it is empty, or too long."""


class SettingError(LoccitError):
    """A setting has a value that cannot be used."""


class CollectionError(LoccitError):
    """A judged collection cannot be used: a file is missing, or a line of it is not what it should be."""
