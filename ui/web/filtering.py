"""The filters of the endpoints that search: the same parameters for each, with the same docs."""

import inspect
import re
from collections.abc import Callable
from typing import Any, Literal

import gradio as gr

from qa.question.filters import Filters, names_of_filters
from ui.web.payloads import payload_of

# Makes the filters of a request and the values that its sender sent.
SentFilters = Callable[[Any, dict[str, Any]], Filters]

_ARGS = "    Args:\n"


def filter_parameters(  # noqa: PLR0917  # Gradio calls by position
    publishers: list[str] | None = None,
    authors: list[str] | None = None,
    published_from: str | None = None,
    published_to: str | None = None,
    documents: list[str] | None = None,
    undated: Literal["keep", "leave_out"] = "keep",
    languages: list[str] | None = None,
    about: str | None = None,
    speakers: list[str] | None = None,
    to: list[str] | None = None,
    tags: list[str] | None = None,
    starred: bool = False,
) -> dict[str, Any]:
    """Return the values of the filters by their names. Its parameters, and their docs, are those of each endpoint.

    Args:
        publishers: Search only what one of these published.
        authors: Search only what one of these wrote.
        published_from: Search only what was published on this day, month or year or later, such as 2010-11.
        published_to: Search only what was published on this day, month or year or earlier.
        documents: Search only the documents of these ids.
        undated: Whether to "keep" documents of unknown date or to "leave_out" them.
        languages: Search only what is written in one of these languages, by codes such as "en".
        about: Search only passages that speak of this time, such as 2005 or 2003..2007.
        speakers: Search only what one of these says, by their names.
        to: Search only what is said to one of these.
        tags: Search only documents that the caller gave one of these tags.
        starred: Whether to search only documents that the caller gave a star.
    """
    values = locals()
    return {name: values[name] for name in names_of_filters()}


def with_filters(endpoint: Callable[..., dict[str, Any]], sent_filters: SentFilters) -> Callable[..., dict[str, Any]]:
    """Return an endpoint with the parameters of `filter_parameters` in place of its own, `filters`.

    It is called with the Filters, and an error that the caller can mend reaches the caller. Gradio reads parameters
    from the signature, their types from the annotations and their docs from the docstring; there they are put.
    """
    own = [one for one in inspect.signature(endpoint).parameters.values() if one.name != "filters"]
    filters = list(inspect.signature(filter_parameters).parameters.values())
    request = inspect.Parameter("request", inspect.Parameter.POSITIONAL_OR_KEYWORD, annotation=gr.Request)
    signature = inspect.Signature([request, *own, *filters], return_annotation=dict[str, Any])

    def call(*values: Any, **named: Any) -> dict[str, Any]:
        given = signature.bind(*values, **named)
        given.apply_defaults()
        sender = given.arguments.pop("request")
        narrowing = filter_parameters(**{one.name: given.arguments.pop(one.name) for one in filters})
        return payload_of(lambda: endpoint(**given.arguments, filters=sent_filters(sender, narrowing)))

    call.__name__ = endpoint.__name__
    call.__doc__ = re.sub(_ARGS + r"(( {8}.*\n)*)", _with_docs, endpoint.__doc__ or "")
    call.__signature__ = signature  # type: ignore[attr-defined]  # read by inspect
    call.__annotations__ = {one.name: one.annotation for one in signature.parameters.values()}
    return call


def _with_docs(args: "re.Match[str]") -> str:
    documented = re.search(_ARGS + r"((?: {8}.*\n)*)", filter_parameters.__doc__ or "")
    return args[0] + (documented[1] if documented else "")
