"""`hanse up`, `demo`, `serve`, `work`: the program itself."""

import argparse
import errno
import os
import socket
import sys
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from hanse.app.demo import FILE
from hanse.app.demo_shops import routes, sandbox_port, world
from hanse.app.supervisor import NEEDS_A_PERSON, Child, supervise
from hanse.base.faults import Fault, Unavailable
from hanse.engine.postgres.faults import DiskFull
from hanse.engine.settings import Settings

if TYPE_CHECKING:
    from hanse.app.opened import Opened

# What would lead a demo out of its folder: to the real database, backups and keys.
LEADS_OUT = (
    *("HANSE_DATABASE_URL", "HANSE_DATABASE_APP_URL", "HANSE_DATABASE_SYSTEM_URL"),
    *("HANSE_BACKUP_FOLDER", "HANSE_VAULT_KEY", "HANSE_VAULT_KEY_FILE"),
)

# What a person decides is asked first; each of the four opens the database itself.
WITHOUT_DATABASE = True


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    commands.add_parser("up", help="run everything: database, web door and worker")
    commands.add_parser(
        "demo",
        help="the same in a folder of its own, to try things out",
        description="Everything in HANSE_HOME if it is set, else in hanse-demo beside the usual"
        " folder. It never uses the database, backup folder or keys of your settings.",
    )
    for name, why in (("serve", "the web door"), ("work", "a worker")):
        parser = commands.add_parser(name, help=f"run {why} alone")
        parser.add_argument("--demo", action="store_true", help=argparse.SUPPRESS)
        parser.add_argument("--child", action="store_true", help=argparse.SUPPRESS)


async def run(args: argparse.Namespace, opened: "Opened") -> int:
    if args.command in ("up", "demo"):
        return await run_all(args.command == "demo", opened)
    # Loaded here, for `up` needs none of what its children need.
    from hanse.app import serving, working

    try:
        if args.command == "serve":
            return await serving.serve(opened, demo=args.demo, child=args.child)
        return await working.work(opened, child=args.child)
    except Fault as fault:
        # An outage may be over in a second; a disk is full until somebody makes room.
        if not args.child or (isinstance(fault, Unavailable) and fault.code != DiskFull.code):
            raise
        print(f"hanse: {fault}", file=sys.stderr)
        return NEEDS_A_PERSON


async def run_all(demo: bool, opened: "Opened") -> int:
    """Two children share one database: the first to come starts it, the last to go stops it."""
    refuse_taken_port(opened.settings.host, opened.settings.port)
    environ = dict(os.environ)
    words = ["--child"]
    if demo:
        environ["HANSE_HOME"] = str(demo_home(opened.settings.home))
        environ |= dict.fromkeys(LEADS_OUT, "")
        # The first thing read is how to sign in: thousands of calls a minute would push it away.
        environ.setdefault("HANSE_LOG_LEVEL", "warning")
        words.append("--demo")
    children = [Child("The web door", ["serve", *words]), Child("The worker", ["work", *words])]
    if demo:
        port = sandbox_port(opened.settings)
        environ |= leading_to_sandbox(opened.settings, port)
        words = ["sandbox", "--child", "--port", str(port), *world(demo_age(opened))]
        children.append(Child("The sandbox", words))
    opened.out(f"Starting in {environ.get('HANSE_HOME', opened.settings.home)}; ctrl-C stops all.")
    code = await supervise(children, environ, opened.out)
    opened.out("Stopped.")
    return code


def leading_to_sandbox(settings: Settings, port: int) -> Mapping[str, str]:
    """The shops of the demo stand on this machine, under names of their own."""
    allowed = [*map(str, settings.outbound_allow), "127.0.0.0/8"]
    ways = [*map(str, settings.outbound_routes), *routes(port)]
    return {
        "HANSE_OUTBOUND_ALLOW": ",".join(dict.fromkeys(allowed)),
        "HANSE_OUTBOUND_ROUTES": ",".join(dict.fromkeys(ways)),
    }


def refuse_taken_port(host: str, port: int) -> None:
    """Said once and before anything starts; whatever else may be wrong is left to the web door."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        socket.create_server((host, port), family=family).close()
    except OSError as refused:
        if refused.errno == errno.EADDRINUSE:
            raise Unavailable(
                f"Port {port} on {host} is taken: Hanse runs there already, or another program.",
                "Look at that port in a browser; stop what is there, or choose another port with"
                " HANSE_PORT.",
            ) from refused


def demo_age(opened: "Opened") -> timedelta:
    file = demo_home(opened.settings.home) / FILE
    now = opened.clock.now()
    began = datetime.fromtimestamp(file.stat().st_mtime, UTC) if file.exists() else now
    return now - began


def demo_home(home: Path) -> Path:
    if os.environ.get("HANSE_HOME"):
        return home
    return home.with_name(f"{home.name}-demo")
