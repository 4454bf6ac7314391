"""The kinds of changes: what each does to the world, and how a platform lets us do it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType

from hanse.engine.manifest import Proof, Repeat, Write
from hanse.trade.fields import Fields, Value
from hanse.trade.supply import DISPUTE_FIELDS, DISPUTED


class Gauge(StrEnum):
    """What the guard reads off a field."""

    price = "price"  # what a buyer pays
    variants = "variants"  # variants that are made, each with fields that are read like these
    shown = "shown"  # money that nobody pays, such as a price struck out, or that comes back
    quantity = "quantity"  # how many can be sold; nothing below 1 is sold
    listing = "listing"  # whether a buyer can find it
    spend = "spend"  # money that leaves us


class Undo(StrEnum):
    exchange = "exchange"  # the fields get the values that they had
    hide = "hide"  # what was made is hidden; platforms do not unmake
    never = "never"


LIVE = "live"


def in_stock(value: Value) -> bool:
    """Not counted means always there; what is no number is nothing that can be sold."""
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        return value > 0
    return value is None


def in_sight(value: Value) -> bool:
    return value is None or value is True or value == LIVE


THERE: Mapping[Gauge, Callable[[Value], bool]] = {
    Gauge.quantity: in_stock,
    Gauge.listing: in_sight,
}


@dataclass(frozen=True, slots=True)
class Kind:
    """`never_why`: why it cannot be undone. `along`: fields that are said with it and that no shop
    shows afterwards, so that they prove nothing. `newest_wins`: an old value is of no worth to
    anybody, so where the world has moved on, today's truth is planned anew. `ends`: what it is done
    to may not be shown any more afterwards, so that what is gone is done."""

    name: str
    title: str
    repeat: Repeat
    undo: Undo
    newest_wins: bool = False
    creates: bool = False
    ends: bool = False
    hidden_by: str = ""  # the kind of change that hides what this one makes
    never_why: str = ""
    along: frozenset[str] = frozenset()
    gauges: tuple[tuple[str, Gauge], ...] = ()
    by_field: Mapping[str, Gauge] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if faults := list(senseless(self)):
            raise ValueError(f"The kind {self.name!r}: " + " ".join(faults))
        # Asked for several times for each change, so it is made once.
        object.__setattr__(self, "by_field", dict(reversed(self.gauges)))

    @property
    def of_listing(self) -> bool:
        """Whether it changes fields of what is there, which somebody owns."""
        return not self.creates and self.undo is Undo.exchange

    def gauge(self, name: str) -> Gauge | None:
        return self.by_field.get(name)

    def counts(self, after: Fields) -> bool:
        """Whether it counts together with others of the day: it spends, or what it puts there may
        take something out of the shop."""
        return any(
            gauge is Gauge.spend
            or (gauge in THERE and not self.creates and not THERE[gauge](value))
            for name, value in after.items()
            if (gauge := self.gauge(name))
        )


def senseless(kind: Kind) -> Iterable[str]:
    if kind.newest_wins and kind.repeat is not Repeat.absolute:
        yield "newest wins, but it is not absolute."
    if kind.creates and kind.repeat is Repeat.absolute:
        yield "it creates, so doing it twice makes two."
    if kind.creates and kind.ends:
        yield "it creates and ends in one."
    if (kind.undo is Undo.hide) != bool(kind.hidden_by) or (kind.hidden_by and not kind.creates):
        yield "what is made is hidden by a kind of its own, and nothing else is."
    if (kind.undo is Undo.never) != bool(kind.never_why):
        yield "it says why it cannot be undone, or it can."


ABSOLUTE, ONE_TIME = Repeat.absolute, Repeat.one_time
PAID = tuple((name, Gauge.price) for name in ("price", "regular", "sale_price"))
STRUCK_OUT = (("compare_at", Gauge.shown),)
# Of these a supplier shows nothing afterwards, or says it in its own way.
ALONG_AN_ORDER = frozenset({"ship_to", "ship_to_mark", "amount", "memo", "voucher", "from_country"})
STANDING = (("state", Gauge.listing), ("listed", Gauge.listing))

KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        each.name: each
        for each in (
            Kind(
                "products.create",
                "new product",
                ONE_TIME,
                Undo.hide,
                creates=True,
                hidden_by="products.state",
                gauges=(
                    *PAID,
                    *STRUCK_OUT,
                    ("variants", Gauge.variants),
                    ("quantity", Gauge.quantity),
                    *STANDING,
                ),
            ),
            Kind(
                "offers.create",
                "new variant",
                ONE_TIME,
                Undo.hide,
                creates=True,
                hidden_by="offers.state",
                gauges=(*PAID, *STRUCK_OUT, ("quantity", Gauge.quantity), *STANDING),
            ),
            Kind("products.texts", "texts", ABSOLUTE, Undo.exchange),
            Kind("products.media", "pictures", ABSOLUTE, Undo.exchange),
            Kind("products.places", "categories and tags", ABSOLUTE, Undo.exchange),
            Kind("products.state", "visibility", ABSOLUTE, Undo.exchange, gauges=STANDING),
            Kind("offers.state", "visibility", ABSOLUTE, Undo.exchange, gauges=STANDING),
            Kind("offers.codes", "SKU and barcode", ABSOLUTE, Undo.exchange),
            Kind(
                "offers.price",
                "price",
                ABSOLUTE,
                Undo.exchange,
                newest_wins=True,
                gauges=(*PAID, *STRUCK_OUT),
            ),
            Kind(
                "offers.stock",
                "stock",
                ABSOLUTE,
                Undo.exchange,
                newest_wins=True,
                gauges=(("quantity", Gauge.quantity),),
            ),
            Kind(
                "orders.ship",
                "shipment",
                ONE_TIME,
                Undo.never,
                creates=True,
                along=frozenset({"lines", "complete", "notify"}),
                never_why="The buyer has been told that it is on its way.",
            ),
            Kind(
                "orders.refund",
                "refund",
                ONE_TIME,
                Undo.never,
                creates=True,
                along=frozenset({"lines", "shipping", "by_hand", "notify"}),
                never_why="The money is on its way to the buyer.",
                gauges=(("amount", Gauge.spend),),
            ),
            Kind(
                "orders.cancel",
                "cancellation",
                ONE_TIME,
                Undo.never,
                creates=True,
                along=frozenset({"amount", "restock", "note", "notify"}),
                never_why="The shop has ended the order, and its goods can be bought by others.",
                gauges=(("amount", Gauge.spend),),
            ),
            Kind(
                "purchases.order",
                "supplier order",
                ONE_TIME,
                Undo.never,
                creates=True,
                along=ALONG_AN_ORDER,
                never_why="The supplier has the order; ask the supplier to cancel it.",
                gauges=(("amount", Gauge.spend),),
            ),
            Kind(
                "purchases.confirm",
                "confirmation of a supplier order",
                ONE_TIME,
                Undo.never,
                never_why="The supplier waits for its payment; cancel the order instead.",
            ),
            Kind(
                "purchases.pay",
                "payment of a supplier order",
                ONE_TIME,
                Undo.never,
                along=frozenset({"amount"}),
                never_why="The supplier has the money; ask the supplier to cancel the order.",
                gauges=(("amount", Gauge.spend),),
            ),
            Kind(
                "purchases.cancel",
                "cancellation of a supplier order",
                ONE_TIME,
                Undo.never,
                ends=True,
                never_why="The supplier has ended the order; order anew.",
            ),
            Kind(
                "purchases.dispute",
                "dispute with a supplier",
                ONE_TIME,
                Undo.hide,
                creates=True,
                hidden_by="purchases.undispute",
                along=DISPUTE_FIELDS - {DISPUTED},
                gauges=(("amount", Gauge.shown), ("lines", Gauge.shown)),
            ),
            Kind(
                "purchases.undispute",
                "withdrawal of a dispute",
                ABSOLUTE,
                Undo.never,
                never_why="The supplier has closed the dispute; open another one in time.",
            ),
            Kind(
                "messages.send",
                "message",
                ONE_TIME,
                Undo.never,
                never_why="It has been read, or may be at any moment.",
            ),
        )
    }
)


@dataclass(frozen=True, slots=True)
class Way:
    """A kind on a platform: what we want, joined with what the card says about doing it there."""

    kind: Kind
    write: Write

    def __post_init__(self) -> None:
        if faults := list(contradictions(self.kind, self.write)):
            raise ValueError(f"The kind {self.kind.name!r} and the card: " + " ".join(faults))

    @property
    def harmless_twice(self) -> bool:
        return self.write.repeat is Repeat.absolute

    @property
    def settle_after(self) -> timedelta:
        return timedelta(seconds=self.write.settle_after_s)

    @property
    def key_memory(self) -> timedelta | None:
        seconds = self.write.key_memory_s
        return None if seconds is None else timedelta(seconds=seconds)

    @property
    def may_overtake(self) -> bool:
        """Whether a newer change may be sent while an older one is in flight."""
        return self.write.compare_and_set

    @property
    def proof_in_words(self) -> str:
        return PROOFS[self.write.proof]


PROOFS: Mapping[Proof, str] = MappingProxyType(
    {
        Proof.read: "read back from the shop",
        Proof.keyed_answer: "answered under our key",
        Proof.accepted_only: "accepted only: the platform does not show what became of it",
    }
)


def contradictions(kind: Kind, write: Write) -> Iterable[str]:
    """A card may be more careful than the kind. It is less careful only where the first one is
    found again by a unique number, so that a second one is the first."""
    if write.kind != kind.name:
        yield f"the card speaks of {write.kind}."
    if kind.repeat is ONE_TIME and write.repeat is ABSOLUTE and not write.unique_by:
        yield "it happens twice if it is sent twice, whatever the card says."
    if kind.newest_wins and write.repeat is not ABSOLUTE:
        yield "the newest wins, but on this platform repeating it is not harmless."
    if write.repeat is ABSOLUTE and write.proof is Proof.accepted_only:
        yield "it can be set again and again, but never be seen."


def joined(writes: Sequence[Write], kinds: Mapping[str, Kind] = KINDS) -> Mapping[str, Way]:
    """The ways of one card. A kind that nobody knows is a mistake of the card."""
    if strange := [each.kind for each in writes if each.kind not in kinds]:
        raise ValueError(f"The card writes what is no kind of change: {', '.join(strange)}.")
    return MappingProxyType({each.kind: Way(kinds[each.kind], each) for each in writes})
