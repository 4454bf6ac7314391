"""Statements about what letters to buyers need of the book."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from hanse.engine.tx import Tx
from hanse.rooms.orders.model.states import State


class Booked(NamedTuple):
    id: UUID
    account_id: UUID
    number: str
    state: State
    placed_at: datetime


class BookedParcel(NamedTuple):
    """`purchase_id`: of the supplier's order that sent it."""

    id: UUID
    order_id: UUID
    made_by: str
    state: str
    carrier: str
    number: str
    url: str
    purchase_id: UUID | None
    made_at: datetime


ORDERS = """
    select id, account_id, number, state, placed_at from orders_orders
    where workspace_id = $1 and id = any($2::uuid[])
"""
NEWEST = """
    select id, account_id, number, state, placed_at from orders_orders
    where workspace_id = $1 and state <> 'cancelled' order by placed_at desc, id desc limit 1
"""
PARCELS = """
    select id, order_id, made_by, state, carrier, tracking_number, tracking_url, purchase_id,
        made_at
    from orders_parcels
    where workspace_id = $1 and order_id = any($2::uuid[]) and state <> 'cancelled'
    order by order_id, id
"""
OF_CUSTOMER = "select id from orders_orders where workspace_id = $1 and customer_id = $2"


async def orders(tx: Tx, order_ids: Sequence[UUID]) -> Mapping[UUID, Booked]:
    rows = await tx.fetch(ORDERS, tx.workspace_id, list(order_ids))
    return {row["id"]: booked(*row) for row in rows}


async def newest(tx: Tx) -> Booked | None:
    row = await tx.fetchrow(NEWEST, tx.workspace_id)
    return booked(*row) if row else None


def booked(id_: UUID, account_id: UUID, number: str, state: str, placed_at: datetime) -> Booked:
    return Booked(id_, account_id, number, State(state), placed_at)


async def parcels(tx: Tx, order_ids: Sequence[UUID]) -> Mapping[UUID, Sequence[BookedParcel]]:
    found: dict[UUID, list[BookedParcel]] = {}
    for row in await tx.fetch(PARCELS, tx.workspace_id, list(order_ids)):
        found.setdefault(row["order_id"], []).append(BookedParcel(*row))
    return found


async def of_customer(tx: Tx, customer_id: UUID) -> Sequence[UUID]:
    rows = await tx.fetch(OF_CUSTOMER, tx.workspace_id, customer_id)
    return [row["id"] for row in rows]
