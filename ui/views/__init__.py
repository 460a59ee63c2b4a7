"""Answers and archives become safe HTML and Markdown; pure."""
