"""`hanse backup`: take one now, list them, prove that the newest comes back."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from hanse.app.shelving import check_chain, place_of, programs_of
from hanse.base.faults import Rejected
from hanse.engine.backup import drill, shelf, taking
from hanse.engine.backup.shelf import Kind

if TYPE_CHECKING:
    from hanse.app.opened import Opened

HOW = {
    Kind.full: "pg_basebackup, everything",
    Kind.incremental: "pg_basebackup, what changed",
    Kind.dump: "pg_dump",
}


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    command = commands.add_parser(
        "backup",
        help="back up now, list backups, verify the newest",
        description="Take a backup while everything runs. Every second since the oldest one can be"
        " brought back with `hanse restore`.",
    )
    command.add_argument("--full", action="store_true", help="copy everything, not only changes")
    verbs = command.add_subparsers(dest="verb")
    verbs.add_parser("list", help="the backups that are there")
    verbs.add_parser("verify", help="restore the newest beside the living database and compare")


async def run(args: argparse.Namespace, opened: "Opened") -> int:
    if args.verb == "list":
        return show(opened)
    if args.verb == "verify":
        return await verify(opened)
    place = place_of(opened.settings, server=opened.ready)
    taken = await taking.take(
        opened.ready.admin_dsn,
        programs_of(opened.ready),
        place,
        opened.clock,
        full=args.full,
    )
    backup, told = taken.backup, taken.files
    opened.out(
        f"Backup {backup.name} is in {place.shelf}: {HOW[backup.kind]},"
        f" {backup.size_bytes / 1e6:,.1f} MB{', sealed' if backup.sealed else ''}."
    )
    if backup.kind is Kind.dump:
        opened.out("It holds this one instant: only a server that Hanse made gives its files.")
    opened.out(
        f"{told.files:,} {'file of' if told.files == 1 else 'files of'} {place.media}, of which"
        f" {told.new:,} new."
    )
    for sentence in told.sentences():
        opened.out(sentence)
    return 0 if told.good else 1


def show(opened: "Opened") -> int:
    place = place_of(opened.settings)
    found = shelf.backups(place.shelf)
    opened.out(f"{len(found)} {'backup' if len(found) == 1 else 'backups'} in {place.shelf}")
    for backup in found:
        rests = f" on {backup.parent}" if backup.parent else ""
        opened.out(
            f"  {backup.name}  {backup.kind}{rests}  {backup.size_bytes / 1e6:,.1f} MB"
            f"  finished {backup.finished_at:%Y-%m-%d %H:%M:%S} UTC"
        )
    return 0


async def verify(opened: "Opened") -> int:
    cluster = opened.ready.cluster
    if cluster is None:
        raise Rejected(
            "A drill stands beside a server of ours, and this database is yours.",
            next_step="Restore the dump into a folder and look: `hanse restore --into FOLDER`.",
        )
    outcome = await drill.verify(
        cluster.admin_dsn,
        programs_of(opened.ready),
        place_of(opened.settings, server=opened.ready),
        Path(opened.settings.home),
        check_chain(opened),
    )
    opened.out(drill.story(outcome))
    return 0 if outcome.good else 1
