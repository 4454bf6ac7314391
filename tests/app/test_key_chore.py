"""The monthly rotation: the same as `hanse keys rotate`, as a job that says how far it is."""

from pathlib import Path
from uuid import UUID

from hanse.app.chores import rotate_keys
from hanse.app.opened import Opened
from hanse.base.ids import RandomIds
from hanse.engine import keys, master_keys
from hanse.engine.jobs.handlers import Job, Jobs, collect
from hanse.engine.settings import load
from hanse.engine.tx import INSTALLATION, Database
from tests.conftest import NOBODY


async def test_it_comes_monthly_and_rotates(
    database: Database, workspace: UUID, ids: RandomIds, tmp_path: Path
) -> None:
    loaded = load({"HANSE_HOME": str(tmp_path), "HANSE_VAULT_ROTATE_MONTHLY": "yes"})
    jobs = Jobs("engine")
    rotate_keys(jobs, Opened(loaded, database.clock, ids, print))
    registry = collect([jobs])
    assert [schedule.cron for schedule in registry.schedules] == ["30 4 1 * *"]

    ring = master_keys.open_ring(loaded.settings, database.clock)
    running = Database(database.clock, ids, ring, database.app, database.system)
    async with running.tx(workspace, NOBODY) as tx:
        await keys.data_key(tx)
    told: list[tuple[str, int | None, int | None]] = []

    async def report(message: str, done: int | None, total: int | None) -> None:
        told.append((message, done, total))

    job = Job(INSTALLATION, ids.new(), "engine.rotate_keys", "", {}, 1, "", report)
    await registry.declarations["engine.rotate_keys"].handle(job, running)
    assert told == [("keys wrapped anew", 1, 1)]
    assert ring.current == 2
