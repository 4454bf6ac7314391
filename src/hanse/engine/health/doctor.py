"""What `hanse doctor` looks at beyond readiness: files, rights, versions, clocks."""

import shlex
import stat
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from hanse.base.faults import Fault
from hanse.engine import keys, processes
from hanse.engine.health.checks import Check, failed
from hanse.engine.jobs import queues
from hanse.engine.log import followers
from hanse.engine.log.followers import State
from hanse.engine.master_keys import key_file, refuse_open_doors
from hanse.engine.processes import ProcessRole
from hanse.engine.settings import SETTINGS, Loaded, Settings
from hanse.engine.tx import INSTALLATION, Actor, ActorKind, Database, Tx

DOCTOR = Actor(ActorKind.system, None, "hanse doctor")

SERVER_VERSION_MIN = 160_000
UNHANDLED_S = 300.0
CLOCK_SKEW_MAX_S = 2.0


def settings_file(loaded: Loaded) -> Check:
    """Secrets in a file that everybody on the machine can read are none."""
    chosen = [name for name in SETTINGS if loaded.origin(name) != "default"]
    for file in {loaded.origin(name) for name in chosen} - {"environment"}:
        kept = [name for name in chosen if SETTINGS[name].secret and loaded.origin(name) == file]
        if kept and stat.S_IMODE(Path(file).stat().st_mode) & 0o077:
            sentence = f"{file} holds {', '.join(kept)}, and others can read it."
            return Check("settings", False, sentence, f"Run: chmod 600 {shlex.quote(file)}")
    named = ", ".join(f"{name} ({loaded.origin(name)})" for name in chosen)
    return Check("settings", True, f"Not the default: {named or 'nothing'}.")


def key_files(settings: Settings) -> Check:
    """Who can read the keys, without opening them."""
    file = key_file(settings)
    if file is None:
        return Check("keys", True, "The master keys come from HANSE_VAULT_KEY.")
    if not file.path.exists():
        sentence = f"There is no file of master keys at {file.path} yet."
        return Check("keys", True, sentence, "The first start makes it; a backup needs a copy.")
    backup_key = Path(settings.backup_key_file) if settings.backup_key_file else None
    try:
        for path in filter(None, (file.path, backup_key)):
            refuse_open_doors(path)
    except FileNotFoundError as missing:
        return Check("keys", False, f"There is no {missing.filename}.", "Put the file back.")
    except Fault as fault:
        return failed("keys", fault)
    return Check("keys", True, f"Only we can read {file.path}.")


def proxies(settings: Settings) -> Check:
    """Behind a proxy that is not believed, all the world is one caller."""
    behind = settings.public_url.startswith("https") and not settings.tls_certificate
    if behind and not settings.trusted_proxies:
        sentence = "Before the hub stands a proxy that it does not believe: all callers look alike."
        step = "Set HANSE_TRUSTED_PROXIES to the proxy's network, such as 127.0.0.1/32."
        return Check("proxies", True, sentence, step)
    networks = ", ".join(map(str, settings.trusted_proxies))
    return Check("proxies", True, f"Proxies that are believed: {networks or 'none'}.")


async def running(database: Database) -> Check:
    async with database.system_tx(DOCTOR.name) as tx:
        found = [seen.process.role for seen in await processes.running(tx)]
    if ProcessRole.worker not in found:
        sentence = "No worker runs, so no job is done and the log is not sealed."
        return Check("processes", True, sentence, "Start it: hanse up, or hanse work", len(found))
    counts = ", ".join(f"{found.count(role)} {role}" for role in ProcessRole)
    return Check("processes", True, f"Running now: {counts}.", "", len(found))


async def follower_states(database: Database) -> Check:
    async with database.system_tx(DOCTOR.name) as tx:
        return following(await followers.states(tx))


def following(states: Sequence[State]) -> Check:
    """Whoever follows the log comes along, and is stuck at no event."""
    failing = [(state.name, stuck) for state in states for stuck in state.failing]
    if failing:
        name, stuck = failing[0]
        sentence = f"{name} has failed {stuck.failures} times at event {stuck.event_id}: "
        step = f"It is tried again at {stuck.retry_at:%H:%M} UTC; mend what the sentence says."
        return Check("followers", False, sentence + stuck.problem, step, len(failing))
    lag = max((state.lag for state in states), default=0)
    sentence = f"{len(states)} followers of the log, at most {lag:,} events behind."
    return Check("followers", True, sentence, "", lag)


async def kept_jobs(database: Database) -> Check:
    """Work that went wrong and is kept until a person decides."""
    async with database.system_tx(DOCTOR.name) as tx:
        jobs = await queues.figures(tx)
        unhandled = await queues.unhandled(tx, UNHANDLED_S)
    if unhandled:
        sentence = f"No worker knows how to do {', '.join(unhandled)}."
        return Check("jobs", False, sentence, "Bring all workers to the same version.")
    if count := jobs.failed + jobs.unknown + jobs.parked:
        sentence = f"{count:,} jobs did not end well and are kept."
        return Check("jobs", True, sentence, "Look at them: hanse jobs", count)
    paused = f" Paused: {', '.join(jobs.paused)}." if jobs.paused else ""
    return Check("jobs", True, f"No job is kept for having failed.{paused}", "", 0)


async def server_version(database: Database) -> Check:
    async with database.tx(INSTALLATION, DOCTOR) as tx:
        number = int(await tx.fetchval("select current_setting('server_version_num')"))
        text = await tx.fetchval("select current_setting('server_version')")
    return version_check(number, text)


def version_check(number: int, text: str) -> Check:
    if number < SERVER_VERSION_MIN:
        sentence = f"PostgreSQL {text} is older than 16."
        return Check("server", False, sentence, "Bring the server to version 16 or newer.", number)
    return Check("server", True, f"The server is PostgreSQL {text}.", "", number)


async def role_rights(database: Database) -> Check:
    """The roles that run the program can neither pass row security nor alter tables."""
    async with database.tx(INSTALLATION, DOCTOR) as tx:
        excess = await rights_in_excess(tx)
    async with database.system_tx(DOCTOR.name) as tx:
        excess += await rights_in_excess(tx)
    if excess:
        sentence = f"The program could leave its workspace: {'; '.join(excess)}."
        step = "Run `hanse migrate`; if that does not help, take the rights away as superuser."
        return Check("roles", False, sentence, step)
    return Check("roles", True, "The program can neither pass row security nor alter tables.")


async def rights_in_excess(tx: Tx) -> list[str]:
    row = await tx.fetchrow(
        """
        select rolname as name,
               rolsuper as "is superuser",
               rolbypassrls as "passes row security",
               rolcreaterole as "makes roles",
               pg_has_role(oid, 'hanse_owner', 'member') as "acts as hanse_owner",
               has_schema_privilege(oid, 'public', 'create') as "makes tables",
               exists (select from pg_class where relowner = pg_roles.oid
                       and relnamespace = 'public'::regnamespace) as "owns tables"
        from pg_roles where rolname = current_user
        """
    )
    assert row is not None, "a session has a role"
    return [f"{row['name']} {right}" for right, has in row.items() if has is True]


async def clock_skew(database: Database) -> Check:
    """Platforms refuse a signature whose time is wrong; we sign by our clock."""
    async with database.tx(INSTALLATION, DOCTOR) as tx:
        before = database.clock.now()
        theirs = await tx.fetchval("select clock_timestamp()")
        ours = before + (database.clock.now() - before) / 2
    skew_s = (ours - theirs).total_seconds()
    if abs(skew_s) > CLOCK_SKEW_MAX_S:
        ahead = "ahead of" if skew_s > 0 else "behind"
        sentence = f"The clock of this machine is {abs(skew_s):.1f} s {ahead} the database's."
        step = "Set both by a time service (NTP): platforms refuse a call whose time is wrong."
        return Check("clock", False, sentence, step, skew_s)
    return Check("clock", True, "The clocks of this machine and the database agree.", "", skew_s)


async def archiver(database: Database) -> Check:
    """A log that cannot be archived stays on the database's disk until that is full."""
    async with database.system_tx(DOCTOR.name) as tx:
        row = await tx.fetchrow(
            """
            select last_failed_wal, last_failed_time as failed_at,
                last_archived_time as archived_at from pg_stat_archiver
            """
        )
    assert row is not None
    return archiving(row["last_failed_wal"] or "", row["failed_at"], row["archived_at"])


def archiving(segment: str, failed_at: datetime | None, archived_at: datetime | None) -> Check:
    if failed_at is None or (archived_at is not None and archived_at > failed_at):
        return Check("archive", True, "The database's log is archived as it should be.")
    return Check(
        "archive",
        False,
        f"The database could not archive its log {segment} at {failed_at:%Y-%m-%d %H:%M} UTC.",
        "Make room in the backup folder and let the database write there: the log piles up on its"
        " disk meanwhile.",
    )


async def master_keys(database: Database) -> Check:
    """Every master key that wraps something is here and is the right one."""
    try:
        async with database.system_tx(DOCTOR.name) as tx:
            await keys.try_masters(tx)
            usage = await keys.usage(tx)
    except Fault as fault:
        return failed("vault", fault)
    count = sum(usage.values())
    return Check("vault", True, f"The master keys open all {count:,} data keys.", "", count)


def summary(checks: Sequence[Check]) -> str:
    errors = sum(not check.ok for check in checks)
    advice = sum(check.ok and bool(check.next_step) for check in checks)
    if errors:
        return f"{errors} of {len(checks)} checks found an error."
    return f"All {len(checks)} checks are content" + (f", {advice} with advice." if advice else ".")
