"""Writers of the formats that the pieces of the sample archive are published in."""
