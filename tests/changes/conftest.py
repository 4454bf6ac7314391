"""Shops that changes go out to."""

from collections.abc import AsyncIterator
from uuid import UUID

import pytest

from hanse.engine.tx import Database
from tests.changes.market import Market
from tests.rooms.shops import Street, street


@pytest.fixture
async def shops(database: Database) -> AsyncIterator[Street]:
    async with street(database) as found:
        yield found


@pytest.fixture
async def market(shops: Street, workspace: UUID) -> Market:
    return await Market.open(shops, workspace, "woocommerce")
