"""What we pack ourselves goes out: the ledger sells it, and the shop is told once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from hanse.base.card_numbers import CODE_DIGITS_MIN, without_cards
from hanse.base.faults import Gone
from hanse.changes.model.planned import Target, Wish
from hanse.changes.service import proposing
from hanse.changes.service.hands import Hands
from hanse.engine.log import events as log
from hanse.engine.tx import Tx
from hanse.rooms.orders.model.states import OPEN, State
from hanse.rooms.orders.service import facts
from hanse.rooms.orders.service.acting import refused
from hanse.rooms.orders.store import parcels as store
from hanse.rooms.orders.store import refunds
from hanse.rooms.orders.store.parcels import Left, Standing
from hanse.rooms.stock.service import holding
from hanse.trade.fields import Fields

KIND = "orders.ship"
TEXTS = ("carrier", "tracking_number", "tracking_url")


@dataclass(frozen=True, slots=True)
class Sending:
    """`lines`: how many pieces of which; none named: all that is left."""

    lines: Mapping[UUID, int]
    carrier: str = ""
    tracking_number: str = ""
    tracking_url: str = ""
    notify: bool = True


async def send(hands: Hands, tx: Tx, order_id: UUID, asked: Sending) -> UUID:
    """The id of the parcel. What is not held cannot be sent: the ledger would not know it."""
    found = await store.lock(tx, order_id)
    if found is None:
        raise Gone("There is no such order here, or not any more.")
    if found.held_why is not None:
        sentence = f"Order {found.number} is held: {found.held_why}"
        raise refused("order", sentence, "Let it go on first.")
    if found.state not in OPEN:
        sentence = f"Order {found.number} is {found.state.value}, so nothing of it is sent."
        raise refused("order", sentence, "Look at the order again.")
    if await refunds.is_open(tx, order_id):
        sentence = f"A refund or the cancellation of order {found.number} is on its way."
        raise refused("order", sentence, "Wait for it, or withdraw that change first.")
    left = await store.left(tx, order_id)
    chosen = chosen_of(left, asked.lines)
    missing = await holding.ship(
        tx, {each.id: count for each, count in chosen if each.held}, "shipped"
    )
    parcel_id = tx.ids.new()
    sent = [
        (each.id, count, count - missing.get(each.id, count) if each.held else 0)
        for each, count in chosen
    ]
    tracking = without_cards(asked.tracking_number.strip(), CODE_DIGITS_MIN)
    texts = (without_cards(asked.carrier.strip()), tracking, asked.tracking_url.strip())
    await store.add(tx, parcel_id, order_id, texts, sent)
    complete = sum(count for _, count in chosen) == sum(each.left for each in left)
    state = State.shipped if complete else State.processing
    await store.stand(tx, order_id, state)
    said: list[object] = [facts.ParcelSent(order_id, parcel_id, found.number)]
    if state is not found.state:
        about = (order_id, found.account_id, found.number)
        said.append(facts.StateChanged(*about, found.state.value, state.value))
    await log.append(tx, *said)
    await tell_shop(hands, tx, found, parcel_id, wish_fields(texts, chosen, complete, asked))
    return parcel_id


def wish_fields(
    texts: tuple[str, str, str],
    chosen: Sequence[tuple[Left, int]],
    complete: bool,
    asked: Sending,
) -> Fields:
    """As a change says what is in a parcel: the shop's own lines, each with its pieces."""
    return {
        **{name: text for name, text in zip(TEXTS, texts, strict=True) if text},
        "lines": tuple((each.remote_id, count) for each, count in chosen),
        "complete": complete,
        "notify": asked.notify,
    }


async def tell_shop(hands: Hands, tx: Tx, found: Standing, parcel_id: UUID, fields: Fields) -> None:
    """Once for each parcel, whose id is the mark of the change."""
    title = f"Parcel of order {found.number}"
    target = Target(None, found.remote_id)
    wish = Wish(found.account_id, KIND, target, fields, title=title, mark=str(parcel_id))
    proposed = await proposing.propose(hands, tx, [wish], title=title, why="It was sent.")
    if proposed.set_id is not None:
        await store.told(tx, parcel_id)


def chosen_of(left: Sequence[Left], asked: Mapping[UUID, int]) -> Sequence[tuple[Left, int]]:
    """Of each line how many pieces, all of them there."""
    by_id = {each.id: each for each in left}
    if asked.keys() - by_id.keys():
        sentence = "One of these lines is of another order, or all of it was sent."
        raise refused("lines", sentence, "Look at the order again.")
    chosen = [(by_id[key], count) for key, count in asked.items()] or [
        (each, each.left) for each in left
    ]
    if not chosen:
        raise refused("lines", "Nothing of this order is left to send.", "Look at it again.")
    for each, count in chosen:
        if not 1 <= count <= each.left:
            sentence = f"Of {each.title} {each.left} pieces are left to send, not {count}."
            raise refused("lines", sentence, f"Send 1 to {each.left}.")
        if each.short and count > each.held:
            sentence = f"Of {each.title} {each.held} pieces are held, not {count}."
            raise refused("lines", sentence, "Receive the goods first, or send fewer.")
    return chosen
