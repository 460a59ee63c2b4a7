"""A 64-bit key for each sentence of a document: sentences in the same words have the same key.

Case, quotation marks, white space and punctuation are set aside. Figures keep their points, signs and units, and a
question is not a statement. A sentence that cannot be understood by itself, because it is short or opens with a
pronoun, is keyed together with the sentence before it. In what a mail quotes, the signs before its lines are set aside.
"""

import re
import unicodedata
from collections.abc import Sequence
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from embeddings.arrays import Mask
from embeddings.documents import Document, Passage
from embeddings.text.splitting import is_heading
from embeddings.text.structure import Kind, paragraph_at

# A shorter sentence, such as "He declined to comment", stands in stories that have nothing else in common.
SAYS_ENOUGH_WORDS = 8

Keys = NDArray[np.uint64]

_HEADING = np.uint64(1)
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_QUOTE_SIGNS = re.compile(r"^[ \t]*(?:>[ \t]?)+", re.MULTILINE)
_TOKEN = re.compile(
    # A figure with its sign, points and commas; a word; and signs that change what a sentence says.
    r"(?<!\w)[-\u2212+\u00b1]?\.?\d+(?:[.,:/]\d+)*|[^\W_]+|[?%\u2030\u00b0<=>\u2264\u2265~\u00d7\u00f7$\u00a2-\u00a5\u20a0-\u20c0]"
)
_LEANS_BACK = re.compile(
    r"(?:(?:but|and|yet|so|still|then|nor|when|while|if|as|although|instead) )?"
    r"(?:he|she|it|they|his|her|their|its|this|that|these|those|such|both|neither)\b"
)


def normalised(sentence: str) -> str:
    """Return the words of a sentence as they are compared: in small letters, with one space between."""
    text = _INVISIBLE.sub("", sentence)
    if not text.isascii():
        text = unicodedata.normalize("NFC", text).replace("\u2212", "-")
    return " ".join(_TOKEN.findall(text.casefold()))


def sentence_keys(document: Document, passages: Sequence[Passage]) -> Keys:
    """Return a key for each sentence of a document, shape (sentences,).

    The lowest bit is set for headings and for what has no words; items of lists and rows of tables are no headings.
    """
    keys: list[int] = []
    key_before = 0
    quotations = [place for place in document.places if place.kind == "quotation"]
    for passage in passages:
        for span in passage.sentences:
            sentence = document.text[span.start : span.end]
            is_quoted = any(place.start <= span.start < place.end for place in quotations)
            words = normalised(_QUOTE_SIGNS.sub("", sentence) if is_quoted else sentence)
            is_part = paragraph_at(document.text, span.start).kind in {Kind.LEAD_IN, Kind.ITEM, Kind.ROW}
            heading = not words or (is_heading(sentence) and not is_part)
            key = _hash(words, key_before if not heading and _leans_back(words) else 0)
            keys.append(key | 1 if heading else key & ~1)
            key_before = key_before if heading else key
    return np.array(keys, np.uint64)


def is_heading_key(keys: Keys) -> Mask:
    """Return which keys are those of headings or of what has no words."""
    return np.asarray(keys & _HEADING, np.bool_)


def leans_back(sentence: str) -> bool:
    """Whether a sentence cannot be understood, or told from others in the same words, without the one before it."""
    return _leans_back(normalised(sentence))


def _leans_back(words: str) -> bool:
    return words.count(" ") + 1 < SAYS_ENOUGH_WORDS or bool(_LEANS_BACK.match(words))


def _hash(words: str, key_before: int) -> int:
    data = words.encode("utf-8", "surrogatepass")
    return int.from_bytes(blake2b(data, digest_size=8, salt=key_before.to_bytes(8, "little")).digest(), "little")
