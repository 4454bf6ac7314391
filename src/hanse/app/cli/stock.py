"""`hanse stock`: whether levels are what the ledger adds up to."""

import argparse
from typing import TYPE_CHECKING
from uuid import UUID

from hanse.engine.tx import Actor, ActorKind
from hanse.rooms.stock.service import moving

if TYPE_CHECKING:
    from hanse.app.opened import Opened

OPERATOR = Actor(ActorKind.system, None, "hanse stock")
TOLD_MAX = 20


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    command = commands.add_parser("stock", help="replay the ledger of stock")
    verbs = command.add_subparsers(dest="verb", required=True)
    verify = verbs.add_parser("verify", help="see whether levels are what the ledger adds up to")
    verify.add_argument("workspace", type=UUID, help="its id: `hanse people workspaces`")


async def run(args: argparse.Namespace, opened: "Opened") -> int:
    levels = moves = wrong = 0
    after: UUID | None = None
    while True:
        async with opened.database.tx(args.workspace, OPERATOR) as tx:
            page = await moving.verify(tx, after)
        levels, moves = levels + page.levels, moves + page.moves
        for each in page.differences[: max(TOLD_MAX - wrong, 0)]:
            opened.out(
                f"  variant {each.variant_id} at place {each.place_id}: {each.kept:,} stand there, "
                f"but {each.added_up:,} are {each.what}"
            )
        wrong += len(page.differences)
        after = page.next
        if after is None:
            break
    if wrong:
        opened.out(
            f"{wrong:,} figures of {levels:,} levels differ. Nothing was changed: compare with a "
            "backup, count these goods, and tell whoever looks after the program."
        )
        return 1
    opened.out(f"{moves:,} moves add up to the {levels:,} levels that are kept.")
    return 0
