"""Whether this process can do its work now: what `/health/ready` answers and `/metrics` shows."""

import asyncio
import shutil
from collections.abc import Awaitable, Callable
from datetime import datetime
from pathlib import Path

from hanse.base.faults import Fault
from hanse.engine.backup import shelf
from hanse.engine.health.checks import Check, failed
from hanse.engine.jobs import queues
from hanse.engine.log import followers, sealer
from hanse.engine.log.events import held_back_s
from hanse.engine.metrics import Meter
from hanse.engine.outages import as_fault
from hanse.engine.postgres.migrate import schema_state
from hanse.engine.tx import INSTALLATION, Actor, ActorKind, Database, Tx

HEALTH = Actor(ActorKind.system, None, "health check")

ANSWER_LIMIT_S = 3.0
DISK_FREE_MIN_BYTES = 500_000_000
BACKUP_AGE_MAX_S = 36 * 3_600.0  # a day, and half of one for a night that went wrong
QUEUE_AGE_MAX_S = 600.0
COUNTED_MAX = 20_000  # a look at more would cost what the jobs need
WRITER_MAX_S = 10.0  # the server itself ends a transaction after 5 s

Look = Callable[[Database], Awaitable[Check]]


async def ready(database: Database, home: Path) -> list[Check]:
    """One row a check, never an exception. Without a database the rest is not asked."""
    answer = await within_limit("database", database_answers(database))
    if not answer.ok:
        return [answer, disk(home)]
    found = [await within_limit(name, look(database)) for name, look in LOOKS.items()]
    return [answer, *found, disk(home)]


async def measure(
    database: Database, home: Path, meter: Meter, backups: Path | None = None
) -> None:
    """Bring the gauges up to date; `/metrics` does so before it answers."""
    checks = await ready(database, home)
    if backups is not None:
        checks.append(backup_age(backups, database.clock.now()))
    for check in checks:
        meter.set("hanse_check_ok", float(check.ok), check=check.name)
        if check.figure is not None and check.name in GAUGES:
            meter.set(GAUGES[check.name], check.figure)
    if checks[0].ok:
        await measure_work(database, meter)
    for name, pool in (("app", database.app), ("system", database.system)):
        idle = pool.get_idle_size()
        meter.set("hanse_pool_connections", idle, pool=name, state="idle")
        meter.set("hanse_pool_connections", pool.get_size() - idle, pool=name, state="busy")
        meter.set("hanse_pool_connections", pool.get_max_size(), pool=name, state="most")


async def measure_work(database: Database, meter: Meter) -> None:
    async with database.system_tx(HEALTH.name) as tx:
        jobs = await queues.figures(tx)
        states = await followers.states(tx)
    for state in ("waiting", "later", "running", "failed", "unknown", "parked"):
        meter.set("hanse_jobs_kept", getattr(jobs, state), state=state)
    for follower in states:
        meter.set("hanse_follower_lag_events", follower.lag, follower=follower.name)
        meter.set("hanse_follower_failing", len(follower.failing), follower=follower.name)


async def within_limit(name: str, asked: Awaitable[Check]) -> Check:
    """What was asked, or the row that says why there is no answer."""
    try:
        async with asyncio.timeout(ANSWER_LIMIT_S):
            return await asked
    except TimeoutError:
        sentence = f"There was no answer within {ANSWER_LIMIT_S:g} s."
        return Check(name, False, sentence, "See what the database and this machine are busy with.")
    except Exception as error:
        if fault := error if isinstance(error, Fault) else as_fault(error):
            return failed(name, fault)
        raise


async def database_answers(database: Database) -> Check:
    """Through the pool of the program: a pool without a free connection is not ready either."""
    began = database.clock.monotonic()
    async with database.tx(INSTALLATION, HEALTH) as tx:
        await tx.fetchval("select 1")
    took_s = database.clock.monotonic() - began
    return Check("database", True, f"The database answers in {took_s * 1_000:.0f} ms.", "", took_s)


async def migrations(database: Database) -> Check:
    async with database.system_tx(HEALTH.name) as tx:
        state = await schema_state(tx)
    if state.fault:
        return failed("migrations", state.fault)
    if state.pending:
        sentence = f"The database lacks {len(state.pending)} migrations, from {state.pending[0]}."
        return Check("migrations", False, sentence, "Run: hanse migrate", len(state.pending))
    return Check("migrations", True, f"The schema is that of {state.applied[-1]}.", "", 0.0)


async def queue(database: Database) -> Check:
    """How old the oldest job is that waits for nothing but a worker.

    One of whose lane another runs is not counted as old: it waits for that one.
    """
    async with database.system_tx(HEALTH.name) as tx:
        row = await tx.fetchrow(QUEUE, COUNTED_MAX)
    assert row is not None, "an aggregate has a row"
    return queued(row["due"], row["age_s"])


QUEUE = """
    select count(*) as due,
        coalesce(extract(epoch from clock_timestamp() - min(due_at) filter (where free)), 0)::float8
            as age_s
    from (
        select due_at, not exists (
            select from jobs_pauses where scope in (name, split_part(name, '.', 1))
        ) and not exists (
            select from jobs as beside
            where beside.state = 'running' and beside.workspace_id = waiting.workspace_id
              and beside.lane = waiting.lane
        ) as free
        from jobs as waiting where state = 'waiting' limit $1
    ) as jobs_due
"""


def queued(due: int, age_s: float) -> Check:
    jobs = f"{due:,} jobs" if due < COUNTED_MAX else f"{due:,} jobs or more"
    if age_s > QUEUE_AGE_MAX_S:
        sentence = f"{jobs} are due, and the oldest has waited for {age_s:,.0f} s."
        step = "See that a worker runs and what it is busy with: hanse jobs, hanse doctor."
        return Check("queue", False, sentence, step, age_s)
    return Check("queue", True, f"{jobs} are due, none for long.", "", age_s)


async def oldest_writer(database: Database) -> Check:
    """One long writer holds up everybody who follows the log.

    Each role sees its own sessions only; that events are held back tells of all the others.
    """
    async with database.tx(INSTALLATION, HEALTH) as tx, database.system_tx(HEALTH.name) as system:
        ages = (await writing_s(tx), await writing_s(system), await held_back_s(system))
        return writers(max(ages))


def writers(age_s: float) -> Check:
    if age_s > WRITER_MAX_S:
        return Check(
            "writers",
            False,
            f"A transaction has been writing for {age_s:.0f} s: followers of the log wait for it.",
            "Find it: select pid, query from pg_stat_activity where backend_xid is not null",
            age_s,
        )
    return Check("writers", True, "No transaction writes for long.", "", age_s)


async def writing_s(tx: Tx) -> float:
    age_s: float = await tx.fetchval(
        """
        select coalesce(extract(epoch from max(clock_timestamp() - xact_start)), 0)::float8
        from pg_stat_activity
        where backend_xid is not null and datname = current_database() and pid <> pg_backend_pid()
        """
    )
    return age_s


async def seals(database: Database) -> Check:
    """What is not sealed yet could still be altered without a trace."""
    async with database.system_tx(HEALTH.name) as tx:
        rows, age_s = await sealer.unsealed(tx)
    return sealed(rows, age_s)


def sealed(rows: int, age_s: float) -> Check:
    if age_s > sealer.LATE_S:
        sentence = f"{rows:,} events of the log wait to be sealed, the oldest for {age_s:,.0f} s."
        step = "See that a worker runs: hanse up, or hanse work. Its log says what keeps it."
        return Check("seals", False, sentence, step, age_s)
    return Check("seals", True, f"The log is sealed up to {age_s:.0f} s ago.", "", age_s)


def disk(home: Path) -> Check:
    while not home.exists():
        home = home.parent
    return free_space(home, shutil.disk_usage(home).free)


def free_space(home: Path, free: int) -> Check:
    if free < DISK_FREE_MIN_BYTES:
        sentence = f"Only {free / 1e6:,.0f} MB are free under {home}."
        step = f"Make room for at least {DISK_FREE_MIN_BYTES / 1e6:.0f} MB: "
        return Check(
            "disk", False, sentence, f"{step}the database stops when the disk is full.", free
        )
    return Check("disk", True, f"{free / 1e9:,.1f} GB are free under {home}.", "", free)


def backup_age(folder: Path, now: datetime) -> Check:
    """No matter for readiness: work goes on without a backup, but nobody should."""
    found = shelf.backups(folder)
    if not found:
        return Check("backup", True, f"There is no backup in {folder} yet.", "Run: hanse backup")
    age_s = (now - found[-1].finished_at).total_seconds()
    sentence = f"The newest backup is {age_s / 3_600:,.0f} hours old."
    if age_s > BACKUP_AGE_MAX_S:
        step = "See why the daily one failed: hanse jobs, or run: hanse backup"
        return Check("backup", False, sentence, step, age_s)
    return Check("backup", True, sentence, "", age_s)


LOOKS: dict[str, Look] = {
    "migrations": migrations,
    "queue": queue,
    "seals": seals,
    "writers": oldest_writer,
}

# Checks whose figure is a metric of its own.
GAUGES = {
    "database": "hanse_database_answer_seconds",
    "queue": "hanse_jobs_oldest_seconds",
    "seals": "hanse_unsealed_seconds",
    "writers": "hanse_oldest_writer_seconds",
    "disk": "hanse_disk_free_bytes",
    "backup": "hanse_backup_age_seconds",
}
