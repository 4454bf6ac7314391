"""Jobs that come back by the clock on the wall: cron in a time zone, once for all workers.

When clocks go forward, what would fall into the missing hour runs once, as soon as it is over. When
they go back, what has an hour of its own runs once, in the first pass; what comes every hour, or
more often, runs in both. What was missed while nothing ran is made up for once.
"""

import logging
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec
from croniter import CroniterBadDateError, croniter

from hanse.base.faults import Rejected
from hanse.engine.jobs.handlers import Registry, Schedule
from hanse.engine.jobs.jobs import checked_key, encoded, enqueue
from hanse.engine.tx import Tx

FIELDS = 5
RANDOM = re.compile(r"(?<![a-z])r", re.IGNORECASE)  # not that of mar, apr or fri
FIRE_MAX = 100
REFUSED_AGAIN = timedelta(hours=1)  # a zone may be missing on this machine only

# The next instant stays as it was unless the rule changed: a restart makes up for nothing twice.
KEEP = """
    insert into jobs_schedules as kept
        (workspace_id, name, key, ids, cron, zone, declared, next_at)
    values ($1, $2, $3, $4::jsonb, $5, $6, $7, $8)
    on conflict (workspace_id, name, key) do update
    set ids = excluded.ids, cron = excluded.cron, zone = excluded.zone,
        declared = excluded.declared,
        next_at = case when (kept.cron, kept.zone) = (excluded.cron, excluded.zone)
            then kept.next_at else excluded.next_at end
    where (kept.ids, kept.cron, kept.zone, kept.declared)
        is distinct from (excluded.ids, excluded.cron, excluded.zone, excluded.declared)
"""
DUE = """
    select workspace_id, name, key, ids, cron, zone from jobs_schedules
    where next_at <= $1 order by next_at limit $2
    for update skip locked
"""
ADVANCE = """
    update jobs_schedules set next_at = $4 where workspace_id = $1 and name = $2 and key = $3
"""
DROP = "delete from jobs_schedules where workspace_id = $1 and name = $2 and key = $3"
DROP_UNDECLARED = """
    delete from jobs_schedules
    where workspace_id = $1 and declared
      and (name, key) not in (select * from unnest($2::text[], $3::text[]))
"""
NEXT_S = "select extract(epoch from min(next_at) - $1)::float8 from jobs_schedules"

log = logging.getLogger(__name__)


async def keep(tx: Tx, schedule: Schedule) -> None:
    """Let the job come back in this workspace; a schedule of the same name and key is replaced."""
    await put(tx, schedule, declared=False)


async def drop(tx: Tx, name: str, key: str = "") -> None:
    """Let it come back no more."""
    await tx.execute(DROP, tx.workspace_id, name, key)


async def declare(tx: Tx, registry: Registry) -> None:
    """Keep the schedules that the program declares, and no others of its own."""
    for schedule in registry.schedules:
        await put(tx, schedule, declared=True)
    await tx.execute(
        DROP_UNDECLARED,
        tx.workspace_id,
        [schedule.name for schedule in registry.schedules],
        [schedule.key for schedule in registry.schedules],
    )


async def put(tx: Tx, schedule: Schedule, *, declared: bool) -> None:
    await tx.execute(
        KEEP,
        tx.workspace_id,
        schedule.name,
        checked_key(schedule.name, schedule.key),
        encoded(schedule.name, schedule.ids),
        schedule.cron,
        schedule.zone,
        declared,
        following(schedule.cron, schedule.zone, tx.now),
    )


async def fire(tx: Tx) -> float | None:
    """Ask for every job whose time has come; the seconds until the next one, none if none is kept.

    `tx` is a system_tx. The rows are held until its commit, so each comes once in the cluster.
    """
    for row in await tx.fetch(DUE, tx.now, FIRE_MAX):
        there = replace(tx, workspace_id=row["workspace_id"], request_id=str(tx.ids.new()))
        next_at = tx.now + REFUSED_AGAIN
        try:
            next_at = following(row["cron"], row["zone"], tx.now)
            await enqueue(there, row["name"], row["key"], msgspec.json.decode(row["ids"]))
        except Rejected as refused:
            log.warning("jobs.schedule.refused", extra={"job": row["name"], "why": str(refused)})
        await tx.execute(ADVANCE, row["workspace_id"], row["name"], row["key"], next_at)
    next_s: float | None = await tx.fetchval(NEXT_S, tx.now)
    return next_s


def following(cron: str, zone: str, after: datetime) -> datetime:
    """The first instant after this one at which the schedule comes."""
    local = croniter(checked(cron), after.astimezone(clock_of(zone)))
    every_hour = cron.split()[1] == "*"
    while True:
        try:
            at: datetime = local.get_next(datetime)
        except CroniterBadDateError as never:
            raise no_schedule(cron, "there is no such day") from never
        again = at.utcoffset() != at.replace(fold=0).utcoffset()  # the second pass of that hour
        if every_hour or not again:
            return at.astimezone(UTC)


def checked(cron: str) -> str:
    # An R would be another time on each reading.
    if len(cron.split()) != FIELDS or RANDOM.search(cron) or not croniter.is_valid(cron):
        raise no_schedule(cron, "five fields make one")
    return cron


def no_schedule(cron: str, why: str) -> Rejected:
    return Rejected(
        f"{cron!r} is no schedule: {why}.",
        next_step="Write minute, hour, day, month and weekday, as 30 2 * * *.",
    )


def clock_of(zone: str) -> tzinfo:
    try:
        return UTC if zone == "UTC" else ZoneInfo(zone)  # UTC needs no list of time zones
    except (ZoneInfoNotFoundError, ValueError) as wrong:
        raise Rejected(
            f"There is no time zone {zone!r}.", next_step="Write it as Europe/Berlin, or UTC."
        ) from wrong
