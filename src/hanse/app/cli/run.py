"""`hanse up`, `demo`, `serve`, `work`: the program itself."""

import argparse
import os
from pathlib import Path
from typing import TYPE_CHECKING

from hanse.app.supervisor import Child, supervise

if TYPE_CHECKING:
    from hanse.app.opened import Opened

# What a person decides is asked first; each of the four opens the database itself.
WITHOUT_DATABASE = True


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    commands.add_parser("up", help="run everything: database, web door and worker")
    commands.add_parser(
        "demo",
        help="the same in a folder of its own, to try things out",
        description="Everything in HANSE_HOME if it is set, else in hanse-demo beside the usual"
        " folder. Nothing of it touches your real data.",
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

    door = serving.serve if args.command == "serve" else working.work
    return await door(opened, demo=args.demo, child=args.child)


async def run_all(demo: bool, opened: "Opened") -> int:
    """Two children share one database: the first to come starts it, the last to go stops it."""
    environ = dict(os.environ)
    words = ["--child"]
    if demo:
        environ["HANSE_HOME"] = str(demo_home(opened.settings.home))
        words.append("--demo")
    children = [Child("The web door", ["serve", *words]), Child("The worker", ["work", *words])]
    opened.out(f"Starting in {environ.get('HANSE_HOME', opened.settings.home)}; ctrl-C stops all.")
    code = await supervise(children, environ, opened.out)
    opened.out("Stopped.")
    return code


def demo_home(home: Path) -> Path:
    if os.environ.get("HANSE_HOME"):
        return home
    return home.with_name(f"{home.name}-demo")
