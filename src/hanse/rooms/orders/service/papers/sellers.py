"""What papers say of the businesses of a workspace: their legal name, address and numbers."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import replace
from uuid import UUID

import msgspec

from hanse.base.faults import Conflict, Finding, Rejected, Severity
from hanse.engine.files import pictures
from hanse.engine.files.shelf import Shelf
from hanse.engine.log import events as log
from hanse.engine.tx import Tx
from hanse.rooms.connections.service import accounts
from hanse.rooms.identity.service import businesses
from hanse.rooms.orders.model.papers.parties import Seller, wrong
from hanse.rooms.orders.service.papers import facts
from hanse.rooms.orders.store import papers as store
from hanse.rooms.orders.store import shops as shops_store
from hanse.rooms.orders.store import sold
from hanse.rooms.orders.store.papers import SellerRow


async def list_sellers(tx: Tx) -> Sequence[Seller]:
    return [seller_of(row) for row in await store.sellers(tx)]


async def seller(tx: Tx, business_id: UUID) -> Seller:
    await businesses.business(tx, business_id)
    row = await store.seller(tx, business_id)
    if row is None:
        sentence = "Nobody has said yet what papers say of this business."
        step = "Enter its legal name, address and tax number first."
        raise Rejected(sentence, [Finding(Severity.error, "seller", sentence, step)], step)
    return seller_of(row)


async def of_order(tx: Tx, business_id: UUID | None, order_id: UUID | None) -> Seller:
    """Of this business; without one, of the business that sells at the shop of the order."""
    row = await sold.order(tx, order_id) if order_id and not business_id else None
    if row is not None:
        business_id = await shops_store.business(tx, row.account_id)
    return await the_one(tx, business_id)


async def the_one(tx: Tx, business_id: UUID | None) -> Seller:
    """Of this business; without one, of the only one that there is."""
    if business_id:
        return await seller(tx, business_id)
    known = await list_sellers(tx)
    if len(known) != 1:
        sentence = (
            "Several businesses issue papers here, and none was named."
            if known
            else "Nobody has said yet what papers say of a business."
        )
        step = (
            "Say which business sells at this shop, or name one for this paper."
            if known
            else "Enter its legal name, address and tax number."
        )
        found = Finding(Severity.error, "seller", sentence, step, "business_id")
        raise Rejected(sentence, [found], step)
    return known[0]


async def shops(tx: Tx) -> Mapping[UUID, Sequence[UUID]]:
    """By business, the shops where it sells."""
    return await shops_store.shops(tx)


async def set_shops(tx: Tx, business_id: UUID, account_ids: Sequence[UUID]) -> None:
    """It sells at these, and no other business does."""
    there = {each.id for each in await accounts.of_ids(tx, list(account_ids))}
    if strange := set(account_ids) - there:
        sentence = f"{len(strange)} of these shops are not here, or not any more."
        step = "Choose among the shops of the list."
        found = Finding(Severity.error, "shop", sentence, step, "account_ids")
        raise Rejected(sentence, [found], step)
    before = (await shops(tx)).get(business_id, [])
    if set(before) != set(account_ids):
        await shops_store.put(tx, business_id, account_ids)
        await log.append(tx, facts.ShopsAssigned(business_id, sorted(set(account_ids))))


async def set_seller(tx: Tx, wanted: Seller, expected: int) -> Seller:
    """`expected` is the version that the editor saw; 0: there is none yet. The logo stays."""
    business = await businesses.business(tx, wanted.business_id)
    row = await store.seller(tx, wanted.business_id)
    before = seller_of(row) if row else None
    wanted = replace(wanted, logo=before.logo if before else None)
    if findings := wrong(wanted):
        raise Rejected(
            f"Papers of {business.name} cannot be issued like this.",
            findings,
            findings[0].next_step,
        )
    return await kept(tx, before, wanted, expected)


async def set_logo(
    tx: Tx, shelf: Shelf, business_id: UUID, content: bytes, expected: int
) -> Seller:
    """The picture at the head of papers; made small, for it goes into each of them."""
    before = await seller(tx, business_id)
    picture = await asyncio.to_thread(pictures.looked_at, content)
    small = picture.small[max(picture.small)]
    return await kept(tx, before, replace(before, logo=await shelf.put(small)), expected)


async def kept(tx: Tx, before: Seller | None, wanted: Seller, expected: int) -> Seller:
    version = await store.put_seller(
        tx, wanted.business_id, msgspec.json.encode(wanted), wanted.logo, expected
    )
    if version is None or (before is None) != (expected == 0):
        raise Conflict(
            "Somebody else has changed what papers say of this business.",
            "Read it again and make your change anew.",
        )
    after = replace(wanted, version=version)
    await log.append(
        tx,
        facts.SellerChanged(
            wanted.business_id, told(before) if before else {}, told(after), version
        ),
    )
    return after


def told(given: Seller) -> dict[str, object]:
    found: dict[str, object] = msgspec.to_builtins(given)
    return found


def seller_of(row: SellerRow) -> Seller:
    known = msgspec.convert(row.facts, Seller)
    return replace(known, business_id=row.business_id, logo=row.logo, version=row.version)
