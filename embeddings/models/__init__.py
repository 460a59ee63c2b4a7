"""The model that makes vectors, and where models are on this machine."""
