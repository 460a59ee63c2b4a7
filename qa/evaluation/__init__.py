"""Judged collections become figures."""
