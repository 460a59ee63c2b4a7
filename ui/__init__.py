"""Screens and commands."""
