"""Statements that show the book: its list in every order of asking, always along an index."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from hanse.engine.tx import Tx
from hanse.rooms.orders.model.shown import Asked, ListedOrder
from hanse.rooms.orders.model.states import Payment, State

# Of each state along its index, then the newest of all: a rare one costs no more than others.
LIST = """
    select found.id, found.placed_at
    from unnest($2::text[]) as asked (state), lateral (
        select id, placed_at from orders_orders
        where workspace_id = $1 and state = asked.state and (placed_at, id) < ($3, $4::uuid)
          and placed_at >= $5
        order by placed_at desc, id desc limit $6) as found
    order by found.placed_at desc, found.id desc limit $6
"""
LIST_ACCOUNT = """
    select found.id, found.placed_at
    from unnest($2::text[]) as asked (state), lateral (
        select id, placed_at from orders_orders
        where workspace_id = $1 and account_id = $7 and state = asked.state
          and (placed_at, id) < ($3, $4::uuid) and placed_at >= $5
        order by placed_at desc, id desc limit $6) as found
    order by found.placed_at desc, found.id desc limit $6
"""
LIST_TAG = """
    select book.id, book.placed_at
    from orders_tags as tag join orders_orders as book
      on book.workspace_id = tag.workspace_id and book.id = tag.order_id
    where tag.workspace_id = $1 and tag.tag = $8 and (tag.placed_at, tag.order_id) < ($3, $4::uuid)
      and tag.placed_at >= $5 and book.state = any($2::text[])
      and ($7::uuid is null or book.account_id = $7)
    order by tag.placed_at desc, tag.order_id desc limit $6
"""
LIST_TROUBLE = """
    select book.id, book.placed_at
    from orders_exceptions as trouble join orders_orders as book
      on book.workspace_id = trouble.workspace_id and book.id = trouble.order_id
    where trouble.workspace_id = $1 and trouble.state = 'open' and trouble.kind = $8
      and (trouble.placed_at, trouble.order_id) < ($3, $4::uuid) and trouble.placed_at >= $5
      and book.state = any($2::text[]) and ($7::uuid is null or book.account_id = $7)
    order by trouble.placed_at desc, trouble.order_id desc limit $6
"""
# Each half finds along an index of its own; then the filters pass over what was found.
SEARCH = """
    with found as (
        (select id from orders_orders where workspace_id = $1 and number = any($8::text[])
         limit 500)
        union
        (select id from orders_orders where workspace_id = $1 and $9 <> '' and number like $9
         limit 500)
        union
        (select id from orders_orders where workspace_id = $1 and remote_id = any($8::text[])
         limit 500)
        union
        (select order_id from orders_lines where workspace_id = $1 and sku = $10
           and placed_at <= $3 order by placed_at desc limit 500)
        union
        (select order_id from orders_tags where workspace_id = $1 and tag = $10
           and placed_at <= $3 order by placed_at desc limit 500)
        union
        (select order_id from orders_parcels where workspace_id = $1 and tracking_number = $10
           and tracking_number <> '' limit 500)
        union
        (select id from orders_orders where workspace_id = $1 and email_hash = $11
           and placed_at <= $3 order by placed_at desc limit 500)
        union
        (select id from orders_orders where workspace_id = $1 and phone_hash = $12
           and placed_at <= $3 order by placed_at desc limit 500))
    select book.id, book.placed_at
    from found join orders_orders as book on book.workspace_id = $1 and book.id = found.id
    where book.state = any($2::text[]) and (book.placed_at, book.id) < ($3, $4::uuid)
      and book.placed_at >= $5 and ($7::uuid is null or book.account_id = $7)
    order by book.placed_at desc, book.id desc limit $6
"""
ROWS = """
    select book.id, book.account_id, book.number, book.state, book.payment, book.placed_at,
        book.currency, book.total_minor, book.country, book.tags, book.held_why is not null as held,
        jsonb_array_length(book.risks) as risks,
        array(select kind from orders_exceptions as trouble
              where trouble.workspace_id = $1 and trouble.order_id = book.id
                and trouble.state = 'open' order by kind) as troubles,
        lines.count as lines, lines.pieces, book.version
    from orders_orders as book, lateral (
        select count(*) as count, coalesce(sum(quantity), 0)::bigint as pieces from orders_lines
        where workspace_id = $1 and order_id = book.id and not removed) as lines
    where book.workspace_id = $1 and book.id = any($2::uuid[])
    order by book.placed_at desc, book.id desc
"""
UNMATCHED = """
    select distinct book.account_id, book.remote_id
    from unnest($2::uuid[], $3::text[]) as asked (account_id, product_id)
    join orders_lines as line on line.workspace_id = $1 and line.account_id = asked.account_id
      and line.remote_product_id = asked.product_id and line.variant_id is null
    join orders_orders as book on book.workspace_id = $1 and book.id = line.order_id
    limit 5000
"""


async def unmatched_of(tx: Tx, pairs: Sequence[tuple[UUID, str]]) -> Sequence[tuple[UUID, str]]:
    """Orders with lines of these products of shops that are of nothing that we know."""
    if not pairs:
        return ()
    accounts, products = [each[0] for each in pairs], [each[1] for each in pairs]
    rows = await tx.fetch(UNMATCHED, tx.workspace_id, accounts, products)
    return [(*row,) for row in rows]


async def page(
    tx: Tx,
    asked: Asked,
    before: tuple[datetime, UUID],
    since: datetime,
    rows_max: int,
    hashes: tuple[bytes | None, bytes | None],
) -> Sequence[UUID]:
    """The newest orders that fit, by their ids."""
    states = [each.value for each in asked.states or tuple(State)]
    base = (tx.workspace_id, states, *before, since, rows_max)
    account = asked.account_id
    if asked.search is not None:
        text = asked.search.strip()
        numbers = [text, f"#{text}"]
        rows = await tx.fetch(SEARCH, *base, account, numbers, begins(text), text, *hashes)
    elif asked.tag is not None:
        rows = await tx.fetch(LIST_TAG, *base, account, asked.tag)
    elif asked.trouble is not None:
        rows = await tx.fetch(LIST_TROUBLE, *base, account, asked.trouble.value)
    elif account is not None:
        rows = await tx.fetch(LIST_ACCOUNT, *base, account)
    else:
        rows = await tx.fetch(LIST, *base)
    return [row["id"] for row in rows]


BEGINNING_CHARS_MIN = 3


def begins(text: str) -> str:
    """How a number begins; of less than three signs it would be half of the book."""
    if len(text) < BEGINNING_CHARS_MIN:
        return ""
    for sign in ("\\", "%", "_"):
        text = text.replace(sign, f"\\{sign}")
    return f"{text}%"


async def rows(tx: Tx, ids: Sequence[UUID]) -> Sequence[ListedOrder]:
    found = await tx.fetch(ROWS, tx.workspace_id, list(ids)) if ids else []
    return [listed(dict(row)) for row in found]


def listed(row: Mapping[str, object]) -> ListedOrder:
    given = dict(row)
    given["state"], given["payment"] = State(str(row["state"])), Payment(str(row["payment"]))
    given["tags"], given["troubles"] = tuple(row["tags"]), tuple(row["troubles"])  # type: ignore[arg-type]
    return ListedOrder(**given)  # type: ignore[arg-type]
