import subprocess
import sys


def test_the_views_need_neither_gradio_nor_typer_nor_a_model() -> None:
    code = (
        "import importlib, pkgutil, sys, ui.views\n"
        "for module in pkgutil.iter_modules(ui.views.__path__, 'ui.views.'): importlib.import_module(module.name)\n"
        "print([name for name in ('gradio', 'typer', 'torch') if name in sys.modules])"
    )
    completed = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert completed.stdout.strip() == "[]"
