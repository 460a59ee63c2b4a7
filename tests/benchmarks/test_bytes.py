from bytes import PARTS, bytes_a_passage


def test_each_file_counts_for_the_first_part_that_its_name_begins_with() -> None:
    sizes = {"words/rows.npy": 100, "words/offsets.npy": 6, "sentences/checks.npy": 4, "lexical/a.idx": 8}
    sizes |= {"segments/3/lexical_documents/0/terms.utf8": 20, "keys.npy": 64}
    files = {name: {"bytes": size} for name, size in sizes.items()}
    found = bytes_a_passage({"passages": 2, "files": files})
    assert {part: size for part, size in found.items() if size} == {
        "word signs": 50,
        "where rows begin, and checksums": 5,
        "BM25 of passages": 4,
        "BM25 of documents": 10,
        "all else": 32,
    }
    assert list(found) == list(PARTS)
