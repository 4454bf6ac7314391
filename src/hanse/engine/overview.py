"""What the whole installation does at this moment, in a few figures that are nobody's secret."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from hanse.engine.jobs.queues import figures
from hanse.engine.log.sealer import newest
from hanse.engine.processes import Seen, running
from hanse.engine.tx import Database

PURPOSE = "overview"


@dataclass(frozen=True, slots=True)
class Overview:
    processes: Sequence[Seen]
    jobs_waiting: int
    jobs_running: int
    jobs_failed: int
    last_event_at: datetime | None
    sealed_until: datetime | None


async def overview(database: Database) -> Overview:
    """One look over all workspaces; it counts and names nothing."""
    async with database.system_tx(PURPOSE) as tx:
        seen = await running(tx)
        last_event_at = await tx.fetchval(
            "select recorded_at from events order by xact desc, seq desc limit 1"
        )
        block = await newest(tx)
        jobs = await figures(tx)
    return Overview(
        processes=seen,
        jobs_waiting=jobs.waiting,
        jobs_running=jobs.running,
        jobs_failed=jobs.failed,
        last_event_at=last_event_at,
        sealed_until=block.last_recorded_at if block else None,
    )
