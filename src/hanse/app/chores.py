"""What the installation does for itself by the clock: backups, the log, keys, tidying."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from hanse.app.opened import Opened
from hanse.app.shelving import media_of, place_of, programs_of
from hanse.base.faults import Rejected
from hanse.engine import calls, hooks, rotation
from hanse.engine.backup import files, shelf, taking
from hanse.engine.doors.kept_answers import forget_old_answers
from hanse.engine.files import names
from hanse.engine.files import shelf as sweeping
from hanse.engine.jobs.handlers import Job, Jobs
from hanse.engine.log import audit, events, months
from hanse.engine.master_keys import key_file
from hanse.engine.tx import Actor, ActorKind, Database
from hanse.rooms.stock.service import months as ledger_months

BACKUP_LIMIT_S = 6 * 3_600.0
ROTATION_LIMIT_S = 3_600.0
VERIFY_LIMIT_S = 3_600.0
SWEPT_AFTER = timedelta(days=1)


@events.declare("engine.backup.taken", "Backup {backup} was taken ({how})")
@dataclass(frozen=True, slots=True)
class BackupTaken:
    """The hashes of files that are named and not there, or not themselves any more: the first."""

    backup: str
    how: str
    size_bytes: int
    files: int
    files_lost: int
    lost: Sequence[str]


@events.declare("engine.file.cleared", "{files} files that nothing names were deleted")
@dataclass(frozen=True, slots=True)
class FilesCleared:
    files: int
    bytes: int


def chores(opened: Opened) -> Jobs:
    """The jobs of the installation, as its settings want them."""
    jobs = Jobs("engine")
    keep_tables_small(jobs)
    keep_backups(jobs, opened)
    sweep_files(jobs, opened)
    prove_log(jobs)
    if opened.settings.vault_rotate_monthly:
        rotate_keys(jobs, opened)
    return jobs


def keep_tables_small(jobs: Jobs) -> None:
    @jobs.job("engine.make_months")
    async def make_months(job: Job, database: Database) -> None:
        await months.make_ready(database)
        async with database.system_tx(job.name) as tx:
            await ledger_months.make_ahead(tx)

    @jobs.job("engine.forget_answers")
    async def forget_answers(job: Job, database: Database) -> None:
        forgotten = 1
        while forgotten:
            async with database.system_tx(job.name) as tx:
                forgotten = await forget_old_answers(tx)

    @jobs.job("engine.forget_calls")
    async def forget_calls(job: Job, database: Database) -> None:
        forgotten = 1
        while forgotten:
            async with database.system_tx(job.name) as tx:
                forgotten = await calls.forget(tx)

    @jobs.job("engine.forget_hooks")
    async def forget_hooks(job: Job, database: Database) -> None:
        forgotten = 1
        while forgotten:
            async with database.system_tx(job.name) as tx:
                forgotten = await hooks.forget(tx)

    jobs.every("engine.forget_calls", "27 * * * *")
    jobs.every("engine.forget_hooks", "37 * * * *")
    jobs.every("engine.make_months", "7 1 * * *")
    jobs.every("engine.forget_answers", "17 * * * *")


def keep_backups(jobs: Jobs, opened: Opened) -> None:
    @jobs.job("engine.back_up", time_s=BACKUP_LIMIT_S, tries_max=3)
    async def back_up(job: Job, database: Database) -> None:
        server = opened.ready
        place = place_of(opened.settings, server=server)
        taken = await taking.take(server.admin_dsn, programs_of(server), place, opened.clock)
        backup, lost = taken.backup, sorted({*taken.files.missing, *taken.files.changed})
        told = (taken.files.files, len(lost), lost[: files.TOLD_MAX])
        async with job.tx(database) as tx:
            await events.append(tx, BackupTaken(backup.name, backup.kind, backup.size_bytes, *told))

    jobs.every("engine.back_up", f"0 {opened.settings.backup_hour} * * *")
    if opened.ready.cluster is None:
        return  # the log of somebody else's server is archived by its owner

    @jobs.job("engine.pack_archive", time_s=BACKUP_LIMIT_S)
    async def pack_archive(job: Job, database: Database) -> None:
        await asyncio.to_thread(taking.pack, place_of(opened.settings, server=opened.ready))

    jobs.every("engine.pack_archive", "*/5 * * * *")


def sweep_files(jobs: Jobs, opened: Opened) -> None:
    @jobs.job("engine.sweep_files", time_s=BACKUP_LIMIT_S)
    async def sweep_files(job: Job, database: Database) -> None:
        media, place = media_of(opened.settings), place_of(opened.settings)
        place.shelf.mkdir(mode=0o700, parents=True, exist_ok=True)
        # A backup first copies the database, then the files that it names: none goes in between.
        with shelf.alone(place.shelf):
            named = await names.all_named(opened.ready.dsns.system)
            before = (opened.clock.now() - SWEPT_AFTER).timestamp()
            count, size = await asyncio.to_thread(sweeping.sweep, media, named, before)
        if count:
            async with job.tx(database) as tx:
                await events.append(tx, FilesCleared(count, size))

    jobs.every("engine.sweep_files", "20 5 * * *")


def prove_log(jobs: Jobs) -> None:
    @jobs.job("engine.verify_log", time_s=VERIFY_LIMIT_S, tries_max=3)
    async def verify_log(job: Job, database: Database) -> None:
        verdict = await audit.verify(database)
        await audit.note(database, verdict, Actor(ActorKind.system, None, "jobs"))
        if verdict.problem:
            raise Rejected(
                f"The log is not as it was sealed. {verdict.problem}",
                next_step="Run `hanse audit verify`, and compare with a backup from before.",
            )

    jobs.every("engine.verify_log", "40 2 * * *")


def rotate_keys(jobs: Jobs, opened: Opened) -> None:
    @jobs.job("engine.rotate_keys", time_s=ROTATION_LIMIT_S)
    async def rotate(job: Job, database: Database) -> None:
        async def report(done: int, total: int) -> None:
            await job.progress("keys wrapped anew", done, total)

        keep = rotation.kept_for(opened.settings.backup_days)
        await rotation.rotate_masters(database, key_file(opened.settings), keep, report)

    jobs.every("engine.rotate_keys", "30 4 1 * *")
