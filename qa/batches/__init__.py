"""Many questions at once: read from a table, asked side by side, and answered in a table that a stop leaves whole."""
