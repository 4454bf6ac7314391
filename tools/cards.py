"""Writes the tables of each connector's page from its card; `--check` compares and writes nothing.

docs/connectors/NAME.md, between `<!-- card: keys -->` and `<!-- end of card -->`, and so on
"""

import argparse
import re
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Protocol

from hanse.app.wiring import CONNECTORS, RATES
from hanse.engine.manifest import Connector, Rate, SignIn
from hanse.trade.ports_read import Reach

ROOT = Path(__file__).resolve().parents[1]
FOLDER = "docs/connectors"
END = "<!-- end of card -->"
PART = re.compile(rf"^<!-- card: (\w+) -->\n(.*?)^{END}$", re.MULTILINE | re.DOTALL)

SIGN_INS = {
    SignIn.typed_keys: "type keys that you made there",
    SignIn.key_flow: "agree on the shop's own page, which hands the keys over",
    SignIn.oauth: "agree on the platform's own page",
}
REACHES = {
    Reach.everything: "all of it",
    Reach.changed: "what changed",
    Reach.named: "single ones by id",
    Reach.ids: "the ids of all",
    Reach.of_parent: "those of one product or order",
}

Rows = Iterable[Sequence[str]]


class HasCard(Protocol):
    CARD: Connector


def keys(card: Connector) -> str:
    ways = "; or ".join(SIGN_INS[each] for each in card.sign_ins)
    rows = (
        (key.label, yes(key.needed), yes(key.secret), code(key.pattern), key.hint)
        for key in card.keys
    )
    found = table(("field", "needed", "kept secret", "looks like", "what it is"), rows)
    return f"You can {ways}.\n\n{found}"


def rights(card: Connector) -> str:
    rows = ((code(each.name), yes(each.needed), each.why.rstrip(".")) for each in card.scopes)
    return table(("right", "needed", "what for"), rows)


def reads(card: Connector) -> str:
    rows = (
        (
            read.kind,
            ", ".join(words for each, words in REACHES.items() if each.value in read.reaches),
            number(read.rows_max),
            code(read.family),
        )
        for read in card.reads
    )
    return table(("kind", "can be asked for", "at once", "limit"), rows)


def writes(card: Connector) -> str:
    rows = (
        (
            write.kind,
            number(write.batch_max),
            write.repeat.value.replace("_", " "),
            write.proof.value.replace("_", " "),
            f"{write.settle_after_s:g} s",
            code(write.family),
        )
        for write in card.writes
    )
    return table(("kind", "at once", "repeating it", "proof", "settles after", "limit"), rows)


def plumbing(card: Connector) -> str:
    rows = ((code(each.kind), each.sentence, code(each.family)) for each in card.plumbing)
    return table(("call", "why", "limit"), rows)


def topics(card: Connector) -> str:
    return table(("topic",), ((code(each),) for each in card.topics))


def rates(card: Connector) -> str:
    rows = (
        (code(rate.family), number(rate.at_once_max), pace(rate), rate.source)
        for rate in card.rates
    )
    return table(("limit", "calls side by side", "how much", "source"), rows)


def pace(rate: Rate) -> str:
    if rate.units is None or rate.window_s is None:
        return "no limit that anybody knows"
    how = "in any" if rate.windowed else "at once, filled anew in"
    costs = f"; a call costs {rate.cost}" if rate.cost > 1 else ""
    return f"{number(rate.units)} {how} {rate.window_s:g} s{costs}"


def words(card: Connector) -> str:
    rows = (
        (code(each.field), code(each.word), each.ours.replace("_", " ")) for each in card.meanings
    )
    return table(("where", "the platform says", "Hanse says"), rows)


def limits(card: Connector) -> str:
    rows = ((code(each.field), size(each.size_max, each.unit), each.source) for each in card.limits)
    return table(("field", "at most", "source"), rows) + oversell(card)


def oversell(card: Connector) -> str:
    if card.oversell is None:
        return ""
    told = f"{card.oversell.sentence} ({card.oversell.source})"
    return f"\nPenalty for what was sold and is not there: {told}.\n"


def quirks(card: Connector) -> str:
    return table(("what is odd", "source"), ((each.sentence, each.source) for each in card.quirks))


TABLES: Mapping[str, Callable[[Connector], str]] = {
    each.__name__: each
    for each in (keys, rights, reads, writes, plumbing, topics, rates, words, limits, quirks)
}


# Of what nobody connects, the page tells how it is read, and no more.
OF_A_SOURCE = (reads.__name__, rates.__name__, quirks.__name__)


def table(heads: Sequence[str], rows: Rows) -> str:
    """Or a word where the card has nothing of it."""
    told = [line(row) for row in rows]
    return "".join([line(heads), "|---" * len(heads) + "|\n", *told]) if told else "None.\n"


def line(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |\n"


def code(text: str) -> str:
    return f"`{text}`"


def yes(flag: bool) -> str:
    return "yes" if flag else "no"


def size(value: int, unit: str) -> str:
    """Bytes as people count them, where they come out even."""
    for bytes_each, short in ((1024**2, "MB"), (1024, "KB")) if unit == "bytes" else ():
        if value % bytes_each == 0:
            return f"{number(value // bytes_each)} {short}"
    return f"{number(value)} {unit}"


def number(value: int) -> str:
    return f"{value:,}"


def filled(text: str, card: Connector) -> str:
    """The page with its tables as the card has them now."""

    def part(found: re.Match[str]) -> str:
        write = TABLES.get(found[1])
        told = f"\n{write(card)}\n" if write else found[2]
        return f"<!-- card: {found[1]} -->\n{told}{END}"

    return PART.sub(part, text)


def wrong(text: str, card: Connector) -> Iterable[str]:
    """What no tool can put right by itself."""
    there = [name for name, _ in PART.findall(text)]
    for name in TABLES if card.sign_ins else OF_A_SOURCE:
        if there.count(name) != 1:
            yield f"has {there.count(name)} places for the table of {name}; one is right"
    for name in set(there) - set(TABLES):
        yield f"has a place for {name}, of which a card knows nothing"
    if not text.startswith(f"# {card.title}\n"):
        yield f"does not begin with its title, # {card.title}"


def findings(root: Path, platforms: Sequence[HasCard], *, write: bool) -> Iterable[str]:
    """One line each; with `write`, tables are put right first."""
    for platform in platforms:
        card, name = platform.CARD, f"{FOLDER}/{platform.CARD.name}.md"
        path = root / name
        if not path.is_file():
            yield f"{name}:1: is missing; say how to get keys, what can be done, and what is odd"
            continue
        text = path.read_text("utf-8")
        yield from (f"{name}:1: {what}" for what in wrong(text, card))
        if (now := filled(text, card)) == text:
            continue
        if write:
            path.write_text(now, "utf-8")
        else:
            yield f"{name}:1: is not what its card says; run: make fix"
    known = {platform.CARD.name for platform in platforms}
    for path in sorted((root / FOLDER).glob("*.md")):
        if path.stem not in known:
            yield f"{FOLDER}/{path.name}:1: is about no connector that app/wiring.py lists"


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tools.cards", description=__doc__)
    parser.add_argument("--check", action="store_true", help="compare, write nothing")
    check = parser.parse_args().check
    lines = list(findings(ROOT, [*CONNECTORS, RATES], write=not check))
    for each in lines:
        print(each)
    return 1 if lines else 0


if __name__ == "__main__":
    sys.exit(main())
