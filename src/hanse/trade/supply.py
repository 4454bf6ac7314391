"""What a supplier offers and what we ordered of it: values, and the ports of a connector for it.

Ordering itself is a change like any other: see the kinds `purchases.*` among the write ports.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from hanse.base.faults import Finding
from hanse.base.money import Money
from hanse.trade.fields import Value
from hanse.trade.ports_read import Question, Reply
from hanse.trade.shop import Shop
from hanse.trade.tracking import TrackReport
from hanse.trade.trends import TrendPort

ITEMS_MAX = 100
PIECES_MAX = 100_000
KEY_CHARS_MAX = 200


@dataclass(frozen=True, slots=True)
class Stocked:
    """What a supplier says lies in a country. `sure` is how many of them somebody has counted: the
    rest is what a factory says that it can make. None where it does not tell."""

    country: str
    quantity: int | None
    sure: int | None = None
    place_id: str | None = None


@dataclass(frozen=True, slots=True)
class PriceBreak:
    """From so many pieces of one variant on, each costs this."""

    quantity: int
    price: Money


@dataclass(frozen=True, slots=True)
class SupplyVariant:
    """`key` is what an order names it by: the id, with whatever else the platform wants copied."""

    variant_id: str
    key: str
    sku: str | None
    title: str | None
    price: Money | None
    breaks: tuple[PriceBreak, ...] = ()
    stock: tuple[Stocked, ...] = ()
    weight_g: int | None = None
    image_url: str | None = None


@dataclass(frozen=True, slots=True)
class Supply:
    """A product of a supplier, with all of its variants."""

    remote_id: str
    title: str | None
    on_sale: bool | None
    variants: tuple[SupplyVariant, ...] = ()
    store_id: str | None = None  # of whoever sells it there, where a platform has many
    store_name: str | None = None
    sold: int | None = None  # so often already, as the platform says
    image_url: str | None = None
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class SupplyStock:
    """What lies of one variant, told without the rest of its product."""

    product_id: str
    variant_id: str
    stock: tuple[Stocked, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """One line of a supplier order: `key` as the supplier has told it of the variant."""

    product_id: str
    variant_id: str
    key: str
    quantity: int


@dataclass(frozen=True, slots=True)
class FreightAsk:
    """How goods would travel: all from one country. Of the place only what is known."""

    items: tuple[Item, ...]
    from_country: str
    to_country: str
    postcode: str = ""
    region: str = ""
    city: str = ""


@dataclass(frozen=True, slots=True)
class Freight:
    """One way for all items of the ask; `code` is copied into the order as it is. `price` is what
    the way costs in all, with the taxes that the platform takes for it."""

    code: str
    name: str
    price: Money | None
    days_min: int | None
    days_max: int | None
    tracked: bool | None = None
    free: bool = False
    findings: tuple[Finding, ...] = ()


class PurchaseState(StrEnum):
    """Of a supplier order, in one vocabulary."""

    unpaid = "unpaid"  # it is there and waits for money
    paying = "paying"  # the money is on its way, or is looked at
    checked = "checked"  # held there: a risk, an address, a person looks
    ordered = "ordered"  # paid, and not sent yet
    partly_sent = "partly_sent"
    sent = "sent"
    delivered = "delivered"
    cancelling = "cancelling"
    cancelled = "cancelled"


@dataclass(frozen=True, slots=True)
class PurchaseLine:
    variant_id: str | None
    product_id: str | None
    quantity: int | None
    line_id: str | None = None


@dataclass(frozen=True, slots=True)
class PurchaseParcel:
    """`line_ids` are those of the order, empty where it is not told which lie in it."""

    number: str
    carrier: str | None
    url: str | None = None
    line_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Purchase:
    """A supplier order as the supplier shows it. `number` is ours, where it tells it again;
    `word` is its own for the state, and an unknown one makes no state. `became` are the orders
    that it was parted into, or the one that it is now under another id."""

    remote_id: str
    number: str | None
    state: PurchaseState | None
    word: str
    goods: Money | None = None
    freight: Money | None = None
    total: Money | None = None
    country: str | None = None
    freight_code: str | None = None
    lines: tuple[PurchaseLine, ...] = ()
    parcels: tuple[PurchaseParcel, ...] = ()
    became: tuple[str, ...] = ()
    pay_url: str | None = None
    pay_by: datetime | None = None
    dispute_id: str | None = None
    ordered_at: datetime | None = None
    paid_at: datetime | None = None
    modified_at: datetime | None = None
    findings: tuple[Finding, ...] = ()


class DisputeState(StrEnum):
    """Of a dispute about an order, in one vocabulary."""

    opened = "open"
    refunded = "refunded"
    reissued = "reissued"
    rejected = "rejected"
    closed = "closed"  # decided, and the supplier does not tell how
    withdrawn = "withdrawn"


class Wants(StrEnum):
    """What is asked for by a dispute."""

    refund = "refund"
    reissue = "reissue"


class RefundTo(StrEnum):
    balance = "balance"  # that the supplier keeps for us
    payment = "payment"  # back the way it was paid


@dataclass(frozen=True, slots=True)
class DisputeLine:
    """A line of the order as the supplier has it; `may` is whether a dispute can be about it."""

    line_id: str
    quantity: int
    price: Money | None  # of one
    sku: str = ""
    variant_id: str = ""
    may: bool = True


@dataclass(frozen=True, slots=True)
class DisputeTerms:
    """What a dispute about some lines can come to. `reasons` are the supplier's: id and name."""

    most: Money | None
    most_goods: Money | None
    most_freight: Money | None
    wants: tuple[Wants, ...]
    reasons: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Dispute:
    """As the supplier shows it; `word` is its own for the state. `lines`: id and quantity."""

    remote_id: str
    order_id: str
    state: DisputeState | None
    word: str
    reason: str = ""
    amount: Money | None = None
    resend_id: str = ""
    lines: tuple[tuple[str, int], ...] = ()
    opened_at: datetime | None = None
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Tracked:
    """A parcel whose way is asked for: by the order there, its number, or both."""

    purchase_id: str
    number: str
    carrier: str = ""


@dataclass(frozen=True, slots=True)
class SupplyPort:
    """What can be asked of a supplier beside its read ports (`Kind.supplied` by product ids,
    `Kind.purchases` by its own ids of orders). Each pair is a question and how its answer is read;
    None where the platform has no such call.

    `freight_questions` may need several: their answers are read together, in their order; no way
    at all is an empty list. `stock_question` is of one product. `track_question` takes so many at
    once as `tracked_max` says. Disputes are read by `Kind.disputes`, by the order there.
    `trends`: what sells there, where lists of it can be read.
    """

    freight_questions: Callable[[FreightAsk, Shop], Sequence[Question]]
    freights: Callable[[FreightAsk, Sequence[Reply], Shop], Sequence[Freight]]
    stock_question: Callable[[str, Shop], Question] | None = None
    stocks: Callable[[str, Reply, Shop], Sequence[SupplyStock]] | None = None
    balance_question: Callable[[Shop], Question] | None = None
    balance: Callable[[Reply, Shop], Money] | None = None
    track_question: Callable[[Sequence[Tracked]], Question] | None = None
    tracked: Callable[[Sequence[Tracked], Reply], Sequence[TrackReport]] | None = None
    tracked_max: int = 1
    dispute_lines_question: Callable[[str, Shop], Question] | None = None
    dispute_lines: Callable[[Reply, Shop], Sequence[DisputeLine]] | None = None
    dispute_terms_question: Callable[[str, Sequence[DisputeLine], Shop], Question] | None = None
    dispute_terms: Callable[[Reply, Shop], DisputeTerms] | None = None
    trends: TrendPort | None = None


# The fields of a change that orders at a supplier. `number` is our key there, for ever the same.
# `ship_to` names whom it goes to without saying it: the address is filled in as the bytes leave and
# kept nowhere, and `ship_to_mark` is what it must look like then.
ORDER_FIELDS = frozenset(
    {
        "number",
        "lines",
        "country",
        "from_country",
        "freight",
        "ship_to",
        "ship_to_mark",
        "amount",
        "memo",
        "voucher",
    }
)


# The fields of a change that opens a dispute. `number` is our key for it, for ever the same;
# `others` are the disputes of the order that were there before. A supplier shows `disputed` alone.
DISPUTED = "disputed"
DISPUTE_FIELDS = frozenset(
    {
        DISPUTED,
        "number",
        "lines",
        "reason",
        "reason_name",
        "wants",
        "refund_to",
        "amount",
        "note",
        "others",
    }
)


def dispute_lines_value(lines: Sequence[DisputeLine]) -> Value:
    return tuple(sorted((each.line_id, each.quantity, each.price) for each in lines))


def dispute_lines_of(value: Value) -> tuple[DisputeLine, ...] | None:
    """None where it is none of that."""
    if not isinstance(value, tuple) or not 0 < len(value) <= ITEMS_MAX:
        return None
    found: list[DisputeLine] = []
    for each in value:
        match each:
            case (str(line_id), int(quantity), Money() | None as price) if (
                line_id and not isinstance(quantity, bool) and 0 < quantity <= PIECES_MAX
            ):
                found.append(DisputeLine(line_id, quantity, price))
            case _:
                return None
    return tuple(found)


def items_value(items: Sequence[Item]) -> Value:
    """In an order of our own, for a supplier shows the lines of an order in another."""
    rows = [(each.product_id, each.variant_id, each.key, each.quantity) for each in items]
    return tuple(sorted(rows))


def items_of(value: Value) -> tuple[Item, ...] | None:
    """None where it is none of that."""
    if not isinstance(value, tuple) or not 0 < len(value) <= ITEMS_MAX:
        return None
    found = [item_of(each) for each in value]
    whole = tuple(each for each in found if each is not None)
    return whole if len(whole) == len(found) else None


def item_of(value: Value) -> Item | None:
    match value:
        case (str(product_id), str(variant_id), str(key), int(quantity)) if (
            not isinstance(quantity, bool) and 0 < quantity <= PIECES_MAX
        ):
            texts = (product_id, variant_id, key)
            known = all(len(each) <= KEY_CHARS_MAX for each in texts) and product_id and variant_id
            return Item(product_id, variant_id, key, quantity) if known else None
    return None
