"""Statements about what platforms were asked to tell."""

from collections.abc import Sequence
from uuid import UUID

from hanse.engine.tx import Tx
from hanse.rooms.connections.model.subscriptions import Kept, Told

FIND = """
    select id, topic, remote_id, switch, restored, restored_at, checked_at
    from connections_subscriptions where workspace_id = $1 and account_id = $2 order by topic
"""
SAVE = """
    insert into connections_subscriptions as held
        (workspace_id, id, account_id, topic, remote_id, switch, restored, restored_at, checked_at)
    select $1, given.id, $2, given.topic, given.remote_id, given.switch,
        given.restored::int, case when given.restored then $7::timestamptz end, $7
    from unnest($3::uuid[], $4::text[], $5::text[], $6::text[], $8::boolean[])
        as given (id, topic, remote_id, switch, restored)
    on conflict (workspace_id, account_id, topic) do update
    set remote_id = excluded.remote_id, switch = excluded.switch,
        restored = held.restored + excluded.restored,
        restored_at = coalesce(excluded.restored_at, held.restored_at),
        checked_at = excluded.checked_at
"""
REMOVE = "delete from connections_subscriptions where workspace_id = $1 and account_id = $2"


async def find(tx: Tx, account_id: UUID) -> Sequence[Kept]:
    rows = await tx.fetch(FIND, tx.workspace_id, account_id)
    return [
        Kept(
            *(row["id"], row["topic"], row["remote_id"], Told(row["switch"]), row["restored"]),
            *(row["restored_at"], row["checked_at"]),
        )
        for row in rows
    ]


async def save(
    tx: Tx, account_id: UUID, rows: Sequence[tuple[str, str | None, Told, bool]]
) -> None:
    """Topic, remote id, how it stands, and whether we have just switched it on again."""
    await tx.execute(
        SAVE,
        *(tx.workspace_id, account_id, [tx.ids.new() for _ in rows]),
        *([topic for topic, *_ in rows], [remote_id for _, remote_id, *_ in rows]),
        *([switch.value for _, _, switch, _ in rows], tx.now, [again for *_, again in rows]),
    )


async def remove(tx: Tx, account_id: UUID) -> None:
    await tx.execute(REMOVE, tx.workspace_id, account_id)
