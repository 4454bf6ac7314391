"""Texts made fit to keep, to compare and to cut. What a reader sees stays, what hides goes."""

import re
import unicodedata
from collections.abc import Callable, Iterator
from decimal import Decimal

# Controls that are no white space, marks that turn the direction of a text, what has no width,
# and halves of surrogate pairs.
HIDDEN = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e"
    "\u2060-\u206f\ud800-\udfff\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)
# Persian and emoji need the two joiners, so a text keeps them; a key for comparing does not.
JOINER = "\N{ZERO WIDTH JOINER}"
NON_JOINER = "\N{ZERO WIDTH NON-JOINER}"
JOINERS = re.compile(f"[{JOINER}{NON_JOINER}]")

# What our tables put before a text that a spreadsheet would take for a formula.
MARKED = re.compile("'+[=+\\-@\t\r]")

ACCENTS = re.compile("[\u0300-\u036f]")
LATIN = str.maketrans({"đ": "d", "ø": "o", "ł": "l", "æ": "ae", "œ": "oe"})

FLAG_LETTER = re.compile("[\U0001f1e6-\U0001f1ff]")
ATTACHED = re.compile(
    f"[{JOINER}{NON_JOINER}\u0e33\u0eb3\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]"
)


def clean(text: str) -> str:
    """One line for keeping: composed (NFC), nothing hidden, single spaces, none at the ends."""
    return unicodedata.normalize("NFC", " ".join(HIDDEN.sub("", text).split()))


def clean_lines(text: str) -> str:
    """Like `clean` for each line; at most one empty line stays between two paragraphs."""
    lines = "\n".join(map(clean, text.splitlines()))
    return re.sub("\n{3,}", "\n\n", lines).strip("\n")


def unmarked(text: str) -> str:
    """Without the mark that keeps a spreadsheet from working something out."""
    return text[1:] if MARKED.match(text) else text


def cell_line(cell: str | Decimal) -> str:
    """A cell of a table as one line for keeping; a number with every digit that it has."""
    return f"{cell:f}" if isinstance(cell, Decimal) else unmarked(clean(cell))


def fold(text: str) -> str:
    """A key for comparing: equal for texts that differ in case, width, spacing or spelling only.

    Accents count. The key is not for showing.
    """
    folded = unicodedata.normalize("NFD", text).casefold()
    folded = unicodedata.normalize("NFKD", folded).casefold()
    return clean(unicodedata.normalize("NFKC", JOINERS.sub("", folded)))


def slug(text: str, chars_max: int = 80) -> str:
    """For addresses and file names: letters and digits of any script in small, joined by `-`.

    Latin accents are dropped. A text without a letter or digit has the slug "".
    """
    bare = ACCENTS.sub("", unicodedata.normalize("NFD", fold(text))).translate(LATIN)
    letters = (each if in_word(each) else " " for each in unicodedata.normalize("NFC", bare))
    joined = "-".join("".join(letters).split())
    return truncate(joined, chars_max, end="").strip("-")


def in_word(char: str) -> bool:
    """Letters, digits, and the vowel signs that Thai and Hindi write as marks."""
    return char.isalnum() or unicodedata.category(char).startswith("M")


def utf8_bytes(text: str) -> int:
    return len(text.encode("utf-8", "surrogatepass"))


def utf16_units(text: str) -> int:
    """What Java and JavaScript, and so many platforms, count as length."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def truncate(text: str, size_max: int, size: Callable[[str], int] = len, end: str = "…") -> str:
    """At most `size_max` as `size` measures, the `end` included; never cut within a character.

    A shorter text comes back as it is. `size` is `len`, `utf8_bytes` or `utf16_units`.
    """
    if size(text) <= size_max:
        return text
    room = size_max - size(end)
    if room < 0:
        raise ValueError(f"{size_max} has no room for the end {end!r}.")
    kept, rest = "", characters(text)
    while (room := room - size(character := next(rest))) >= 0:
        kept += character
    return kept.rstrip() + end


def characters(text: str) -> Iterator[str]:
    """What a reader takes for one character: with its accents, its joined emoji, its flag half.

    Near enough to the rules of Unicode for cutting: old Hangul letters count one by one.
    """
    character = ""
    for each in text:
        if character and not belongs(each, character):
            yield character
            character = ""
        character += each
    if character:
        yield character


def belongs(char: str, character: str) -> bool:
    """Whether this code point continues the character before it."""
    return bool(
        unicodedata.category(char).startswith("M")
        or ATTACHED.match(char)
        or character.endswith(JOINER)
        or (FLAG_LETTER.match(char) and FLAG_LETTER.fullmatch(character))
        or character + char == "\r\n"
    )
