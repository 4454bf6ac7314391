"""The bell rings while somebody looks: in the workspace for its people, elsewhere for one alone."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from hanse.engine.doors.access import Caller
from hanse.engine.live.live import Hub
from hanse.engine.metrics import Meter
from hanse.engine.tx import INSTALLATION, Database
from hanse.rooms.identity.service.passwords import PasswordChanged
from hanse.rooms.notices.routes.permissions import READ
from tests.engine.sse import LIMIT_S, Frame
from tests.engine.test_live import Listener, caller, hang
from tests.rooms.identity.team import Person
from tests.rooms.notices.desk import Team, happen, stop_job


@pytest.fixture
async def hub(database: Database, team: Team) -> AsyncIterator[Hub]:
    """It has heard all that was told while the team came together."""
    made = Hub(database, Meter())
    running = asyncio.create_task(made.run())
    async with Listener(made, caller(team.workspace)) as witness:
        await hang(database, team.workspace, 1)
        await witness.read(1)
    yield made
    made.close()
    async with asyncio.timeout(LIMIT_S):
        await running


def at_work(person: Person, team: Team) -> Caller:
    return Caller(person.actor, team.workspace, frozenset({READ.name}), str(person.id))


def topics(seen: list[Frame]) -> list[object]:
    return [frame.data["topic"] for frame in seen if frame.event == "message"]


async def test_what_concerns_the_account_rings_live_for_its_person_alone(
    hub: Hub, database: Database, team: Team
) -> None:
    async with (
        Listener(hub, at_work(team.viewer, team)) as hers,
        Listener(hub, at_work(team.owner, team)) as others,
    ):
        await happen(database, INSTALLATION, PasswordChanged(team.viewer.id, "reset", 2))
        [rang] = await hers.read(1)
        assert rang.data["topic"] == "notices.notice.arrived"
        # What comes later reaches both, and nothing came before it to the colleague.
        await stop_job(database, team.workspace)
        await others.read(1)
        await hers.read(1)
        assert topics(others.seen) == ["notices.notice.made"]
        assert topics(hers.seen) == ["notices.notice.arrived", "notices.notice.made"]


async def test_a_bell_that_was_away_hears_what_concerned_the_account_meanwhile(
    hub: Hub, database: Database, team: Team
) -> None:
    async with Listener(hub, at_work(team.viewer, team)) as before:
        await stop_job(database, team.workspace)
        [last] = await before.read(1)
    await happen(database, INSTALLATION, PasswordChanged(team.owner.id, "reset", 2))
    await happen(database, INSTALLATION, PasswordChanged(team.viewer.id, "reset", 2))
    async with Listener(hub, at_work(team.viewer, team), last.id) as back:
        await stop_job(database, team.workspace)
        while "notices.notice.made" not in topics(back.seen):
            await back.read(1)
        assert topics(back.seen) == ["notices.notice.arrived", "notices.notice.made"]
