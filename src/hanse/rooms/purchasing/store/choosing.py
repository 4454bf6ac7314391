"""Statements about who could send what."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from hanse.engine.tx import Tx
from hanse.rooms.purchasing.model.choosing import Choice, Past

CHOICES = """
    select offer.id as offer_id, offer.variant_id, offer.supplier_id, supplier.name as supplier,
        supplier.account_id, supplier.currency,
        coalesce(nullif(offer.from_country, ''), supplier.from_country) as from_country,
        offer.price_minor, offer.minimum,
        coalesce(offer.lead_days, supplier.lead_days) as lead_days,
        offer.share_percent, offer.stock, offer.read_at
    from purchasing_offers as offer join purchasing_suppliers as supplier
      on supplier.workspace_id = $1 and supplier.id = offer.supplier_id
    where offer.workspace_id = $1 and offer.variant_id = any($2::uuid[])
      and offer.state = 'active' and supplier.state = 'active'
      and supplier.account_id is not null and offer.product_remote_id <> ''
    order by offer.variant_id, offer.price_minor nulls last, offer.id
"""
PAST = """
    select line.order_line_id, purchase.id, purchase.supplier_id,
        purchase.findings @> '[{"code": "elsewhere"}]' as elsewhere
    from purchasing_order_lines as line join purchasing_orders as purchase
      on purchase.workspace_id = $1 and purchase.id = line.purchase_id
    where line.workspace_id = $1 and line.order_line_id = any($2::uuid[])
"""


async def choices(tx: Tx, variant_ids: Sequence[UUID]) -> Mapping[UUID, Sequence[Choice]]:
    """By variant, the cheapest first."""
    found: dict[UUID, list[Choice]] = {}
    for row in await tx.fetch(CHOICES, tx.workspace_id, list(variant_ids)):
        found.setdefault(row["variant_id"], []).append(Choice(*row))
    return found


async def past(tx: Tx, order_line_ids: Sequence[UUID]) -> Mapping[UUID, Sequence[Past]]:
    """What was tried for each line before."""
    found: dict[UUID, list[Past]] = {}
    for row in await tx.fetch(PAST, tx.workspace_id, list(order_line_ids)):
        found.setdefault(row["order_line_id"], []).append(
            Past(row["id"], row["supplier_id"], row["elsewhere"])
        )
    return found
