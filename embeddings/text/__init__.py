"""Texts become sentences, passages, words and terms."""
