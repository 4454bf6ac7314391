"""Who could send what, for the room that knows the orders."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from uuid import UUID

from hanse.engine.tx import Tx
from hanse.rooms.purchasing.model.choosing import Choice, Past, by_itself
from hanse.rooms.purchasing.store import choosing as store


async def choices(tx: Tx, variant_ids: Sequence[UUID]) -> Mapping[UUID, Sequence[Choice]]:
    return await store.choices(tx, variant_ids) if variant_ids else {}


async def could_go_elsewhere(
    tx: Tx, purchase_id: UUID, lines: Sequence[tuple[UUID, UUID, int]]
) -> bool:
    """Whether others than those that were asked so far could send all of these."""
    found = await choices(tx, sorted({variant for _, variant, _ in lines}))
    past = await store.past(tx, [line for line, _, _ in lines])
    return all(
        by_itself(found.get(variant, ()), given_up(past.get(line, ()), purchase_id), pieces)
        for line, variant, pieces in lines
    )


def given_up(past: Sequence[Past], purchase_id: UUID) -> Sequence[Past]:
    """As if this one had been passed over."""
    return [
        replace(each, elsewhere=True) if each.purchase_id == purchase_id else each for each in past
    ]


async def chosen(tx: Tx, lines: Sequence[tuple[UUID, UUID, int]]) -> Mapping[UUID, Choice]:
    """Line of an order, variant, pieces; whom each is bought of without asking a person. One that
    nobody offers, or that was turned down before, is left out."""
    found = await choices(tx, sorted({variant for _, variant, _ in lines}))
    if not found:
        return {}
    past = await store.past(tx, [line for line, _, _ in lines])
    told: dict[UUID, Choice] = {}
    for line, variant, pieces in lines:
        best = by_itself(found.get(variant, ()), past.get(line, ()), pieces)
        if best is not None:
            told[line] = best
    return told
