"""What a shop shows of stock: one row for each thing of which a change can set the quantity.

Where the platform knows places, an offer has a row for each place that it lies at, named
"item@place". Where a shop counts a product as a whole and sells several variants of it from that,
none of them has a number of its own: each is a row without a quantity, and none of them is told.
If only one variant of ours sells from it, the row is the product's.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from hanse.rooms.catalog.model.goods import OfferLink
from hanse.rooms.mirror.model.stocks import Stocked, StockedOffer
from hanse.trade.goods import ListingState
from hanse.trade.stock import Backorders, CountedBy, ItemStock, StockState


@dataclass(frozen=True, slots=True)
class ShownRow:
    """`target` and `parent` are as in the target of a change. No `quantity`: it is sold there
    without being counted by itself, so there is nothing to set. `asked` is what it was last to
    show."""

    account_id: UUID
    target: str
    parent: str | None
    remote_product_id: str
    remote_place: str
    offer_id: UUID | None
    variant_id: UUID | None
    quantity: int | None
    buyable: bool
    seen_at: datetime
    moved_at: datetime | None = None
    asked: int | None = None
    asked_at: datetime | None = None
    proven_at: datetime | None = None
    latency_ms: int | None = None
    hidden_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class RemotePlace:
    """A place as a shop has it, and which of ours it is."""

    remote_id: str
    name: str
    active: bool
    place_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Period:
    """From when to when a variant could be bought at a shop; no end: it still can."""

    account_id: UUID
    from_at: datetime
    until_at: datetime | None


def rows_of(
    account_id: UUID,
    listing: str,
    found: Stocked,
    links: Mapping[str, OfferLink],
    closed: Collection[str],
) -> Iterator[ShownRow]:
    """Of one product of a shop. `links` are by the platform's name of the offer, `closed` the
    places that the shop sells nothing from."""
    items = {each.remote_id: (each, at) for each, at in found.levels}
    is_live = found.product.state is ListingState.live
    shared: list[ShownRow] = []
    for offer, read_at in found.offers:
        name = offer.variant_id or listing
        link = links.get(name)
        row = ShownRow(
            account_id=account_id,
            target=name,
            parent=listing if offer.variant_id else None,
            remote_product_id=listing,
            remote_place="",
            offer_id=link.id if link else None,
            variant_id=link.variant_id if link else None,
            quantity=offer.stock.quantity,
            buyable=is_live and can_be_bought(offer),
            seen_at=read_at,
        )
        if offer.stock.counted_by is CountedBy.product:
            whole = replace(offer, stock=found.product.stock)
            at = max(read_at, found.read_at)
            shared.append(replace(row, buyable=is_live and can_be_bought(whole), seen_at=at))
        elif offer.stock_item_id is not None:
            item = items.get(offer.stock_item_id)
            yield from at_places(row, offer, is_live, item, closed)
        else:
            yield row
    yield from of_the_whole(listing, found, shared)


def can_be_bought(offer: StockedOffer) -> bool:
    """Of a listing that buyers see. What the shop does not count it sells until it says that
    nothing is left."""
    stock = offer.stock
    if not is_open(offer):
        return False
    if sells_beyond(offer):
        return True
    if stock.quantity is not None:
        return stock.quantity > 0
    return stock.state is not StockState.out_of_stock


def is_open(offer: StockedOffer) -> bool:
    """Where an offer has no state of its own, that of its product counts."""
    return offer.state in (ListingState.live, None)


def sells_beyond(offer: StockedOffer) -> bool:
    return offer.stock.backorders in (Backorders.yes, Backorders.notify)


def at_places(
    row: ShownRow,
    offer: StockedOffer,
    is_live: bool,
    found: tuple[ItemStock, datetime] | None,
    closed: Collection[str],
) -> Iterator[ShownRow]:
    """What is counted nowhere is a row of its own; what is counted and not read yet is none."""
    item, read_at = found or (None, row.seen_at)
    is_counted = offer.stock.counted_by is not CountedBy.nobody
    if item is not None and item.tracked is not None:
        is_counted = item.tracked
    if not is_counted:
        yield replace(row, quantity=None, buyable=is_live and is_open(offer))
        return
    for each in item.levels if item else ():
        if item is not None and each.available is not None and each.location_id not in closed:
            is_there = each.available > 0 or sells_beyond(offer)
            yield replace(
                row,
                target=f"{item.remote_id}@{each.location_id}",
                parent=row.remote_product_id,
                remote_place=each.location_id,
                quantity=each.available,
                buyable=is_live and is_open(offer) and is_there,
                seen_at=read_at,
            )


def of_the_whole(listing: str, found: Stocked, shared: Sequence[ShownRow]) -> Iterator[ShownRow]:
    """Offers that sell from the count of their product."""
    if len({each.variant_id for each in shared}) == 1 and shared[0].variant_id is not None:
        quantity = found.product.stock.quantity
        buyable = any(each.buyable for each in shared)
        yield replace(shared[0], target=listing, parent=None, quantity=quantity, buyable=buyable)
    else:
        yield from (replace(each, quantity=None) for each in shared)


def numbers_of(
    rows: Iterable[ShownRow],
) -> Mapping[UUID, Mapping[UUID, Sequence[int | None]]]:
    """By variant and shop, what each offer of it shows, over all places; none: not counted."""
    sums: dict[tuple[UUID, UUID, UUID | None], int | None] = {}
    for each in rows:
        if each.variant_id is None:
            continue
        key = each.variant_id, each.account_id, each.offer_id
        if each.quantity is None:
            sums.setdefault(key, None)
        else:
            sums[key] = (sums.get(key) or 0) + each.quantity
    found: dict[UUID, dict[UUID, list[int | None]]] = {}
    for (variant_id, account_id, _), total in sums.items():
        found.setdefault(variant_id, {}).setdefault(account_id, []).append(total)
    return found


def read_at(rows: Sequence[ShownRow], counts: Mapping[UUID, int]) -> Mapping[UUID, datetime]:
    """When the shops that show this number were seen to: whatever they sold later is no part of it.
    Nothing of a number that no shop shows."""
    numbers = numbers_of(rows)
    found: dict[UUID, datetime] = {}
    for each in rows:
        if each.variant_id is None or each.quantity is None or each.variant_id not in counts:
            continue
        if counts[each.variant_id] in numbers[each.variant_id][each.account_id]:
            at = found.get(each.variant_id, each.seen_at)
            found[each.variant_id] = min(at, each.seen_at)
    return found
