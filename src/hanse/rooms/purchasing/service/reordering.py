"""What is due to be ordered again is proposed, and drafted when a person wants it.

Nothing goes out by itself: a draft is sent by a person. What is drafted counts as coming, so it is
proposed once.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from hanse.base.faults import Finding
from hanse.engine.tx import Tx
from hanse.rooms.catalog.model.goods import Label
from hanse.rooms.catalog.service import labels
from hanse.rooms.purchasing.model import refill as model
from hanse.rooms.purchasing.model.refill import Due
from hanse.rooms.purchasing.model.reorder import Demand, Holding, Policy
from hanse.rooms.purchasing.model.restocks import LINES_MAX, Restock
from hanse.rooms.purchasing.service import offers, restocks, suppliers
from hanse.rooms.purchasing.service.restocks import Head, Wanted
from hanse.rooms.purchasing.store import offerings as store
from hanse.rooms.purchasing.store import suppliers as suppliers_store
from hanse.rooms.stock.model.places import PlaceKind
from hanse.rooms.stock.model.wording import refused, wrong
from hanse.rooms.stock.service import moving, places, selling

SOLD_DAYS = 56
LOOK = 500  # variants at once
LOOKS_MAX = 8
USUAL = Policy()
OURS = frozenset({PlaceKind.own, PlaceKind.transit})


@dataclass(frozen=True, slots=True)
class Shown:
    due: Due
    label: Label | None
    holding: Holding


@dataclass(frozen=True, slots=True)
class Page:
    """`next` is where the next one begins; None after the last variant."""

    items: Sequence[Shown]
    next: UUID | None


@dataclass(frozen=True, slots=True)
class Chosen:
    """What a person wants of a proposal: another number, if it is to be one."""

    variant_id: UUID
    pieces: int | None = None


async def page(tx: Tx, after: UUID | None, rows_max: int, policy: Policy = USUAL) -> Page:
    """Over all variants that somebody offers, so many at a time; what is not due is passed over."""
    items: list[Shown] = []
    for _ in range(LOOKS_MAX):
        ids = await store.offered(tx, after, LOOK)
        for each in await look(tx, ids, policy):
            if len(items) == rows_max:
                return Page(items, items[-1].due.variant_id)
            items.append(each)
        if len(ids) < LOOK:
            return Page(items, None)
        after = ids[-1]
    return Page(items, after)


async def look(
    tx: Tx,
    variant_ids: Sequence[UUID],
    policy: Policy = USUAL,
    demands: Mapping[UUID, Demand] | None = None,
) -> Sequence[Shown]:
    """`demands`: mean and spread of a day by variant, from whoever knows better than what was sold
    lately. Six statements, however many there are."""
    offered = await offers.of_variants(tx, variant_ids)
    ids = sorted(offered)
    if not ids:
        return ()
    known = await suppliers.names(
        tx, [each.supplier_id for found in offered.values() for each in found]
    )
    if demands is None:
        sold = await selling.sold(tx, ids, SOLD_DAYS)
        demands = {key: Demand(each.mean, each.spread) for key, each in sold.items()}
    holdings = await holdings_of(tx, ids)
    found = model.due(offered, known, demands, holdings, policy)
    names = await labels.labels(tx, [each.variant_id for each in found])
    return [Shown(each, names.get(each.variant_id), holdings[each.variant_id]) for each in found]


async def holdings_of(tx: Tx, variant_ids: Sequence[UUID]) -> Mapping[UUID, Holding]:
    """On our own shelves and between them; what is drafted or ordered is coming."""
    ours = {each.id for each in await places.places(tx, archived=True) if each.kind in OURS}
    levels = await moving.levels(tx, variant_ids)
    coming = await restocks.coming(tx, variant_ids)
    return {
        variant_id: Holding(
            sum(each.on_hand for each in here),
            sum(each.reserved + each.promised for each in here),
            coming.get(variant_id, 0),
        )
        for variant_id in variant_ids
        for here in [[each for each in levels.get(variant_id, ()) if each.place_id in ours]]
    }


async def draft(tx: Tx, chosen: Sequence[Chosen], policy: Policy = USUAL) -> Sequence[Restock]:
    """A purchase order for each supplier, not sent. What is not due any more is refused: somebody
    else may have drafted it."""
    wanted = {each.variant_id: each for each in chosen}
    known = await look(tx, sorted(wanted), policy)
    await suppliers_store.hold_all(tx, sorted({each.due.supplier.id for each in known}))
    found = {each.due.variant_id: each.due for each in await look(tx, sorted(wanted), policy)}
    if missing := [number for number, each in enumerate(chosen) if each.variant_id not in found]:
        findings = [not_due(number) for number in missing[: restocks.FINDINGS_MAX]]
        raise refused(findings)
    groups: dict[UUID, list[Due]] = {}
    for variant_id in wanted:
        groups.setdefault(found[variant_id].supplier.id, []).append(found[variant_id])
    return [
        await drafted(tx, supplier_id, group[at : at + LINES_MAX], wanted)
        for supplier_id, group in groups.items()
        for at in range(0, len(group), LINES_MAX)
    ]


def not_due(number: int) -> Finding:
    sentence = "It is not due to be ordered any more."
    step = "Look at the proposals again; it may be drafted already."
    return wrong("not_due", sentence, step, f"lines.{number}.variant_id")


async def drafted(
    tx: Tx, supplier_id: UUID, group: Sequence[Due], wanted: Mapping[UUID, Chosen]
) -> Restock:
    lines = [
        Wanted(number, each.variant_id, "", wanted[each.variant_id].pieces or each.proposal.pieces)
        for number, each in enumerate(group)
    ]
    return await restocks.draft(tx, supplier_id, Head(), lines, [told(each) for each in group])


def told(found: Due) -> Mapping[str, object]:
    """Why, as codes and facts, kept with the draft."""
    return {
        "variant_id": str(found.variant_id),
        "point": found.proposal.point,
        "position": found.proposal.position,
        "reasons": [{"code": each.code, **dict(each.facts)} for each in found.proposal.reasons],
    }
