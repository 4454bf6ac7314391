"""`hanse connections`: connected shops, how they are, what was asked of them; read them again."""

import argparse
from typing import TYPE_CHECKING
from uuid import UUID

from hanse.app import reaching
from hanse.engine.tx import Actor, ActorKind
from hanse.rooms.connections.model.accounts import Account
from hanse.rooms.connections.service import accounts, connecting, health
from hanse.rooms.mirror.model.feeds import Feed
from hanse.rooms.mirror.service import feeds

if TYPE_CHECKING:
    from hanse.app.opened import Opened

PURPOSE = "hanse connections"
OPERATOR = Actor(ActorKind.system, None, PURPOSE)
LIST_MAX = 500
CALLS_MAX = 50


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    command = commands.add_parser("connections", help="list connected shops, test them, read them")
    verbs = command.add_subparsers(dest="verb", required=True)
    verbs.add_parser("list", help="every connected shop of every workspace")
    test = verbs.add_parser("test", help="look at a shop as if for the first time")
    pull = verbs.add_parser("pull", help="read everything of a shop again")
    calls = verbs.add_parser("calls", help="what was asked of a shop lately, and what came back")
    for verb in (test, pull, calls):
        verb.add_argument("account", type=UUID, help="its id: `hanse connections list`")
    pull.add_argument("--kind", help="only this: products, orders, buyers ...")
    calls.add_argument("--outcome", action="append", help="ok, or the code of a fault")
    calls.add_argument("--limit", type=int, default=CALLS_MAX, help="default: %(default)s")


async def run(args: argparse.Namespace, opened: "Opened") -> int:
    return await VERBS[args.verb](args, opened)


async def show_list(args: argparse.Namespace, opened: "Opened") -> int:
    async with opened.database.system_tx(PURPOSE) as tx:
        places = await accounts.everywhere(tx, LIST_MAX)
    for workspace_id, account_id in places:
        async with opened.database.tx(workspace_id, OPERATOR) as tx:
            opened.out(line(await accounts.account(tx, account_id)))
    opened.out(f"{len(places)} connected")
    return 0


def line(found: Account) -> str:
    read = f"read {found.read_at:%Y-%m-%d %H:%M} UTC" if found.read_at else "never read"
    wrong = f"{found.fault.sentence} {found.fault.next_step}" if found.fault else ""
    words = [
        str(found.id),
        found.platform,
        found.name,
        found.state,
        found.effective_mode,
        read,
        wrong,
    ]
    return "  ".join(word for word in words if word)


async def workspace_of(opened: "Opened", account_id: UUID) -> UUID:
    async with opened.database.system_tx(PURPOSE) as tx:
        return await accounts.workspace_of(tx, account_id)


async def test(args: argparse.Namespace, opened: "Opened") -> int:
    workspace_id = await workspace_of(opened, args.account)
    async with reaching.for_command(opened) as reach:
        probe = await connecting.test(
            reach, lambda: opened.database.tx(workspace_id, OPERATOR), workspace_id, args.account
        )
    opened.out(f"{probe.name} at {probe.address}, version {probe.version or 'unknown'}")
    for finding in probe.findings:
        opened.out(f"{finding.severity}: {finding}")
    if probe.missing:
        opened.out(f"not granted: {', '.join(probe.missing)}")
    return 1 if probe.shop is None else 0


async def pull(args: argparse.Namespace, opened: "Opened") -> int:
    workspace_id = await workspace_of(opened, args.account)
    async with opened.database.tx(workspace_id, OPERATOR) as tx:
        found = await feeds.list_feeds(tx, args.account)
        wanted = [each for each in found if is_wanted(each, args.kind)]
        for each in wanted:
            await feeds.ask_pull(tx, each.id)
    kinds = ", ".join(each.kind.value for each in wanted)
    opened.out(f"To be read again by a worker: {kinds or 'nothing of that kind'}")
    return 0 if wanted else 1


def is_wanted(feed: Feed, kind: str | None) -> bool:
    """Without a kind, all that is ever read as a whole: refunds come when an order names them."""
    return feed.kind.value == kind if kind else feed.full_at is not None


async def show_calls(args: argparse.Namespace, opened: "Opened") -> int:
    workspace_id = await workspace_of(opened, args.account)
    async with opened.database.tx(workspace_id, OPERATOR) as tx:
        found = await health.list_calls(tx, args.account, None, args.limit, args.outcome, None)
    for call in found:
        opened.out(
            f"{call.asked_at:%H:%M:%S}  {call.status or '-'}  {call.outcome:<16} "
            f"{call.elapsed_ms:>6} ms  {call.method} {call.url}  {call.fault}".rstrip()
        )
    return 0


VERBS = {"list": show_list, "test": test, "pull": pull, "calls": show_calls}
