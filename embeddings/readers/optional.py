"""What is not installed on this machine and would read more files, or more of them."""

from importlib.util import find_spec

from embeddings.attribution.parsing import can_parse
from embeddings.readers import libre_office, ocr

WITHOUT_OCR = "OCR for scans; install it with: pip install 'loccit[ocr]', or install tesseract"
WITHOUT_ATTRIBUTION = "spaCy to tell who said what; install it with: pip install 'loccit[attribution]'"
WITHOUT_7Z = "py7zr for .7z archives; install it with: pip install py7zr"
WITHOUT_LIBRE_OFFICE = (
    "LibreOffice for old Office files that loccit cannot read by itself; install it, and put soffice on the PATH"
)


def missing() -> list[str]:
    """Return what is missing, with how to get it."""
    return [
        what
        for what, is_there in (
            (WITHOUT_OCR, ocr.is_installed()),
            (WITHOUT_ATTRIBUTION, can_parse()),
            (WITHOUT_7Z, find_spec("py7zr") is not None),
            (WITHOUT_LIBRE_OFFICE, libre_office.program() is not None),
        )
        if not is_there
    ]
