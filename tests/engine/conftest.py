"""What several tests of the engine stand on."""

from collections.abc import AsyncIterator

import pytest

from hanse.engine.postgres.cluster import Cluster
from hanse.engine.seal import KeyRing
from tests.engine.facts import Spoilable, spoilable


@pytest.fixture(scope="module")
async def spoiled(server: Cluster, template: str, ring: KeyRing) -> AsyncIterator[Spoilable]:
    async with spoilable(server, template, ring) as opened:
        yield opened
