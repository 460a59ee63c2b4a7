import gc
import subprocess
import sys

import pytest

from ui.starting import garbage_collection_paused


def test_garbage_is_left_for_later_also_where_the_start_fails() -> None:
    assert gc.isenabled()
    with garbage_collection_paused(), garbage_collection_paused():
        assert not gc.isenabled()
    assert gc.isenabled()
    with pytest.raises(ValueError, match="taken"), garbage_collection_paused():
        raise ValueError("taken")
    assert gc.isenabled()


def test_gradio_is_imported_without_parsing_its_own_sources() -> None:
    code = """
import ast, inspect
from ui.starting import no_stubs_written
file_of, parsed, parse = inspect.getfile, [], ast.parse
ast.parse = lambda *arguments, **named: parsed.append(arguments) or parse(*arguments, **named)
with no_stubs_written():
    import gradio
ast.parse = parse
assert inspect.getfile is file_of and file_of(gradio.Textbox).endswith("textbox.py")
assert gradio.Textbox("a").value == "a" and gradio.Textbox.submit
print(sum("class " in str(source) for source, *_ in parsed))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert int(done.stdout) == 0
