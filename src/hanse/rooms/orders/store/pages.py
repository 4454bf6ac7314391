"""Statements about one order, exceptions and customers, and about what people do with them."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

import msgspec

from hanse.engine.tx import Tx
from hanse.rooms.orders.model.exceptions import Trouble
from hanse.rooms.orders.model.orders import Reason, Sums
from hanse.rooms.orders.model.shown import (
    ListedOrder,
    ShownCustomer,
    ShownLine,
    ShownParcel,
    ShownTrouble,
    WholeOrder,
)

ORDER = "select * from orders_orders where workspace_id = $1 and id = $2"
LINES = """
    select id, remote_id, sku, title, variant_id, matched_by, quantity, refunded, shipped, held,
        short, bought, unit_price, subtotal_minor, total_minor, tax_minor, removed
    from orders_lines where workspace_id = $1 and order_id = $2 order by removed, position, id
"""
PARCELS = """
    select id, remote_id, made_by, state, carrier, tracking_number, tracking_url, shipped_at,
        told, told_why, purchase_id
    from orders_parcels where workspace_id = $1 and order_id = $2 order by id
"""
TROUBLES = """
    select id, kind, account_id, order_id, remote_id, facts, state, answer, placed_at, opened_at
    from orders_exceptions where workspace_id = $1 and order_id = $2 and state = 'open' order by id
"""
# What is not asked for is not looked at: a plan for all questions would walk through the table.
OWN_PLAN = "set local plan_cache_mode = force_custom_plan"
TROUBLE_LIST = """
    select id, kind, account_id, order_id, remote_id, facts, state, answer, placed_at, opened_at
    from orders_exceptions
    where workspace_id = $1 and state = $2 and ($3::text is null or kind = $3)
      and ($4::uuid is null or account_id = $4) and ($5::uuid is null or id < $5)
    order by id desc limit $6
"""
TROUBLE_COUNTS = """
    select kind, count(*) as count from orders_exceptions
    where workspace_id = $1 and state = 'open' and ($2::text is null or kind = $2)
      and ($3::uuid is null or account_id = $3)
    group by kind order by kind
"""
SETTLE = """
    update orders_exceptions set state = 'settled', answer = $3, settled_at = $4, settled_by = $5
    where workspace_id = $1 and id = any($2::uuid[]) and state = 'open'
"""
TROUBLES_NAMED = """
    select id, kind, account_id, order_id, remote_id, facts, state, answer, placed_at, opened_at
    from orders_exceptions where workspace_id = $1 and id = any($2::uuid[]) order by id for update
"""
HOLD = """
    update orders_orders set held_why = $3, held_by = $4, held_at = $5, version = version + 1
    where workspace_id = $1 and id = any($2::uuid[]) and held_why is distinct from $3
"""
TAG = """
    with book as (
        update orders_orders set tags = $3::text[], version = version + 1
        where workspace_id = $1 and id = $2 returning placed_at),
    gone as (
        delete from orders_tags using book
        where orders_tags.workspace_id = $1 and orders_tags.order_id = $2
          and orders_tags.placed_at = book.placed_at and orders_tags.tag = any($4::text[])
          and orders_tags.tag <> all($3::text[]))
    insert into orders_tags (workspace_id, tag, placed_at, order_id)
    select $1, tag, book.placed_at, $2 from book, unnest($3::text[]) as tag
    on conflict do nothing
"""
ADD_NOTE = """
    insert into orders_notes (workspace_id, id, order_id, at, person_id, words)
    values ($1, $2, $3, $4, $5, $6)
"""
NOTES = """
    select id, at, person_id, words from orders_notes
    where workspace_id = $1 and order_id = $2 order by id desc limit 200
"""
PERSONAL = "select personal from orders_orders where workspace_id = $1 and id = $2"
CUSTOMER_LIST = """
    select id, account_id, remote_id, country, seen_at, erased_at is not null as erased
    from orders_customers
    where workspace_id = $1 and ($2::uuid is null or account_id = $2)
      and ($3::uuid is null or id < $3)
      and ($4::bytea is null or email_hash = $4) and ($5::bytea is null or phone_hash = $5)
    order by id desc limit $6
"""
CUSTOMER = """
    select id, account_id, remote_id, country, seen_at, erased_at is not null as erased, personal,
        (select count(*) from orders_orders where workspace_id = $1 and customer_id = $2) as orders,
        array(select other.id from orders_customers as other
              where other.workspace_id = $1 and other.email_hash = mine.email_hash
                and other.id <> mine.id order by id limit 20) as others
    from orders_customers as mine where workspace_id = $1 and id = $2
"""
ERASE_CUSTOMER = """
    update orders_customers set personal = null, email_hash = null, phone_hash = null,
        erased_at = $3, version = version + 1
    where workspace_id = $1 and id = $2
"""
ERASE_NOTES = """
    delete from orders_notes where workspace_id = $1 and order_id in (
        select id from orders_orders where workspace_id = $1 and customer_id = $2)
"""
ERASE_ORDERS = """
    update orders_orders set personal = null, tax_number = null, email_hash = null,
        phone_hash = null, version = version + 1
    where workspace_id = $1 and customer_id = $2
"""

reasons = msgspec.json.Decoder(tuple[Reason, ...])
facts = msgspec.json.Decoder(dict[str, str | int])


async def order(tx: Tx, order_id: UUID, listed: ListedOrder) -> WholeOrder:
    """All of it but who bought."""
    row = await tx.fetchrow(ORDER, tx.workspace_id, order_id)
    assert row is not None, "it was listed in this transaction"
    at = (tx.workspace_id, order_id)
    return WholeOrder(
        listed=listed,
        **{
            name: row[name]
            for name in (
                *("remote_id", "state_word", "paid_word", "state_since", "paid_at", "gone_at"),
                *("prices_include_tax", "customer_id", "region", "payment_method", "held_why"),
            )
        },
        sums=sums_of(dict(row), ""),
        buyer_sums=sums_of(dict(row), "buyer_"),
        coupons=tuple(row["coupons"]),
        risks=reasons.decode(row["risks"]),
        findings=reasons.decode(row["findings"]),
        lines=[ShownLine(*each) for each in await tx.fetch(LINES, *at)],
        parcels=[ShownParcel(*each) for each in await tx.fetch(PARCELS, *at)],
        troubles=[trouble(dict(each)) for each in await tx.fetch(TROUBLES, *at)],
    )


def sums_of(row: Mapping[str, object], prefix: str) -> Sums:
    names = ("goods", "discount", "tip", "duty", "gift_card", "shipping", "fees", "tax", "total")
    given = {
        name: row[f"{prefix}{name}_minor"]
        for name in (*names, *(() if prefix else ("refunded", "remainder")))
        if not (prefix and name == "fees")
    }
    return Sums(currency=row[f"{prefix}currency"], **given)  # type: ignore[arg-type]


def trouble(row: Mapping[str, object]) -> ShownTrouble:
    given = dict(row)
    given["kind"], given["facts"] = Trouble(str(row["kind"])), facts.decode(str(row["facts"]))
    return ShownTrouble(**given)  # type: ignore[arg-type]


async def troubles(
    tx: Tx,
    state: str,
    kind: Trouble | None,
    account_id: UUID | None,
    before: UUID | None,
    rows_max: int,
) -> Sequence[ShownTrouble]:
    named = kind.value if kind else None
    await tx.execute(OWN_PLAN)
    rows = await tx.fetch(TROUBLE_LIST, tx.workspace_id, state, named, account_id, before, rows_max)
    return [trouble(dict(each)) for each in rows]


async def trouble_counts(
    tx: Tx, kind: Trouble | None, account_id: UUID | None
) -> Mapping[Trouble, int]:
    named = kind.value if kind else None
    rows = await tx.fetch(TROUBLE_COUNTS, tx.workspace_id, named, account_id)
    return {Trouble(row["kind"]): row["count"] for row in rows}


async def troubles_named(tx: Tx, ids: Sequence[UUID]) -> Sequence[ShownTrouble]:
    rows = await tx.fetch(TROUBLES_NAMED, tx.workspace_id, list(ids))
    return [trouble(dict(each)) for each in rows]


async def settle(tx: Tx, ids: Sequence[UUID], answer: str) -> int:
    person = tx.actor.person_id or tx.actor.id
    return await tx.execute(SETTLE, tx.workspace_id, list(ids), answer, tx.now, person)


async def hold(tx: Tx, ids: Sequence[UUID], why: str | None) -> int:
    """None lets them go on; how many stood otherwise."""
    person = (tx.actor.person_id or tx.actor.id) if why is not None else None
    at = tx.now if why is not None else None
    return await tx.execute(HOLD, tx.workspace_id, list(ids), why, person, at)


async def tag(tx: Tx, order_id: UUID, before: Sequence[str], after: Sequence[str]) -> None:
    await tx.execute(TAG, tx.workspace_id, order_id, list(after), list(before))


async def add_note(tx: Tx, note_id: UUID, order_id: UUID, words: bytes) -> None:
    person = tx.actor.person_id or tx.actor.id
    await tx.execute(ADD_NOTE, tx.workspace_id, note_id, order_id, tx.now, person, words)


async def notes(tx: Tx, order_id: UUID) -> Sequence[tuple[UUID, datetime, UUID | None, bytes]]:
    return [(*row,) for row in await tx.fetch(NOTES, tx.workspace_id, order_id)]


async def personal(tx: Tx, order_id: UUID) -> bytes | None:
    found: bytes | None = await tx.fetchval(PERSONAL, tx.workspace_id, order_id)
    return found


async def customers(
    tx: Tx,
    account_id: UUID | None,
    before: UUID | None,
    hashes: tuple[bytes | None, bytes | None],
    rows_max: int,
) -> Sequence[ShownCustomer]:
    await tx.execute(OWN_PLAN)
    rows = await tx.fetch(CUSTOMER_LIST, tx.workspace_id, account_id, before, *hashes, rows_max)
    return [ShownCustomer(*row) for row in rows]


async def customer(tx: Tx, customer_id: UUID) -> tuple[ShownCustomer, bytes | None] | None:
    row = await tx.fetchrow(CUSTOMER, tx.workspace_id, customer_id)
    if row is None:
        return None
    *plain, sealed, orders, others = row
    return replace(ShownCustomer(*plain), orders=orders, others=tuple(others)), sealed


async def erase(tx: Tx, customer_id: UUID) -> int:
    """How many orders lost who bought; what was paid stays."""
    await tx.execute(ERASE_NOTES, tx.workspace_id, customer_id)
    await tx.execute(ERASE_CUSTOMER, tx.workspace_id, customer_id, tx.now)
    return await tx.execute(ERASE_ORDERS, tx.workspace_id, customer_id)
