"""Of which stage of which parcel a buyer may be told after something happened to an order."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from hanse.rooms.letters.model.asking import WHOLE_ORDER, Ask
from hanse.rooms.letters.model.stages import Stage
from hanse.rooms.orders.model.states import OPEN, State

RECENT = timedelta(days=1)  # what happened before is no news


@dataclass(frozen=True, slots=True)
class Parcel:
    """`by_shop`: the shop made it, and nobody here sent it; `made_at`: since when it is known."""

    id: UUID
    carrier: str
    number: str
    url: str
    by_shop: bool = False
    out: bool = True
    made_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Order:
    """`parcels`: those that no supplier sent, of whose way the shop alone tells; `others`: how
    many suppliers sent, whose way is told parcel by parcel."""

    id: UUID
    account_id: UUID
    number: str
    state: State
    placed_at: datetime
    parcels: Sequence[Parcel] = ()
    others: int = 0

    def ask(self, stage: Stage, parcel: Parcel | None = None) -> Ask:
        about = self.id, self.account_id, self.number, stage
        if parcel is None:
            return Ask(*about, WHOLE_ORDER)
        return Ask(*about, parcel.id, parcel.carrier, parcel.number, parcel.url)


def placed(order: Order, since: datetime) -> Sequence[Ask]:
    if order.state not in OPEN or order.placed_at < since:
        return ()
    return [order.ask(Stage.taken)]


def sent(order: Order, parcel_id: UUID) -> Sequence[Ask]:
    """A parcel of our own shelf."""
    return [order.ask(Stage.sent, each) for each in order.parcels if each.id == parcel_id]


def moved(order: Order, after: State) -> Sequence[Ask]:
    """What the shop shows of the whole order: parcels that it sent itself, or that all arrived. Of
    what suppliers sent their carriers tell. An order that is returned is what the buyer sent back,
    and no parcel that did not reach them."""
    if after is State.shipped:
        if not order.parcels and not order.others:
            return [order.ask(Stage.sent)]
        theirs = [each for each in order.parcels if each.by_shop and each.out]
        return [order.ask(Stage.sent, each) for each in theirs]
    if after is not State.delivered or (order.others and not order.parcels):
        return ()
    if not order.parcels:
        return [order.ask(Stage.delivered)]
    return [order.ask(Stage.delivered, each) for each in order.parcels if each.out]


def changed(order: Order, now: datetime) -> Sequence[Ask]:
    """A parcel that the shop sent a part of the order with, and shows since today."""
    return [
        order.ask(Stage.sent, each)
        for each in order.parcels
        if each.by_shop and each.out and each.made_at and each.made_at >= now - RECENT
    ]


def followed(order: Order, number: str, stage: Stage | None) -> Sequence[Ask]:
    """A parcel of our own shelf or of the shop, whose way a service tells by its number."""
    if stage is None:
        return ()
    return [order.ask(stage, each) for each in order.parcels if each.number == number]


def of_supplier(order: Order, stage: Stage, parcels: Sequence[Parcel]) -> Sequence[Ask]:
    return [order.ask(stage, each) for each in parcels]
