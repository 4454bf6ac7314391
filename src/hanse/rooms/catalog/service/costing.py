"""What variants cost us, from when on, and who says so."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from hanse.base.faults import Finding, Rejected, Severity
from hanse.base.money import UnitCost
from hanse.engine.log import events as log
from hanse.engine.tx import Tx
from hanse.rooms.catalog.model.goods import CostRow
from hanse.rooms.catalog.service import facts
from hanse.rooms.catalog.store import beside, goods

COSTS_MAX = 10_000
TOLD_MAX = 1_000
SOURCE_CHARS_MAX = 200


async def set_costs(tx: Tx, rows: Sequence[CostRow]) -> int:
    """Each row is a new fact; what was said before stays. Saying the same again is nothing new."""
    if len(rows) > COSTS_MAX:
        raise Rejected(
            f"{len(rows):,} costs at once; {COSTS_MAX:,} are the most.",
            next_step="Set them in parts.",
        )
    there = await goods.variants(tx, [each.variant_id for each in rows])
    findings = [
        finding
        for place, each in enumerate(rows)
        if (finding := what_is_wrong(place, each, each.variant_id in there))
    ]
    if findings:
        raise Rejected(findings[0].sentence, findings, findings[0].next_step)
    now = await beside.costs(tx, list(there), tx.now)
    new = [
        each
        for each in rows
        if each.since > tx.now or now.get(each.variant_id, {}).get(each.kind.value) != each.cost
    ]
    if not new:
        return 0
    await beside.add_costs(tx, new)
    ids = list(dict.fromkeys(each.variant_id for each in new))
    for at in range(0, len(ids), facts.IDS_MAX):
        part = ids[at : at + facts.IDS_MAX]
        await log.append(tx, facts.CostsChanged(part, len(part)))
    return len(new)


def what_is_wrong(place: int, row: CostRow, is_there: bool) -> Finding | None:
    where = f"rows.{place}"
    if not is_there:
        sentence, step = "There is no such variant.", "Take one of the product."
        return Finding(Severity.error, "gone", sentence, step, f"{where}.variant_id")
    if row.cost.value < 0:
        sentence = f"The cost {row.cost} is below zero."
        return Finding(Severity.error, "negative", sentence, "Give 0 or more.", f"{where}.amount")
    if len(row.source) > SOURCE_CHARS_MAX:
        sentence = f"The source has {len(row.source):,} characters; {SOURCE_CHARS_MAX} fit."
        return Finding(Severity.error, "too_long", sentence, "Shorten it.", f"{where}.source")
    return None


async def costs(tx: Tx, variant_ids: Sequence[UUID]) -> Mapping[UUID, Mapping[str, UnitCost]]:
    """What holds now, by kind."""
    return await beside.costs(tx, variant_ids, tx.now)


async def costs_told(tx: Tx, variant_ids: Sequence[UUID]) -> Sequence[CostRow]:
    """All that was ever said, the newest first."""
    return await beside.costs_told(tx, variant_ids, TOLD_MAX)
