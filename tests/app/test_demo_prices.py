"""The demo has price rules, made once."""

from uuid import UUID

import pytest

from hanse.app.demo_prices import make_rules
from hanse.engine.tx import Database
from hanse.rooms.pricing.service import rules
from tests.conftest import NOBODY
from tests.rooms.pricing.conftest import known_jobs

__all__ = ["known_jobs"]


@pytest.mark.usefixtures("known_jobs")
async def test_the_demo_has_its_price_rules_once(database: Database, workspace: UUID) -> None:
    await make_rules(database, workspace, NOBODY)
    await make_rules(database, workspace, NOBODY)
    async with database.tx(workspace, NOBODY) as tx:
        found = await rules.book(tx)
    assert [each.name for each in found.rules] == ["Sale next week", "All goods", "Simple markup"]
    assert found.mode == "stacked"
