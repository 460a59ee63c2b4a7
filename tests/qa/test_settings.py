import os
import re
from pathlib import Path

import pytest
from pydantic import ValidationError

from qa.errors import SettingError
from qa.settings import Settings, load_settings, unknown_variables


def test_without_variables_the_chat_serves_the_sample_archive_on_this_machine_only() -> None:
    settings = load_settings()
    assert settings.index == Path("data/index")
    assert settings.sources == (Path("data/corpus"),)
    assert settings.model == "all-MiniLM-L6-v2"
    assert settings.reranker is None
    assert settings.precision == "auto"
    assert settings.added == Path("data/added")
    assert (settings.host, settings.port, settings.mcp) == ("127.0.0.1", 7860, False)


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("index", "/srv/index", Path("/srv/index")),
        ("model", "BAAI/bge-small-en-v1.5", "BAAI/bge-small-en-v1.5"),
        ("reranker", "models/ranker", "models/ranker"),
        ("precision", "bfloat16", "bfloat16"),
        ("added", "/srv/added", Path("/srv/added")),
        ("auth", "/srv/logins", Path("/srv/logins")),
        ("rate", "0", 0),
        ("log", "stderr", "stderr"),
        ("host", "0.0.0.0", "0.0.0.0"),
        ("port", "8080", 8080),
        ("mcp", "true", True),
    ],
)
def test_each_setting_is_read_from_its_variable(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, expected: object
) -> None:
    monkeypatch.setenv(f"LOCCIT_{name.upper()}", value)
    assert getattr(load_settings(), name) == expected


def test_sources_are_parted_as_in_path(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOCCIT_SOURCES", os.pathsep.join(["news", "/srv/cables", "", "a letter.txt"]))
    assert load_settings().sources == (Path("news"), Path("/srv/cables"), Path("a letter.txt"))


def test_one_source_needs_no_separator(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOCCIT_SOURCES", "my letters, 2010")
    assert load_settings().sources == (Path("my letters, 2010"),)


def test_an_override_wins_over_the_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOCCIT_INDEX", "from-environment")
    monkeypatch.setenv("LOCCIT_PORT", "8080")
    settings = load_settings(index="given", port=None)
    assert settings.index == Path("given")
    assert settings.port == 8080


def test_an_override_that_is_false_still_wins(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOCCIT_MCP", "1")
    assert load_settings(mcp=False).mcp is False


def test_an_empty_variable_counts_as_unset(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOCCIT_PORT", "")
    monkeypatch.setenv("LOCCIT_SOURCES", "")
    assert load_settings().port == 7860
    assert load_settings().sources == (Path("data/corpus"),)


@pytest.mark.parametrize(
    ("variable", "value", "has_to_be"),
    [
        ("LOCCIT_PORT", "http", "a whole number from 1 to 65535"),
        ("LOCCIT_PORT", "0", "a whole number from 1 to 65535"),
        ("LOCCIT_PORT", "80.5", "a whole number from 1 to 65535"),
        ("LOCCIT_PRECISION", "float64", "auto, int8, float32 or bfloat16"),
        ("LOCCIT_MCP", "perhaps", "true or false"),
        ("LOCCIT_THRESHOLD", "abc", "a number from 0 to 1"),
        ("LOCCIT_THRESHOLD", "nan", "a number from 0 to 1"),
        ("LOCCIT_THRESHOLD", "2", "a number from 0 to 1"),
        ("LOCCIT_RATE", "-1", "a whole number, 0 or more"),
        ("LOCCIT_UPLOAD_MB", "0", "a whole number, 1 or more"),
        ("LOCCIT_FILE_SECONDS", "-1", "a number, 0 or more"),
    ],
)
def test_a_bad_value_is_refused_with_the_variable_the_value_and_what_is_allowed(
    monkeypatch: pytest.MonkeyPatch, variable: str, value: str, has_to_be: str
) -> None:
    monkeypatch.setenv(variable, value)
    with pytest.raises(SettingError) as error:
        load_settings()
    assert str(error.value) == f"The setting {variable} is {value!r}, and has to be {has_to_be}."


@pytest.mark.parametrize("name", Settings.model_fields)
def test_every_setting_says_what_it_has_to_be_in_words_of_ours(name: str) -> None:
    with pytest.raises(SettingError) as error:
        load_settings(**{name: [object()]})
    found, said = str(error.value).split(">], and has to be " if name != "sources" else ">, and has to be ")
    assert found.startswith(f"The setting LOCCIT_{name.upper()} is ")
    assert re.fullmatch(r"(a|an|true|auto)\b[\w ,:/+]+( from \d+ to \d+|, \d or more|\w)\.", said), said
    assert "Input" not in str(error.value)


def test_a_bad_override_is_refused_like_a_bad_variable() -> None:
    with pytest.raises(SettingError, match=r"LOCCIT_PORT.*99999.*65535"):
        load_settings(port=99999)


def test_an_empty_address_is_refused() -> None:
    with pytest.raises(SettingError, match=r"LOCCIT_HOST is '', and has to be a text that is not empty\."):
        load_settings(host="")


def test_several_bad_values_are_named_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOCCIT_PORT", "http")
    monkeypatch.setenv("LOCCIT_RATE", "many")
    with pytest.raises(SettingError, match=r"LOCCIT_PORT is 'http'.*LOCCIT_RATE is 'many'"):
        load_settings()


@pytest.mark.parametrize("name", ["index", "cache", "added", "uploads"])
@pytest.mark.parametrize("below", ["", "folder"])
def test_a_file_where_a_folder_belongs_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str, below: str
) -> None:
    file = tmp_path / "letter.txt"
    file.write_text("Dear all")
    monkeypatch.setenv(f"LOCCIT_{name.upper()}", str(file / below))
    message = f"The setting LOCCIT_{name.upper()} is '{file / below}': {file} is no folder; name a folder."
    with pytest.raises(SettingError) as error:
        load_settings()
    assert str(error.value) == message


@pytest.mark.parametrize(
    ("name", "nearest"),
    [
        ("LOCCIT_PROT", "LOCCIT_PORT"),
        ("LOCCIT_ATUH", "LOCCIT_AUTH"),
        ("LOCCIT_AUTH_FILE", "LOCCIT_AUTH"),
        ("LOCCIT_NOAUTH", "LOCCIT_NO_AUTH"),
        ("LOCCIT_MPC", "LOCCIT_MCP"),
        ("LOCCIT_TRESHOLD", "LOCCIT_THRESHOLD"),
        ("loccit_source", "LOCCIT_SOURCES"),
        ("LOCIT_AUTH", "LOCCIT_AUTH"),
    ],
)
def test_a_variable_that_is_nearly_a_setting_is_refused_with_the_one_that_was_meant(
    monkeypatch: pytest.MonkeyPatch, name: str, nearest: str
) -> None:
    monkeypatch.setenv(name, "x")
    with pytest.raises(SettingError) as error:
        load_settings()
    assert str(error.value) == f"{name} is no setting of loccit; did you mean {nearest}? Rename it, or unset it."


def test_all_misspelt_variables_are_named_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOCCIT_PROT", "1")
    monkeypatch.setenv("LOCCIT_HSOT", "x")
    with pytest.raises(SettingError, match=r"LOCCIT_(PROT|HSOT).*LOCCIT_(PROT|HSOT)"):
        load_settings()


def test_other_variables_are_no_mistake_but_can_be_named(monkeypatch: pytest.MonkeyPatch) -> None:
    others = ("LOCCIT_VERSION", "LOCCIT_HOME", "LOCCIT_IMAGE_TAG", "LOCCIT_BASE_URL", "LOCCIT_TIMEOUT")
    for name in others:
        monkeypatch.setenv(name, "x")
    assert load_settings().port == 7860
    assert unknown_variables([*others, "PATH", "LOCAL_HOST"]) == dict.fromkeys(others)


def test_settings_are_no_unknown_variables_nor_is_what_kubernetes_gives_to_a_container() -> None:
    of_a_service = ("LOCCIT_SERVICE_HOST", "LOCCIT_SERVICE_PORT_HTTP", "LOCCIT_PORT_7860_TCP_ADDR")
    settings = [f"LOCCIT_{name.upper()}" for name in Settings.model_fields]
    assert unknown_variables([*settings, "loccit_port", "LOCCIT_DEBUG", *of_a_service]) == {}


def test_an_unknown_setting_is_refused() -> None:
    with pytest.raises(SettingError, match="LOCCIT_COLOUR"):
        load_settings(colour="red")


def test_settings_cannot_be_changed() -> None:
    settings = load_settings()
    with pytest.raises(ValidationError, match="frozen"):
        settings.port = 1
    assert settings.port == 7860


def test_the_engine_is_an_address_whose_login_is_never_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOCCIT_ENGINE", "milvus+http://root:s3cret@db:19530/news")
    settings = load_settings()
    assert str(settings.engine) == "milvus+http://db:19530/news"
    assert "s3cret" not in repr(settings)

    monkeypatch.setenv("LOCCIT_ENGINE", "milvus+http://root:s3cret@db:19530/9 news")
    with pytest.raises(SettingError) as raised:
        load_settings()
    assert "LOCCIT_ENGINE is 'milvus+http://db:19530/9 news': the name after the host must be" in str(raised.value)
    assert "s3cret" not in str(raised.value)
