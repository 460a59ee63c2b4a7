"""The settings: plain values, read from environment variables that begin with LOCCIT_, and never changed."""

import os
from pathlib import Path
from typing import Annotated

from pydantic import Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from embeddings.models.installed import DEFAULT_MODEL
from embeddings.models.precision import Precision
from qa.errors import SettingError


class Settings(BaseSettings):
    """Every setting with its default. docs/settings.md describes each."""

    model_config = SettingsConfigDict(env_prefix="LOCCIT_", frozen=True, extra="forbid", env_ignore_empty=True)

    index: Path = Path("data/index")
    sources: Annotated[tuple[Path, ...], NoDecode] = (Path("data/corpus"),)
    follow_links: bool = False
    # A page of 50 MB, the most that is read, took 51 seconds of work.
    file_seconds: float = Field(default=120, ge=0)
    model: str = DEFAULT_MODEL
    reranker: str | None = None
    reader: bool = True
    # On xquad_en 0.914 of the refusals are right, and 0.912 of what cannot be answered is refused (docs/confidence.md).
    threshold: float = Field(default=0.35, ge=0, le=1)
    precision: Precision = "auto"
    cache: Path = Path("~/.cache/loccit")
    host: str = "127.0.0.1"
    port: int = Field(default=7860, ge=1, le=65535)
    mcp: bool = False
    auth: Path | None = None
    no_auth: bool = False
    changes: bool = False
    added: Path = Path("data/added")
    rate: int = Field(default=300, ge=0)
    upload_mb: int = Field(default=50, ge=1)
    log: str = ""
    log_questions: bool = False
    metrics: bool = False

    @field_validator("sources", mode="before")
    @classmethod
    def _split_paths(cls, value: object) -> object:
        """Split a text as PATH is split: at colons, on Windows at semicolons."""
        return tuple(part for part in value.split(os.pathsep) if part) if isinstance(value, str) else value


def load_settings(**overrides: object) -> Settings:
    """Read the settings from the environment; an override that is not None wins.

    Raises SettingError with the name of the variable, its value and what is allowed.
    """
    try:
        return Settings.model_validate({name: value for name, value in overrides.items() if value is not None})
    except ValidationError as error:
        first = error.errors()[0]
        name = "LOCCIT_" + "_".join(str(part) for part in first["loc"][:1]).upper()
        raise SettingError(f"The setting {name} is {first['input']!r}: {first['msg'].lower()}.") from error
