"""A workspace with a shop that was read."""

from pathlib import Path
from uuid import UUID

import pytest

from hanse.engine.files.shelf import Shelf
from hanse.engine.jobs.handlers import collect
from hanse.engine.jobs.workers import prepare
from hanse.engine.tx import Database
from hanse.rooms.catalog.jobs import files
from hanse.rooms.catalog.jobs import matching as jobs
from tests.rooms.billing.conftest import made
from tests.rooms.catalog.desk import Desk, nowhere
from tests.rooms.catalog.listed import Shop


@pytest.fixture
async def shop(database: Database) -> Shop:
    await prepare(database, collect([jobs.jobs]))
    return await Shop.open(database, await made(database), "first")


@pytest.fixture
async def second(database: Database, shop: Shop) -> Shop:
    """Another shop of the same merchant."""
    return await Shop.open(database, shop.workspace, "second")


@pytest.fixture
async def desk(database: Database, workspace: UUID, tmp_path: Path) -> Desk:
    await prepare(database, collect([files.jobs_of(Shelf(), nowhere, 90)]))
    return Desk(database, workspace, Shelf(tmp_path))
