"""What answers a search."""
