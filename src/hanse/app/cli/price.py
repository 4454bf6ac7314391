"""`hanse price`: why an offer costs what it costs, line by line."""

import argparse
from typing import TYPE_CHECKING
from uuid import UUID

from hanse.base.money import Money
from hanse.engine.tx import Actor, ActorKind
from hanse.rooms.pricing.model.explaining import Line, Quote, digits
from hanse.rooms.pricing.service import quoting

if TYPE_CHECKING:
    from hanse.app.opened import Opened

OPERATOR = Actor(ActorKind.system, None, "hanse price")
WORDS = 48


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    command = commands.add_parser("price", help="say why an offer costs what it costs")
    verbs = command.add_subparsers(dest="verb", required=True)
    why = verbs.add_parser("why", help="each layer of its price, with what it adds")
    why.add_argument("workspace", type=UUID, help="its id: `hanse people workspaces`")
    why.add_argument("offer", type=UUID, help="its id, as the screen of its price has it")


async def run(args: argparse.Namespace, opened: "Opened") -> int:
    async with opened.database.tx(args.workspace, OPERATOR) as tx:
        found = await quoting.explain(tx, args.offer)
    tell(found, opened)
    return 0 if found.price else 1


def tell(found: Quote, opened: "Opened") -> None:
    opened.out(found.offer.title)
    for line in found.lines:
        opened.out(f"  {line.words:<{WORDS}} {said(line):>16}  {line.rule}")
    for finding in found.findings:
        opened.out(f"  {finding}")
    if not found.lines and not found.findings:
        opened.out("  No rule is for this offer.")
    opened.out(f"  {'by the rules':<{WORDS}} {amount(found.price):>16}")
    opened.out(f"  {'at the shop now':<{WORDS}} {amount(found.offer.now):>16}")


def said(line: Line) -> str:
    return f"{line.currency} {digits(line.after, line.currency)}"


def amount(money: Money | None) -> str:
    return str(money) if money else "none"
