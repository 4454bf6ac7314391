"""Who and what there is in the whole installation. `tx` is a system_tx: it sees all workspaces."""

from collections.abc import Sequence
from uuid import UUID

from hanse.engine.tx import Tx
from hanse.rooms.identity.model.directory import ListedPerson, ListedWorkspace
from hanse.rooms.identity.store import directory as store


async def list_people(tx: Tx, workspace_id: UUID | None, rows_max: int) -> Sequence[ListedPerson]:
    """By address, each once for every workspace; only the members of one if it is named."""
    return await store.people(tx, workspace_id, rows_max)


async def list_workspaces(tx: Tx, rows_max: int) -> Sequence[ListedWorkspace]:
    """By name, with their owners."""
    return await store.workspaces(tx, rows_max)
