"""Ranked passages become excerpts and a verdict."""
