"""Where passages are searched: in the files of the index on this machine, or in a Milvus server."""
