"""The settings: plain values, read from environment variables that begin with LOCCIT_, and never changed."""

import difflib
import os
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, get_args

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from embeddings.engines.address import FORM, EngineAddress, parse_address, without_login
from embeddings.errors import ModelNotFound
from embeddings.models.installed import DEFAULT_MODEL, model_folder
from embeddings.models.precision import Precision
from embeddings.processors import processors
from qa.errors import SettingError

PREFIX = "LOCCIT_"
# Read elsewhere, and no setting: it shows where a mistake of ours happened (ui/cli.py).
_DEBUG = "LOCCIT_DEBUG"
# What Kubernetes gives every container beside a service that is named loccit.
_OF_A_SERVICE = re.compile(r"LOCCIT_(SERVICE_(HOST|PORT)(_.+)?|PORT_\d+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?)")
# Settings that name a folder. It need not be there yet.
_FOLDERS = ("index", "cache", "added", "uploads", "kept")
# What the value of a setting has to be, by its type.
_KINDS = {
    bool: "true or false",
    int: "a whole number",
    float: "a number",
    str: "a text that is not empty",
    Path: "a path",
    EngineAddress: f"an address as {FORM}",
}
# Names at least so similar are one name misspelt. "PROT" is 0.75 like "PORT", "MPC" 0.67 like "MCP", "AUTHFILE" 0.67
# like "AUTH"; of what images and scripts set, "VERSION" is 0.63 like "PRECISION", "HOME" 0.5 like "HOST".
_MISSPELT = 0.65
# "LOCIT" is 0.91 like "LOCCIT", "LOCAL" 0.55.
_MISSPELT_PREFIX = 0.8


class Settings(BaseModel):
    """Every setting: as given, else as the environment has it, else its default. docs/settings.md describes each."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    index: Path = Path("data/index")
    sources: tuple[Path, ...] = (Path("data/corpus"),)
    follow_links: bool = False
    # A page of 50 MB, the most that is read, took 51 seconds of work.
    file_seconds: float = Field(default=120, ge=0)
    # More are no faster where two cores do the work, and each may want as much memory as the largest file.
    file_processes: int = Field(default_factory=lambda: min(2, processors()), ge=1)
    file_pages: int = Field(default=5_000, ge=1)
    file_members: int = Field(default=100_000, ge=1)
    file_depth: int = Field(default=4, ge=1)
    file_unpacked_mb: int = Field(default=1_000, ge=1)
    file_ocr_seconds: int = Field(default=80, ge=0)
    # 20 seconds of work of one core, a sixth of `file_seconds`.
    file_attributed: int = Field(default=1_000_000, ge=0)
    # None searches the index folder itself.
    engine: EngineAddress | None = None
    model: str = DEFAULT_MODEL
    reranker: str | None = None
    reader: bool = True
    # Of the nearest 100 passages of a million it finds 0.99 (docs/scale.md).
    rechecked: int = Field(default=12, ge=1)
    # Chosen by hand between too many refusals and too few (docs/confidence.md).
    threshold: float = Field(default=0.16, ge=0, le=1, allow_inf_nan=False)
    precision: Precision = "auto"
    cache: Path = Path("~/.cache/loccit")
    host: str = Field("127.0.0.1", min_length=1)
    port: int = Field(default=7860, ge=1, le=65535)
    mcp: bool = False
    auth: Path | None = None
    no_auth: bool = False
    changes: bool = False
    session_hours: int = Field(default=12, ge=1)
    added: Path = Path("data/added")
    # None is a folder below `cache`.
    uploads: Path | None = None
    # None is a folder beside `index`.
    kept: Path | None = None
    rate: int = Field(default=300, ge=0)
    upload_mb: int = Field(default=50, ge=1)
    upload_folder_mb: int = Field(default=1000, ge=1)
    log: str = ""
    log_questions: bool = False
    metrics: bool = False

    @model_validator(mode="before")
    @classmethod
    def _from_environment(cls, given: dict[str, Any]) -> dict[str, Any]:
        """Add what is not given and the environment has, by names of any case; an empty variable counts as unset."""
        variables = {name.upper(): value for name, value in os.environ.items() if value}
        named = {name: variables[_variable(name)] for name in cls.model_fields if _variable(name) in variables}
        return named | given

    @field_validator("sources", mode="before")
    @classmethod
    def _split_paths(cls, value: object) -> object:
        """Split a text as PATH is split: at colons, on Windows at semicolons."""
        return tuple(part for part in value.split(os.pathsep) if part) if isinstance(value, str) else value

    @field_validator("engine", mode="before")
    @classmethod
    def _parse_address(cls, value: object) -> object:
        return parse_address(value) if isinstance(value, str) else value


def load_settings(**overrides: object) -> Settings:
    """Read the settings from the environment; an override that is not None wins.

    Raises SettingError with the names of the variables, their values and what is allowed. It does so for a variable
    whose name is nearly that of a setting, too: a file of logins that is not asked for lets everyone in.
    """
    misspelt = {name: nearest for name, nearest in unknown_variables(os.environ).items() if nearest}
    if misspelt:
        lines = [f"{name} is no setting of loccit; did you mean {nearest}?" for name, nearest in misspelt.items()]
        raise SettingError(f"{' '.join(lines)} Rename it, or unset it.")
    try:
        settings = Settings.model_validate({name: value for name, value in overrides.items() if value is not None})
    except ValidationError as error:
        raise SettingError(" ".join(dict.fromkeys(map(_mistake, error.errors())))) from error
    for name in _FOLDERS:
        _check_folder(name, getattr(settings, name))
    return settings


def _mistake(fault: Mapping[str, Any]) -> str:
    """Return the setting that pydantic finds a fault with, what was found, and what is allowed."""
    name = "".join(str(part) for part in fault["loc"][:1])
    if name not in Settings.model_fields:
        return f"There is no setting {_variable(name)}; docs/settings.md lists them."
    found = f"The setting {_variable(name)} is"
    if name == "engine" and isinstance(fault["input"], str):
        return f"{found} {without_login(fault['input'])!r}: {fault['msg'].removeprefix('Value error, ')}."
    return f"{found} {fault['input']!r}, and has to be {_allowed(name)}."


def _allowed(name: str) -> str:
    """Return what the value of a setting has to be, in words, by its type and its bounds."""
    field = Settings.model_fields[name]
    kinds = get_args(field.annotation) or (field.annotation,)
    if all(isinstance(kind, str) for kind in kinds):
        return " or ".join(filter(None, [", ".join(kinds[:-1]), kinds[-1]]))
    bounds = {bound: getattr(each, bound) for each in field.metadata for bound in ("ge", "le") if hasattr(each, bound)}
    if "le" in bounds:
        return f"{_KINDS[kinds[0]]} from {bounds['ge']} to {bounds['le']}"
    return _KINDS[kinds[0]] + (f", {bounds['ge']} or more" if bounds else "")


def check_models(settings: Settings, names: Iterable[str] = ("model", "reranker")) -> None:
    """Raise ModelNotFound with the name of the setting for a model that is not on this machine; nothing is loaded."""
    for name in names:
        model = getattr(settings, name)
        try:
            if model is not None:
                model_folder(model)
        except ModelNotFound as error:
            raise ModelNotFound(f"The setting {_variable(name)} is {model!r}: {error}") from error


def _check_folder(name: str, path: Path | None) -> None:
    """Raise SettingError where something else stands at the path of a folder, or above it."""
    if path is None:
        return
    nearest = next((place for place in (path, *path.parents) if os.path.lexists(place)), path)
    if os.path.lexists(nearest) and not nearest.is_dir():
        raise SettingError(f"The setting {_variable(name)} is {str(path)!r}: {nearest} is no folder; name a folder.")


def _variable(name: str) -> str:
    return f"{PREFIX}{name.upper()}"


def unknown_variables(names: Iterable[str]) -> dict[str, str | None]:
    """Return the environment variables that look like settings and are none.

    Each has the variable that was meant, by the likeness of their names, or None where none is alike: another tool's,
    or the setting of another loccit.
    """
    settings = [name.upper() for name in Settings.model_fields]
    unknown: dict[str, str | None] = {}
    for name in names:
        prefix, _, rest = name.upper().partition("_")
        if f"{prefix}_" == PREFIX:
            if rest not in settings and name.upper() != _DEBUG and not _OF_A_SERVICE.fullmatch(name.upper()):
                unknown[name] = _nearest(rest, settings)
        elif rest in settings and _likeness(prefix, PREFIX.strip("_")) > _MISSPELT_PREFIX:
            unknown[name] = _variable(rest)
    return unknown


def _nearest(name: str, settings: Iterable[str]) -> str | None:
    likeness = {setting: _likeness(name.replace("_", ""), setting.replace("_", "")) for setting in settings}
    nearest = max(likeness, key=lambda setting: likeness[setting])
    return _variable(nearest) if likeness[nearest] >= _MISSPELT else None


def _likeness(name: str, other: str) -> float:
    """Return how alike two names are, from 0 to 1."""
    return difflib.SequenceMatcher(None, name, other, autojunk=False).ratio()
