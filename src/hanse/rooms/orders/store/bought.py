"""Statements about what suppliers send for orders."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from hanse.engine.tx import Tx

BOUGHT = """
    update orders_lines as line set bought = line.bought + given.count,
        short = greatest(line.short - given.count, 0)
    from unnest($2::uuid[], $3::bigint[]) as given (id, count)
    where line.workspace_id = $1 and line.id = given.id
"""
UNBOUGHT = """
    update orders_lines as line set bought = greatest(line.bought - given.count, 0)
    from unnest($2::uuid[], $3::bigint[]) as given (id, count)
    where line.workspace_id = $1 and line.id = given.id
"""
OF_ORDER = """
    select id, bought from orders_lines
    where workspace_id = $1 and order_id = $2 order by id for update
"""
NONE = "update orders_lines set bought = 0 where workspace_id = $1 and order_id = $2 and bought > 0"
NAMES = """
    select id, account_id, remote_id from orders_orders
    where workspace_id = $1 and id = any($2::uuid[])
"""
SOURCES = """
    select line.id, line.sku, line.title, line.variant_id,
        greatest(line.quantity - line.refunded - line.shipped - line.bought, 0) as left,
        line.bought, line.quantity, line.total_minor, book.currency
    from orders_lines as line join orders_orders as book
      on book.workspace_id = $1 and book.id = line.order_id
    where line.workspace_id = $1 and line.order_id = $2 and not line.removed
    order by line.position, line.id
"""
PARCELS = """
    select tracking_number from orders_parcels where workspace_id = $1 and purchase_id = $2
"""
OF_PURCHASE = """
    update orders_parcels set purchase_id = $3 where workspace_id = $1 and id = $2
"""
ADD_BARE = """
    insert into orders_parcels (workspace_id, id, order_id, made_by, state, carrier,
        tracking_number, tracking_url, notify, shipped_at, purchase_id, made_at)
    select $1, given.id, $2, 'us', 'shipped', given.carrier, given.number, given.url, false, $3,
        $4, $3
    from unnest($5::uuid[], $6::text[], $7::text[], $8::text[])
        as given (id, carrier, number, url)
    on conflict do nothing
"""
RENUMBER = """
    update orders_parcels set tracking_number = $4, version = version + 1
    where workspace_id = $1 and purchase_id = $2 and tracking_number = $3
"""
DELIVERED = """
    update orders_parcels set state = 'delivered', delivered_at = $3, version = version + 1
    where workspace_id = $1 and purchase_id = any($2::uuid[]) and state = 'shipped'
    returning order_id
"""
ARRIVED = """
    update orders_parcels set state = 'delivered', delivered_at = $4, version = version + 1
    where workspace_id = $1 and order_id = $2 and tracking_number = $3 and state = 'shipped'
    returning order_id
"""
WHOLLY_DELIVERED = """
    select id from orders_orders as book
    where workspace_id = $1 and id = any($2::uuid[]) and state = 'shipped'
      and not exists (
        select from orders_parcels as parcel
        where parcel.workspace_id = $1 and parcel.order_id = book.id
          and parcel.state not in ('delivered', 'cancelled'))
"""
EXCEPT = """
    insert into orders_exceptions as stands (workspace_id, id, kind, account_id, order_id,
        remote_id, facts, state, placed_at, opened_at)
    select $1, $3, 'supplier', book.account_id, book.id, book.remote_id, $4::jsonb, 'open',
        book.placed_at, $5
    from orders_orders as book where book.workspace_id = $1 and book.id = $2
    on conflict (workspace_id, account_id, remote_id, kind) do update set
        state = 'open', answer = '', facts = excluded.facts, settled_at = null, settled_by = null
    where stands.state <> 'open' or stands.facts <> excluded.facts
    returning id, account_id
"""
OPEN = """
    select facts->>'number' as number, facts->>'codes' as codes from orders_exceptions
    where workspace_id = $1 and order_id = $2 and kind = 'supplier' and state = 'open'
"""
SETTLE = """
    update orders_exceptions set state = 'settled', answer = 'itself', settled_at = $3
    where workspace_id = $1 and order_id = $2 and kind = 'supplier' and state = 'open'
"""


@dataclass(frozen=True, slots=True)
class Source:
    """A line whose pieces come from somewhere; `left` of it nobody sends yet."""

    id: UUID
    sku: str
    title: str
    variant_id: UUID | None
    left: int
    bought: int
    quantity: int
    total_minor: int | None
    currency: str | None


async def sources(tx: Tx, order_id: UUID) -> Sequence[Source]:
    return [Source(*row) for row in await tx.fetch(SOURCES, tx.workspace_id, order_id)]


async def bought(tx: Tx, counts: Mapping[UUID, int]) -> None:
    """So many more pieces of each line come from suppliers."""
    await tx.execute(BOUGHT, tx.workspace_id, list(counts), list(counts.values()))


async def unbought(tx: Tx, counts: Mapping[UUID, int]) -> None:
    if counts:
        await tx.execute(UNBOUGHT, tx.workspace_id, list(counts), list(counts.values()))


async def of_order(tx: Tx, order_id: UUID) -> Mapping[UUID, int]:
    """How many pieces of each line suppliers send; locked."""
    rows = await tx.fetch(OF_ORDER, tx.workspace_id, order_id)
    return {row["id"]: row["bought"] for row in rows}


async def none(tx: Tx, order_id: UUID) -> None:
    await tx.execute(NONE, tx.workspace_id, order_id)


async def names(tx: Tx, order_ids: Sequence[UUID]) -> Mapping[UUID, tuple[UUID, str]]:
    """The shop of each, and its own id."""
    rows = await tx.fetch(NAMES, tx.workspace_id, list(order_ids))
    return {row["id"]: (row["account_id"], row["remote_id"]) for row in rows}


async def numbers(tx: Tx, purchase_id: UUID) -> frozenset[str]:
    """Of the parcels of a purchase that stand in the book."""
    rows = await tx.fetch(PARCELS, tx.workspace_id, purchase_id)
    return frozenset(row["tracking_number"] for row in rows)


async def of_purchase(tx: Tx, parcel_id: UUID, purchase_id: UUID) -> None:
    await tx.execute(OF_PURCHASE, tx.workspace_id, parcel_id, purchase_id)


async def add_bare(
    tx: Tx, order_id: UUID, purchase_id: UUID, parcels: Sequence[tuple[UUID, str, str, str]]
) -> None:
    """Parcels of which nobody knows what lies in them."""
    columns = [list(each) for each in zip(*parcels, strict=True)]
    await tx.execute(ADD_BARE, tx.workspace_id, order_id, tx.now, purchase_id, *columns)


async def renumber(tx: Tx, purchase_id: UUID, former: str, number: str) -> None:
    await tx.execute(RENUMBER, tx.workspace_id, purchase_id, former, number)


async def delivered(tx: Tx, purchase_ids: Sequence[UUID]) -> Sequence[UUID]:
    """Orders of which every parcel has arrived now."""
    rows = await tx.fetch(DELIVERED, tx.workspace_id, list(purchase_ids), tx.now)
    ids = sorted({row["order_id"] for row in rows})
    whole = await tx.fetch(WHOLLY_DELIVERED, tx.workspace_id, ids)
    return [row["id"] for row in whole]


async def arrived(tx: Tx, order_id: UUID, number: str) -> Sequence[UUID]:
    """Its order, if every parcel of it has arrived now."""
    rows = await tx.fetch(ARRIVED, tx.workspace_id, order_id, number, tx.now)
    whole = await tx.fetch(WHOLLY_DELIVERED, tx.workspace_id, [row["order_id"] for row in rows])
    return [row["id"] for row in whole]


async def trouble(tx: Tx, order_id: UUID, facts: str) -> tuple[UUID, UUID] | None:
    """The exception, and the shop; None: it stands so already."""
    row = await tx.fetchrow(EXCEPT, tx.workspace_id, order_id, tx.ids.new(), facts, tx.now)
    return (row["id"], row["account_id"]) if row else None


async def open_trouble(tx: Tx, order_id: UUID) -> tuple[str, Sequence[str]] | None:
    """The supplier order that it names, and its codes."""
    row = await tx.fetchrow(OPEN, tx.workspace_id, order_id)
    return (row["number"] or "", (row["codes"] or "").split()) if row else None


async def settle(tx: Tx, order_id: UUID) -> None:
    await tx.execute(SETTLE, tx.workspace_id, order_id, tx.now)
