"""Exact search: every occurrence of words, phrases and their combinations, counted."""
