"""A workspace of somebody, with a live shop whose buyers we tell."""

from collections.abc import AsyncIterator
from uuid import UUID

import pytest

from hanse.app import wiring
from hanse.changes.service.hands import Hands
from hanse.engine.jobs.handlers import collect
from hanse.engine.jobs.workers import prepare
from hanse.engine.metrics import Meter
from hanse.engine.tx import Database
from tests.api.conftest import door, ground, manager, reaching, viewer
from tests.rooms.identity import team
from tests.rooms.letters.post_room import PostRoom

__all__ = ["door", "ground", "manager", "viewer"]


@pytest.fixture
async def hands(database: Database) -> AsyncIterator[Hands]:
    async with reaching(database, Meter()) as reach:
        await prepare(database, collect(wiring.jobs_of(reach.wire, reach)))
        yield wiring.hands_of(reach)


@pytest.fixture
async def workspace(database: Database, hands: Hands) -> UUID:
    await team.know_jobs(database)
    owner = await team.somebody(database, "Ana Owner")
    return await team.founded(database, owner, "Lampenladen")


@pytest.fixture
async def room(database: Database, workspace: UUID, hands: Hands) -> PostRoom:
    return await PostRoom.open(database, workspace, hands)
