"""Statements about money that goes back, and what was asked of shops for it."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from hanse.engine.tx import Tx
from hanse.rooms.orders.model.refunding import Given, LineLeft, Shares
from hanse.rooms.orders.model.refunds import Order, Part, Refund, TakenIn
from hanse.rooms.orders.model.states import Payment, State

BASIS = """
    select account_id, remote_id, number, state, payment, currency, total_minor, shipping_minor,
        tax_minor, refunded_minor
    from orders_orders where workspace_id = $1 and id = $2
"""
LOCK = "select id from orders_orders where workspace_id = $1 and id = $2 for update"
# The shop shows what we gave back a while after it was done; pieces count from then on.
LINES = """
    select line.id, line.remote_id, line.title, line.variant_id, line.quantity,
        least(greatest(line.refunded, coalesce(ours.back, 0)), line.quantity) as back,
        greatest(line.sold, line.shipped) as out, line.total_minor, line.tax_minor
    from orders_lines as line, lateral (
        select max(part.before + part.count) as back
        from orders_refunds as refund join orders_refund_lines as part
          on part.workspace_id = $1 and part.refund_id = refund.id and part.line_id = line.id
        where refund.workspace_id = $1 and refund.order_id = $2 and refund.state = 'done') as ours
    where line.workspace_id = $1 and line.order_id = $2 and not line.removed and line.quantity > 0
    order by line.position, line.id
"""
GIVEN = """
    select coalesce(sum(goods_minor), 0)::bigint, coalesce(sum(tax_minor), 0)::bigint,
        coalesce(sum(shipping_minor), 0)::bigint,
        coalesce(max(before_minor + goods_minor + tax_minor + shipping_minor), 0)::bigint
    from orders_refunds where workspace_id = $1 and order_id = $2 and state = 'done'
"""
ADD = """
    with refund as (
        insert into orders_refunds (workspace_id, id, order_id, account_id, kind, state, set_id,
            return_id, currency, goods_minor, tax_minor, shipping_minor, before_minor, note,
            person_id, made_at)
        values ($1, $2, $3, $4, $5, 'open', $6, $7, $8, $9, $10, $11, $12, $13, $14, $15))
    insert into orders_refund_lines (workspace_id, refund_id, line_id, count, before, restock,
        take_in, place_id)
    select $1, $2, given.*
    from unnest($16::uuid[], $17::bigint[], $18::bigint[], $19::boolean[], $20::bigint[],
        $21::uuid[]) as given
"""
OF_ORDER = """
    select refund.id, refund.order_id, book.number, refund.kind, refund.state, refund.outcome,
        refund.set_id, refund.return_id, refund.currency, refund.goods_minor, refund.tax_minor,
        refund.shipping_minor, refund.note, refund.made_at, refund.ended_at
    from orders_refunds as refund join orders_orders as book
      on book.workspace_id = $1 and book.id = refund.order_id
    where refund.workspace_id = $1 and refund.order_id = $2 order by refund.id desc
"""
OPEN = (
    "select true from orders_refunds where workspace_id = $1 and order_id = $2 and state = 'open'"
)
# Whoever ends it first does what follows from it.
END = """
    update orders_refunds as refund set state = $3, outcome = $4, ended_at = $5
    from orders_orders as book
    where refund.workspace_id = $1 and refund.set_id = any($2::uuid[]) and refund.state = 'open'
      and book.workspace_id = $1 and book.id = refund.order_id
    returning refund.id, refund.order_id, book.number, refund.kind, refund.state, refund.outcome,
        refund.set_id, refund.return_id, refund.currency, refund.goods_minor, refund.tax_minor,
        refund.shipping_minor, refund.note, refund.made_at, refund.ended_at
"""
TAKE_IN = """
    select part.line_id, line.order_id, line.variant_id, part.place_id, part.take_in,
        line.account_id
    from orders_refund_lines as part join orders_lines as line
      on line.workspace_id = $1 and line.id = part.line_id
    where part.workspace_id = $1 and part.refund_id = any($2::uuid[]) and part.take_in > 0
      and line.variant_id is not null and part.place_id is not null
"""


async def lock(tx: Tx, order_id: UUID) -> None:
    """One at a time asks for money of an order."""
    await tx.fetchval(LOCK, tx.workspace_id, order_id)


async def order(tx: Tx, order_id: UUID) -> Order | None:
    row = await tx.fetchrow(BASIS, tx.workspace_id, order_id)
    if row is None:
        return None
    account_id, remote_id, number, state, payment, currency, total, shipping, tax, refunded = row
    lines = [LineLeft(*each) for each in await tx.fetch(LINES, tx.workspace_id, order_id)]
    given = await tx.fetchrow(GIVEN, tx.workspace_id, order_id)
    assert given is not None, "sums of nothing are 0"
    return Order(
        *(order_id, account_id, remote_id, number, State(state), Payment(payment)),
        *(currency, total, shipping, tax, refunded, tuple(lines)),
        Given(Shares(*given[:3]), max(refunded, given[3])),
    )


async def add(
    tx: Tx,
    refund: Refund,
    account_id: UUID,
    before: int,
    parts: Sequence[Part],
) -> None:
    shares = refund.shares
    columns = [
        [getattr(each, name) for each in parts]
        for name in ("line_id", "count", "before", "restock", "take_in", "place_id")
    ]
    await tx.execute(
        ADD,
        *(tx.workspace_id, refund.id, refund.order_id, account_id, refund.kind, refund.set_id),
        *(refund.return_id, refund.currency, shares.goods, shares.tax, shares.shipping, before),
        *(refund.note, tx.actor.person_id, tx.now),
        *columns,
    )


async def of_order(tx: Tx, order_id: UUID) -> Sequence[Refund]:
    """The newest first."""
    return [refund_of(dict(row)) for row in await tx.fetch(OF_ORDER, tx.workspace_id, order_id)]


async def is_open(tx: Tx, order_id: UUID) -> bool:
    return bool(await tx.fetchval(OPEN, tx.workspace_id, order_id))


async def end(tx: Tx, set_ids: Sequence[UUID], state: str, outcome: str) -> Sequence[Refund]:
    """Those that were open."""
    rows = await tx.fetch(END, tx.workspace_id, list(set_ids), state, outcome, tx.now)
    return [refund_of(dict(row)) for row in rows]


async def to_take_in(tx: Tx, refund_ids: Sequence[UUID]) -> Sequence[TakenIn]:
    return [TakenIn(*row) for row in await tx.fetch(TAKE_IN, tx.workspace_id, list(refund_ids))]


def refund_of(row: Mapping[str, object]) -> Refund:
    given = dict(row)
    shares = Shares(*(given.pop(f"{name}_minor") for name in ("goods", "tax", "shipping")))  # type: ignore[arg-type]
    given["ended_as"] = given.pop("outcome")
    return Refund(**given, shares=shares)  # type: ignore[arg-type]
