"""Jobs of changes: what is approved is sent, what is open is settled, what is over expires."""

from dataclasses import replace
from datetime import datetime, timedelta

from hanse.base.faults import AuthLapsed, Conflict, Gone, Throttled, Unavailable
from hanse.changes import commit
from hanse.changes.commit import STOPPING, Road
from hanse.changes.service import (
    approving,
    carrying,
    drifting,
    queue,
    reading,
    unwinding,
)
from hanse.changes.service.hands import Hands
from hanse.engine.jobs.handlers import Job, Jobs
from hanse.engine.metrics import Meter
from hanse.engine.tx import Database

TEND = "changes.tend"
DRIFT = "changes.drift"
SLICE_S = 120.0  # then others have their turn
TIME_S = 300.0
UNDO_TIME_S = 3_600.0
TRIES_MAX = 1_000  # what is approved is sent, however often somebody was killed at it
AGAIN_S = 10.0  # after a shop did not answer
EXPIRE_MAX = 1_000
LAPSED_AGAIN = timedelta(minutes=10)  # until a person has connected the shop again


def jobs_of(hands: Hands, meter: Meter | None = None) -> Jobs:
    jobs = Jobs("changes")
    of_shops(jobs, hands, meter)
    of_sets(jobs, hands)
    tending(jobs, hands, meter)
    jobs.every(TEND, "* * * * *")
    jobs.every(DRIFT, "43 * * * *")
    return jobs


def of_shops(jobs: Jobs, hands: Hands, meter: Meter | None) -> None:
    """What is sent to a shop, and read of it."""

    async def road(job: Job, database: Database) -> Road | None:
        """None where the shop cannot be called until a person has done something."""
        try:
            opened = await hands.shops.open(job.workspace_id, job.one("account"))
        except (AuthLapsed, Conflict, Gone):
            return None
        return Road(hands, lambda: job.tx(database), opened, job.id, meter)

    # No lane: their keys say how many there are of a shop, and neither waits for the other, nor for
    # whoever reads that shop.
    @jobs.job(queue.SEND_JOB, time_s=TIME_S, tries_max=TRIES_MAX)
    async def send(job: Job, database: Database) -> None:
        if found := await road(job, database):
            await send_for_a_while(found)

    @jobs.job(queue.SETTLE_JOB, time_s=TIME_S, tries_max=TRIES_MAX)
    async def settle(job: Job, database: Database) -> None:
        if found := await road(job, database):
            await settle_what_is_due(found)

    @jobs.job(queue.SAMPLE_JOB, time_s=TIME_S, tries_max=1)
    async def sample(job: Job, database: Database) -> None:
        if found := await road(job, database):
            await look_at_some(found)

    @jobs.job(queue.REREAD_JOB, time_s=TIME_S, tries_max=TRIES_MAX)
    async def reread(job: Job, database: Database) -> None:
        if found := await road(job, database):
            await look_at_all(found, job)


def of_sets(jobs: Jobs, hands: Hands) -> None:
    """What is carried out on sets that are too large for one transaction."""

    @jobs.job(queue.CARRY_JOB, time_s=TIME_S, tries_max=TRIES_MAX)
    async def carry(job: Job, database: Database) -> None:
        await carrying.go_on(hands, lambda: job.tx(database), job.one("set"))

    # It goes on where it was killed; what is judged of all of it is judged anew then, so its time
    # is that of the largest set that there may be.
    @jobs.job(queue.UNDO_JOB, time_s=UNDO_TIME_S, tries_max=TRIES_MAX)
    async def undo(job: Job, database: Database) -> None:
        await unwinding.undo_all(hands, lambda: job.tx(database), job.one("set"))


def tending(jobs: Jobs, hands: Hands, meter: Meter | None) -> None:
    """What the clock asks for, in all workspaces."""

    @jobs.job(DRIFT)
    async def drift(job: Job, database: Database) -> None:
        """Of every shop with fields that are ours some are read again, every hour."""
        async with database.system_tx(job.name) as tx:
            for workspace_id, accounts in (await drifting.ours_everywhere(tx)).items():
                await queue.ask_to_sample(replace(tx, workspace_id=workspace_id), accounts)

    @jobs.job(TEND)
    async def tend(job: Job, database: Database) -> None:
        """Whatever nudge was lost is given again."""
        async with database.system_tx(job.name) as tx:
            opened = await reading.open_everywhere(tx)
            over = await reading.over_everywhere(tx)
            busy = await reading.busy_everywhere(tx)
            if meter:
                for state, count in (await reading.counts_everywhere(tx)).items():
                    meter.set("hanse_changes_open", count, state=state)
            for workspace_id, states in opened.items():
                await queue.nudge(replace(tx, workspace_id=workspace_id), states)
        for workspace_id, set_id, carried, made_at in busy:
            async with database.tx(workspace_id, tx.actor) as own:
                if carried:
                    await queue.ask_to_carry(own, set_id)
                else:
                    await unwinding.tend(hands, own, set_id, made_at)
        for workspace_id in over:
            async with database.tx(workspace_id, tx.actor) as own:
                await approving.expire(own, own.now, EXPIRE_MAX)


async def look_at_some(road: Road) -> None:
    try:
        count_looks(road, await drifting.sample(road.hands, road.open_tx, road.opened))
    except STOPPING:
        return  # the next hour looks at others


async def look_at_all(road: Road, job: Job) -> None:
    """For a while; then others have their turn, and it goes on where it was."""
    clock = road.hands.database.clock
    until = clock.monotonic() + SLICE_S
    reading_id = job.one("reading")
    at: datetime | None = None
    more = True
    try:
        while more and clock.monotonic() < until:
            looked, more = await drifting.go_on(road.hands, road.open_tx, road.opened, reading_id)
            count_looks(road, looked)
    except drifting.Twice:
        return  # another one is at it
    except AuthLapsed:
        at = clock.now() + LAPSED_AGAIN
    except (Throttled, Unavailable) as fault:
        at = again_at(road, fault)
    if more:
        async with road.open_tx() as tx:
            await queue.ask_to_reread(tx, road.opened.id, reading_id, at=at)


def count_looks(road: Road, looked: drifting.Looked) -> None:
    if road.meter is None:
        return
    outcomes = {"proven": looked.proven, "drifted": looked.count - looked.proven}
    for outcome, number in outcomes.items():
        platform = road.opened.platform_name
        road.meter.count("hanse_drift_looks_total", number, platform=platform, outcome=outcome)


async def send_for_a_while(road: Road) -> None:
    at: datetime | None = None
    try:
        if await commit.send_all(road, SLICE_S):
            return
    except AuthLapsed:
        return  # it is approved still, and goes out when the shop is connected again
    except (Throttled, Unavailable) as fault:
        at = again_at(road, fault)
    async with road.open_tx() as tx:
        await queue.ask_to_send(tx, [road.opened.id], at=at)


async def settle_what_is_due(road: Road) -> None:
    try:
        at = await commit.settle_all(road)
    except AuthLapsed:
        return
    except (Throttled, Unavailable) as fault:
        at = again_at(road, fault)
    if at is not None:
        async with road.open_tx() as tx:
            await queue.ask_to_settle(tx, road.opened.id, at=at)


def again_at(road: Road, fault: Throttled | Unavailable) -> datetime:
    """Soon: a job that fails waits longer each time, and no nudge brings it forward."""
    wait_s = fault.after_s if isinstance(fault, Throttled) else AGAIN_S
    return road.hands.database.clock.now() + timedelta(seconds=wait_s)
