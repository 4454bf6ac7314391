"""Variants that are made of others."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from hanse.base.faults import Finding, Gone, Rejected, Severity
from hanse.engine.tx import Tx
from hanse.rooms.catalog.model import bundles
from hanse.rooms.catalog.model.goods import Part
from hanse.rooms.catalog.service.telling import Told, tell_changed, tell_edited
from hanse.rooms.catalog.store import beside, goods


async def set_parts(tx: Tx, variant_id: UUID, parts: Sequence[Part]) -> None:
    """What the variant is made of from now on; nothing makes it no bundle."""
    await beside.lock_bundles(tx)
    ids = [each.component_id for each in parts]
    there = await goods.variants(tx, [variant_id, *ids])
    if variant_id not in there:
        raise Gone("There is no such variant here, or not any more.")
    if any(each not in there for each in ids):
        sentence, step = "A part is no variant of ours.", "Choose another one."
        gone = Finding(Severity.error, "gone", sentence, step, "parts")
        raise Rejected(sentence, [gone], step)
    others = await beside.bundles_below(tx, ids, bundles.DEPTH_MAX) if ids else {}
    if finding := bundles.what_is_wrong(variant_id, parts, others):
        raise Rejected(finding.sentence, [finding], finding.next_step)
    before = (await beside.bundles(tx, [variant_id])).get(variant_id, ())
    await beside.set_bundle(tx, variant_id, parts)
    product_id = there[variant_id].product_id
    told = Told(
        product_id,
        variant_id,
        f"the parts of {there[variant_id].sku or 'a variant'}",
        {"parts": tuple(f"{each.count} x {each.component_id}" for each in before)},
        {"parts": tuple(f"{each.count} x {each.component_id}" for each in parts)},
    )
    await tell_edited(tx, [told])
    await tell_changed(tx, [product_id], ["parts"])


async def parts_of(tx: Tx, variant_ids: Sequence[UUID]) -> Mapping[UUID, Sequence[Part]]:
    """Of those that are bundles, the goods that are in one of them: bundles in it taken apart, and
    nothing named twice."""
    known = await beside.bundles_below(tx, variant_ids, bundles.DEPTH_MAX)
    return {each: bundles.taken_apart(each, known) for each in variant_ids if each in known}


async def bundles_with(tx: Tx, component_ids: Sequence[UUID]) -> Mapping[UUID, set[UUID]]:
    """By each of these, the bundles that it is in, however far down."""
    return await beside.bundles_above(tx, component_ids, bundles.DEPTH_MAX)
