"""Everything that notices need before something happens."""

from collections.abc import AsyncIterator

import pytest

from hanse.engine.tx import Database
from hanse.engine.wire.wire import Wire
from tests.api.conftest import Door
from tests.engine.wire_servers import wire as opened_wire
from tests.rooms.notices.desk import Team, doors_open, gathered, ready


@pytest.fixture(scope="module")
async def wire() -> AsyncIterator[Wire]:
    async with opened_wire() as wire:
        yield wire


@pytest.fixture(scope="module")
async def known(database: Database, wire: Wire) -> None:
    await ready(database, wire)


@pytest.fixture
async def team(database: Database, known: None) -> Team:
    return await gathered(database)


@pytest.fixture(scope="module")
async def door(
    database: Database, known: None, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Door]:
    async with doors_open(database, tmp_path_factory.mktemp("home")) as running:
        yield running
