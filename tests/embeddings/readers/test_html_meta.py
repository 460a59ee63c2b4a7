import pytest

from embeddings.readers.html_meta import meta_facts, other_meta_facts, stated_day, stated_times
from embeddings.readers.markup import parsed


def stated(*elements: str) -> list[tuple[str, str]]:
    return [(fact.name, fact.value) for fact in meta_facts(parsed("".join(elements) + "<p>x"))]


def stated_elsewhere(*elements: str) -> list[tuple[str, str]]:
    return [(fact.name, fact.value) for fact in other_meta_facts(parsed("".join(elements) + "<p>x"))]


def test_common_names_state_facts() -> None:
    assert stated(
        "<meta property='og:title' content='Talks go on | Harbour Post'>",
        "<meta property='og:site_name' content='Harbour Post'>",
        "<meta name='DC.Creator' content='By Ana Ruiz'>",
        "<meta name='author' content='Bo Ek'>",
        "<meta itemprop='datePublished' content='2020-05-12T08:00:00Z'>",
        "<meta property='article:author' content='https://post.example/ana'>",
    ) == [
        ("title", "Talks go on"),
        ("publisher", "Harbour Post"),
        ("published", "2020-05-12"),
        ("author", "Ana Ruiz, Bo Ek"),
    ]


@pytest.mark.parametrize("name", ["dc:creator", "DC.creator", "twitter:card dc:creator"])
def test_a_name_may_be_one_of_several_and_parted_by_colons(name: str) -> None:
    assert stated(f"<meta property='{name}' content='Ana Ruiz'>") == [("author", "Ana Ruiz")]


def test_the_address_behind_a_name_is_not_of_it() -> None:
    assert stated("<meta name='author' content='Ana Ruiz (https://post.example/ana)'>") == [("author", "Ana Ruiz")]
    assert stated("<meta name='author' content='Ana Ruiz <ana@post.example>'>") == [("author", "Ana Ruiz")]


def test_old_names_of_networks_are_read_as_the_new_ones() -> None:
    assert stated("<meta property='og:article:published_time' content='2020-05-12'>") == [("published", "2020-05-12")]


@pytest.mark.parametrize(
    "name",
    [
        "rnews:datePublished",
        "site:recs:publishtime",
        "OriginalPublicationDate",
        "published",
        "post:published-at",
        "pub_date",
    ],
)
def test_names_of_single_sites_end_alike(name: str) -> None:
    element = f"<meta name='{name}' content='2020-05-12 08:00'>"
    assert stated(element) == []
    assert stated_elsewhere(element) == [("published", "2020-05-12")]


@pytest.mark.parametrize("name", ["lastpublished", "republished", "published_in", "modified_time"])
def test_names_that_end_otherwise_state_nothing(name: str) -> None:
    assert stated_elsewhere(f"<meta name='{name}' content='2020-05-12'>") == []


def test_authors_are_stated_under_other_names_too() -> None:
    assert stated_elsewhere("<meta name='article:author_name' content='Ana Ruiz'>") == [("author", "Ana Ruiz")]
    assert stated_elsewhere("<meta name='has_author' content='1'>") == []
    assert stated_elsewhere("<meta name='author' content='Ana Ruiz'>") == []


def test_a_label_names_the_author_beside_it() -> None:
    label, data = "<meta name='twitter:label1' content='{}'>", "<meta name='twitter:data1' content='Ana Ruiz'>"
    assert stated_elsewhere(label.format("Written by"), data) == [("author", "Ana Ruiz")]
    assert stated_elsewhere(data, label.format("Verfasst von")) == [("author", "Ana Ruiz")]
    assert stated_elsewhere(label.format("Reading time"), data) == []
    assert stated_elsewhere(label.format("Written by")) == []


@pytest.mark.parametrize(
    ("written", "day"), [("12.5.2020", "2020-05-12"), ("2020-05-12T23:00Z", "2020-05-12"), ("soon", "")]
)
def test_days_are_read(written: str, day: str) -> None:
    assert stated_day(written) == day


def test_times_of_the_day_are_stated_in_values_and_data() -> None:
    data = '<script type=\'application/ld+json\'>{"datePublished": "c"}</script><script>d</script>'
    tree = parsed(f"<meta name='date' content='a'><time datetime='b'>x</time>{data}")
    assert stated_times(tree) == 'a b {"datePublished": "c"}'
