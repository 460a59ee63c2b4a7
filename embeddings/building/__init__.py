"""Sources become a new generation."""
