"""What a shop may show, with every step of it: asked by the push and by whoever asks why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from hanse.engine.tx import Tx
from hanse.rooms.catalog.model.goods import Part
from hanse.rooms.catalog.service import bundling
from hanse.rooms.stock.model import visible as model
from hanse.rooms.stock.model.channels import Channel
from hanse.rooms.stock.model.visible import Counting, Goods, Source, Spot, Visible
from hanse.rooms.stock.store import channels as channels_store
from hanse.rooms.stock.store import visible as store
from hanse.rooms.stock.store.pushing import Row


@dataclass(frozen=True, slots=True)
class Desk:
    """What the numbers of one shop stand on, for some variants."""

    channel: Channel
    goods: Mapping[UUID, Goods]
    parts: Mapping[UUID, Sequence[Part]]
    safety: Mapping[UUID, int]

    def parts_of(self, variant_id: UUID) -> Sequence[tuple[Goods, int]]:
        return [
            (
                replace(self.of(each.component_id), kept=self.safety.get(each.component_id, 0)),
                each.count,
            )
            for each in self.parts.get(variant_id, ())
        ]

    def of(self, variant_id: UUID) -> Goods:
        return self.goods.get(variant_id, Goods(variant_id, Counting.uncounted))

    def visible(self, variant_id: UUID) -> Visible:
        kept = self.safety.get(variant_id, 0)
        goods, parts = self.of(variant_id), self.parts_of(variant_id)
        return model.visible(variant_id, self.channel, goods, parts, kept)

    def would_show(self, variant_id: UUID) -> Mapping[str, int]:
        kept = self.safety.get(variant_id, 0)
        goods, parts = self.of(variant_id), self.parts_of(variant_id)
        return model.would_show(variant_id, self.channel, goods, parts, kept)

    def spread(
        self, count: int, variant_id: UUID, spots: Sequence[Spot]
    ) -> Mapping[str, int | None]:
        """By the places of the shop; a bundle lies where its scarcest part does."""
        return model.spread(count, spots, self.free(variant_id))

    def free(self, variant_id: UUID) -> Mapping[UUID, int]:
        """By place what may be sold from there."""
        parts = self.parts_of(variant_id) or [(self.of(variant_id), 1)]
        found: dict[UUID, int] = {}
        counted = [(goods, per) for goods, per in parts if goods.counting is Counting.counted]
        for number, (goods, per) in enumerate(counted):
            here = {
                each.place_id: each.free // per
                for each in model.sold_from(self.channel, goods.shelves)
                if each.source is Source.own
            }
            found = (
                {place: min(found[place], here.get(place, 0)) for place in found}
                if number
                else here
            )
        return found


async def channel_of(tx: Tx, account_id: UUID) -> Channel:
    found = await channels_store.of_ids(tx, [account_id])
    return found[0] if found else Channel(account_id)


async def desk(tx: Tx, channel: Channel, variant_ids: Sequence[UUID]) -> Desk:
    """Four statements, however many there are."""
    wanted = sorted(set(variant_ids))
    parts = await bundling.parts_of(tx, wanted)
    inside = {each.component_id for group in parts.values() for each in group}
    all_of_it = sorted(inside.union(wanted))
    goods = await store.goods(tx, channel.account_id, all_of_it)
    kept = await store.safety(tx, channel.account_id, all_of_it) if channel.safety else {}
    return Desk(channel, goods, parts, kept)


async def visible(tx: Tx, account_id: UUID, variant_ids: Sequence[UUID]) -> Mapping[UUID, Visible]:
    """Of each of these what the shop may show, and why."""
    found = await desk(tx, await channel_of(tx, account_id), variant_ids)
    return {each: found.visible(each) for each in variant_ids}


async def should_show(tx: Tx, channel: Channel, rows: Sequence[Row]) -> Mapping[str, int | None]:
    """By the name of each: None where the shop is told nothing."""
    variant_ids = sorted({each.variant_id for each in rows if each.variant_id})
    found_desk = await desk(tx, channel, variant_ids)
    spots = await store.spots(tx, channel.account_id)
    by_place: dict[UUID, Mapping[str, int | None]] = {}
    found: dict[str, int | None] = {}
    for each in rows:
        found[each.target] = None
        if each.variant_id is None or each.quantity is None:
            continue
        count = found_desk.visible(each.variant_id).count
        if count is not None and each.remote_place:
            if each.variant_id not in by_place:
                by_place[each.variant_id] = found_desk.spread(count, each.variant_id, spots)
            count = by_place[each.variant_id].get(each.remote_place)
        found[each.target] = count
    return found
