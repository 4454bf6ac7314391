"""What orders of buyers need is begun once, and stopped as long as nothing was sent."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from hanse.base.money import Money
from hanse.changes.model.changes import Lane
from hanse.changes.model.states import Reason
from hanse.changes.service import proposing
from hanse.engine.jobs.jobs import enqueue_many
from hanse.engine.log import events as log
from hanse.engine.tx import Tx
from hanse.rooms.purchasing.model.purchases import Purchase, number_of
from hanse.rooms.purchasing.model.quoting import Code, Need, NeedLine, Said
from hanse.rooms.purchasing.model.states import FREE, Move, State
from hanse.rooms.purchasing.service import facts
from hanse.rooms.purchasing.store import needs
from hanse.rooms.purchasing.store import purchases as store
from hanse.rooms.purchasing.store.needs import New, NewLine, Offered

QUOTE_JOB = "purchasing.quote"
KIND, PAY = "purchases.order", "purchases.pay"


@dataclass(frozen=True, slots=True)
class Stopped:
    """Purchases, by what became of the wish to stop them."""

    stopped: Sequence[UUID]
    too_late: Sequence[Purchase]


async def begin(tx: Tx, wanted: Sequence[Need]) -> Mapping[UUID, Sequence[UUID]]:
    """The purchases of each order: one a supplier and country that goods start from. What is
    bought already, or of no offer that can be ordered, is left out. Whoever calls holds the orders
    locked, so that nobody begins the same at once."""
    lines = [line for need in wanted for line in need.lines]
    taken = await needs.taken(tx, [each.order_line_id for each in lines])
    offers = await needs.offers(tx, [(each.offer_id, each.quantity) for each in lines])
    said = await needs.wishes(tx, [each.order_id for each in wanted])
    new: list[New] = []
    rows: list[NewLine] = []
    for need in wanted:
        for group in grouped(need, offers, taken):
            made = one(tx.ids.new(), need, group, offers, said.get(need.order_id, "{}"))
            new.append(made)
            rows += [row(tx.ids.new(), made.id, each, offers[each.offer_id]) for each in group]
    if not new:
        return {}
    await needs.add(tx, new, rows)
    await log.append(tx, *(facts.Begun(each.id, each.order_id, each.number) for each in new))
    await ask_quotes(tx, {each.account_id for each in new})
    found: dict[UUID, list[UUID]] = {}
    for each in new:
        found.setdefault(each.order_id, []).append(each.id)
    return found


def grouped(
    need: Need, offers: Mapping[UUID, Offered], taken: Collection[UUID]
) -> Sequence[Sequence[NeedLine]]:
    groups: dict[tuple[UUID, str], list[NeedLine]] = {}
    for each in need.lines:
        offer = offers.get(each.offer_id)
        if offer is not None and each.order_line_id not in taken:
            groups.setdefault((offer.supplier_id, offer.from_country), []).append(each)
    return list(groups.values())


def one(
    purchase_id: UUID,
    need: Need,
    lines: Sequence[NeedLine],
    offers: Mapping[UUID, Offered],
    wishes: str,
) -> New:
    """`wishes`: what was said for its order before, as it is kept."""
    offer, sale = offers[lines[0].offer_id], sale_of(lines)
    return New(
        id=purchase_id,
        number=number_of(need.order_number, purchase_id),
        supplier_id=offer.supplier_id,
        account_id=offer.account_id,
        order_id=need.order_id,
        order_number=need.order_number,
        country=need.country,
        region=need.region,
        postcode=need.postcode,
        from_country=offer.from_country,
        ship_to=need.ship_to,
        ship_to_mark=need.ship_to_mark,
        sale_currency=sale.currency if sale else None,
        sold_minor=sale.minor if sale else None,
        wishes=wishes if need.wishes is None else json.dumps(need.wishes),
    )


def sale_of(lines: Sequence[NeedLine]) -> Money | None:
    """What the buyer pays for all of them; None where it is not known of one."""
    known = [each.sale for each in lines if each.sale is not None]
    if len(known) < len(lines) or len({each.currency for each in known}) != 1:
        return None
    return Money(known[0].currency, sum(each.minor for each in known))


def row(line_id: UUID, purchase_id: UUID, line: NeedLine, offer: Offered) -> NewLine:
    return (
        *(line_id, purchase_id, line.order_line_id, line.variant_id, line.offer_id),
        *(line.quantity, offer.price_minor),
    )


async def ask_quotes(tx: Tx, account_ids: Collection[UUID]) -> None:
    items = [(str(each), {"account": each}) for each in sorted(account_ids)]
    await enqueue_many(tx, QUOTE_JOB, items)


async def pass_over(tx: Tx, purchase_ids: Sequence[UUID]) -> Stopped:
    """Another supplier is asked instead."""
    return await stop_these(tx, purchase_ids, [Said(Code.elsewhere, {})])


async def stop_these(tx: Tx, purchase_ids: Sequence[UUID], why: Sequence[Said] = ()) -> Stopped:
    """The rows are locked, so whoever places them comes before or after, never between. One whose
    change waits to be sent is stopped by withdrawing that; what has left, or may have, is not
    stopped but cancelled, where the supplier lets us."""
    locked = list((await store.ones(tx, sorted(purchase_ids), lock=True)).values())
    free = [each for each in locked if each.state in FREE]
    asked = [each for each in locked if each.state is State.placing]
    withdrawn = [each for each in asked if await withdrawn_now(tx, each)]
    stopped = await store.move(tx, [each.id for each in (*free, *withdrawn)], Move.stopped, why)
    done = set(stopped)
    await log.append(tx, *(of(facts.Stopped, each) for each in locked if each.id in done))
    over = {State.stopped, State.refused, State.cancelled, State.delivered}
    late = [each for each in locked if each.id not in done and each.state not in over]
    return Stopped(stopped, late)


async def withdrawn_now(tx: Tx, purchase: Purchase) -> bool:
    lane = Lane(purchase.account_id, f"purchases/new/{purchase.id}", KIND)
    return bool(await proposing.make_room(tx, [lane], Reason.withdrawn))


async def unpay(tx: Tx, purchase: Purchase) -> None:
    """Money that has not left for it stays here."""
    lane = Lane(purchase.account_id, f"purchases/{purchase.remote_id}", PAY)
    await proposing.make_room(tx, [lane], Reason.withdrawn)


def of(fact: "type[facts.Stopped | facts.Agreed]", purchase: Purchase) -> object:
    return fact(purchase.id, purchase.order_id, purchase.number)
