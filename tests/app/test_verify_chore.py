"""The nightly check of the log: what it found stands in the log, and a difference stops the job."""

from uuid import UUID

import pytest

from hanse.app.chores import prove_log
from hanse.base.faults import Rejected
from hanse.base.ids import RandomIds
from hanse.engine.jobs.handlers import Job, Jobs, Registry, collect
from hanse.engine.log import audit, sealer
from hanse.engine.postgres.connect import connected
from hanse.engine.tx import INSTALLATION, Database
from tests.engine.facts import place_orders


@pytest.fixture
def registry() -> Registry:
    jobs = Jobs("engine")
    prove_log(jobs)
    return collect([jobs])


async def run(registry: Registry, database: Database) -> None:
    async def report(message: str, done: int | None, total: int | None) -> None:
        pytest.fail(f"{message}: nobody asked")

    job = Job(INSTALLATION, database.ids.new(), "engine.verify_log", "", {}, 1, "", report)
    await registry.declarations["engine.verify_log"].handle(job, database)


async def standing(database: Database) -> audit.Standing:
    async with database.system_tx("a test") as tx:
        return await audit.standing(tx)


def test_it_comes_every_night(registry: Registry) -> None:
    assert [(one.name, one.cron) for one in registry.schedules] == [
        ("engine.verify_log", "40 2 * * *")
    ]


async def test_a_night_tells_until_where_the_log_is_right_and_stops_at_what_was_altered(
    registry: Registry, database: Database, workspace: UUID, ids: RandomIds, admin_dsn: str
) -> None:
    await place_orders(database, workspace, 3)
    await sealer.seal_all(database)
    await run(registry, database)
    first = await standing(database)
    assert first.right
    assert first.verified
    assert first.verified == first.sealed
    assert first.verified_at

    # The superuser alone gets past the guard of the log.
    async with connected(admin_dsn, "test") as admin:
        await admin.execute("set session_replication_role = replica")
        await admin.execute(
            "update events set payload = '{}' where workspace_id = $1 and name = $2",
            *(workspace, "shop.order.placed"),
        )
    with pytest.raises(Rejected, match="was altered after it was sealed") as told:
        await run(registry, database)
    assert "hanse audit verify" in told.value.next_step
    assert not (await standing(database)).right
