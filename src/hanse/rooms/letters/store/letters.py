"""Statements about what buyers were told."""

from collections.abc import Sequence
from uuid import UUID

from hanse.engine.tx import Tx
from hanse.rooms.letters.model.asking import Ask, Why
from hanse.rooms.letters.model.stages import Stage

TOLD = """
    select order_id, stage, parcel_id from letters_letters
    where workspace_id = $1 and order_id = any($2::uuid[])
"""
# Whoever comes second waits here for the first one to commit, and then writes nothing.
ADD = """
    insert into letters_letters (workspace_id, id, order_id, account_id, stage, parcel_id, state,
        why, language, mail_id, made_at)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
    on conflict (workspace_id, order_id, stage, parcel_id) do nothing
"""
MAILS = """
    select mail_id from letters_letters
    where workspace_id = $1 and order_id = any($2::uuid[]) and mail_id is not null
"""
LOCK = "select pg_advisory_xact_lock(hashtextextended('letters ' || $1::text || $2::text, 0))"


async def lock(tx: Tx, order_id: UUID) -> None:
    """One at a time tells of an order."""
    await tx.fetchval(LOCK, str(tx.workspace_id), str(order_id))


async def told(tx: Tx, order_ids: Sequence[UUID]) -> set[tuple[UUID, Stage, UUID]]:
    rows = await tx.fetch(TOLD, tx.workspace_id, list(order_ids))
    return {(row["order_id"], Stage(row["stage"]), row["parcel_id"]) for row in rows}


async def add(
    tx: Tx, ask: Ask, state: str, why: Why | None, language: str, mail_id: UUID | None
) -> UUID:
    mine = tx.ids.new()
    of = ask.order_id, ask.account_id, ask.stage.value, ask.parcel_id
    await tx.execute(
        ADD,
        *(tx.workspace_id, mine, *of, state, why.value if why else ""),
        *(language, mail_id, tx.now),
    )
    return mine


async def mails(tx: Tx, order_ids: Sequence[UUID]) -> Sequence[UUID]:
    rows = await tx.fetch(MAILS, tx.workspace_id, list(order_ids))
    return [row["mail_id"] for row in rows]
