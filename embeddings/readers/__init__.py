"""Files become documents: one reader a format."""
