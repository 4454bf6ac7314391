"""The file as it is written here, and as one that was brought is read."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from hanse.base.faults import Finding, Gone, Severity
from hanse.engine.tx import Tx
from hanse.rooms.config.model.files import FORMAT, VERSION, Document, opened
from hanse.rooms.config.service.parts import Parts
from hanse.rooms.identity.service.workspaces import workspace


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a file wants, part by part and by name; the rows in which it stands; what is wrong."""

    parts: Mapping[str, Mapping[str, Document]]
    rows: Mapping[str, Mapping[str, int]]
    findings: list[Finding] = field(default_factory=list)
    source: str = ""  # the workspace that it comes from, by its own word


async def exported(tx: Tx, parts: Parts) -> Document:
    """All that can be carried. Read in one transaction, so it is of one moment."""
    held: dict[str, object] = {}
    for part in parts:
        rows = list((await part.here(tx)).values())
        held[part.name] = rows[0] if part.one else rows
    return {
        "format": FORMAT,
        "version": VERSION,
        "workspace": await title(tx),
        "exported_at": tx.now.isoformat(timespec="seconds"),
        "parts": held,
    }


async def title(tx: Tx) -> str:
    try:
        return (await workspace(tx)).name
    except Gone:
        return ""  # a workspace of programs alone has none


def read(parts: Parts, document: Document) -> Wanted:
    """All of the file, and all that is wrong with it; `Rejected` where it is no file of ours."""
    given = opened(document)
    known = {part.name: part for part in parts}
    found = Wanted({}, {}, source=str(document.get("workspace") or "")[:100])
    wanted: dict[str, Mapping[str, Document]] = {}
    rows: dict[str, Mapping[str, int]] = {}
    for name, held in given.items():
        if (part := known.get(name)) is None:
            found.findings.append(unknown(name, known))
            continue
        wanted[name], rows[name], wrong = part.read(held)
        found.findings.extend(wrong)
    return Wanted(wanted, rows, found.findings, found.source)


def unknown(name: str, known: Mapping[str, object]) -> Finding:
    return Finding(
        Severity.error,
        "part_unknown",
        f"There is no part {name[:80]!r}.",
        f"Leave it out; there are {', '.join(known)}.",
        f"parts.{name[:80]}",
    )
