"""Which letters can be printed: Latin, Greek and Cyrillic in two weights, Chinese and Japanese in
one. Parts of Noto Sans and Noto Sans SC, under the SIL Open Font License; see the files beside."""

import unicodedata
from functools import cache
from pathlib import Path

from fontTools.ttLib import TTFont

FOLDER = Path(__file__).parent / "fonts"
REGULAR = FOLDER / "NotoSans-Regular.ttf"
BOLD = FOLDER / "NotoSans-Bold.ttf"
FAR_EAST = FOLDER / "NotoSansSC-Regular.ttf"
SIGN = "\N{REPLACEMENT CHARACTER}"  # stands where a letter is not known
SPACES = "\t\n\r\v\f"


@cache
def known(font: Path) -> frozenset[int]:
    with TTFont(font, lazy=True) as opened:
        return frozenset(opened.getBestCmap())


def printable(text: str) -> str:
    """The text with a sign for each letter that no font has. Nothing of it hides others."""
    out = []
    for letter in unicodedata.normalize("NFC", text):
        if letter in SPACES:
            out.append(" ")
        elif has(letter):
            out.append(letter)
        elif unicodedata.category(letter) not in {"Cc", "Cf", "Mn", "Me"}:
            out.append(SIGN)
    return "".join(out)


def unknown(text: str) -> str:
    """The letters of a text that are shown by the sign, each once."""
    return "".join(
        letter
        for letter in dict.fromkeys(unicodedata.normalize("NFC", text))
        if not has(letter)
        and letter not in SPACES
        and unicodedata.category(letter) not in {"Cc", "Cf", "Mn", "Me"}
    )


def has(letter: str) -> bool:
    code = ord(letter)
    if unicodedata.category(letter) in {"Cc", "Cf"}:
        return False
    return code in known(REGULAR) or code in known(FAR_EAST)


def is_far_east(text: str) -> bool:
    """Whether it needs the large font."""
    return any(ord(letter) not in known(REGULAR) for letter in text)
