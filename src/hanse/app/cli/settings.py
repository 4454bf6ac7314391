"""`hanse settings`: every setting, its value, and where that came from."""

import argparse
import json
from typing import TYPE_CHECKING

from hanse.engine.settings import PREFIX, SETTINGS, reference, shown_value

if TYPE_CHECKING:
    from hanse.app.opened import Opened

WITHOUT_DATABASE = True


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    command = commands.add_parser("settings", help="show every setting and where it came from")
    form = command.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="as one JSON object")
    form.add_argument("--reference", action="store_true", help="the page of the docs about them")


async def run(args: argparse.Namespace, opened: "Opened") -> int:
    if args.reference:
        opened.out(reference().rstrip("\n"))
        return 0
    rows = [
        (name, shown_value(opened.settings, name), opened.loaded.origin(name)) for name in SETTINGS
    ]
    if args.json:
        document = {name: {"value": value, "origin": origin} for name, value, origin in rows}
        opened.out(json.dumps(document, indent=2))
        return 0
    width = max(len(name) for name in SETTINGS) + len(PREFIX) + 2
    for name, value, origin in rows:
        opened.out(f"{PREFIX + name.upper():<{width}}{value or '-'}  ({origin})")
    return 0
