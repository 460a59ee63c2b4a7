"""The index folder: immutable generations, one of which is current."""
