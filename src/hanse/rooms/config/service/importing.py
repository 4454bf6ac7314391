"""Look at what a file changes, change it as one act, and take that act back."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NoReturn
from uuid import UUID

from hanse.base.faults import Conflict, Fault, Finding, Gone, Rejected, Severity
from hanse.engine.log import events
from hanse.engine.tx import Tx
from hanse.rooms.config import store
from hanse.rooms.config.model.differences import (
    Change,
    Left,
    PartChanges,
    changes,
    fingerprint,
    taken_back,
)
from hanse.rooms.config.model.files import Document, refused_all
from hanse.rooms.config.model.imports import Import, Summary, Undoing, counted
from hanse.rooms.config.service import facts
from hanse.rooms.config.service.files import Wanted, read
from hanse.rooms.config.service.parts import Part, Parts

Rows = Mapping[str, Mapping[str, int]]


@dataclass(frozen=True, slots=True)
class Preview:
    """What an import would do. With findings it does nothing."""

    parts: Sequence[PartChanges]
    findings: Sequence[Finding]
    fingerprint: str
    absent: Sequence[str]  # parts that the file does not hold, and that stay as they are


class Another(Conflict):
    """The difference is not the one that was seen."""

    code = "preview_changed"


class TakenBackError(Exception):
    """Ends a rehearsal without leaving a trace."""


async def preview(tx: Tx, parts: Parts, document: Document) -> Preview:
    """The difference, rehearsed in full: what would be refused is said now."""
    wanted = read(parts, document)
    found = await compared(tx, parts, wanted)
    findings: Sequence[Finding] = wanted.findings or await rehearsed(tx, parts, found, wanted.rows)
    absent = [part.name for part in parts if part.name not in wanted.parts]
    return Preview(found, findings, fingerprint(found), absent)


async def apply(tx: Tx, parts: Parts, document: Document, seen: str) -> Summary | None:
    """Carry out exactly the difference that was seen; None where there is none.

    All or nothing: `Rejected` says all that is in the way, `Another` that it is another difference
    by now.
    """
    await store.hold(tx)
    wanted = read(parts, document)
    if wanted.findings:
        raise refused_all(wanted.findings)
    found = await compared(tx, parts, wanted)
    if fingerprint(found) != seen:
        raise Another(
            "What is set here was changed since you looked at the difference.",
            "Look at the difference again, then import.",
        )
    if not any(each.changes for each in found):
        return None
    await all_or_nothing(tx, parts, found, wanted.rows)
    import_id, counts = tx.ids.new(), counted(found)
    await store.add(tx, import_id, wanted.source, counts, [each for each in found if each.changes])
    await events.append(tx, facts.ImportApplied(import_id, counts))
    return (await one(tx, import_id)).summary


async def list_imports(tx: Tx, before: UUID | None, rows_max: int) -> Sequence[Summary]:
    """The newest first."""
    return await store.find(tx, before, rows_max)


async def one(tx: Tx, import_id: UUID) -> Import:
    found = await store.get(tx, import_id)
    if found is None:
        raise Gone("There is no such import here.")
    return found


async def undoing(tx: Tx, parts: Parts, found: Import) -> Undoing:
    """What taking it back would do now, and what it would leave."""
    known = {part.name: part for part in parts}
    back: list[PartChanges] = []
    left: dict[str, Sequence[Left]] = {}
    for each in found.parts:
        if (part := known.get(each.part)) is None:
            continue  # the program has no such part any more
        now = await part.here(tx)
        moves, kept = taken_back([renewed(part, one) for one in each.changes], now)
        back.append(PartChanges(each.part, moves))
        if kept:
            left[each.part] = kept
    return Undoing(back, left)


async def undo(tx: Tx, parts: Parts, import_id: UUID) -> tuple[Summary, Undoing]:
    """Bring back what was before, but for what somebody has changed since."""
    await store.hold(tx)
    found = await one(tx, import_id)
    if found.summary.undone_at:
        raise Conflict(
            "This import was taken back already.", "Import the file again if you want it back."
        )
    plan = await undoing(tx, parts, found)
    await all_or_nothing(tx, parts, plan.parts, {})
    count = sum(map(len, plan.left.values()))
    await store.undone(tx, import_id, count)
    await events.append(tx, facts.ImportUndone(import_id, counted(plan.parts), count))
    return (await one(tx, import_id)).summary, plan


# How it is done


async def compared(tx: Tx, parts: Parts, wanted: Wanted) -> Sequence[PartChanges]:
    return [
        PartChanges(part.name, changes(await part.here(tx), wanted.parts[part.name]))
        for part in parts
        if part.name in wanted.parts
    ]


async def rehearsed(
    tx: Tx, parts: Parts, found: Sequence[PartChanges], rows: Rows
) -> Sequence[Finding]:
    findings: Sequence[Finding] = []
    try:
        async with tx.savepoint():
            findings = await carried_out(tx, parts, found, rows)
            take_back()
    except TakenBackError:
        return findings


def take_back() -> NoReturn:
    raise TakenBackError


async def all_or_nothing(tx: Tx, parts: Parts, found: Sequence[PartChanges], rows: Rows) -> None:
    """Also where whoever opened the transaction goes on after a refusal."""
    async with tx.savepoint():
        if findings := await carried_out(tx, parts, found, rows):
            raise refused_all(findings)


async def carried_out(
    tx: Tx, parts: Parts, found: Sequence[PartChanges], rows: Rows
) -> Sequence[Finding]:
    """Part by part; what is in the way of each, so that all of it is said at once."""
    findings: list[Finding] = []
    for part, moves in steps(parts, found):
        try:
            async with tx.savepoint():
                await part.carry_out(tx, moves)
        except Fault as fault:
            findings += [placed(part, rows.get(part.name, {}), one) for one in found_in(fault)]
    return findings


def steps(
    parts: Parts, found: Sequence[PartChanges]
) -> Iterator[tuple[Part[object], Sequence[Change]]]:
    """What leans on others goes first, the last part before the first; what comes, comes after
    what it leans on."""
    by_name = {each.part: each.changes for each in found}
    for part in reversed(parts):
        if gone := [each for each in by_name.get(part.name, ()) if each.kind == "removed"]:
            yield part, gone
    for part in parts:
        if there := [each for each in by_name.get(part.name, ()) if each.kind != "removed"]:
            yield part, there


def found_in(fault: Fault) -> Sequence[Finding]:
    if isinstance(fault, Rejected) and fault.findings:
        return fault.findings
    return [Finding(Severity.error, fault.code, fault.sentence, fault.next_step)]


def placed(part: Part[object], rows: Mapping[str, int], finding: Finding) -> Finding:
    """A room names the thing; the file has it in a row."""
    dots = [at for at, sign in enumerate(finding.field) if sign == "."]
    named = (finding.field[:at] for at in [len(finding.field), *reversed(dots)])
    name = next((each for each in named if each in rows), None)
    if name is not None and not part.one:
        inside = finding.field[len(name) + 1 :]
        return part.at(rows[name], replace(finding, field=inside))
    path = ".".join(filter(None, ("parts", part.name, finding.field)))
    return replace(finding, sentence=f"{part.title}: {finding.sentence}", field=path)


def renewed(part: Part[object], change: Change) -> Change:
    """An import that an older program has kept, with the fields that things have by now."""
    return Change(
        change.name,
        *(each if each is None else part.renewed(each) for each in (change.before, change.after)),
    )
