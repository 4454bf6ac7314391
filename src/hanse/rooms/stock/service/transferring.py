"""Transfers: sent into a transit, received of it in parts, or brought back."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from uuid import UUID

from hanse.base.faults import Conflict, Finding, Gone
from hanse.base.text import clean, truncate
from hanse.engine.log import events as log
from hanse.engine.tx import Tx
from hanse.rooms.catalog.model.goods import Label
from hanse.rooms.catalog.service import labels
from hanse.rooms.stock.model import transfers as model
from hanse.rooms.stock.model.moves import Cause
from hanse.rooms.stock.model.naming import called, named
from hanse.rooms.stock.model.places import Place, PlaceKind
from hanse.rooms.stock.model.transfers import Asked, Transfer, TransferLine, TransferState
from hanse.rooms.stock.model.wording import refused, wrong
from hanse.rooms.stock.service import moving, naming, places
from hanse.rooms.stock.service.place_facts import (
    TransferCancelled,
    TransferReceived,
    TransferSent,
)
from hanse.rooms.stock.store import naming as levels_store
from hanse.rooms.stock.store import transfers as store

CAUSE = "stock.transfer"


async def list_transfers(
    tx: Tx, state: TransferState | None, before: UUID | None, rows_max: int
) -> Sequence[Transfer]:
    return await store.find(tx, state, before, rows_max)


async def transfer(tx: Tx, transfer_id: UUID) -> Transfer:
    found = await store.get(tx, transfer_id)
    if found is None:
        raise Gone("There is no such transfer, or not any more.")
    return found


async def labels_of(tx: Tx, found: Sequence[Transfer]) -> Mapping[UUID, Label]:
    return await labels.labels(tx, [line.variant_id for each in found for line in each.lines])


async def send(
    tx: Tx, from_id: UUID, to_id: UUID, lines: Sequence[Asked], expected_on: date | None, note: str
) -> Transfer:
    """What leaves is on the way, and can be sold nowhere until it is received."""
    source, target = (
        await places.usable(tx, from_id, "from_id"),
        await places.usable(tx, to_id, "to_id"),
    )
    for each, field in ((source, "from_id"), (target, "to_id")):
        if each.kind is PlaceKind.transit:
            sentence = f"{each.name} is where goods are while they are on their way."
            raise refused(
                [wrong("transit", sentence, "Choose where they come from or go to.", field)]
            )
    if source.id == target.id:
        sentence = f"They are at {source.name} already."
        raise refused([wrong("same", sentence, "Choose another place to send them to.", "to_id")])
    counts = await checked(tx, source, lines)
    via = await places.first_transit(tx)
    made = Transfer(
        *(tx.ids.new(), source.id, target.id, via.id, TransferState.sent),
        *(truncate(clean(note), model.NOTE_CHARS_MAX), tx.now, tx.actor.person_id or tx.actor.id),
        *(expected_on, None, 1),
        lines=tuple(TransferLine(each, count) for each, count in sorted(counts.items())),
    )
    await store.add(tx, made)
    reason = f"{source.name} to {target.name}"
    await moving.move(tx, model.moves(counts, source.id, via.id), Cause(CAUSE, made.id, reason))
    await log.append(tx, TransferSent(made.id, source.name, target.name, sum(counts.values())))
    return made


async def checked(tx: Tx, source: Place, lines: Sequence[Asked]) -> dict[UUID, int]:
    known = await naming.known(tx, ((each.variant_id, each.sku) for each in lines))
    levels = await levels_store.levels(tx, list(known.labels), [source.id])
    counts: dict[UUID, int] = {}
    findings: list[Finding] = []
    for each in lines:
        field = f"lines.{each.number}."
        label, finding = named(known, each.variant_id, each.sku, field)
        if label and not finding:
            counts[label.variant_id] = counts.get(label.variant_id, 0) + each.count
            level = levels.get((label.variant_id, source.id))
            finding = model.not_free(
                label, source.name, level, counts[label.variant_id], f"{field}count"
            )
        findings.extend(filter(None, [finding]))
    if findings:
        raise refused(findings[:100])
    return counts


async def receive(tx: Tx, transfer_id: UUID, lines: Sequence[Asked] | None) -> Transfer:
    """All that is still on the way, or these; the rest stays on the way."""
    held = under_way(await store.locked(tx, transfer_id))
    target = await places.place(tx, held.to_id)
    left = {each.variant_id: each.left for each in held.lines if each.left}
    counts = left if lines is None else await arrived(tx, left, lines)
    await store.receive(tx, held.id, counts)
    whole = all(counts.get(each, 0) == count for each, count in left.items())
    await store.put(tx, held.id, TransferState.received if whole else TransferState.sent)
    cause = Cause(CAUSE, held.id, f"received at {target.name}")
    await moving.move(tx, model.moves(counts, held.via_id, held.to_id), cause)
    told = TransferReceived(held.id, target.name, sum(counts.values()), whole)
    await log.append(tx, told)
    return await transfer(tx, held.id)


async def arrived(tx: Tx, left: Mapping[UUID, int], lines: Sequence[Asked]) -> dict[UUID, int]:
    known = await naming.known(tx, ((each.variant_id, each.sku) for each in lines))
    counts: dict[UUID, int] = {}
    findings: list[Finding] = []
    for each in lines:
        field = f"lines.{each.number}."
        label, finding = named(known, each.variant_id, each.sku, field)
        if label and not finding:
            counts[label.variant_id] = counts.get(label.variant_id, 0) + each.count
            on_way = left.get(label.variant_id, 0)
            if counts[label.variant_id] > on_way:
                sentence = f"Only {on_way:,} of {called(label)} are on the way in this transfer."
                step = "Receive these, and take the others in as goods that came."
                finding = wrong("too_many", sentence, step, f"{field}count")
        findings.extend(filter(None, [finding]))
    if findings:
        raise refused(findings[:100])
    return counts


async def cancel(tx: Tx, transfer_id: UUID) -> Transfer:
    """What is still on the way is back where it came from; what was received stays there."""
    held = under_way(await store.locked(tx, transfer_id))
    source = await places.place(tx, held.from_id)
    counts = {each.variant_id: each.left for each in held.lines if each.left}
    await store.put(tx, held.id, TransferState.cancelled)
    cause = Cause(CAUSE, held.id, f"brought back to {source.name}")
    await moving.move(tx, model.moves(counts, held.via_id, held.from_id), cause)
    await log.append(tx, TransferCancelled(held.id, source.name, sum(counts.values())))
    return replace(await transfer(tx, held.id), state=TransferState.cancelled)


def under_way(found: Transfer | None) -> Transfer:
    if found is None:
        raise Gone("There is no such transfer, or not any more.")
    if found.state is not TransferState.sent:
        raise Conflict(f"The transfer is {found.state.value} already.", "Look at it again.")
    return found
