"""Statements about changes that wait for others of their set."""

from collections.abc import Sequence
from uuid import UUID

from hanse.changes.model.planned import Planned
from hanse.changes.store.rows import SELECT, planned_of
from hanse.engine.tx import Tx

BEHIND = f"""
    {SELECT} where held.workspace_id = $1 and held.set_id = any($2::uuid[])
      and held.waits_for <> '{{}}' and held.waits_for && $3::uuid[]
      and held.state in ('proposed', 'approved', 'held')
    order by held.id for update of held
"""
# Whose id is known now: of what changes what was made, or of what is made inside it.
NAME = """
    with named as (
        select held.id, awaited.remote_id from changes_changes held
        join changes_changes awaited
          on awaited.workspace_id = held.workspace_id and awaited.id = held.named_by
        where held.workspace_id = $1 and held.account_id = $2 and held.named_by is not null
          and held.state = 'approved' and awaited.state = 'proven'
          and awaited.remote_id is not null
        order by held.id limit $4 for update of held
    )
    update changes_changes held set named_by = null,
        remote_id = case when held.kind = any($3::text[]) then held.remote_id
            else named.remote_id end,
        parent_id = case when held.kind = any($3::text[]) then named.remote_id
            else held.parent_id end
    from named where held.workspace_id = $1 and held.id = named.id
    returning held.id
"""


async def behind(tx: Tx, set_ids: Sequence[UUID], ids: Sequence[UUID]) -> Sequence[Planned]:
    """Those of these sets that wait for one of these and were not sent; nobody else moves them."""
    rows = await tx.fetch(BEHIND, tx.workspace_id, list(set_ids), list(ids))
    return [planned_of(row) for row in rows]


async def name(tx: Tx, account_id: UUID, creating: Sequence[str], rows_max: int) -> Sequence[UUID]:
    """Those that have their ids from now on, as what they wait for is there. `creating`: the kinds
    that make something, which take the id as their parent's."""
    rows = await tx.fetch(NAME, tx.workspace_id, account_id, list(creating), rows_max)
    return [row["id"] for row in rows]
