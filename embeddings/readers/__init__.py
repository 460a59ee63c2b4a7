"""Files become documents, with one reader for each format."""
