"""How one supplier order is to be sent: what is wanted, who said so, and what comes of it there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from hanse.base.faults import Conflict
from hanse.engine.log import events as log
from hanse.engine.manifest import Wish
from hanse.engine.tx import Tx
from hanse.rooms.connections.service import accounts
from hanse.rooms.purchasing.model import wishes as model
from hanse.rooms.purchasing.model.purchases import Purchase
from hanse.rooms.purchasing.model.states import BEFORE, Move, State
from hanse.rooms.purchasing.model.wishes import Told, Whence
from hanse.rooms.purchasing.service import acting, facts, needing, showing, suppliers
from hanse.rooms.purchasing.service.suppliers import Cards
from hanse.rooms.purchasing.store import purchases as store
from hanse.rooms.purchasing.store import terms as terms_store
from hanse.rooms.purchasing.store import vouchers as vouchers_store

# Nothing has left for the supplier, or nothing came of it.
SAYABLE = frozenset({*BEFORE, State.refused, State.stopped})
# Why it cannot be said any more, and what can be done.
OVER: Mapping[State, tuple[str, str]] = {
    State.placing: (
        "is on its way to the supplier",
        "Stop it first; then say how it is sent, and have it quoted again.",
    ),
    State.unsure: (
        "may stand at the supplier already: its answer was lost",
        "Wait until that is known.",
    ),
    State.cancelling: ("is being cancelled", "Nothing of it is sent."),
    State.cancelled: ("was cancelled", "Nothing of it is sent."),
}
THERE = "stands at the supplier already", "Ask the supplier; Hanse cannot change it there."


@dataclass(frozen=True, slots=True)
class Shown:
    """`sayable` is whether it can still be said; `why_not` and `next_step` are for people."""

    purchase: Purchase
    told: Sequence[Told]
    sayable: bool
    why_not: str
    next_step: str


async def shown(tx: Tx, cards: Cards, purchase_id: UUID) -> Shown:
    return await shown_of(tx, cards, await showing.one(tx, purchase_id))


async def shown_of(tx: Tx, cards: Cards, purchase: Purchase) -> Shown:
    of = (await terms_store.of_account(tx, purchase.account_id)).get(purchase.supplier_id)
    found = await accounts.of_ids(tx, [purchase.account_id])
    card = suppliers.card_of(cards, found[0] if found else None)
    # Whose supplier is at no account any more knows no wish.
    layers = {
        Whence.workspace: of.defaults if of else {},
        Whence.supplier: of.wishes if of else {},
        Whence.order: purchase.own_wishes,
    }
    told = model.told(layers, card, of.accepted if of else (), of.gift_note if of else "")
    said, step = why_not(purchase)
    return Shown(purchase, told, not said, said, step)


def why_not(purchase: Purchase) -> tuple[str, str]:
    if purchase.state in SAYABLE:
        return "", ""
    said, step = OVER.get(purchase.state, THERE)
    return f"Supplier order {purchase.number} {said}.", step


async def say(tx: Tx, cards: Cards, purchase_id: UUID, wanted: Mapping[Wish, bool]) -> Shown:
    """All that holds for this order alone; what is left out is as its supplier has it. Where it
    waits, it is quoted anew: a voucher costs less, and a wish may be a question to a person."""
    [purchase] = await acting.chosen(tx, [purchase_id])
    given = {each.value: wanted[each] for each in Wish if each in wanted}
    if given == dict(purchase.own_wishes):
        return await shown_of(tx, cards, purchase)
    said, step = why_not(purchase)
    if said:
        raise Conflict(said, step)
    await store.own_wishes(tx, purchase_id, given)
    before = spelled(purchase.own_wishes)
    await log.append(
        tx,
        facts.Wished(purchase.id, purchase.order_id, purchase.number, spelled(given), before),
    )
    if purchase.state in BEFORE:
        await anew(tx, purchase)
    return await shown(tx, cards, purchase_id)


async def anew(tx: Tx, purchase: Purchase) -> None:
    """A yes that was said counts no more: it was to another order."""
    await vouchers_store.let_go(tx, [purchase.id])
    await store.said_yes(tx, [purchase.id], None)
    await store.move(tx, [purchase.id], Move.again)
    await store.put_off(tx, [purchase.id], tx.now)
    await needing.ask_quotes(tx, [purchase.account_id])


def spelled(wishes: Mapping[str, bool]) -> str:
    said = [f"{name} {'yes' if is_wanted else 'no'}" for name, is_wanted in sorted(wishes.items())]
    return ", ".join(said) or "as the supplier has it"
