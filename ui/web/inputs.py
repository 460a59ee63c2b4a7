"""What pages and programs send becomes models, or an error that says what is wrong with it."""

from typing import Annotated, Any, TypeVar

from pydantic import AfterValidator, BaseModel, Field, ValidationError

from qa.errors import QuestionError

Model = TypeVar("Model", bound=BaseModel)
Place = Annotated[int, Field(ge=0)]


def _fit(text: str) -> str:
    if "\0" in text:
        raise ValueError("it holds U+0000, which no name can")
    return text


# What a reader types; pydantic refuses halves of characters.
Words = Annotated[str, Field(max_length=20_000), AfterValidator(_fit)]
# What files, documents and generations are called.
Name = Annotated[str, Field(min_length=1, max_length=4_096), AfterValidator(_fit)]


def validate(model: type[Model], data: Any, sender: str = "The page") -> Model:
    """Return what a sender sent as a model. Raises QuestionError where it does not fit the model."""
    try:
        return model.model_validate(data)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        reason = first["msg"].removeprefix("Value error, ")
        raise QuestionError(
            f"{sender} sent {place or 'a request'} wrongly: {reason[:1].lower()}{reason[1:]}."
        ) from error
