"""`hanse rates`: exchange rates from a file of the bank's, what is kept, and what is missing."""

import argparse
import io
import zipfile
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from hanse.app import rates, reaching, wiring
from hanse.base.faults import Finding, Gone, Rejected
from hanse.engine.tx import INSTALLATION, Actor, ActorKind

if TYPE_CHECKING:
    from hanse.app.opened import Opened

OPERATOR = Actor(ActorKind.system, None, "hanse rates")
FILE = "file"  # the source of what a person loaded
BYTES_MAX = 64 * 1024**2  # of the file, and of what is in its zip
ZIP = b"PK\x03\x04"


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    command = commands.add_parser("rates", help="load, show and fetch exchange rates")
    verbs = command.add_subparsers(dest="verb", required=True)
    load = verbs.add_parser("load", help="keep what a file of the European Central Bank holds")
    load.add_argument("file", type=Path, help="its XML, its table as CSV, or the zip of either")
    show = verbs.add_parser("show", help="the newest rates, or the last until a day")
    show.add_argument("day", type=day_of, nargs="?", help="as 2026-03-18")
    verbs.add_parser("fetch", help="ask the bank now for what is missing")


def day_of(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no day; write it as 2026-03-18") from None


async def run(args: argparse.Namespace, opened: "Opened") -> int:
    return await VERBS[args.verb](args, opened)


async def load(args: argparse.Namespace, opened: "Opened") -> int:
    body = content_of(args.file)
    async with opened.database.tx(INSTALLATION, OPERATOR) as tx:
        found = wiring.RATES.read_file(body, rates.today_there(tx.now))
        days = await wiring.SHELF.keep(tx, found.rates, FILE) if found.rates else 0
    tell(found.findings, opened)
    if not found.rates:
        opened.out("No day in it can be read, so nothing was kept.")
        return 1
    first, last = found.rates[0].day, found.rates[-1].day
    opened.out(f"{len(found.rates):,} days read, {first} to {last}; {days:,} of them new or other.")
    return 0


def content_of(path: Path) -> bytes:
    """What stands in the file, or in the one file of its zip; never more than the limit."""
    with path.open("rb") as file:
        body = file.read(BYTES_MAX + 1)
    if body.startswith(ZIP):
        body = unzipped(body)
    if len(body) > BYTES_MAX:
        raise Rejected(
            f"{path} holds more than {BYTES_MAX // 1024**2} MB, which are the most.",
            next_step="Take the file of the bank as it is, without anything else in it.",
        )
    return body


def unzipped(body: bytes) -> bytes:
    found = b""
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as held:
            names = held.namelist()
            if len(names) == 1:
                with held.open(names[0]) as file:
                    found = file.read(BYTES_MAX + 1)
    except Exception as broken:
        # A zip breaks in more ways than its module documents; none of them is a mistake of ours.
        raise Rejected(
            "The zip is damaged, or locked.", next_step="Take it from the bank again."
        ) from broken
    if len(names) != 1:
        raise Rejected(
            f"The zip holds {len(names):,} files, not one.", next_step="Unpack it and name one."
        )
    return found


async def show(args: argparse.Namespace, opened: "Opened") -> int:
    async with opened.database.tx(INSTALLATION, OPERATOR) as tx:
        wanted = args.day or rates.today_there(tx.now)
        found = await wiring.SHELF.on(tx, wanted)
    if found is None:
        raise Gone(
            f"There are no rates of {wanted}, nor of a day before it.",
            "Ask for them with `hanse rates fetch`, or load a file: `hanse rates load FILE`.",
        )
    opened.out(f"One euro on {found.day}, as published:")
    for currency, value in sorted(found.per_euro.items()):
        opened.out(f"{currency}  {value:f}")
    return 0


async def fetch(args: argparse.Namespace, opened: "Opened") -> int:
    async with reaching.for_command(opened) as reach:
        done = await rates.bring(
            opened.database, reach.outbound, wiring.RATES, wiring.SHELF, OPERATOR
        )
    tell(done.findings, opened)
    if done.span is None:
        opened.out("Nothing is missing.")
    elif done.days:
        opened.out(f"{done.days:,} days are new or other.")
    else:
        opened.out("Nothing newer is out yet.")
    return 0


def tell(findings: Iterable[Finding], opened: "Opened") -> None:
    for finding in findings:
        opened.out(f"{finding.severity}: {finding}")


VERBS = {"load": load, "show": show, "fetch": fetch}
