"""A small shop that is read."""

from collections.abc import AsyncIterator

import pytest

from hanse.engine.tx import Database
from tests.rooms.shops import Street, street


@pytest.fixture
async def shops(database: Database) -> AsyncIterator[Street]:
    async with street(database) as opened:
        yield opened
