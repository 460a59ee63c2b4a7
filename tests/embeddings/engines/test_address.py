import pytest

from embeddings.engines.address import EngineAddress, parse_address, without_login


def test_an_address_has_a_server_and_a_name() -> None:
    assert parse_address("milvus+http://search.example:19531/news") == EngineAddress(
        "http://search.example:19531", "news"
    )
    assert parse_address("milvus+https://search.example/news_2") == EngineAddress(
        "https://search.example:19530", "news_2"
    )


def test_a_login_is_taken_out_and_never_printed() -> None:
    address = parse_address("milvus+http://root:p%40ss@db:19530/news")
    assert (address.uri, address.token) == ("http://db:19530", "root:p@ss")
    assert (str(address), "p@ss" in repr(address)) == ("milvus+http://db:19530/news", False)
    assert parse_address("milvus+https://a-token@db/news").token == "a-token"  # noqa: S105  # a test's


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("http://db:19530/news", "must begin with milvus"),
        ("milvus+http:///news", "names no host"),
        ("milvus+http://db:19530/", "the name after the host"),
        ("milvus+http://db:19530/9news", "the name after the host"),
        ("milvus+http://db:19530/news/two", "the name after the host"),
        ("milvus+http://db:port/news", "port in digits"),
        ("milvus+http://db/news?x=1", "more than a name"),
    ],
)
def test_what_is_wrong_is_said(text: str, wrong: str) -> None:
    with pytest.raises(ValueError, match=wrong):
        parse_address(text)


def test_a_mistyped_address_is_shown_without_its_login() -> None:
    assert without_login("http://root:secret@db/news") == "http://db/news"
    assert without_login("root:secret@db") == "***"
    assert without_login("milvus+http://root:sec/ret@db/news") == "***"
    assert without_login("nothing") == "nothing"
