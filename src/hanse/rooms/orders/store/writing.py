"""Statements that write orders as they were read: rows come as documents and go in at once."""

from collections.abc import Mapping, Sequence
from uuid import UUID

import msgspec

from hanse.engine.tx import Tx
from hanse.rooms.orders.model.orders import Known, KnownLine
from hanse.rooms.orders.model.rows import CustomerRow, Written
from hanse.rooms.orders.model.states import Payment, State

KNOWN = """
    select id, remote_id, version, checksum, shop_state, payment, state, state_since, customer_id,
        gone_at is not null as gone, personal is null as erased, held_why is not null as is_held,
        exists (select from orders_exceptions as open
                where open.workspace_id = $1 and open.account_id = $2 and open.kind = 'tax'
                  and open.remote_id = orders_orders.remote_id and open.state = 'open') as taxed,
        (select case when exists (
                    select from orders_lines as line
                    where line.workspace_id = $1 and line.order_id = orders_orders.id
                      and line.waits) then 'processing'
                when bool_and(parcel.state = 'delivered') then 'delivered' else 'shipped' end
         from orders_parcels as parcel
         where parcel.workspace_id = $1 and parcel.order_id = orders_orders.id
           and parcel.made_by = 'us' and parcel.state in ('packed', 'shipped', 'delivered')
         having count(*) > 0) as ours
    from orders_orders
    where workspace_id = $1 and account_id = $2 and remote_id = any($3::text[])
"""
KNOWN_LINES = """
    select order_id, id, remote_id, variant_id, matched_by, quantity, refunded, shipped, removed,
        held, short, sold, came, bought
    from orders_lines where workspace_id = $1 and order_id = any($2::uuid[])
"""
KNOWN_PARCELS = """
    select order_id, coalesce(remote_id, 'by ' || tracking_number) as name, id from orders_parcels
    where workspace_id = $1 and order_id = any($2::uuid[])
"""
# Whoever read an older version of the row writes nothing: `stood` is empty then.
WRITE = """
    with stood as (
        insert into orders_orders as stands (workspace_id, id, account_id, remote_id, number,
            shop_state, state, state_word, state_since, payment, paid_word, placed_at, paid_at,
            modified_at, gone_at, currency, goods_minor, discount_minor, tip_minor, duty_minor,
            gift_card_minor, shipping_minor, fees_minor, tax_minor, total_minor, refunded_minor,
            remainder_minor, buyer_currency, buyer_goods_minor, buyer_discount_minor,
            buyer_tip_minor, buyer_duty_minor, buyer_gift_card_minor, buyer_shipping_minor,
            buyer_tax_minor, buyer_total_minor,
            prices_include_tax, customer_id, country, region, personal, email_hash,
            phone_hash, payment_method, coupons, risks, findings, checksum, made_at)
        select workspace_id, id, account_id, remote_id, number,
            shop_state, state, state_word, state_since, payment, paid_word, placed_at, paid_at,
            modified_at, gone_at, currency, goods_minor, discount_minor, tip_minor, duty_minor,
            gift_card_minor, shipping_minor, fees_minor, tax_minor, total_minor, refunded_minor,
            remainder_minor, buyer_currency, buyer_goods_minor, buyer_discount_minor,
            buyer_tip_minor, buyer_duty_minor, buyer_gift_card_minor, buyer_shipping_minor,
            buyer_tax_minor, buyer_total_minor,
            prices_include_tax, customer_id, country, region, personal, email_hash,
            phone_hash, payment_method, coupons, risks, findings, checksum, made_at
        from jsonb_populate_record(null::orders_orders, $1::jsonb -> 'order')
        on conflict (workspace_id, account_id, remote_id) do update set
            number = excluded.number, shop_state = excluded.shop_state, state = excluded.state,
            state_word = excluded.state_word, state_since = excluded.state_since,
            payment = excluded.payment, paid_word = excluded.paid_word, paid_at = excluded.paid_at,
            modified_at = excluded.modified_at, gone_at = excluded.gone_at,
            currency = excluded.currency, goods_minor = excluded.goods_minor,
            discount_minor = excluded.discount_minor, tip_minor = excluded.tip_minor,
            duty_minor = excluded.duty_minor, gift_card_minor = excluded.gift_card_minor,
            shipping_minor = excluded.shipping_minor, fees_minor = excluded.fees_minor,
            tax_minor = excluded.tax_minor, total_minor = excluded.total_minor,
            refunded_minor = excluded.refunded_minor, remainder_minor = excluded.remainder_minor,
            buyer_currency = excluded.buyer_currency,
            buyer_goods_minor = excluded.buyer_goods_minor,
            buyer_discount_minor = excluded.buyer_discount_minor,
            buyer_tip_minor = excluded.buyer_tip_minor,
            buyer_duty_minor = excluded.buyer_duty_minor,
            buyer_gift_card_minor = excluded.buyer_gift_card_minor,
            buyer_shipping_minor = excluded.buyer_shipping_minor,
            buyer_tax_minor = excluded.buyer_tax_minor,
            buyer_total_minor = excluded.buyer_total_minor,
            prices_include_tax = excluded.prices_include_tax, customer_id = excluded.customer_id,
            country = excluded.country, region = excluded.region, personal = excluded.personal,
            email_hash = excluded.email_hash, phone_hash = excluded.phone_hash,
            payment_method = excluded.payment_method, coupons = excluded.coupons,
            risks = excluded.risks, findings = excluded.findings, checksum = excluded.checksum,
            version = stands.version + 1
        where stands.version = $2
        returning id),
    lines as (
        insert into orders_lines (workspace_id, id, order_id, account_id, remote_id, position,
            remote_product_id, remote_variant_id, sku, title, variant_id, matched_by, quantity,
            refunded, shipped, unit_price, subtotal_minor, total_minor, tax_minor, removed, waits,
            placed_at)
        select workspace_id, id, order_id, account_id, remote_id, position,
            remote_product_id, remote_variant_id, sku, title, variant_id, matched_by, quantity,
            refunded, shipped, unit_price, subtotal_minor, total_minor, tax_minor, removed, waits,
            placed_at
        from jsonb_populate_recordset(null::orders_lines, $1::jsonb -> 'lines')
        where exists (select from stood)
        on conflict (workspace_id, id) do update set
            position = excluded.position, remote_product_id = excluded.remote_product_id,
            remote_variant_id = excluded.remote_variant_id, sku = excluded.sku,
            title = excluded.title, variant_id = excluded.variant_id,
            matched_by = excluded.matched_by, quantity = excluded.quantity,
            refunded = excluded.refunded, shipped = excluded.shipped,
            unit_price = excluded.unit_price, subtotal_minor = excluded.subtotal_minor,
            total_minor = excluded.total_minor, tax_minor = excluded.tax_minor,
            removed = excluded.removed, waits = excluded.waits),
    parcels as (
        insert into orders_parcels (workspace_id, id, order_id, remote_id, made_by, state, carrier,
            tracking_number, tracking_url, shipped_at, made_at)
        select workspace_id, id, order_id, remote_id, 'shop', state, carrier,
            tracking_number, tracking_url, shipped_at, made_at
        from jsonb_populate_recordset(null::orders_parcels, $1::jsonb -> 'parcels')
        where exists (select from stood)
        on conflict (workspace_id, id) do update set
            remote_id = excluded.remote_id, carrier = excluded.carrier,
            tracking_number = excluded.tracking_number,
            tracking_url = excluded.tracking_url, shipped_at = excluded.shipped_at,
            version = orders_parcels.version + 1),
    parcel_lines as (
        insert into orders_parcel_lines (workspace_id, parcel_id, line_id, count)
        select workspace_id, parcel_id, line_id, count
        from jsonb_populate_recordset(null::orders_parcel_lines, $1::jsonb -> 'parcel_lines')
        where exists (select from stood)
        on conflict (workspace_id, parcel_id, line_id) do update set count = excluded.count),
    stays as (
        insert into orders_stays (workspace_id, order_id, state, account_id, from_at, until_at)
        select workspace_id, order_id, state, account_id, from_at, until_at
        from jsonb_populate_recordset(null::orders_stays, $1::jsonb -> 'stays')
        where exists (select from stood)
        on conflict do nothing)
    select id from stood
"""
LOCK = (
    "select id from orders_orders where workspace_id = $1 and id = $2 and version = $3 for update"
)
CUSTOMERS = """
    select id, remote_id, email_hash, seen_at from orders_customers
    where workspace_id = $1 and account_id = $2
      and (remote_id = any($3::text[]) or remote_id is null and email_hash = any($4::bytea[]))
"""
WRITE_CUSTOMERS = """
    insert into orders_customers as stands (workspace_id, id, account_id, remote_id, email_hash,
        phone_hash, personal, country, seen_at)
    select workspace_id, id, account_id, remote_id, email_hash, phone_hash, personal, country,
        seen_at
    from jsonb_populate_recordset(null::orders_customers, $1::jsonb)
    on conflict (workspace_id, id) do update set
        email_hash = excluded.email_hash, phone_hash = excluded.phone_hash,
        personal = excluded.personal, country = excluded.country, seen_at = excluded.seen_at,
        erased_at = null, version = stands.version + 1
    where excluded.seen_at > greatest(stands.seen_at, stands.erased_at)
"""


async def known(tx: Tx, account_id: UUID, remote_ids: Sequence[str]) -> Mapping[str, Known]:
    rows = await tx.fetch(KNOWN, tx.workspace_id, account_id, list(remote_ids))
    if not rows:
        return {}
    ids = [row["id"] for row in rows]
    lines: dict[UUID, dict[str, KnownLine]] = {each: {} for each in ids}
    for order_id, *line in await tx.fetch(KNOWN_LINES, tx.workspace_id, ids):
        lines[order_id][line[1]] = KnownLine(*line)
    return {
        row["remote_id"]: Known(
            id=row["id"],
            version=row["version"],
            checksum=row["checksum"],
            state=State(row["state"]),
            state_since=row["state_since"],
            payment=Payment(row["payment"]),
            customer_id=row["customer_id"],
            gone=row["gone"],
            erased=row["erased"],
            held=row["is_held"],
            taxed=row["taxed"],
            ours=State(row["ours"]) if row["ours"] else None,
            lines=lines[row["id"]],
        )
        for row in rows
    }


async def parcels(tx: Tx, order_ids: Sequence[UUID]) -> Mapping[tuple[UUID, str], UUID]:
    """By order and the shop's own id, or `by ` and the tracking number where it has none yet."""
    if not order_ids:
        return {}
    rows = await tx.fetch(KNOWN_PARCELS, tx.workspace_id, list(order_ids))
    return {(row["order_id"], row["name"]): row["id"] for row in rows}


async def write(tx: Tx, written: Written, version: int) -> bool:
    """False: somebody wrote the order since that version was read, and nothing was written."""
    document = msgspec.json.encode(written).decode()
    return await tx.fetchval(WRITE, document, version) is not None


async def lock(tx: Tx, order_id: UUID, version: int) -> bool:
    return await tx.fetchval(LOCK, tx.workspace_id, order_id, version) is not None


async def customers(
    tx: Tx, account_id: UUID, remote_ids: Sequence[str], hashes: Sequence[bytes]
) -> Mapping[str | bytes, UUID]:
    """By the platform's id, or of a guest by the hash of their address."""
    rows = await tx.fetch(CUSTOMERS, tx.workspace_id, account_id, list(remote_ids), list(hashes))
    return {row["remote_id"] or row["email_hash"]: row["id"] for row in rows}


async def write_customers(tx: Tx, rows: Sequence[CustomerRow]) -> None:
    if rows:
        await tx.execute(WRITE_CUSTOMERS, msgspec.json.encode(rows).decode())
