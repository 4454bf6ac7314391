"""A page of orders made ready to be written: read, matched, sealed; all that many can share is
looked up for all of them at once."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

import msgspec

from hanse.base.faults import Fault
from hanse.base.money import UnitCost
from hanse.engine.tx import Tx
from hanse.rooms.catalog.service import costing, offering
from hanse.rooms.mirror.service import buying
from hanse.rooms.orders.model import reading
from hanse.rooms.orders.model.orders import Draft, DraftLine, Known
from hanse.rooms.orders.model.rows import CustomerRow, spelled
from hanse.rooms.orders.model.states import OPEN, Means
from hanse.rooms.orders.service import sealing
from hanse.rooms.orders.store import looking
from hanse.rooms.orders.store import writing as store
from hanse.rooms.pricing.model.places import Taxes
from hanse.rooms.pricing.service import taxes
from hanse.rooms.stock.model.opening import Basis
from hanse.rooms.stock.service import opened
from hanse.trade.orders import OrderState as Shown

WHY = "the order is read into the book"
CHECKSUM_BYTES = 16
HOUR = timedelta(hours=1)
# What a document may do to its reader: of one order nobody else's suffers.
UNREADABLE = (Fault, ValueError, ArithmeticError, LookupError, TypeError, msgspec.MsgspecError)

# A checkout that nobody has finished, and what was thrown away before we knew it.
NO_ORDER = frozenset({Shown.draft, Shown.trashed})

Begun = Mapping[UUID, tuple[datetime, Basis]]  # since when a variant is counted, and by what
Match = tuple[UUID | None, str]  # the variant, and by what it is known


@dataclass(frozen=True, slots=True, repr=False)
class Ready:
    """One order, to be written in a transaction of its own."""

    id: UUID
    account_id: UUID
    draft: Draft
    known: Known | None
    checksum: bytes
    gone_at: datetime | None
    matches: Mapping[str, Match]
    costs: Mapping[UUID, UnitCost]
    taxes: Taxes
    begun: Begun
    personal: bytes | None
    email_hash: bytes | None
    phone_hash: bytes | None
    customer_id: UUID | None
    within_the_hour: int
    stock_only: bool  # it says the same as before; its goods are asked for and it is judged again
    line_ids: Mapping[str, UUID]
    parcel_ids: Mapping[str, UUID]


@dataclass(frozen=True, slots=True)
class Prepared:
    ready: Sequence[Ready]
    same: int
    unreadable: Mapping[str, str]  # the platform's id, and why


@dataclass(frozen=True, slots=True, repr=False)
class Item:
    draft: Draft
    known: Known | None
    checksum: bytes
    gone_at: datetime | None


async def prepare(tx: Tx, account_id: UUID, remote_ids: Sequence[str], means: Means) -> Prepared:
    bought = await buying.orders_named(tx, account_id, remote_ids, WHY)
    known = await store.known(tx, account_id, remote_ids)
    items: list[Item] = []
    unreadable: dict[str, str] = {}
    for remote_id, each in bought.items():
        if each.order.state in NO_ORDER and remote_id not in known:
            continue
        try:
            draft = reading.read(each.order, each.refunds, means)
        except UNREADABLE as failed:
            unreadable[remote_id] = why_not(failed)
            continue
        said = checksum(draft, each.gone_at)
        items.append(Item(draft, known.get(remote_id), said, each.gone_at))
    matches = await matched(tx, account_id, items)
    fresh = [
        each
        for each in items
        if is_other(each, matches)
        or waits_for_stock(each)
        or (each.known is not None and each.known.taxed)
    ]
    ready = await sealed(tx, account_id, fresh, matches)
    return Prepared(ready, len(items) - len(fresh), unreadable)


def why_not(failed: Exception) -> str:
    """In words; what a program says of itself is named only, for it may quote a document."""
    return failed.sentence if isinstance(failed, Fault) else type(failed).__name__


def checksum(draft: Draft, gone_at: datetime | None) -> bytes:
    """Of all that the shop says, without when it was saved: a save without a change is none."""
    plain = replace(draft, modified_at=None)
    told = msgspec.json.encode((plain, gone_at is not None))
    return hashlib.blake2b(told, digest_size=CHECKSUM_BYTES).digest()


def is_other(item: Item, matches: Mapping[DraftLine, Match]) -> bool:
    if item.known is None or item.known.checksum != item.checksum:
        return True
    lines = item.known.lines
    return any(
        matches[each][0] != lines[each.remote_id].variant_id
        for each in item.draft.lines
        if each.remote_id in lines
    )


def waits_for_stock(item: Item) -> bool:
    """Somebody asks for it again, and it holds less than it should, or what is bought for it."""
    known = item.known
    if known is None or known.state not in OPEN:
        return False
    return any(
        line.variant_id
        and line.held != max(line.quantity - line.refunded - line.shipped - line.bought, 0)
        for line in known.lines.values()
    )


async def matched(tx: Tx, account_id: UUID, items: Sequence[Item]) -> Mapping[DraftLine, Match]:
    """What was matched stays; else by the shop's offer, else by an SKU that one variant has."""
    found: dict[DraftLine, Match] = {}
    open_lines: list[DraftLine] = []
    for item in items:
        lines = item.known.lines if item.known else {}
        for each in item.draft.lines:
            was = lines.get(each.remote_id)
            if was and was.variant_id:
                found[each] = (was.variant_id, was.matched_by)
            else:
                open_lines.append(each)
    return found | await matched_anew(tx, account_id, open_lines)


async def matched_anew(
    tx: Tx, account_id: UUID, open_lines: Sequence[DraftLine]
) -> dict[DraftLine, Match]:
    found: dict[DraftLine, Match] = {}
    names = {each.remote_name for each in open_lines if each.remote_name}
    links = await offering.links_named(tx, account_id, sorted(names)) if names else {}
    skus = {each.sku for each in open_lines if each.sku and each.remote_name not in links}
    by_sku = await offering.variants_by_sku(tx, sorted(skus))
    for each in open_lines:
        if link := links.get(each.remote_name or ""):
            found[each] = (link.variant_id, "offer")
        elif variant_id := by_sku.get(each.sku):
            found[each] = (variant_id, "sku")
        else:
            found[each] = (None, "")
    return found


def may_be_overtaken(ready: Sequence[Ready]) -> bool:
    """Whether anything may become known of one of them that is not known yet."""
    return any(
        variant_id is None or variant_id not in each.begun
        for each in ready
        for variant_id, _ in each.matches.values()
    )


async def overtaken(tx: Tx, account_id: UUID, ready: Sequence[Ready]) -> set[str]:
    """Those of which something became known while they were written: what told of it found them
    not there yet."""
    unmatched = {
        line: each.draft.remote_id
        for each in ready
        for line in each.draft.lines
        if each.matches[line.remote_id][0] is None
    }
    uncounted = {
        variant_id
        for each in ready
        for variant_id, _ in each.matches.values()
        if variant_id and variant_id not in each.begun
    }
    found = await matched_anew(tx, account_id, list(unmatched)) if unmatched else {}
    begun = await opened.opened(tx, sorted(uncounted))
    return {unmatched[line] for line, (variant_id, _) in found.items() if variant_id} | {
        each.draft.remote_id
        for each in ready
        if any(variant_id in begun for variant_id, _ in each.matches.values())
    }


async def sealed(
    tx: Tx, account_id: UUID, items: Sequence[Item], matches: Mapping[DraftLine, Match]
) -> Sequence[Ready]:
    if not items:
        return []
    ids = [each.known.id if each.known else tx.ids.new() for each in items]
    hashes = await sealing.hashes(tx, [each.draft.person for each in items])
    kept = [not (each.known and each.known.erased) for each in items]
    personal = await sealing.sealed(
        tx,
        sealing.PERSONAL,
        {row: each.draft.person for row, each, keep in zip(ids, items, kept, strict=True) if keep},
    )
    customers = await customers_of(tx, account_id, items, hashes)
    variants = {one for item in items for each in item.draft.lines if (one := matches[each][0])}
    told = await costing.costs(tx, sorted(variants)) if variants else {}
    costs = {
        key: cost
        for key, kinds in told.items()
        if (cost := kinds.get("landed") or kinds.get("supplier"))
    }
    rates = await taxes.taxes(tx)
    begun = await opened.opened(tx, sorted(variants))
    busy = await orders_an_hour(tx, items, hashes)
    parcels = await store.parcels(tx, [each.known.id for each in items if each.known])
    return [
        Ready(
            id=row,
            account_id=account_id,
            draft=item.draft,
            known=item.known,
            checksum=item.checksum,
            gone_at=item.gone_at,
            matches={each.remote_id: matches[each] for each in item.draft.lines},
            costs=costs,
            taxes=rates,
            begun=begun,
            personal=personal.get(row),
            email_hash=email if keep else None,
            phone_hash=phone if keep else None,
            customer_id=customer_id,
            within_the_hour=within,
            stock_only=not is_other(item, matches),
            line_ids=line_ids(tx, item),
            parcel_ids={
                each.remote_id: parcels.get((row, each.remote_id))
                or parcels.get((row, f"by {each.tracking_number}"))
                or tx.ids.new()
                for each in item.draft.parcels
            },
        )
        for row, item, (email, phone), keep, customer_id, within in zip(
            ids, items, hashes, kept, customers, busy, strict=True
        )
    ]


def line_ids(tx: Tx, item: Item) -> Mapping[str, UUID]:
    known = {key: each.id for key, each in item.known.lines.items()} if item.known else {}
    return {each.remote_id: known.get(each.remote_id) or tx.ids.new() for each in item.draft.lines}


async def customers_of(
    tx: Tx,
    account_id: UUID,
    items: Sequence[Item],
    hashes: Sequence[tuple[bytes | None, bytes | None]],
) -> Sequence[UUID | None]:
    """One for each buyer of the shop; who they are is as their newest order says."""
    newest: dict[str | bytes, tuple[Item, bytes | None, bytes | None]] = {}
    keys: list[str | bytes | None] = []
    for item, (email, phone) in zip(items, hashes, strict=True):
        erased = item.known is not None and item.known.erased
        key = None if erased else item.draft.buyer_id or email
        keys.append(key)
        if key is not None and (key not in newest or placed(tx, newest[key][0]) < placed(tx, item)):
            newest[key] = (item, email, phone)
    if not newest:
        return [each.known.customer_id if each.known else None for each in items]
    remote_ids = [key for key in newest if isinstance(key, str)]
    emails = [key for key in newest if isinstance(key, bytes)]
    known = dict(await store.customers(tx, account_id, remote_ids, emails))
    for key in newest:
        known.setdefault(key, tx.ids.new())
    persons = {
        known[key]: replace(item.draft.person, note="") for key, (item, _, _) in newest.items()
    }
    personal = await sealing.sealed(tx, sealing.CUSTOMER, persons)
    rows = [
        CustomerRow(
            tx.workspace_id,
            known[key],
            account_id,
            key if isinstance(key, str) else None,
            spelled(email),
            spelled(phone),
            spelled(personal[known[key]]),
            item.draft.country,
            placed(tx, item),
        )
        for key, (item, email, phone) in newest.items()
    ]
    await store.write_customers(tx, rows)
    return [
        known[key] if key is not None else item.known.customer_id if item.known else None
        for key, item in zip(keys, items, strict=True)
    ]


def placed(tx: Tx, item: Item) -> datetime:
    return item.draft.placed_at or tx.now


async def orders_an_hour(
    tx: Tx, items: Sequence[Item], hashes: Sequence[tuple[bytes | None, bytes | None]]
) -> Sequence[int]:
    """How many orders each buyer placed in the hour up to this one, with it."""
    emails = {email for email, _ in hashes if email}
    if not emails:
        return [1] * len(items)
    times = [placed(tx, each) for each in items]
    since, until = min(times) - HOUR, max(times)
    there = await looking.placed_by(tx, sorted(emails), since, until)
    all_ = {(email, item.draft.remote_id, at) for email, item, at in there_of(items, hashes, times)}
    all_ |= set(there)
    return [
        sum(1 for who, _, when in all_ if who == email and at - HOUR <= when <= at) if email else 1
        for (email, _), at in zip(hashes, times, strict=True)
    ]


def there_of(
    items: Sequence[Item],
    hashes: Sequence[tuple[bytes | None, bytes | None]],
    times: Sequence[datetime],
) -> Sequence[tuple[bytes, Item, datetime]]:
    return [
        (email, item, at)
        for item, (email, _), at in zip(items, hashes, times, strict=True)
        if email
    ]
