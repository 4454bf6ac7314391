"""Texts as WordPress cleans, prints and shortens them. How much it cleans is partly guessed."""

import html
import re
import unicodedata
from collections.abc import Callable

AMPERSAND = re.compile(r"&(?!(?:#\d+|#x[0-9a-fA-F]+|[a-zA-Z]\w*);)")
BLOCKS = re.compile(
    r"^\s*</?(?:p|div|ul|ol|li|table|h[1-6]|blockquote|figure|pre)\b", re.IGNORECASE
)


def cleaned(text: object) -> str:
    """Scripts go but not what they say, event handlers go, a bare ampersand is spelled out."""
    kept = re.sub(
        r"</?(?:script|style|iframe|object|form)\b[^>]*>", "", str(text or ""), flags=re.IGNORECASE
    )
    kept = re.sub(r"(<[^>]*?)\s+on\w+\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s>]+)", r"\1", kept)
    return AMPERSAND.sub("&amp;", kept)


def paragraphs(text: str) -> str:
    """The text as a page shows it: empty lines make paragraphs, single ones breaks."""
    parts = [part.strip() for part in re.split(r"\n\s*\n", text.replace("\r\n", "\n"))]
    lines = [
        part if BLOCKS.match(part) else "<p>" + part.replace("\n", "<br />\n") + "</p>"
        for part in parts
        if part
    ]
    return "".join(f"{line}\n" for line in lines)


def slug_of(text: str) -> str:
    plain = unicodedata.normalize("NFKD", html.unescape(re.sub(r"<[^>]*>", "", text)))
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter)).lower()
    return re.sub(r"[\s-]+", "-", re.sub(r"[^\w\s-]", "", plain)).strip("-")


def unique_slug(text: str, taken: Callable[[str], bool]) -> str:
    """The slug, or the first of `slug-2`, `slug-3` that nobody has."""
    slug = slug_of(text)
    number, found = 2, slug
    while found and taken(found):
        found, number = f"{slug}-{number}", number + 1
    return found
