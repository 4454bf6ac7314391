"""Statements about disputes with suppliers."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import fields
from datetime import datetime
from typing import Any
from uuid import UUID

from hanse.engine.tx import Tx
from hanse.rooms.purchasing.model.disputes import Kept, Line, State
from hanse.rooms.purchasing.model.purchases import Purchase
from hanse.trade.supply import Dispute, RefundTo, Wants

NAMES = tuple(each.name for each in fields(Kept))

OF_PURCHASE = """
    select * from purchasing_disputes where workspace_id = $1 and purchase_id = $2 order by id desc
"""
ONE = "select * from purchasing_disputes where workspace_id = $1 and id = $2"
LOCKED = "select * from purchasing_disputes where workspace_id = $1 and id = $2 for update"
ADD = """
    insert into purchasing_disputes (workspace_id, id, number, purchase_id, account_id,
        order_remote_id, state, state_since, reason, wants, refund_to, currency, amount_minor,
        lines, made_at, made_by)
    values ($1, $2, $3, $4, $5, $6, 'opening', $7, $8, $9, $10, $11, $12, $13::jsonb, $7, $14)
    on conflict do nothing
    returning id
"""
ADD_THERE = """
    insert into purchasing_disputes (workspace_id, id, number, purchase_id, account_id,
        order_remote_id, state, state_since, reason, remote_id, made_at)
    select $1, $2, $3, $4, $5, $6, 'open', $7, '', $8, $7
    where not exists (select from purchasing_disputes
        where workspace_id = $1 and account_id = $5 and remote_id = $8)
    on conflict do nothing
    returning id
"""
IN_SET = "update purchasing_disputes set set_id = $3 where workspace_id = $1 and id = $2"
ENDS_IN = "update purchasing_disputes set end_set_id = $3 where workspace_id = $1 and id = $2"
MOVE = """
    update purchasing_disputes set state = $4, state_since = $3, why = $5,
        remote_id = case when $6 = '' then remote_id else $6 end
    where workspace_id = $1 and id = $2 and state = any($7::text[])
    returning id
"""
SEEN = """
    update purchasing_disputes set state = $4, word = $5, decided_minor = $6, resend_id = $7,
        asked_at = $3, state_since = case when state = $4 then state_since else $3 end,
        reason = case when reason = '' then $8 else reason end,
        lines = case when lines = '[]' then $9::jsonb else lines end
    where workspace_id = $1 and id = $2
"""
OF_REMOTES = """
    select * from purchasing_disputes
    where workspace_id = $1 and account_id = $2 and remote_id = any($3::text[]) and remote_id <> ''
"""
OF_ORDERS = """
    select dispute.* from purchasing_remotes as remote join purchasing_disputes as dispute
      on dispute.workspace_id = $1 and dispute.purchase_id = remote.purchase_id
    where remote.workspace_id = $1 and remote.account_id = $2 and remote.remote_id = any($3::text[])
      and dispute.order_remote_id = remote.remote_id and dispute.remote_id <> ''
"""
DUE = """
    select * from purchasing_disputes
    where workspace_id = $1 and account_id = $2 and state = 'open'
      and (asked_at is null or asked_at < $3)
    order by asked_at nulls first limit $4
"""
ASKED = """
    update purchasing_disputes set asked_at = $3 where workspace_id = $1 and id = any($2::uuid[])
"""
EVERYWHERE = """
    select distinct workspace_id, account_id from purchasing_disputes
    where state = 'open' and (asked_at is null or asked_at < $1) limit $2
"""
NAMED = """
    update purchasing_orders set dispute_id = $3 where workspace_id = $1 and id = $2
      and dispute_id <> $3
"""


def read(row: Any) -> Kept:
    values = {name: row[name] for name in NAMES}
    lines = tuple(Line(*each) for each in json.loads(values["lines"]))
    return Kept(
        **{
            **values,
            "state": State(values["state"]),
            "wants": Wants(values["wants"]) if values["wants"] else None,
            "refund_to": RefundTo(values["refund_to"]) if values["refund_to"] else None,
            "lines": lines,
        }
    )


async def of_purchase(tx: Tx, purchase_id: UUID) -> Sequence[Kept]:
    """The newest first."""
    return [read(row) for row in await tx.fetch(OF_PURCHASE, tx.workspace_id, purchase_id)]


async def one(tx: Tx, dispute_id: UUID, *, lock: bool = False) -> Kept | None:
    if lock:
        row = await tx.fetchrow(LOCKED, tx.workspace_id, dispute_id)
    else:
        row = await tx.fetchrow(ONE, tx.workspace_id, dispute_id)
    return read(row) if row else None


async def add(tx: Tx, made: Kept, person_id: UUID | None) -> bool:
    """False where another one is open: whoever pressed at once was first."""
    assert made.wants is not None, "whoever opens one says what it is to bring"
    assert made.refund_to is not None, "and where to"
    lines = json.dumps([[each.line_id, each.title, each.quantity] for each in made.lines])
    row = await tx.fetchrow(
        ADD,
        *(tx.workspace_id, made.id, made.number, made.purchase_id, made.account_id),
        *(made.order_remote_id, tx.now, made.reason, made.wants.value, made.refund_to.value),
        *(made.currency, made.amount_minor, lines, person_id),
    )
    return row is not None


async def add_there(tx: Tx, of: Purchase, number: str, order_id: str, remote_id: str) -> bool:
    """One that the supplier told of first. False where it is known, or another one is open."""
    row = await tx.fetchrow(
        ADD_THERE,
        *(tx.workspace_id, tx.ids.new(), number, of.id, of.account_id, order_id, tx.now, remote_id),
    )
    return row is not None


async def in_set(tx: Tx, dispute_id: UUID, set_id: UUID | None) -> None:
    await tx.execute(IN_SET, tx.workspace_id, dispute_id, set_id)


async def ends_in(tx: Tx, dispute_id: UUID, set_id: UUID | None) -> None:
    await tx.execute(ENDS_IN, tx.workspace_id, dispute_id, set_id)


async def move(
    tx: Tx, dispute_id: UUID, to: State, froms: Sequence[State], why: str = "", remote_id: str = ""
) -> bool:
    """Whether it stood where it could move so."""
    states = [each.value for each in froms]
    args = tx.workspace_id, dispute_id, tx.now, to.value, why, remote_id, states
    return await tx.fetchrow(MOVE, *args) is not None


async def seen(tx: Tx, dispute_id: UUID, to: State, shown: Dispute) -> None:
    """What it is about is taken over where nobody here knows it."""
    decided = shown.amount.minor if shown.amount else None
    lines = json.dumps([[line_id, "", quantity] for line_id, quantity in shown.lines])
    await tx.execute(
        SEEN,
        *(tx.workspace_id, dispute_id, tx.now, to.value, shown.word, decided, shown.resend_id),
        *(shown.reason, lines),
    )


async def of_remotes(tx: Tx, account_id: UUID, names: Sequence[str]) -> Mapping[str, Kept]:
    rows = await tx.fetch(OF_REMOTES, tx.workspace_id, account_id, list(names))
    return {row["remote_id"]: read(row) for row in rows}


async def of_orders(tx: Tx, account_id: UUID, names: Sequence[str]) -> Sequence[Kept]:
    """By the order there."""
    rows = await tx.fetch(OF_ORDERS, tx.workspace_id, account_id, list(names))
    return [read(row) for row in rows]


async def due(tx: Tx, account_id: UUID, before: datetime, rows_max: int) -> Sequence[Kept]:
    rows = await tx.fetch(DUE, tx.workspace_id, account_id, before, rows_max)
    return [read(row) for row in rows]


async def asked(tx: Tx, ids: Sequence[UUID]) -> None:
    await tx.execute(ASKED, tx.workspace_id, list(ids), tx.now)


async def everywhere(tx: Tx, before: datetime, rows_max: int) -> Sequence[tuple[UUID, UUID]]:
    """In the system's transaction."""
    rows = await tx.fetch(EVERYWHERE, before, rows_max)
    return [(row["workspace_id"], row["account_id"]) for row in rows]


async def name(tx: Tx, purchase_id: UUID, remote_id: str) -> None:
    """How the supplier calls the dispute about it."""
    await tx.execute(NAMED, tx.workspace_id, purchase_id, remote_id)
