"""What papers say of the businesses of a workspace: their legal name, address and numbers."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

import msgspec

from hanse.base.faults import Conflict, Finding, Rejected, Severity
from hanse.engine.files import pictures
from hanse.engine.files.shelf import Shelf
from hanse.engine.log import events as log
from hanse.engine.tx import Tx
from hanse.rooms.identity.service import businesses
from hanse.rooms.orders.model.papers.parties import Seller, wrong
from hanse.rooms.orders.service.papers import facts
from hanse.rooms.orders.store import papers as store
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
        step = "Name the business." if known else "Enter its legal name, address and tax number."
        found = Finding(Severity.error, "seller", sentence, step, "business_id")
        raise Rejected(sentence, [found], step)
    return known[0]


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
