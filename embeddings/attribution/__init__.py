"""Who said what to whom: the attributions of a text."""
