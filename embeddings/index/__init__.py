"""What a search reads: the catalogue, vectors, BM25, terms, word vectors and reprints of one generation."""
