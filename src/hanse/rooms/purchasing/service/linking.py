"""Products of suppliers are linked to variants of ours by their SKUs."""

from collections.abc import Sequence
from typing import cast
from uuid import UUID

from hanse.engine.tx import Tx
from hanse.rooms.catalog.service import labels
from hanse.rooms.mirror.service import showing, storing
from hanse.rooms.purchasing.model import linking as model
from hanse.rooms.purchasing.model.linking import Linked
from hanse.rooms.purchasing.service import offers, suppliers
from hanse.rooms.purchasing.store import offerings as store
from hanse.rooms.purchasing.store import suppliers as suppliers_store
from hanse.rooms.stock.model.wording import refused, wrong
from hanse.trade.ports_read import Kind
from hanse.trade.supply import Supply

SUPPLIES_MAX = 200


async def link_read(
    tx: Tx, supplier_id: UUID, product_ids: Sequence[str]
) -> tuple[Linked, Sequence[str]]:
    """Of what was read of the supplier; and those that never were, which are asked for now."""
    supplier = await suppliers.usable(tx, supplier_id)
    if supplier.account_id is None:
        sentence = f"{supplier.name} has no connected account, so nothing is read there."
        step = "Link it to an account, or name its products in the table of offers."
        raise refused([wrong("no_account", sentence, step, "supplier_id")])
    wanted = sorted(set(product_ids))
    named = await showing.named(tx, supplier.account_id, Kind.supplied, wanted)
    found = cast("dict[str, Supply]", dict(named))
    missing = [each for each in wanted if each not in found]
    await storing.want(tx, supplier.account_id, [(Kind.supplied, each, "") for each in missing])
    return await link_by_sku(tx, supplier_id, list(found.values())), missing


async def link_by_sku(tx: Tx, supplier_id: UUID, supplies: Sequence[Supply]) -> Linked:
    """Products of a supplier become offers of ours: those that its own SKU is known by already,
    and those whose SKU is the one of a variant of ours. What two variants share links nothing."""
    if len(supplies) > SUPPLIES_MAX:
        sentence = f"{len(supplies):,} products at once; {SUPPLIES_MAX} are the most."
        raise refused([wrong("many", sentence, "Link them in parts.")])
    supplier = await suppliers.usable(tx, supplier_id)
    await suppliers_store.hold_all(tx, [supplier_id])
    skus = model.skus_of(supplies)
    ours = await labels.labels_of_skus(tx, skus)
    called = await labels.labels(tx, sorted({*ours.values()}))
    bundles = {each.variant_id for each in called.values() if each.is_bundle}
    known = await store.known_there(tx, supplier_id, skus, [each.remote_id for each in supplies])
    pairs = await store.pairs(tx, [(supplier_id, each) for each in ours.values()], lock=True)
    there = {each.variant_id: each for each in (*known, *pairs.values())}
    found = model.link(supplier, supplies, ours, there, bundles, tx.now)
    await offers.write(tx, found.offers, "linked")
    return found
