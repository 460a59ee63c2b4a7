"""A question and an index become one ranking that can be explained."""
