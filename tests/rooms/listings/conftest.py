"""Two shops of one world, and listings in them."""

from collections.abc import AsyncIterator
from uuid import UUID

import pytest

from hanse.engine.tx import Database
from hanse.sandbox.world import World
from tests.rooms.listings.shelf import Shelf
from tests.rooms.shops import street

FEW = World(seed=7, products=4)


@pytest.fixture
async def shelf(database: Database, workspace: UUID) -> AsyncIterator[Shelf]:
    shops = (("woocommerce", "lamps"), ("shopify", "mugs"))
    async with street(database, FEW, shops) as opened:
        yield await Shelf.open(opened, workspace)
