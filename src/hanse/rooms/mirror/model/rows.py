"""One thing that an account shows: what lists tell of it, and whether it is new, or other than it
was."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from hanse.base.money import Money
from hanse.trade.goods import Offer, Product
from hanse.trade.orders import Order, Refund
from hanse.trade.people import Buyer
from hanse.trade.ports_read import Kind
from hanse.trade.stock import ItemStock, Location
from hanse.trade.supply import Purchase, Supply

# About persons: kept sealed, and opened with a reason.
PERSONAL = frozenset({Kind.orders, Kind.refunds, Kind.buyers, Kind.purchases})
NOUNS: Mapping[Kind, str] = {
    Kind.products: "product",
    Kind.offers: "offer",
    Kind.locations: "location",
    Kind.levels: "level",
    Kind.orders: "order",
    Kind.refunds: "refund",
    Kind.buyers: "buyer",
    Kind.supplied: "supply",
    Kind.purchases: "purchase",
}
TEXT_CHARS_MAX = 500


@dataclass(frozen=True, slots=True)
class Label:
    """What lists show of a thing; nothing in it is about a person."""

    parent_id: str | None = None
    title: str | None = None
    sku: str | None = None
    state: str | None = None
    amount: Money | None = None
    image_url: str | None = None
    happened_at: datetime | None = None
    modified_at: datetime | None = None
    findings: int = 0


@dataclass(frozen=True, slots=True)
class Draft:
    """A thing as just read, ready to be kept."""

    remote_id: str
    label: Label
    checksum: bytes
    value: bytes
    document: bytes
    is_whole: bool = True  # False: the document leaves parts of the thing out
    prices: bytes | None = None  # of a product: what its offers cost, apart from all else


@dataclass(frozen=True, slots=True)
class Known:
    """What is kept of a thing, as far as it decides."""

    id: UUID
    remote_id: str
    checksum: bytes
    modified_at: datetime | None
    read_at: datetime
    is_gone: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """A thing in a list."""

    id: UUID
    account_id: UUID
    kind: Kind
    remote_id: str
    label: Label
    read_at: datetime
    read_by: str
    gone_at: datetime | None
    version: int


@dataclass(frozen=True, slots=True)
class Plan:
    """What to write: things that are new, and those that are other than what is kept.

    `touched` are those of the latter that we understand as before: only the time of their change,
    or what we do not map, is another. `parts` were told in part only, and are to be asked for.
    """

    new: tuple[Draft, ...]
    changed: tuple[tuple[Known, Draft], ...]
    touched: tuple[tuple[Known, Draft], ...]
    unchanged: int
    parts: tuple[Draft, ...] = ()


def plan(drafts: Iterable[Draft], known: Mapping[str, Known], asked_at: datetime) -> Plan:
    """What is older than what we have is left alone, whoever brings it late; and what we have whole
    is not replaced by a part of it."""
    new: dict[str, Draft] = {}
    changed: dict[str, tuple[Known, Draft]] = {}
    touched: dict[str, tuple[Known, Draft]] = {}
    parts: dict[str, Draft] = {}
    unchanged = 0
    for draft in drafts:
        kept = known.get(draft.remote_id)
        if kept is None:
            new[draft.remote_id] = draft  # the last one of a page counts
            if not draft.is_whole:
                parts[draft.remote_id] = draft
        elif not draft.is_whole and not kept.is_gone:
            unchanged += 1
            if kept.modified_at != draft.label.modified_at:
                parts[draft.remote_id] = draft
        elif is_older(draft, kept, asked_at):
            unchanged += 1
        elif kept.is_gone or kept.checksum != draft.checksum:
            changed[draft.remote_id] = (kept, draft)
        elif kept.modified_at != draft.label.modified_at:
            touched[draft.remote_id] = (kept, draft)
        else:
            unchanged += 1
    return Plan(
        tuple(new.values()),
        tuple(changed.values()),
        tuple(touched.values()),
        unchanged,
        tuple(parts.values()),
    )


def is_older(draft: Draft, kept: Known, asked_at: datetime) -> bool:
    at = draft.label.modified_at
    if at is not None and kept.modified_at is not None and at != kept.modified_at:
        return at < kept.modified_at
    # The same time of change, or none: whoever asked first knows less.
    return asked_at < kept.read_at and not kept.is_gone


def label(kind: Kind, value: Any) -> Label:
    """What lists show of a value of this kind."""
    return cut(LABELS[kind](value))


def cut(found: Label) -> Label:
    long = [found.title or "", found.sku or "", found.image_url or "", found.parent_id or ""]
    if max(map(len, long)) <= TEXT_CHARS_MAX and not any("\0" in text for text in long):
        return found
    return Label(
        shorter(found.parent_id),
        shorter(found.title),
        shorter(found.sku),
        found.state,
        found.amount,
        found.image_url if found.image_url and len(found.image_url) <= 2_000 else None,
        found.happened_at,
        found.modified_at,
        found.findings,
    )


def shorter(text: str | None) -> str | None:
    return text and text.replace("\0", "")[:TEXT_CHARS_MAX]


def of_product(value: Product) -> Label:
    prices = [offer.price for offer in value.offers if offer.price is not None]
    one_currency = len({price.currency for price in prices}) == 1
    return Label(
        title=value.title,
        sku=value.sku or (value.offers[0].sku if len(value.offers) == 1 else None),
        state=value.state,
        amount=min(prices, key=lambda price: price.minor) if one_currency else None,
        image_url=value.images[0].url if value.images else None,
        modified_at=value.modified_at,
        findings=len(value.findings) + sum(len(offer.findings) for offer in value.offers),
    )


def of_offer(value: Offer) -> Label:
    chosen = " / ".join(each.value for each in value.choices if each.value)
    return Label(
        parent_id=value.product_id,
        title=value.title or chosen or None,
        sku=value.sku,
        state=value.state,
        amount=value.price,
        image_url=value.image.url if value.image else None,
        modified_at=value.modified_at,
        findings=len(value.findings),
    )


def of_location(value: Location) -> Label:
    state = {True: "active", False: "inactive", None: None}[value.active]
    return Label(title=value.name, state=state, findings=len(value.findings))


def of_level(value: ItemStock) -> Label:
    return Label(
        parent_id=value.product_id,
        sku=value.sku,
        state="tracked" if value.tracked else None,
        modified_at=value.modified_at,
        findings=len(value.findings),
    )


def of_order(value: Order) -> Label:
    return Label(
        title=value.number,
        state=value.state,
        amount=value.total,
        happened_at=value.placed_at,
        modified_at=value.modified_at,
        findings=len(value.findings),
    )


def of_refund(value: Refund) -> Label:
    return Label(
        parent_id=value.order_id,
        amount=value.amount,
        happened_at=value.refunded_at,
        findings=len(value.findings),
    )


def of_buyer(value: Buyer) -> Label:
    return Label(
        happened_at=value.created_at,
        modified_at=value.modified_at,
        findings=len(value.findings),
    )


def of_supply(value: Supply) -> Label:
    return Label(title=value.title, image_url=value.image_url, findings=len(value.findings))


def of_purchase(value: Purchase) -> Label:
    return Label(
        title=value.number,
        state=value.state.value if value.state else value.word,
        amount=value.total,
        happened_at=value.ordered_at,
        modified_at=value.modified_at,
        findings=len(value.findings),
    )


LABELS: Mapping[Kind, Any] = {
    Kind.products: of_product,
    Kind.offers: of_offer,
    Kind.locations: of_location,
    Kind.levels: of_level,
    Kind.orders: of_order,
    Kind.refunds: of_refund,
    Kind.buyers: of_buyer,
    Kind.supplied: of_supply,
    Kind.purchases: of_purchase,
}


def wanted_for(kind: Kind, draft: Draft) -> tuple[Kind, str, str]:
    """What completes a thing that was told in part."""
    return kind, draft.remote_id, ""


def named_by(kind: Kind, value: Any) -> Sequence[tuple[Kind, str, str]]:
    """What a document names without telling it: kind, remote id and parent of each."""
    if kind is Kind.orders and isinstance(value, Order):
        told = {each.remote_id for each in value.refunds}
        if any(remote_id not in told for remote_id in value.refund_ids):
            return [(Kind.refunds, "", value.remote_id)]
    if kind is Kind.products and isinstance(value, Product) and value.incomplete:
        return [(Kind.offers, "", value.remote_id)]
    return ()
