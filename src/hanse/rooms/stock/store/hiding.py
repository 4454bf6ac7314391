"""Statements about listings that are hidden while they are sold out. Each row of a listing says the
same of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from hanse.engine.tx import Tx
from hanse.rooms.stock.model.hiding import Listing
from hanse.trade.goods import ListingState

OF_PRODUCTS = """
    select remote_product_id, max(hidden_at) as hidden_at, max(listing_asked) as asked,
        max(listing_tried_at) as tried_at
    from stock_shown
    where workspace_id = $1 and account_id = $2 and remote_product_id = any($3::text[])
      and (hidden_at is not null or listing_asked is not null or listing_tried_at is not null)
    group by remote_product_id
"""
NOTE = """
    with chosen as (
        select held.target, given.hidden_at, given.asked, given.tried_at from stock_shown held
        join unnest($3::text[], $4::timestamptz[], $5::text[], $6::timestamptz[])
            as given (product, hidden_at, asked, tried_at) on given.product = held.remote_product_id
        where held.workspace_id = $1 and held.account_id = $2 order by held.target
        for update of held
    )
    update stock_shown held
    set hidden_at = chosen.hidden_at, listing_asked = chosen.asked,
        listing_tried_at = chosen.tried_at
    from chosen where held.workspace_id = $1 and held.account_id = $2
      and held.target = chosen.target
"""
# What was asked for since is on its way still. Where the shop came to something else than was asked
# last, somebody is to look at it again.
ENDED = """
    with chosen as (
        select held.target, given.asked, given.proven, given.unasked,
            given.proven and held.listing_asked is distinct from given.asked as overtaken
        from stock_shown held
        join unnest($3::text[], $4::text[], $5::timestamptz[], $6::boolean[], $7::boolean[])
            as given (product, asked, made_at, proven, unasked)
            on given.product = held.remote_product_id
        where held.workspace_id = $1 and held.account_id = $2
          and (given.proven or given.unasked or (held.listing_asked = given.asked
              and held.listing_tried_at <= given.made_at))
        order by held.target for update of held
    )
    update stock_shown held
    set hidden_at = case when chosen.unasked or (chosen.proven and chosen.asked = 'live') then null
            when chosen.proven then coalesce(held.hidden_at, $8) else held.hidden_at end,
        listing_asked = case when chosen.overtaken then held.listing_asked end,
        listing_tried_at = case when chosen.unasked then $8
            when chosen.proven and not chosen.overtaken then null
            else held.listing_tried_at end,
        marked_at = case when chosen.overtaken then coalesce(held.marked_at, $8)
            else held.marked_at end
    from chosen where held.workspace_id = $1 and held.account_id = $2
      and held.target = chosen.target
    returning chosen.overtaken
"""
ASKED = """
    select distinct remote_product_id from stock_shown
    where workspace_id = $1 and account_id = $2 and listing_asked is not null
    order by remote_product_id limit $3
"""
FORGET = """
    update stock_shown set listing_asked = null, listing_tried_at = null
    where workspace_id = $1 and account_id = $2 and listing_tried_at is not null
"""


@dataclass(frozen=True, slots=True)
class Ended:
    """What became of what was asked of a listing then. `unasked`: a person took it back."""

    product_id: str
    asked: ListingState
    made_at: datetime
    proven: bool
    unasked: bool


async def of_products(
    tx: Tx, account_id: UUID, product_ids: Sequence[str]
) -> Mapping[str, Listing]:
    """Those that we hid, or asked something of."""
    rows = await tx.fetch(OF_PRODUCTS, tx.workspace_id, account_id, list(product_ids))
    return {
        row["remote_product_id"]: Listing(
            row["hidden_at"], ListingState(row["asked"]) if row["asked"] else None, row["tried_at"]
        )
        for row in rows
    }


async def note(tx: Tx, account_id: UUID, listings: Mapping[str, Listing]) -> None:
    await tx.execute(
        NOTE,
        *(tx.workspace_id, account_id, list(listings)),
        [each.hidden_at for each in listings.values()],
        [each.asked.value if each.asked else None for each in listings.values()],
        [each.tried_at for each in listings.values()],
    )


async def ended(tx: Tx, account_id: UUID, found: Sequence[Ended], at: datetime) -> bool:
    """Whether anything came to another end than was wanted last."""
    rows = await tx.fetch(
        ENDED,
        *(tx.workspace_id, account_id, [each.product_id for each in found]),
        *([each.asked.value for each in found], [each.made_at for each in found]),
        *([each.proven for each in found], [each.unasked for each in found], at),
    )
    return any(row["overtaken"] for row in rows)


async def asked(tx: Tx, account_id: UUID, rows_max: int) -> Sequence[str]:
    """Listings of which something was asked that has not come to an end."""
    rows = await tx.fetch(ASKED, tx.workspace_id, account_id, rows_max)
    return [row["remote_product_id"] for row in rows]


async def forget(tx: Tx, account_id: UUID) -> None:
    """What was asked for and came to nothing does not rest any more."""
    await tx.execute(FORGET, tx.workspace_id, account_id)
