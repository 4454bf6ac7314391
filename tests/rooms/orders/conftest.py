"""A workspace with a shop whose orders are read into the book."""

from uuid import UUID

import pytest

from hanse.app.wiring import CARDS
from hanse.engine.jobs.handlers import collect
from hanse.engine.jobs.workers import prepare
from hanse.engine.tx import Database
from hanse.rooms.catalog.jobs import matching
from hanse.rooms.orders.jobs import intake
from tests.rooms.orders.till import Till


@pytest.fixture(scope="module")
async def known_jobs(database: Database) -> None:
    await prepare(database, collect([matching.jobs, intake.jobs_of(CARDS)]))


@pytest.fixture
async def till(database: Database, workspace: UUID, known_jobs: None) -> Till:
    return await Till.open(database, workspace)
