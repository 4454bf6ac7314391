"""Money goes back by a change at the shop, and an order is cancelled by one: proposed, approved by
a person, made once, and what became of it stands in the order."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from hanse.base.card_numbers import without_cards
from hanse.base.faults import Finding, Gone, Rejected
from hanse.base.money import Money
from hanse.changes.model.planned import Target, Wish
from hanse.changes.service import proposing
from hanse.changes.service.hands import Hands
from hanse.engine.log import events as log
from hanse.engine.tx import Tx
from hanse.rooms.orders.model import refunding as model
from hanse.rooms.orders.model.refunding import Account, Shares, Take, Wanted
from hanse.rooms.orders.model.refunds import Order, Part, Refund
from hanse.rooms.orders.model.states import OPEN, Payment
from hanse.rooms.orders.service import refund_facts as facts
from hanse.rooms.orders.service.acting import refused
from hanse.rooms.orders.store import refunds as store
from hanse.rooms.stock.service import places
from hanse.trade.fields import Fields

REFUND, CANCEL = "orders.refund", "orders.cancel"
WHAT = {"refund": "refund", "cancel": "cancellation"}
PAID = frozenset({Payment.paid, Payment.part_refunded})


@dataclass(frozen=True, slots=True)
class Refunding:
    """`by_hand`: the money goes back outside the shop, which only notes it. `place_id`: where goods
    that come back lie; None: the first place of our own. `taken_in`: they lie there already."""

    wanted: Wanted
    note: str = ""
    by_hand: bool = False
    notify: bool = True
    place_id: UUID | None = None
    return_id: UUID | None = None
    taken_in: bool = False


@dataclass(frozen=True, slots=True)
class Cancelling:
    """`refund`: what is left of the money goes back with it."""

    note: str = ""
    refund: bool = True
    restock: bool = True
    notify: bool = True


@dataclass(frozen=True, slots=True)
class Standing:
    """What was paid for an order, what of it is left, and all that was asked of its shop."""

    order: Order
    account: Account | None  # None: nothing was paid
    refunds: Sequence[Refund]


async def standing(tx: Tx, order_id: UUID) -> Standing:
    found = await known(tx, order_id)
    refunds = await store.of_order(tx, order_id)
    return Standing(found, account_of(found) if found.payment in PAID else None, refunds)


async def known(tx: Tx, order_id: UUID) -> Order:
    found = await store.order(tx, order_id)
    if found is None:
        raise Gone("There is no such order here, or not any more.")
    return found


def account_of(order: Order) -> Account | None:
    if order.currency is None or order.total is None or order.total <= 0:
        return None
    paid, of_shipping = model.paid_of(order.total, order.shipping, order.tax, order.lines)
    left = model.left_of(order.currency, paid, order.given)
    return Account(order.currency, paid, left, of_shipping, order.lines)


async def preview(tx: Tx, order_id: UUID, wanted: Wanted) -> Shares:
    """What would go back."""
    return shares_of(paid_account(await known(tx, order_id)), wanted)


def paid_account(order: Order) -> Account:
    account = account_of(order) if order.payment in PAID else None
    if account is None:
        said = f"Order {order.number} is {order.payment.value}: nothing of it can go back."
        raise refused("order", said, "Look at its payment in the shop.")
    return account


def shares_of(account: Account, wanted: Wanted) -> Shares:
    found = model.proposed(account, wanted)
    if isinstance(found, Finding):
        raise Rejected(found.sentence, [found], found.next_step)
    return found


async def refund(hands: Hands, tx: Tx, order_id: UUID, asked: Refunding) -> Refund:
    """Proposes it. There is one at a time of an order, and its id is the mark of the change."""
    order = await alone(tx, order_id)
    account = paid_account(order)
    shares = shares_of(account, asked.wanted)
    takes = model.taken(account, asked.wanted)
    place_id = None if asked.taken_in else await place_of(tx, asked.place_id)
    parts = parts_of(order, takes, place_id)
    fields: Fields = {
        "amount": Money(account.currency, shares.total),
        "lines": lines_field(order, takes),
        "by_hand": asked.by_hand,
        "notify": asked.notify,
    }
    if shares.shipping:
        fields = {**fields, "shipping": Money(account.currency, shares.shipping)}
    made = asked_for(tx, order, "refund", account.currency, shares, asked.note, asked.return_id)
    return await propose(hands, tx, order, made, parts, fields)


async def cancel(hands: Hands, tx: Tx, order_id: UUID, asked: Cancelling) -> Refund:
    """Proposes it, with the money that is left if it was paid. What was held of our stock is let go
    as soon as the shop shows it cancelled."""
    order = await alone(tx, order_id)
    if order.state not in OPEN:
        said = f"Order {order.number} is {order.state.value}, so it is not cancelled any more."
        raise refused("order", said, "Refund it, or have the goods come back.")
    if any(each.out for each in order.lines):
        said = f"A part of order {order.number} has left, so it cannot be cancelled as a whole."
        raise refused("order", said, "Refund what has not left.")
    account = account_of(order) if order.payment in PAID else None
    shares = account.left if account and asked.refund else Shares()
    currency = order.currency or ""
    if shares.total > 0 and not await pays_back(hands, tx, order):
        said = "This shop gives no money back when an order is cancelled."
        raise refused("refund", said, "Refund it first or afterwards, and cancel it without money.")
    fields: Fields = {"cancelled": True, "restock": asked.restock, "notify": asked.notify}
    if shares.total > 0:
        fields = {**fields, "amount": Money(currency, shares.total)}
    takes = {each.id: Take(each.left) for each in order.lines if each.left > 0}
    made = asked_for(tx, order, "cancel", currency, shares, asked.note, None)
    parts = parts_of(order, takes, None) if shares.total else []
    return await propose(hands, tx, order, made, parts, fields)


async def pays_back(hands: Hands, tx: Tx, order: Order) -> bool:
    found = (await hands.accounts(tx, [order.account_id])).get(order.account_id)
    return found is not None and "amount" in hands.power(found.platform, CANCEL).port.fields


async def alone(tx: Tx, order_id: UUID) -> Order:
    await store.lock(tx, order_id)
    order = await known(tx, order_id)
    if await store.is_open(tx, order_id):
        said = f"Something is being given back of order {order.number} already."
        raise refused("order", said, "Approve or withdraw that change first.")
    return order


def asked_for(
    tx: Tx,
    order: Order,
    kind: str,
    currency: str,
    shares: Shares,
    note: str,
    return_id: UUID | None,
) -> Refund:
    said = without_cards(" ".join(note.split()))
    return Refund(
        *(tx.ids.new(), order.id, order.number, kind, "open", "", None, return_id),
        *(currency, shares, said, tx.now, None),
    )


async def place_of(tx: Tx, place_id: UUID | None) -> UUID:
    if place_id is None:
        return (await places.first_own(tx)).id
    return (await places.usable(tx, place_id)).id


def parts_of(order: Order, takes: Mapping[UUID, Take], place_id: UUID | None) -> Sequence[Part]:
    """Pieces that have not left are let go by what the shop shows afterwards; of the others those
    that can be sold again are taken in, unless they lie here already."""
    known_lines = {each.id: each for each in order.lines}
    found = []
    for key, take in takes.items():
        line = known_lines[key]
        come = max(take.count - line.here, 0) if take.restock and place_id else 0
        found.append(
            Part(key, take.count, line.back, take.restock, come, place_id if come else None)
        )
    return found


def lines_field(order: Order, takes: Mapping[UUID, Take]) -> tuple[tuple[str, int, str], ...]:
    return tuple(
        (each.remote_id, take.count, word_of(take, each.here))
        for each in order.lines
        if (take := takes.get(each.id))
    )


def word_of(take: Take, here: int) -> str:
    if not take.restock:
        return ""
    return "cancel" if take.count <= here else "return"


async def propose(
    hands: Hands,
    tx: Tx,
    order: Order,
    made: Refund,
    parts: Sequence[Part],
    fields: Fields,
) -> Refund:
    what = WHAT[made.kind]
    title = f"{what.capitalize()} of order {order.number}"
    after = {**fields, "note": made.note} if made.note else fields
    target = Target(None, order.remote_id)
    kind = REFUND if made.kind == "refund" else CANCEL
    wish = Wish(order.account_id, kind, target, after, title=title, mark=str(made.id))
    found = await proposing.propose(hands, tx, [wish], title=title, why=made.note or title)
    if found.set_id is None:
        findings = [one for each in found.refused for one in each.findings]
        raise Rejected(findings[0].sentence, findings, findings[0].next_step)
    kept = Refund(
        *(made.id, order.id, order.number, made.kind, "open", "", found.set_id, made.return_id),
        *(made.currency, made.shares, made.note, tx.now, None),
    )
    await store.add(tx, kept, order.account_id, order.given.total, parts)
    about = (order.id, made.id, found.set_id, order.number, what, amount(kept))
    await log.append(tx, facts.RefundProposed(*about))
    return kept


def amount(refund: Refund) -> str:
    if not refund.shares.total:
        return "no money"
    return str(Money(refund.currency, refund.shares.total))
