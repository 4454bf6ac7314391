"""Statements that begin what orders need."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from uuid import UUID

from hanse.engine.tx import Tx

OFFERS = """
    select offer.id, offer.supplier_id, supplier.account_id,
        coalesce(nullif(offer.from_country, ''), supplier.from_country) as from_country,
        coalesce((
            select (step->>1)::bigint from jsonb_array_elements(offer.breaks) as step
            where (step->>0)::bigint <= given.quantity
            order by (step->>0)::bigint desc limit 1), offer.price_minor) as price_minor
    from unnest($2::uuid[], $3::integer[]) as given (id, quantity)
    join purchasing_offers as offer on offer.workspace_id = $1 and offer.id = given.id
    join purchasing_suppliers as supplier
      on supplier.workspace_id = $1 and supplier.id = offer.supplier_id
    where offer.state = 'active' and supplier.state = 'active' and supplier.account_id is not null
"""
TAKEN = """
    select distinct line.order_line_id from purchasing_order_lines as line
    join purchasing_orders as purchase
      on purchase.workspace_id = $1 and purchase.id = line.purchase_id
    where line.workspace_id = $1 and line.order_line_id = any($2::uuid[])
      and purchase.state not in ('refused', 'stopped', 'cancelled')
"""
# What was said for an order before holds for whoever is asked next.
WISHES = """
    select distinct on (order_id) order_id, own_wishes from purchasing_orders
    where workspace_id = $1 and order_id = any($2::uuid[]) and own_wishes <> '{}'
    order by order_id, id desc
"""
ADD = """
    insert into purchasing_orders (workspace_id, id, number, supplier_id, account_id, order_id,
        order_number, state, state_since, country, region, postcode, from_country, ship_to,
        ship_to_mark, sale_currency, sold_minor, own_wishes, made_at)
    select $1, given.id, given.number, given.supplier_id, given.account_id, given.order_id,
        given.order_number, 'waiting', $2, given.country, given.region, given.postcode,
        given.from_country, given.ship_to, given.mark, given.currency, given.sold,
        given.wishes::jsonb, $2
    from unnest($3::uuid[], $4::text[], $5::uuid[], $6::uuid[], $7::uuid[], $8::text[], $9::text[],
        $10::text[], $11::text[], $12::text[], $13::text[], $14::text[], $15::text[],
        $16::bigint[], $17::text[])
        as given (id, number, supplier_id, account_id, order_id, order_number, country, region,
            postcode, from_country, ship_to, mark, currency, sold, wishes)
"""
ADD_LINES = """
    insert into purchasing_order_lines (workspace_id, id, purchase_id, order_line_id, variant_id,
        offer_id, quantity, expected_minor)
    select $1, * from unnest($2::uuid[], $3::uuid[], $4::uuid[], $5::uuid[], $6::uuid[],
        $7::integer[], $8::bigint[])
"""


@dataclass(frozen=True, slots=True)
class Offered:
    """An offer that something is bought from, and what one piece of so many should cost."""

    offer_id: UUID
    supplier_id: UUID
    account_id: UUID
    from_country: str
    price_minor: int | None


@dataclass(frozen=True, slots=True)
class New:
    """A purchase to be begun."""

    id: UUID
    number: str
    supplier_id: UUID
    account_id: UUID
    order_id: UUID
    order_number: str
    country: str
    region: str
    postcode: str
    from_country: str
    ship_to: str
    ship_to_mark: str
    sale_currency: str | None
    sold_minor: int | None
    wishes: str


NewLine = tuple[UUID, UUID, UUID, UUID, UUID, int, int | None]


async def offers(tx: Tx, wanted: Sequence[tuple[UUID, int]]) -> Mapping[UUID, Offered]:
    ids, counts = [each for each, _ in wanted], [count for _, count in wanted]
    rows = await tx.fetch(OFFERS, tx.workspace_id, ids, counts)
    return {row["id"]: Offered(*row) for row in rows}


async def taken(tx: Tx, order_line_ids: Sequence[UUID]) -> frozenset[UUID]:
    """Those that are bought already."""
    rows = await tx.fetch(TAKEN, tx.workspace_id, list(order_line_ids))
    return frozenset(row["order_line_id"] for row in rows)


async def wishes(tx: Tx, order_ids: Sequence[UUID]) -> Mapping[UUID, str]:
    """What was said last of how each of these orders is sent, as it is kept."""
    rows = await tx.fetch(WISHES, tx.workspace_id, list(order_ids))
    return {row["order_id"]: row["own_wishes"] for row in rows}


async def add(tx: Tx, new: Sequence[New], lines: Sequence[NewLine]) -> None:
    values = [tuple(getattr(each, field.name) for field in fields(New)) for each in new]
    columns = [list(each) for each in zip(*values, strict=True)]
    await tx.execute(ADD, tx.workspace_id, tx.now, *columns)
    await tx.execute(ADD_LINES, tx.workspace_id, *[list(each) for each in zip(*lines, strict=True)])
