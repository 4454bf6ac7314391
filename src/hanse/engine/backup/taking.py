"""Take a backup while everything runs: a base backup, or a dump where the server gives no more."""

import asyncio
import json
import os
import secrets
import shutil
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import asyncpg

from hanse.base.clock import Clock
from hanse.base.faults import Unavailable
from hanse.engine.backup import archive, files, parcel, shelf
from hanse.engine.backup.files import Told
from hanse.engine.backup.programs import Programs, complaint, run
from hanse.engine.backup.shelf import Backup, Kind
from hanse.engine.files import names
from hanse.engine.postgres.connect import connected

CHECKPOINT_WORDS = ("--checkpoint=fast", "--wal-method=stream", "--manifest-checksums=SHA256")
INCREMENTAL_MAJOR = 17
SPARE_BYTES = 64 * 1024**2

# Files come back under our own server, which knows the user and the database by the names that it
# gives them itself, keeps its settings beside the data and has no ICU. Of any other server a dump
# comes back, and files might not.
ABOUT = """
    select current_setting('server_version') as version,
           current_setting('server_version_num')::int / 10000 as major,
           (select system_identifier from pg_control_system())::text as system,
           lpad(upper(to_hex((select timeline_id from pg_control_checkpoint()))), 8, '0')
               as timeline,
           (select (rolsuper or rolreplication)
                and (rolname, current_database()) = ('hanse', 'hanse')
                and current_setting('cluster_name') = 'hanse'
            from pg_roles where rolname = current_user) as may_copy,
           pg_database_size(current_database()) as size_bytes"""
SUMMARIZES = "select coalesce(current_setting('summarize_wal', true) = 'on', false)"
SEGMENT = "select pg_walfile_name($1::text::pg_lsn)"


@dataclass(frozen=True, slots=True)
class About:
    """What the server says of itself."""

    version: str
    major: int
    system: str
    timeline: str
    may_copy: bool
    summarizes: bool
    size_bytes: int


@dataclass(frozen=True, slots=True)
class Place:
    """Where backups stand, how they are sealed, how long they are wanted, and where files are."""

    shelf: Path
    key: bytes | None
    days: int
    media: Path | None = None
    names_dsn: str = field(default="", repr=False)  # of who sees which files all rows name


@dataclass(frozen=True, slots=True)
class Taken:
    """A backup, and what came of the files that its database names."""

    backup: Backup
    files: Told


async def take(
    admin_dsn: str, programs: Programs, place: Place, clock: Clock, *, full: bool = False
) -> Taken:
    """One more backup, there whole or not at all; then what nobody needs any more goes."""
    about = await ask(admin_dsn)
    place.shelf.mkdir(mode=0o700, parents=True, exist_ok=True)
    with shelf.alone(place.shelf):
        known = shelf.backups(place.shelf)
        shelf.refuse_another(place.shelf, known, about.system, about.timeline)
        shelf.clear_unfinished(place.shelf)
        parent = None if full or not about.summarizes else shelf.parent_for(known, about.system)
        # A full copy stands there plain for a while, and packed beside it.
        need_room(place.shelf, about.size_bytes // 2 if parent else about.size_bytes * 3 // 2)
        work = place.shelf / f"{shelf.UNFINISHED}{secrets.token_hex(4)}"
        work.mkdir(mode=0o700)
        try:
            backup = await fill(admin_dsn, programs, place, about, work, parent, clock)
            await asyncio.to_thread(put_on_shelf, place, work, backup)
        finally:
            shutil.rmtree(work, ignore_errors=True)
        # After the database: whatever that names was on the shelf before it was named.
        told = await take_files(place, clock.now())
        await asyncio.to_thread(tidy, place, clock.now())
    return Taken(backup, told)


async def take_files(place: Place, now: datetime) -> Told:
    if not place.media:
        return Told()
    told = await files.take(names.pages(place.names_dsn), place.media, place.shelf, place.key)
    still = await names.all_named(place.names_dsn)
    at = (place.shelf, place.key)
    await asyncio.to_thread(files.throw_away, place.media, at, still, now, place.days)
    return told


def need_room(folder: Path, wanted_bytes: int) -> None:
    """A backup that fills the disk of the database would take the whole hub down."""
    free = shutil.disk_usage(folder).free
    if free < wanted_bytes + SPARE_BYTES:
        raise Unavailable(
            f"A backup may need {(wanted_bytes + SPARE_BYTES) / 1e6:,.0f} MB in {folder}, and"
            f" {free / 1e6:,.0f} MB are free there.",
            "Make room, or set HANSE_BACKUP_FOLDER to a folder on a larger disk.",
        )


async def ask(admin_dsn: str) -> About:
    async with connected(admin_dsn, "hanse backup") as admin:
        row = await admin.fetchrow(ABOUT)
        assert row is not None
        summarizes = row["major"] >= INCREMENTAL_MAJOR and await admin.fetchval(SUMMARIZES)
        return About(
            row["version"],
            row["major"],
            row["system"],
            row["timeline"],
            row["may_copy"],
            summarizes,
            row["size_bytes"],
        )


async def fill(
    admin_dsn: str,
    programs: Programs,
    place: Place,
    about: About,
    work: Path,
    parent: Backup | None,
    clock: Clock,
) -> Backup:
    """Everything that belongs to the backup, in a folder that nobody takes for one yet."""
    started_at = clock.now()
    kind, first_segment = Kind.dump, ""
    if about.may_copy and programs.major == about.major:
        kind = await copy_files(admin_dsn, programs, place, work, parent)
        first_segment = await first_segment_of(admin_dsn, work / shelf.MANIFEST)
    else:
        await dump(admin_dsn, programs, about, place, work)
    backup = Backup(
        name=shelf.free_name(place.shelf, started_at),
        kind=kind,
        parent=parent.name if parent and kind is Kind.incremental else "",
        started_at=started_at,
        finished_at=clock.now(),
        first_segment=first_segment,
        system=about.system,
        server_version=about.version,
        size_bytes=sum(file.stat().st_size for file in work.iterdir()),
        sealed=place.key is not None,
    )
    shelf.write_record(work, backup)
    return backup


async def copy_files(
    admin_dsn: str, programs: Programs, place: Place, work: Path, parent: Backup | None
) -> Kind:
    """The server's files; only what changed since the parent, where the server still knows it."""
    data = work / "data"
    words: list[str | Path] = [programs.bin / "pg_basebackup", "-D", data, *CHECKPOINT_WORDS]
    kind = Kind.full
    if parent:
        earlier = place.shelf / parent.name / shelf.MANIFEST
        done = await run([*words, "--incremental", earlier], admin_dsn)
        kind = Kind.incremental
        if done.code:
            # The server forgets its summaries after some days; then everything is copied again.
            shutil.rmtree(data, ignore_errors=True)
            kind = Kind.full
    if kind is Kind.full:
        done = await run(words, admin_dsn)
        if done.code:
            raise Unavailable(
                f"pg_basebackup gave up: {complaint(done)}.",
                "Free some room or mend what it names, then run `hanse backup` again.",
            )
    shutil.copyfile(data / shelf.MANIFEST, work / shelf.MANIFEST)
    into = work / parcel.packed_name("data.tar.gz", place.key)
    await asyncio.to_thread(parcel.pack_folder, data, into, place.key)
    await asyncio.to_thread(shutil.rmtree, data)
    return kind


async def first_segment_of(admin_dsn: str, manifest: Path) -> str:
    """The first piece of the log that a restore of these files reads."""
    ranges = json.loads(manifest.read_text("utf-8"))["WAL-Ranges"]
    async with connected(admin_dsn, "hanse backup") as admin:
        name: str = await admin.fetchval(SEGMENT, ranges[0]["Start-LSN"])
        return name


async def dump(admin_dsn: str, programs: Programs, about: About, place: Place, work: Path) -> None:
    """The rows as statements: all that a server gives to those who may not copy its files."""
    if programs.major < about.major:
        raise Unavailable(
            f"The server is PostgreSQL {about.version}; pg_dump here is only {programs.version}.",
            f"Install the programs of PostgreSQL {about.major} and put them on PATH.",
        )
    plain = work / "data.dump"
    words: list[str | Path] = [programs.bin / "pg_dump", "-Fc", "--compress=0", "-f", plain]
    done = await run(words, admin_dsn)
    if done.code:
        raise Unavailable(
            f"pg_dump gave up: {complaint(done)}.",
            "The user of HANSE_DATABASE_URL must see all rows: have an administrator run"
            " `alter role NAME bypassrls`, or rely on the backups that the server's owner takes.",
        )
    into = work / parcel.packed_name("data.dump.gz", place.key)
    await asyncio.to_thread(parcel.pack_file, plain, into, place.key)
    plain.unlink()


def put_on_shelf(place: Place, work: Path, backup: Backup) -> None:
    for file in work.iterdir():
        descriptor = os.open(file, os.O_RDONLY)
        os.fsync(descriptor)
        os.close(descriptor)
    archive.sync(work)
    work.rename(place.shelf / backup.name)
    archive.sync(place.shelf)


def tidy(place: Place, now: datetime) -> None:
    """Pack the log, and throw away what no second of the last days needs."""
    pack(place)
    shelf.throw_away(place.shelf, shelf.needless(shelf.backups(place.shelf), now, place.days))
    segments = [one.first_segment for one in shelf.backups(place.shelf) if one.first_segment]
    if segments:
        archive.throw_away_before(place.shelf, min(segments, key=lambda name: name[8:]))


def pack(place: Place) -> None:
    """What came since: the log, and new files, which it may name."""
    archive.pack(place.shelf, place.key)
    if place.media:
        files.bring(place.media, place.shelf, place.key, all_of_them=False)


async def flush(admin: "asyncpg.Connection[asyncpg.Record]", limit_s: float = 60.0) -> None:
    """Everything that is committed by now is in the archive when this comes back.

    The transaction that it makes is there so that the log has something behind any instant asked.
    """
    await admin.execute("select pg_current_xact_id()")
    segment: str = await admin.fetchval("select pg_walfile_name(pg_switch_wal())")
    deadline = asyncio.get_running_loop().time() + limit_s
    while True:
        last = await admin.fetchrow(
            "select last_archived_wal, last_failed_wal from pg_stat_archiver"
        )
        archived = last and last["last_archived_wal"]
        if archived and archived[:24] >= segment:
            return
        if asyncio.get_running_loop().time() > deadline:
            raise Unavailable(
                f"The server has not archived {segment} for {limit_s:g} s.",
                "See its log: the backup folder may be full or closed to it.",
            )
        await asyncio.sleep(0.1)
