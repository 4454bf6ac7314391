"""Statements about orders at suppliers."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import fields
from datetime import datetime
from typing import Any
from uuid import UUID

from hanse.engine.tx import Tx
from hanse.rooms.purchasing.model.purchases import Part, Purchase, Whole
from hanse.rooms.purchasing.model.quoting import Line, Quote, Said
from hanse.rooms.purchasing.model.states import Move, State, after, origins
from hanse.rooms.purchasing.model.wishes import Wanted
from hanse.trade.people import Recipient

NAMES = tuple(each.name for each in fields(Purchase))

ONES = "select * from purchasing_orders where workspace_id = $1 and id = any($2::uuid[])"
LINES = """
    select line.purchase_id, line.id, line.order_line_id, line.offer_id, line.quantity,
        line.expected_minor, offer.product_remote_id, offer.variant_remote_id, offer.sku
    from purchasing_order_lines as line join purchasing_offers as offer
      on offer.workspace_id = $1 and offer.id = line.offer_id
    where line.workspace_id = $1 and line.purchase_id = any($2::uuid[])
    order by line.purchase_id, line.id
"""
PARTS = """
    select purchase_id, order_line_id, variant_id, offer_id, quantity, price_minor, unwanted,
        settled
    from purchasing_order_lines where workspace_id = $1 and purchase_id = any($2::uuid[])
    order by purchase_id, id
"""
WAITING = """
    select id from purchasing_orders
    where workspace_id = $1 and account_id = $2 and state = 'waiting'
      and (due_at is null or due_at <= $3) and not (id = any($5::uuid[]))
    order by due_at nulls first, id limit $4
"""
DUE = """
    select * from purchasing_orders
    where workspace_id = $1 and account_id = $2 and state = 'quoted' and due_at <= $3
      and not held
    order by due_at, id limit $4 for update skip locked
"""
OF_ORDERS = """
    select * from purchasing_orders
    where workspace_id = $1 and order_id = any($2::uuid[]) order by order_id, id
"""
LOCK = """
    select * from purchasing_orders
    where workspace_id = $1 and id = any($2::uuid[]) order by id for update
"""
QUOTED = """
    update purchasing_orders set state = $4, state_since = $3, freight_code = $5,
        freight_name = $6, days_min = $7, days_max = $8, arrives_by = $9, currency = $10,
        goods_minor = $11, freight_minor = $12, discount_minor = $13, total_minor = $14,
        expected_minor = $15, sale_minor = $16, rate = $17, rate_on = $18, wishes = $19,
        memo = $20, quoted_at = $3, due_at = $21, findings = $22,
        dispute_by = $23, version = version + 1
    where workspace_id = $1 and id = $2 and state = 'waiting' and version = $24
    returning id
"""
PRICED = """
    update purchasing_order_lines as line set price_minor = given.price
    from unnest($2::uuid[], $3::bigint[]) as given (id, price)
    where line.workspace_id = $1 and line.id = given.id
"""
MOVE = """
    update purchasing_orders set state = $4, state_since = $3, findings = $5,
        version = version + 1,
        placed_at = case when $4 in ('placed', 'unpaid') then coalesce(placed_at, $3)
            else placed_at end,
        sent_at = case when $4 = 'sent' then coalesce(sent_at, $3) else sent_at end,
        delivered_at = case when $4 = 'delivered' then coalesce(delivered_at, $3)
            else delivered_at end
    where workspace_id = $1 and id = any($2::uuid[]) and state = any($6::text[])
    returning id
"""
PLACING = """
    update purchasing_orders as purchase set state = 'placing', state_since = $3,
        set_id = given.set_id, ship_to_mark = given.mark, findings = '[]',
        tries = tries + 1, version = version + 1
    from unnest($2::uuid[], $4::uuid[], $5::text[]) as given (id, set_id, mark)
    where purchase.workspace_id = $1 and purchase.id = given.id and purchase.state = 'quoted'
"""
READDRESS = """
    update purchasing_orders set ship_to_mark = $3, country = $4, region = $5, postcode = $6
    where workspace_id = $1 and id = $2
"""
NEXT_DUE = """
    select min(due_at) from purchasing_orders
    where workspace_id = $1 and account_id = $2 and state = 'quoted' and not held
"""
WITHOUT_MONEY = """
    select id, total_minor from purchasing_orders
    where workspace_id = $1 and account_id = $2 and state = 'asking'
      and findings @> '[{"code": "no_balance"}]' and jsonb_array_length(findings) = 1
    order by id limit 500
"""
PUT_OFF = """
    update purchasing_orders set due_at = $3 where workspace_id = $1 and id = any($2::uuid[])
      and state in ('waiting', 'quoted')
"""
REMOTES = """
    insert into purchasing_remotes (workspace_id, account_id, remote_id, purchase_id, heard_at)
    select $1, purchase.account_id, given.remote_id, purchase.id, $4
    from unnest($2::uuid[], $3::text[]) as given (id, remote_id)
    join purchasing_orders as purchase on purchase.workspace_id = $1 and purchase.id = given.id
    on conflict (workspace_id, account_id, remote_id) do nothing
"""
NAMED = """
    update purchasing_orders as purchase set remote_id = given.remote_id
    from unnest($2::uuid[], $3::text[]) as given (id, remote_id)
    where purchase.workspace_id = $1 and purchase.id = given.id
      and purchase.remote_id is distinct from given.remote_id
"""
OF_REMOTES = """
    select remote.remote_id, remote.purchase_id from purchasing_remotes as remote
    where remote.workspace_id = $1 and remote.account_id = $2 and remote.remote_id = any($3::text[])
"""
ALL_REMOTES = """
    select purchase_id, remote_id, state from purchasing_remotes
    where workspace_id = $1 and purchase_id = any($2::uuid[]) order by purchase_id, remote_id
"""
HEARD = """
    update purchasing_remotes as remote set state = given.state, heard_at = $5
    from unnest($3::text[], $4::text[]) as given (remote_id, state)
    where remote.workspace_id = $1 and remote.account_id = $2
      and remote.remote_id = given.remote_id
"""
PAID = """
    update purchasing_orders as purchase set paid_minor = given.paid
    from unnest($2::uuid[], $3::bigint[]) as given (id, paid)
    where purchase.workspace_id = $1 and purchase.id = given.id
      and purchase.paid_minor is distinct from given.paid
"""
SILENT = """
    select remote.remote_id from purchasing_remotes as remote
    join purchasing_orders as purchase
      on purchase.workspace_id = $1 and purchase.id = remote.purchase_id
    where remote.workspace_id = $1 and purchase.account_id = $2
      and purchase.state in ('unpaid', 'placed', 'sent', 'cancelling')
      and coalesce(remote.heard_at, purchase.made_at)
          < case when remote.state in ('', 'unpaid', 'paying') then $5::timestamptz
              else $3::timestamptz end
    order by remote.heard_at nulls first limit $4
"""
EVERYWHERE = """
    select distinct workspace_id, account_id, state from purchasing_orders
    where state = 'waiting' and (due_at is null or due_at <= $1)
       or state = 'quoted' and due_at <= $1 and not held
    limit $2
"""
LATE = """
    update purchasing_orders set late_at = $3
    where workspace_id = $1 and account_id = $2 and late_at is null
      and state in ('placed', 'sent') and arrives_by < $3
    returning *
"""
# Suppliers with whom something stands.
STANDING_EVERYWHERE = """
    select distinct workspace_id, account_id from purchasing_orders
    where state in ('unpaid', 'placed', 'sent', 'cancelling') limit $1
"""
HEARD_OF = """
    update purchasing_remotes set heard_at = $4
    where workspace_id = $1 and account_id = $2 and remote_id = any($3::text[])
"""
OWN_WISHES = """
    update purchasing_orders set own_wishes = $3::jsonb, version = version + 1
    where workspace_id = $1 and id = $2
"""
PEOPLE_ASKED = """
    update purchasing_orders set said_by = $3 where workspace_id = $1 and id = any($2::uuid[])
"""


async def ones(tx: Tx, ids: Sequence[UUID], *, lock: bool = False) -> Mapping[UUID, Purchase]:
    if lock:
        rows = await tx.fetch(LOCK, tx.workspace_id, list(ids))
    else:
        rows = await tx.fetch(ONES, tx.workspace_id, list(ids))
    return {row["id"]: read(row) for row in rows}


def read(row: Any) -> Purchase:
    values = {name: row[name] for name in NAMES}
    return Purchase(
        **{
            **values,
            "state": State(values["state"]),
            "own_wishes": json.loads(values["own_wishes"]),
            "findings": json.loads(values["findings"]),
        }
    )


async def lines_of(tx: Tx, ids: Sequence[UUID]) -> Mapping[UUID, Sequence[Line]]:
    found: dict[UUID, list[Line]] = {}
    for row in await tx.fetch(LINES, tx.workspace_id, list(ids)):
        found.setdefault(row["purchase_id"], []).append(
            Line(
                *(row["id"], row["order_line_id"], row["offer_id"]),
                *(row["sku"] or row["variant_remote_id"], row["quantity"]),
                *(row["product_remote_id"], row["variant_remote_id"], row["expected_minor"]),
            )
        )
    return found


async def parts(tx: Tx, ids: Sequence[UUID]) -> Mapping[UUID, Sequence[Part]]:
    found: dict[UUID, list[Part]] = {}
    for key, *part in await tx.fetch(PARTS, tx.workspace_id, list(ids)):
        found.setdefault(key, []).append(Part(*part))
    return found


async def wholes(tx: Tx, ids: Sequence[UUID]) -> Sequence[Whole]:
    found, lines = await ones(tx, ids), await lines_of(tx, ids)
    return [Whole(found[each], lines.get(each, ())) for each in ids if each in found]


async def waiting(
    tx: Tx, account_id: UUID, at: datetime, rows_max: int, but: Sequence[UUID]
) -> Sequence[UUID]:
    rows = await tx.fetch(WAITING, tx.workspace_id, account_id, at, rows_max, list(but))
    return [row["id"] for row in rows]


async def due(tx: Tx, account_id: UUID, at: datetime, rows_max: int) -> Sequence[Purchase]:
    """Locked until the transaction ends; what others have is left to them."""
    rows = await tx.fetch(DUE, tx.workspace_id, account_id, at, rows_max)
    return [read(row) for row in rows]


async def of_orders(tx: Tx, order_ids: Sequence[UUID]) -> Sequence[Purchase]:
    rows = await tx.fetch(OF_ORDERS, tx.workspace_id, list(order_ids))
    return [read(row) for row in rows]


def spelled(said: Sequence[Said]) -> str:
    return json.dumps([{"code": each.code.value, **each.facts} for each in said])


async def quoted(
    tx: Tx,
    whole: Whole,
    found: Quote,
    wanted: Wanted,
    state: State,
    due_at: datetime | None,
    dispute_by: datetime | None,
) -> bool:
    """Whether it still waited for its quote, and for the same goods."""
    freight, exchange = found.freight, found.exchange
    row = await tx.fetchrow(
        QUOTED,
        *(tx.workspace_id, whole.purchase.id, tx.now, state.value),
        *(freight.code if freight else "", freight.name if freight else ""),
        *(freight.days_min if freight else None, freight.days_max if freight else None),
        *(found.arrives_by, found.currency, found.goods_minor, found.freight_minor),
        *(found.discount_minor, found.total_minor, found.expected_minor, found.sale_minor),
        *(exchange.rate if exchange else None, exchange.on if exchange else None),
        [each.value for each in wanted.wishes],
        *(wanted.memo, due_at, spelled(found.said), dispute_by, whole.purchase.version),
    )
    if row is None:
        return False
    await tx.execute(PRICED, tx.workspace_id, list(found.prices), list(found.prices.values()))
    return True


async def move(tx: Tx, ids: Sequence[UUID], by: Move, said: Sequence[Said] = ()) -> Sequence[UUID]:
    """Those that could move so; the others have gone on already."""
    moved: list[UUID] = []
    targets: dict[State, list[str]] = {}
    for origin in origins(by):
        to = after(origin, by)
        if to is not None:
            targets.setdefault(to, []).append(origin.value)
    for to, froms in targets.items():
        args = tx.workspace_id, list(ids), tx.now, to.value, spelled(said), froms
        moved += [row["id"] for row in await tx.fetch(MOVE, *args)]
    return moved


async def placing(tx: Tx, rows: Sequence[tuple[UUID, UUID, str]]) -> None:
    """Purchase, set of changes, and the mark of the address that it goes to."""
    ids, sets, marks = ([each[at] for each in rows] for at in range(3))
    await tx.execute(PLACING, tx.workspace_id, ids, tx.now, sets, marks)


async def put_off(tx: Tx, ids: Sequence[UUID], at: datetime) -> None:
    await tx.execute(PUT_OFF, tx.workspace_id, list(ids), at)


async def name(tx: Tx, named: Sequence[tuple[UUID, Sequence[str]]]) -> None:
    """How the supplier calls them; the first is what people are shown."""
    pairs = [(key, each) for key, ids in named for each in ids]
    if not pairs:
        return
    ids, names = [key for key, _ in pairs], [each for _, each in pairs]
    await tx.execute(REMOTES, tx.workspace_id, ids, names, tx.now)
    firsts = [(key, each[0]) for key, each in named if each]
    await tx.execute(NAMED, tx.workspace_id, [key for key, _ in firsts], [n for _, n in firsts])


async def of_remotes(tx: Tx, account_id: UUID, names: Sequence[str]) -> Mapping[str, UUID]:
    rows = await tx.fetch(OF_REMOTES, tx.workspace_id, account_id, list(names))
    return {row["remote_id"]: row["purchase_id"] for row in rows}


async def remotes(tx: Tx, ids: Sequence[UUID]) -> Mapping[UUID, Mapping[str, str]]:
    """Their names at the supplier, each with the state that it was last seen in."""
    found: dict[UUID, dict[str, str]] = {}
    for row in await tx.fetch(ALL_REMOTES, tx.workspace_id, list(ids)):
        found.setdefault(row["purchase_id"], {})[row["remote_id"]] = row["state"]
    return found


async def heard(tx: Tx, account_id: UUID, states: Mapping[str, str]) -> None:
    args = tx.workspace_id, account_id, list(states), list(states.values()), tx.now
    await tx.execute(HEARD, *args)


async def paid(tx: Tx, sums: Mapping[UUID, int]) -> None:
    if sums:
        await tx.execute(PAID, tx.workspace_id, list(sums), list(sums.values()))


async def silent(
    tx: Tx, account_id: UUID, before: datetime, soon: datetime, rows_max: int
) -> Sequence[str]:
    """What stands at the supplier and was not told of for long; what should be paid by now is
    looked at sooner."""
    rows = await tx.fetch(SILENT, tx.workspace_id, account_id, before, rows_max, soon)
    return [row["remote_id"] for row in rows]


async def heard_of(tx: Tx, account_id: UUID, names: Sequence[str]) -> None:
    """They are asked about now, and not again for a while."""
    if names:
        await tx.execute(HEARD_OF, tx.workspace_id, account_id, list(names), tx.now)


async def standing_everywhere(tx: Tx, rows_max: int) -> Sequence[tuple[UUID, UUID]]:
    rows = await tx.fetch(STANDING_EVERYWHERE, rows_max)
    return [(row["workspace_id"], row["account_id"]) for row in rows]


async def everywhere(tx: Tx, at: datetime, rows_max: int) -> Sequence[tuple[UUID, UUID, State]]:
    """Where something is due, over all workspaces."""
    rows = await tx.fetch(EVERYWHERE, at, rows_max)
    return [(row["workspace_id"], row["account_id"], State(row["state"])) for row in rows]


async def said_yes(tx: Tx, ids: Sequence[UUID], person_id: UUID | None) -> None:
    await tx.execute(PEOPLE_ASKED, tx.workspace_id, list(ids), person_id)


async def own_wishes(tx: Tx, purchase_id: UUID, wishes: Mapping[str, bool]) -> None:
    await tx.execute(OWN_WISHES, tx.workspace_id, purchase_id, json.dumps(dict(wishes)))


async def readdress(tx: Tx, purchase_id: UUID, there: Recipient) -> None:
    to = there.address
    where = to.country or "", to.region or "", to.postcode or ""
    await tx.execute(READDRESS, tx.workspace_id, purchase_id, there.mark, *where)


async def next_due(tx: Tx, account_id: UUID) -> datetime | None:
    found: datetime | None = await tx.fetchval(NEXT_DUE, tx.workspace_id, account_id)
    return found


async def without_money(tx: Tx, account_id: UUID) -> Sequence[tuple[UUID, int]]:
    """Those that wait for nothing but the balance, the oldest first."""
    rows = await tx.fetch(WITHOUT_MONEY, tx.workspace_id, account_id)
    return [(row["id"], row["total_minor"] or 0) for row in rows]


async def late(tx: Tx, account_id: UUID) -> Sequence[Purchase]:
    """Those that are past their promise since now, each once."""
    return [read(row) for row in await tx.fetch(LATE, tx.workspace_id, account_id, tx.now)]
