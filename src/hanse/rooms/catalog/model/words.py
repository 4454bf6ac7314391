"""The words by which a product is found: of titles, brands, tags, SKUs and barcodes."""

import unicodedata
from collections.abc import Iterable

from hanse.base.text import ACCENTS, fold, in_word

WORD_CHARS_MAX = 60
WORDS_MAX = 300  # of one product
ASKED_MAX = 8  # of one question
TAG = "#"  # begins the lexeme of a whole tag


def split(text: str) -> list[str]:
    """In small letters without accents, cut where there is neither letter nor digit."""
    bare = ACCENTS.sub("", unicodedata.normalize("NFD", fold(text)))
    spaced = "".join(each if in_word(each) else " " for each in unicodedata.normalize("NFC", bare))
    return [word[:WORD_CHARS_MAX] for word in spaced.split()]


def of_goods(texts: Iterable[str], tags: Iterable[str], codes: Iterable[str]) -> list[str]:
    """What stands in the index: words, whole SKUs and barcodes as one word, whole tags."""
    found: dict[str, None] = {}
    for text in (*texts, *tags):
        found |= dict.fromkeys(split(text))
    for code in codes:
        found |= dict.fromkeys([joined(code), *split(code)])
    labels = [tag_word(tag) for tag in tags]
    return [*list(filter(None, found))[:WORDS_MAX], *labels]


def joined(code: str) -> str:
    """An SKU as one word, however it is parted."""
    return "".join(split(code))[:WORD_CHARS_MAX]


def tag_word(tag: str) -> str:
    return f"{TAG}{fold(tag)[: WORD_CHARS_MAX * 4]}"


def query(text: str) -> str:
    """A question for the index: every word, as it begins; or the whole of it as one code. Empty if
    there is no word in it."""
    asked = split(text)[:ASKED_MAX]
    if not asked:
        return ""
    all_words = " & ".join(f"{quoted(word)}:*" for word in asked)
    whole = joined(text)
    return all_words if len(asked) == 1 else f"({all_words}) | {quoted(whole)}:*"


def query_tag(tag: str) -> str:
    return quoted(tag_word(tag))


def quoted(word: str) -> str:
    """As the server reads a lexeme."""
    doubled = word.replace("\\", "\\\\").replace("'", "''")
    return f"'{doubled}'"
