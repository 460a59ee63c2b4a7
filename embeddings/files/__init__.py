"""Bytes on a disk that can be trusted."""
