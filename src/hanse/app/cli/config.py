"""`hanse config`: what was set in a workspace, as a file; and such a file into a workspace."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

import msgspec

from hanse.app.api.reading import Limits, parse
from hanse.app.portability import PARTS
from hanse.base.faults import Rejected
from hanse.engine.tx import Actor, ActorKind
from hanse.rooms.config.model.differences import Change, PartChanges
from hanse.rooms.config.model.files import Document
from hanse.rooms.config.service import files, importing
from hanse.rooms.config.service.schema import schema
from hanse.rooms.identity.service import directory

if TYPE_CHECKING:
    from hanse.app.opened import Opened

PURPOSE = "hanse config"
OPERATOR = Actor(ActorKind.system, None, PURPOSE)
WORKSPACES_MAX = 1_000
BYTES_MAX = 20_000_000
SHOWN_MAX = 200
VALUE_CHARS_MAX = 60


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    command = commands.add_parser("config", help="carry settings from one workspace to another")
    verbs = command.add_subparsers(dest="verb", required=True)
    export = verbs.add_parser("export", help="write what was set, without secrets")
    bring = verbs.add_parser("import", help="show what a file would change; --yes changes it")
    for verb, what in ((export, "where to; - is standard output"), (bring, "- is standard input")):
        verb.add_argument("file", metavar="FILE", help=what)
        verb.add_argument("--workspace", type=UUID, metavar="ID", help="if there are several")
    verbs.add_parser("schema", help="print the JSON Schema of the file")
    bring.add_argument("--yes", action="store_true", help="do what is shown")


async def run(args: argparse.Namespace, opened: "Opened") -> int:
    return await VERBS[args.verb](args, opened)


async def export(args: argparse.Namespace, opened: "Opened") -> int:
    async with opened.database.tx(await meant(args, opened), OPERATOR) as tx:
        document = await files.exported(tx, PARTS)
    text = written(document)
    if args.file == "-":
        opened.out(text)
    else:
        Path(args.file).write_text(f"{text}\n", "utf-8")
        opened.out(f"Written to {args.file}.")
    return 0


def written(document: Document) -> str:
    return msgspec.json.format(msgspec.json.encode(document), indent=2).decode()


async def show_schema(_args: argparse.Namespace, opened: "Opened") -> int:
    opened.out(written(schema(PARTS)))
    return 0


async def bring(args: argparse.Namespace, opened: "Opened") -> int:
    document = read(args.file)
    workspace = await meant(args, opened)
    async with opened.database.tx(workspace, OPERATOR) as tx:
        found = await importing.preview(tx, PARTS, document)
    for line in told(found.parts):
        opened.out(line)
    for finding in found.findings:
        opened.out(f"{finding.sentence} {finding.next_step}")
    if found.findings:
        opened.out("Nothing was changed.")
        return 1
    if not any(each.changes for each in found.parts):
        opened.out("Nothing differs.")
        return 0
    if not args.yes:
        opened.out("Nothing was changed yet: the same with --yes does it.")
        return 0
    async with opened.database.tx(workspace, OPERATOR) as tx:
        done = await importing.apply(tx, PARTS, document, found.fingerprint)
    opened.out(f"Imported as {done.id if done else 'nothing'}; take it back in the web app.")
    return 0


def read(name: str) -> Document:
    """The file, in which every name stands once; `Rejected` where it is no such thing."""
    content = sys.stdin.buffer.read(BYTES_MAX + 1) if name == "-" else start_of(Path(name))
    if len(content) > BYTES_MAX:
        raise Rejected(
            f"The file is larger than {BYTES_MAX:,} bytes.", next_step="Split it by its parts."
        )
    document = parse(content, "application/json", Limits())
    if not isinstance(document, dict):
        raise Rejected("The file holds no JSON object.", next_step="Name one made by `export`.")
    return document


def start_of(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(BYTES_MAX + 1)


async def meant(args: argparse.Namespace, opened: "Opened") -> UUID:
    """The workspace that was named, or the only one."""
    async with opened.database.system_tx(PURPOSE) as tx:
        known = list(await directory.list_workspaces(tx, WORKSPACES_MAX))
    found = [each for each in known if args.workspace in (None, each.id)]
    if len(found) == 1:
        return found[0].id
    names = ", ".join(f"{each.name} ({each.id})" for each in known[:20]) or "none"
    raise Rejected(
        "It is not clear which workspace is meant." if found else "There is no such workspace.",
        next_step=f"Name one with --workspace; there are {names}.",
    )


def told(parts: Sequence[PartChanges]) -> Sequence[str]:
    """The difference, part by part."""
    titles = {part.name: part.title for part in PARTS}
    lines: list[str] = []
    for part in parts:
        if part.changes:
            lines.append(titles[part.part])
        for change in part.changes[:SHOWN_MAX]:
            lines += shown(change)
        if (more := len(part.changes) - SHOWN_MAX) > 0:
            lines.append(f"  and {more:,} more")
    return lines


def shown(change: Change) -> Sequence[str]:
    if change.kind != "changed":
        return [f"  {change.kind} {change.name}".rstrip()]
    before, after = change.before or {}, change.after or {}
    head = [f"  changed {change.name}"] if change.name else []
    return head + [
        f"    {name}: {value(before.get(name))} becomes {value(after.get(name))}"
        for name in change.fields
    ]


def value(given: object) -> str:
    text = msgspec.json.encode(given).decode()
    return text if len(text) <= VALUE_CHARS_MAX else f"{text[:VALUE_CHARS_MAX]}..."


VERBS = {"export": export, "import": bring, "schema": show_schema}
