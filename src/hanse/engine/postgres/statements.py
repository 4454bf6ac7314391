"""SQL text, taken apart just far enough: where a statement ends, and whether it takes away."""

import re
from collections.abc import Iterator
from typing import Final

TOKEN: Final = re.compile(
    r"""(?P<comment>--[^\n]*)
      | (?P<block>/\*)
      | (?P<text>[eE]'(?:[^'\\]|\\.|'')*' | '(?:[^']|'')*')
      | (?P<name>"(?:[^"]|"")*")
      | (?P<dollar>\$(?:[A-Za-z_]\w*)?\$)
      | (?P<word>[A-Za-z_][\w$]*)
      | (?P<end>;)""",
    re.VERBOSE | re.DOTALL,
)
BLOCK_EDGE: Final = re.compile(r"/\*|\*/")

# What may be dropped without losing anything that was stored.
REBUILT: Final = "policy|index|default|not|identity|expression|trigger|rule|statistics"
TAKES_AWAY: Final = re.compile(
    rf"""\b(?: drop\ (?!(?:{REBUILT})\b)
          | truncate\b
          | delete\ from\b
          | merge\ into\b
          | alter\ (?:column\ )?\S+\ (?:set\ data\ )?type\b
          | rename\b
          | set\ schema\b
          | detach\ partition\b
          | (?<!do\ )update\ (?:only\ )?\S+\ (?:as\ )?(?:\S+\ )?set\b
          )""",
    re.VERBOSE | re.IGNORECASE,
)
WORDS_SHOWN_CHARACTERS: Final = 60


def split(sql: str) -> list[str]:
    """The statements of a file, without the comments between them."""
    found, begin = [], 0
    for kind, start, end in tokens(sql):
        if kind == "end":
            found.append(sql[begin:start])
            begin = end
    found.append(sql[begin:])
    return [text.strip() for text in found if bare(text).strip()]


def bare(sql: str) -> str:
    """The same SQL without comments, texts and quoted names: what is left are its own words."""
    parts, begin = [], 0
    for kind, start, end in tokens(sql):
        if kind in {"comment", "text", "name", "dollar"}:
            parts += [sql[begin:start], " " if kind == "comment" else "x"]
            begin = end
    return "".join(parts) + sql[begin:]


def takes_away(sql: str) -> str:
    """The first words that remove or rewrite what is stored; empty when all is addition."""
    words = re.sub(r"\s+", " ", bare(sql))
    found = TAKES_AWAY.search(words)
    if found is None:
        return ""
    statement = words[found.start() :].partition(";")[0]
    return statement[:WORDS_SHOWN_CHARACTERS].strip()


def tokens(sql: str) -> Iterator[tuple[str, int, int]]:
    """Kind, begin and end of everything in which a semicolon could hide, and of semicolons."""
    at = 0
    while match := TOKEN.search(sql, at):
        kind, start, at = str(match.lastgroup), match.start(), match.end()
        if kind == "block":
            kind, at = "comment", end_of_block(sql, at)
        elif kind == "dollar":
            closing = sql.find(match[0], at)
            at = len(sql) if closing < 0 else closing + len(match[0])
        yield kind, start, at


def end_of_block(sql: str, at: int) -> int:
    """Behind the comment that was opened before `at`; comments stand inside each other."""
    depth = 1
    while depth and (edge := BLOCK_EDGE.search(sql, at)):
        depth += 1 if edge[0] == "/*" else -1
        at = edge.end()
    return len(sql) if depth else at
