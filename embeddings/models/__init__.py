"""The models that make vectors: where they are on this machine, how they are opened and how they encode."""
