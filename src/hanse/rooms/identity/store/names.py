"""How people and keys are called, by their ids."""

from collections.abc import Collection, Mapping
from uuid import UUID

from hanse.engine.tx import INSTALLATION, Tx
from hanse.rooms.identity.model.keys import called

# Of people, row security shows those alone who work in the workspace.
NAMES = """
    select id, name, '' as prefix from identity_people
    where workspace_id = $2 and id = any($1::uuid[])
    union all
    select id, name, prefix from identity_keys where workspace_id = $3 and id = any($1::uuid[])
"""


async def names(tx: Tx, ids: Collection[UUID]) -> Mapping[UUID, str]:
    rows = await tx.fetch(NAMES, list(ids), INSTALLATION, tx.workspace_id)
    return {
        row["id"]: called(row["name"], row["prefix"]) if row["prefix"] else row["name"]
        for row in rows
    }
