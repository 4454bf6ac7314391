"""A worker: runs jobs, by PgQueuer over our rows, and looks after those that nobody runs."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta

from pgqueuer.types import Channel

from hanse.engine.jobs import kept as kept_jobs
from hanse.engine.jobs import queues, schedules
from hanse.engine.jobs.claims import claim
from hanse.engine.jobs.dispatch import ENTRYPOINT, Hand, Manager, Store, unless_away
from hanse.engine.jobs.endings import PURPOSE, end, lost
from hanse.engine.jobs.handlers import Registry
from hanse.engine.jobs.jobs import CHANNEL
from hanse.engine.jobs.runs import Workplace, ended_by
from hanse.engine.jobs.verdicts import NameUnknown, WorkerLost
from hanse.engine.log.following import first_of
from hanse.engine.metrics import Meter
from hanse.engine.tracing import NoTracer, Tracer
from hanse.engine.tx import Database

BATCH_MAX = 50  # PgQueuer's own 10 halves the rate
SILENT_S = 4.0  # a worker that shows no life for so long is gone; it does so every 2 s
POLL_S = 2.0  # a notification may be lost with its connection
RECOVER_EVERY_S = 1.0
TICK_MAX_S = 5.0
LOOK_AFTER_S = 20.0
UNHANDLED_S = 60.0
GRACE_S = 10.0  # for what runs when the worker is asked to stop
HAND_BACK_S = 3.0


async def work(
    database: Database,
    registry: Registry,
    *,
    stop: asyncio.Event,
    worker: str,
    jobs_max: int = BATCH_MAX,
    meter: Meter | None = None,
    tracer: Tracer | None = None,
    grace_s: float = GRACE_S,
    poll_s: float = POLL_S,
) -> None:
    """Run jobs until told to stop; then let them end for `grace_s` and hand back the others.

    `worker` names this process in the stories of jobs and must be another one for each: it is half
    of the fence against a late end.
    """
    await prepare(database, registry)
    place = Workplace(database, registry.declarations, meter, tracer or NoTracer())
    store = Store(place, worker, jobs_max)
    manager = Manager(store, channel=Channel(CHANNEL))
    manager.register_executor(ENTRYPOINT, Hand(store, place))
    async with asyncio.TaskGroup() as group:
        running = group.create_task(
            manager.run(
                dequeue_timeout=timedelta(seconds=poll_s),
                batch_size=BATCH_MAX,
                heartbeat_timeout=timedelta(seconds=SILENT_S),
                log_aggregation_interval=timedelta(0),
            )
        )
        for first_s, every_s, duty in duties(database, registry, store, worker):
            group.create_task(keep_doing(duty, first_s, every_s, stop))
        await stop.wait()
        manager.shutdown.set()
        await store.hand_back(grace_s)
        await asyncio.wait({running}, timeout=HAND_BACK_S)
        running.cancel()


async def prepare(database: Database, registry: Registry) -> None:
    """Make the names and schedules known. Every process that enqueues does it when it starts."""
    async with database.system_tx(PURPOSE) as tx:
        await queues.announce(tx, registry)
        await schedules.declare(tx, registry)


# Beside the running of jobs

Duty = Callable[[], Awaitable[float | None]]  # how long until it is to be done again, if known


def duties(
    database: Database, registry: Registry, store: "Store", worker: str
) -> list[tuple[float, float, Duty]]:
    """What each worker does for all, with the seconds until the first time and until the next."""

    async def fire() -> float | None:
        async with database.system_tx(PURPOSE) as tx:
            return await schedules.fire(tx)

    async def recover() -> None:
        async with database.system_tx(PURPOSE) as tx:
            gone = await lost(tx, worker, [held.run.id for held in store.held.values()], SILENT_S)
        endings = [
            ended_by(
                run,
                WorkerLost(f"Its worker, {run.worker}, was gone while it ran."),
                registry.declarations.get(run.name),
            )
            for run in gone
        ]
        await end(database, endings, SILENT_S)

    async def look_after() -> None:
        async with database.system_tx(PURPOSE) as tx:
            await queues.handled(tx, registry)
            await kept_jobs.forget(tx)

    async def sort_out() -> None:
        await sort_out_strangers(database, worker)

    return [
        (0, TICK_MAX_S, fire),
        (0, RECOVER_EVERY_S, recover),
        (0, LOOK_AFTER_S, look_after),
        (UNHANDLED_S, UNHANDLED_S, sort_out),  # a worker that knows them may be starting too
    ]


async def sort_out_strangers(
    database: Database, worker: str, unhandled_s: float = UNHANDLED_S
) -> None:
    """Keep jobs that no worker knows where people see them, so that they do not wait in silence."""
    async with database.system_tx(PURPOSE) as tx:
        names = await queues.unhandled(tx, unhandled_s)
        runs = (await claim(tx, worker, names, BATCH_MAX)).runs if names else []
    unknown = (
        ended_by(run, NameUnknown(f"No worker knows a job called {run.name}."), None)
        for run in runs
    )
    await end(database, list(unknown))


async def keep_doing(duty: Duty, first_s: float, every_s: float, stop: asyncio.Event) -> None:
    await first_of(first_s, stop)
    while not stop.is_set():
        next_s = await unless_away(duty(), None)
        await first_of(every_s if next_s is None else min(max(next_s, 0.0), every_s), stop)
