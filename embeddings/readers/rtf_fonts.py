"""The fonts of an RTF file, which tell in which encoding its bytes are letters."""

from dataclasses import dataclass, field

from embeddings.readers.rtf_tokens import SYMBOL, font_encoding, page_encoding


@dataclass
class Fonts:
    """The encodings of fonts by their numbers, and that of the file, which letters of other fonts are in.

    `usual` is the number of the font of text that names none.
    """

    default: str = "cp1252"
    encodings: dict[int, str] = field(default_factory=dict)
    usual: int = -1

    def encoding(self, number: int) -> str:
        """Return the encoding of a font."""
        return self.encodings.get(number, self.default)

    def state(self, word: str, number: int | None, font: int | None) -> None:
        """Take a word that states the usual font, the encoding of the file, or that of a font whose entry is read."""
        if word == "deff":
            self.usual = number or 0
        elif word == "ansicpg":
            self.default = page_encoding(number) or self.default
        elif font is not None:
            encoding = page_encoding(number) if word == "cpg" else font_encoding(number, self.default)
            self.encodings[font] = encoding or self.default

    def name(self, number: int, name: str) -> None:
        """Take the name of a font: in which of them a sign is set tells what it shows."""
        name = name.strip().rstrip(";").strip()
        if name and self.encodings.get(number) == SYMBOL:
            self.encodings[number] = f"{SYMBOL} {name}"
