"""A question that the articles of tests/ui/conftest.py answer, and the sentence of paris.md that answers it."""

QUESTION = "What had Kerry told Barnier that remained an alternative?"
ANSWER = "Kerry told Barnier that sanctions remained an alternative."
