"""A workspace with a shop whose orders are read into the book."""

from collections.abc import AsyncIterator
from uuid import UUID

import pytest

from hanse.app import wiring
from hanse.app.wiring import CARDS
from hanse.changes.service.hands import Hands
from hanse.engine.jobs.handlers import collect
from hanse.engine.jobs.workers import prepare
from hanse.engine.metrics import Meter
from hanse.engine.tx import Database
from hanse.rooms.catalog.jobs import matching
from hanse.rooms.orders.jobs import intake
from tests.api.conftest import reaching
from tests.rooms.orders.till import Till


@pytest.fixture(scope="module")
async def known_jobs(database: Database) -> None:
    async with reaching(database, Meter()) as reach:
        orders = intake.jobs_of(wiring.hands_of(reach), CARDS)
        await prepare(database, collect([matching.jobs, orders]))


@pytest.fixture
async def hands(database: Database) -> AsyncIterator[Hands]:
    async with reaching(database, Meter()) as reach:
        await prepare(database, collect(wiring.jobs_of(reach.wire, reach)))
        yield wiring.hands_of(reach)


@pytest.fixture
async def till(database: Database, workspace: UUID, known_jobs: None) -> Till:
    return await Till.open(database, workspace)
