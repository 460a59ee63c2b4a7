"""Documents become a searchable index; knows nothing of questions or of screens."""
