"""Workspaces that are there, for a plan belongs to one."""

from uuid import UUID

import pytest

from hanse.engine.tx import Database
from tests.api.conftest import ground
from tests.conftest import NOBODY

__all__ = ["ground"]  # the ground of a web door

WORKSPACE = """
    insert into identity_workspaces (workspace_id, id, name, state, made_at)
    values ($1, $1, 'Sari Shop', 'active', $2)
"""


async def made(database: Database) -> UUID:
    workspace = database.ids.new()
    async with database.tx(workspace, NOBODY) as tx:
        await tx.execute(WORKSPACE, workspace, tx.now)
    return workspace


@pytest.fixture
async def workspace(database: Database) -> UUID:
    return await made(database)
