"""What goes out of an order of our own, and why it may not."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from hanse.base.card_numbers import CODE_DIGITS_MIN, without_cards
from hanse.base.faults import Finding, Severity
from hanse.rooms.orders.model.states import OPEN, State
from hanse.trade.fields import Fields

TEXTS = ("carrier", "tracking_number", "tracking_url")


@dataclass(frozen=True, slots=True)
class Standing:
    """An order as far as sending asks. `giving_back`: a refund or its cancellation is open."""

    id: UUID
    account_id: UUID
    remote_id: str
    number: str
    state: State
    held_why: str | None
    giving_back: bool


@dataclass(frozen=True, slots=True)
class Left:
    """A line of which something is still to be sent."""

    order_id: UUID
    id: UUID
    remote_id: str
    sku: str
    title: str
    left: int
    held: int
    short: int
    bought: int = 0  # that a supplier sends: none of ours


@dataclass(frozen=True, slots=True)
class Sending:
    """`lines`: how many pieces of which; none named: all that is left."""

    lines: Mapping[UUID, int]
    carrier: str = ""
    tracking_number: str = ""
    tracking_url: str = ""
    notify: bool = True

    @property
    def texts(self) -> tuple[str, str, str]:
        """As they are kept and told."""
        carrier = without_cards(self.carrier.strip())
        number = without_cards(self.tracking_number.strip(), CODE_DIGITS_MIN)
        return carrier, number, self.tracking_url.strip()


Chosen = Sequence[tuple[Left, int]]


@dataclass(frozen=True, slots=True)
class Packed:
    """A parcel that may go. `complete`: nothing of its order is left then."""

    order: Standing
    asked: Sending
    chosen: Chosen
    complete: bool


def pack(order: Standing, left: Sequence[Left], asked: Sending) -> Packed | Finding:
    chosen = closed(order) or chosen_of(left, asked.lines)
    if isinstance(chosen, Finding):
        return chosen
    complete = sum(count for _, count in chosen) == sum(each.left + each.bought for each in left)
    return Packed(order, asked, chosen, complete)


def closed(order: Standing) -> Finding | None:
    """Why nothing of it can be sent now."""
    if order.held_why is not None:
        sentence = f"Order {order.number} is held: {order.held_why}"
        return wrong("order", sentence, "Let it go on first.")
    if order.state not in OPEN:
        sentence = f"Order {order.number} is {order.state.value}, so nothing of it is sent."
        return wrong("order", sentence, "Look at the order again.")
    if order.giving_back:
        sentence = f"A refund or the cancellation of order {order.number} is on its way."
        return wrong("order", sentence, "Wait for it, or withdraw that change first.")
    return None


def chosen_of(left: Sequence[Left], asked: Mapping[UUID, int]) -> Chosen | Finding:
    """Of each line how many pieces, all of them there. What is not held cannot be sent: the ledger
    would not know it."""
    by_id = {each.id: each for each in left}
    if asked.keys() - by_id.keys():
        sentence = "One of these lines is of another order, or all of it was sent."
        return wrong("lines", sentence, "Look at the order again.")
    chosen = [(by_id[key], count) for key, count in asked.items()] or [
        (each, each.left) for each in left if each.left
    ]
    if not chosen:
        return wrong("lines", "Nothing of this order is left to send.", "Look at it again.")
    for each, count in chosen:
        if not 1 <= count <= each.left:
            sentence = f"Of {each.title} {each.left} pieces are left to send, not {count}."
            return wrong("lines", sentence, f"Send 1 to {each.left}.")
        if each.short and count > each.held:
            sentence = f"Of {each.title} {each.held} pieces are held, not {count}."
            return wrong("lines", sentence, "Receive the goods first, or send fewer.")
    return chosen


def rest(left: Sequence[Left], chosen: Chosen) -> Sequence[Left]:
    """What is left when that is gone."""
    gone = {each.id: count for each, count in chosen}
    after = [
        replace(
            each,
            left=each.left - gone.get(each.id, 0),
            held=max(each.held - gone.get(each.id, 0), 0),
        )
        for each in left
    ]
    return [each for each in after if each.left]


def fields_of(
    texts: tuple[str, str, str], parts: Sequence[tuple[str, int]], *, complete: bool, notify: bool
) -> Fields:
    """As a change says what is in a parcel: the shop's own lines, each with its pieces."""
    return {
        **{name: text for name, text in zip(TEXTS, texts, strict=True) if text},
        "lines": tuple(parts),
        "complete": complete,
        "notify": notify,
    }


def wrong(field: str, sentence: str, step: str) -> Finding:
    return Finding(Severity.error, "refused", sentence, step, field)
