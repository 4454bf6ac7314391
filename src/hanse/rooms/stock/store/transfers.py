"""Statements about transfers."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from hanse.engine.tx import Tx
from hanse.rooms.stock.model.transfers import Transfer, TransferLine, TransferState

COLUMNS = """id, from_id, to_id, via_id, state, note, sent_at, sent_by, expected_on, ended_at,
        version"""
FIND = f"""
    select {COLUMNS} from stock_transfers
    where workspace_id = $1 and ($2::text is null or state = $2) and ($3::uuid is null or id < $3)
    order by id desc limit $4
"""  # noqa: S608 - our own columns
GET = f"select {COLUMNS} from stock_transfers where workspace_id = $1 and id = $2"  # noqa: S608
LOCKED = f"{GET} for update"
ADD = """
    insert into stock_transfers (workspace_id, id, from_id, to_id, via_id, state, note, sent_at,
        sent_by, expected_on)
    values ($1, $2, $3, $4, $5, 'sent', $6, $7, $8, $9)
"""
ADD_LINES = """
    insert into stock_transfer_lines (workspace_id, transfer_id, variant_id, count)
    select $1, $2, given.* from unnest($3::uuid[], $4::bigint[]) as given
"""
LINES = """
    select transfer_id, variant_id, count, received from stock_transfer_lines
    where workspace_id = $1 and transfer_id = any($2::uuid[]) order by transfer_id, variant_id
"""
RECEIVE = """
    update stock_transfer_lines as held set received = held.received + given.count
    from unnest($3::uuid[], $4::bigint[]) as given (variant_id, count)
    where held.workspace_id = $1 and held.transfer_id = $2 and held.variant_id = given.variant_id
"""
PUT = """
    update stock_transfers set state = $3, ended_at = $4, version = version + 1
    where workspace_id = $1 and id = $2
"""


def transfer(row: Any) -> Transfer:
    id_, from_id, to_id, via_id, state, *rest = row
    return Transfer(id_, from_id, to_id, via_id, TransferState(state), *rest)


async def find(
    tx: Tx, state: TransferState | None, before: UUID | None, rows_max: int
) -> Sequence[Transfer]:
    rows = await tx.fetch(FIND, tx.workspace_id, state.value if state else None, before, rows_max)
    return await with_lines(tx, [transfer(row) for row in rows])


async def with_lines(tx: Tx, found: Sequence[Transfer]) -> Sequence[Transfer]:
    lines: dict[UUID, list[TransferLine]] = {}
    for transfer_id, *line in await tx.fetch(LINES, tx.workspace_id, [each.id for each in found]):
        lines.setdefault(transfer_id, []).append(TransferLine(*line))
    return [replace(each, lines=tuple(lines.get(each.id, ()))) for each in found]


async def get(tx: Tx, transfer_id: UUID) -> Transfer | None:
    row = await tx.fetchrow(GET, tx.workspace_id, transfer_id)
    return (await with_lines(tx, [transfer(row)]))[0] if row else None


async def locked(tx: Tx, transfer_id: UUID) -> Transfer | None:
    row = await tx.fetchrow(LOCKED, tx.workspace_id, transfer_id)
    return (await with_lines(tx, [transfer(row)]))[0] if row else None


async def add(tx: Tx, made: Transfer) -> None:
    await tx.execute(
        ADD,
        *(tx.workspace_id, made.id, made.from_id, made.to_id, made.via_id, made.note, made.sent_at),
        *(made.sent_by, made.expected_on),
    )
    variant_ids, counts = (
        [each.variant_id for each in made.lines],
        [each.count for each in made.lines],
    )
    await tx.execute(ADD_LINES, tx.workspace_id, made.id, variant_ids, counts)


async def receive(tx: Tx, transfer_id: UUID, counts: Mapping[UUID, int]) -> None:
    await tx.execute(RECEIVE, tx.workspace_id, transfer_id, list(counts), list(counts.values()))


async def put(tx: Tx, transfer_id: UUID, state: TransferState) -> None:
    ended = None if state is TransferState.sent else tx.now
    await tx.execute(PUT, tx.workspace_id, transfer_id, state.value, ended)
