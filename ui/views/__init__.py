"""Answers and archives as safe HTML and Markdown. Views know neither Gradio nor typer."""
