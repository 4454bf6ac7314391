"""`hanse migrate` and `hanse psql`."""

import argparse
import asyncio
import os
import signal
from typing import TYPE_CHECKING

from hanse.engine.postgres import shell

if TYPE_CHECKING:
    from hanse.app.opened import Opened


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    commands.add_parser(
        "migrate",
        help="bring the database to this version",
        description="Every start does this too; alone, it is for those who want to be asked first."
        " A backup is taken before a step that takes something away.",
    )
    # No sign begins an option here, so that all words go to psql as they are.
    psql = commands.add_parser("psql", add_help=False, prefix_chars="\0")
    psql.add_argument("words", nargs="*")


async def run(args: argparse.Namespace, opened: "Opened") -> int:
    if args.command == "migrate":
        applied = opened.ready.migrated.applied
        for name in applied:
            opened.out(f"applied {name}")
        version = opened.ready.migrated.version
        opened.out(f"The database is at version {version}; {len(applied)} steps were made now.")
        return 0
    server = opened.ready
    command = shell.psql(
        server.admin_dsn, server.cluster.bin if server.cluster else None, os.environ, args.words
    )
    # ctrl-C ends a statement inside psql, not us who hold the server for it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    shell_process = await asyncio.create_subprocess_exec(*command.argv, env=command.environ)
    return await shell_process.wait()
