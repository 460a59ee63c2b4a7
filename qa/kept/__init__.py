"""What a user keeps: clippings with notes and tags, in one file a user, beside the index."""
