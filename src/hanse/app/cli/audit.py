"""`hanse audit`: read, export and verify the log."""

import argparse
import getpass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

import msgspec

from hanse.base.faults import Rejected
from hanse.engine.log import audit, export, followers, heads, history, months
from hanse.engine.tx import Actor, ActorKind

if TYPE_CHECKING:
    from hanse.app.opened import Opened

TAIL_ROWS_MAX = 10_000
TAIL_ROWS = 20


def rows(text: str) -> int:
    if not text.isdigit() or not 0 < int(text) <= TAIL_ROWS_MAX:
        raise argparse.ArgumentTypeError(f"a number from 1 to {TAIL_ROWS_MAX:,}, not {text!r}")
    return int(text)


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    command = commands.add_parser("audit", help="read, export and verify the log")
    verbs = command.add_subparsers(dest="verb", required=True)
    tail = verbs.add_parser("tail", help="the newest events, as sentences")
    tail.add_argument("-n", "--rows", type=rows, default=TAIL_ROWS)
    tail.add_argument("-f", "--follow", action="store_true", help="go on with what comes")
    filters(tail)
    lines = verbs.add_parser("export", help="all events, oldest first, one JSON document a line")
    lines.add_argument(
        "--open",
        metavar="REASON",
        default="",
        help="with personal fields; the reason is logged in the workspace, which must be named",
    )
    filters(lines)
    verify = verbs.add_parser("verify", help="name the first row that is not as it was sealed")
    verify.add_argument("--from", dest="first", type=int, default=1, metavar="BLOCK")
    verify.add_argument("--heads", type=Path, metavar="FILE", help="heads that were exported")
    written = verbs.add_parser("heads", help="the heads of the chain, to be kept elsewhere")
    written.add_argument("--export", type=Path, metavar="FILE", help="write them into this file")
    listed = verbs.add_parser("followers", help="how far the followers are, and where one is stuck")
    listed.add_argument("--forget", metavar="NAME", help="one that the program no longer has")
    drop = verbs.add_parser("drop", help="delete the events of a month; its heads stay")
    drop.add_argument("month", type=month, metavar="YYYY-MM")


def filters(command: argparse.ArgumentParser) -> None:
    command.add_argument("--workspace", type=UUID, dest="workspace_id", metavar="ID")
    command.add_argument("--name", default="", help="orders, orders.order, orders.order.placed")
    command.add_argument("--actor", type=UUID, dest="actor_id", metavar="ID")
    command.add_argument("--subject", type=subject, default=("", None), metavar="[KIND:]ID")
    command.add_argument("--person", type=UUID, dest="person_id", metavar="ID")
    command.add_argument("--since", type=instant, metavar="TIME", help="2026-11-20T14:00, in UTC")
    command.add_argument("--until", type=instant, metavar="TIME")


def month(text: str) -> date:
    return datetime.strptime(text, "%Y-%m").replace(tzinfo=UTC).date()


def instant(text: str) -> datetime:
    """Without a zone it is UTC."""
    found = datetime.fromisoformat(text)
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def subject(text: str) -> tuple[str, UUID]:
    kind, _, found = text.rpartition(":")
    return kind, UUID(found)


async def run(args: argparse.Namespace, opened: "Opened") -> int:
    match args.verb:
        case "tail":
            await tail(args, opened)
        case "export":
            await export_lines(args, opened)
        case "verify":
            return await verify(args, opened)
        case "heads":
            await export_heads(args, opened)
        case "followers":
            await show_followers(args, opened)
        case "drop":
            await months.drop_month(opened.database, args.month, operator())
            opened.out(f"The events of {args.month:%Y-%m} are gone; the heads of its blocks stay.")
    return 0


def operator() -> Actor:
    return Actor(ActorKind.system, None, f"operator {getpass.getuser()}")


def wanted(args: argparse.Namespace) -> history.Filters:
    kind, subject_id = args.subject
    return history.Filters(
        workspace_id=args.workspace_id,
        name=args.name,
        actor_id=args.actor_id,
        subject_kind=kind,
        subject_id=subject_id,
        person_id=args.person_id,
        since=args.since,
        until=args.until,
    )


async def tail(args: argparse.Namespace, opened: "Opened") -> None:
    def everything() -> export.Opening:
        return opened.database.system_tx("hanse audit")

    async for events in export.tail(everything, wanted(args), args.rows, args.follow):
        for event in events:
            at = event.recorded_at.astimezone(UTC)
            opened.out(f"{at:%Y-%m-%d %H:%M:%S}  {event.name}  {history.sentence(event)}")


async def export_lines(args: argparse.Namespace, opened: "Opened") -> None:
    """Reads as the workspace itself when fields are opened: only there are its keys."""
    if args.open and not args.workspace_id:
        raise Rejected(
            "Personal fields are opened in one workspace at a time.",
            next_step="Say which: --workspace ID.",
        )

    def open_tx() -> export.Opening:
        if args.open:
            return opened.database.tx(args.workspace_id, operator())
        return opened.database.system_tx("hanse audit")

    async for events in export.pages(open_tx, wanted(args), args.open):
        lines = [msgspec.json.encode(history.document(event)).decode() for event in events]
        opened.out("\n".join(lines))


async def verify(args: argparse.Namespace, opened: "Opened") -> int:
    exported = heads.read(args.heads.read_text("utf-8", errors="replace")) if args.heads else ()
    verdict = await audit.verify(opened.database, args.first, exported)
    await audit.note(opened.database, verdict, operator())
    for sentence in audit.story(verdict):
        opened.out(sentence)
    return 1 if verdict.problem else 0


async def export_heads(args: argparse.Namespace, opened: "Opened") -> None:
    async with opened.database.system_tx("hanse audit") as tx:
        found = await heads.export(tx)
    if args.export:
        args.export.write_text(heads.write(found), "utf-8")
        opened.out(f"{len(found)} heads are in {args.export}. Keep it apart from the database.")
    else:
        opened.out(heads.write(found).rstrip("\n"))


async def show_followers(args: argparse.Namespace, opened: "Opened") -> None:
    async with opened.database.system_tx("hanse audit") as tx:
        if args.forget and not await followers.forget(tx, args.forget):
            raise Rejected(f"There is no follower {args.forget}.", next_step="List them.")
        for state in await followers.states(tx):
            opened.out(f"{state.name}: {state.lag:,} events to read")
            for stuck in state.failing:
                opened.out(
                    f"  stuck in workspace {stuck.workspace_id} at event {stuck.event_id} since "
                    f"{stuck.since:%Y-%m-%d %H:%M}, {stuck.failures} tries: {stuck.problem}"
                )
