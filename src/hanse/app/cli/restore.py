"""`hanse restore`: bring a backup back into a new folder, as it was at any second."""

import argparse
import asyncio
import shlex
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from hanse.app.shelving import place_of
from hanse.base.faults import Fault, Rejected
from hanse.engine.backup import archive, drill, files, programs, restoring, taking
from hanse.engine.backup.restoring import Target
from hanse.engine.files import names
from hanse.engine.master_keys import key_file
from hanse.engine.postgres.cluster import Cluster
from hanse.engine.postgres.connect import connected
from hanse.engine.settings import Settings

if TYPE_CHECKING:
    from hanse.app.opened import Opened

# The database may be lost: a restore needs the backup folder and nothing else.
WITHOUT_DATABASE = True


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    command = commands.add_parser(
        "restore",
        help="bring a backup back, to any second of the last days",
        description="Bring a backup back into a new folder. The old one is not touched.",
    )
    command.add_argument("--to", type=instant, help='a time in UTC: "2026-11-20 14:03:05"')
    command.add_argument(
        "--into", type=Path, help="a folder that is not there yet; else one beside HANSE_HOME"
    )
    command.add_argument("--backups", type=Path, help="the backup folder, if it is not the usual")


def instant(text: str) -> datetime:
    try:
        read = datetime.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(
            f"{text!r} is no time; write it as 2026-11-20 14:03:05 (UTC) or with +07:00 behind it"
        ) from None
    return read.astimezone(UTC) if read.tzinfo else read.replace(tzinfo=UTC)


async def run(args: argparse.Namespace, opened: "Opened") -> int:
    now = opened.clock.now()
    if args.to and args.to > now:
        raise Rejected(
            f"{args.to:%Y-%m-%d %H:%M:%S} UTC is yet to come; it is {now:%Y-%m-%d %H:%M:%S} UTC.",
            next_step="Give a time that has passed, in UTC or with its offset (+07:00).",
        )
    place = place_of(opened.settings, args.backups)
    if place.shelf == place_of(opened.settings).shelf:
        await bring_archive_up_to_date(opened, place)
    into = (args.into or beside(opened.settings.home, args.to or now)).expanduser().absolute()
    restored = await restoring.restore(place, programs.find(), into, Target(at=args.to))
    told = await asyncio.to_thread(files.put_back, place.shelf, place.key, into / "media")
    async with drill.running(into) as cluster:
        await files.not_there(names.pages(cluster.dsns.system), into / "media", told)
    keys = key_file(opened.settings)
    brought = keys is not None and restoring.copy_keys(keys.path, into)
    until = f"{args.to:%Y-%m-%d %H:%M:%S} UTC" if args.to else "the end of its log"
    opened.out(f"Backup {restored.backup.name} is back in {into}, as of {until}.")
    if restored.whole_log and args.to:
        opened.out("Nothing later than that was in the archive.")
    opened.out(f"{told.files:,} {'file is' if told.files == 1 else 'files are'} in {into}/media.")
    for sentence in told.sentences():
        opened.out(sentence)
    if opened.settings.media_folder:
        opened.out(f"Leave HANSE_MEDIA_FOLDER empty, or copy {into}/media to where it says.")
    if keys and not brought:
        opened.out(
            f"Copy your master keys to {into / 'keys/vault'}: without them secrets stay shut."
        )
    # The web door alone: a worker of the copy would go on with the jobs of the original.
    opened.out(f"Look at it: {apart(opened.settings, into)} hanse serve")
    new_home = shlex.quote(str(into))
    opened.out(f"To take over, stop the old one and start this one: HANSE_HOME={new_home} hanse up")
    return 0


def apart(settings: Settings, into: Path) -> str:
    """Settings under which the copy leaves the living database and its backups alone."""
    words = [f"HANSE_HOME={shlex.quote(str(into))}", "HANSE_PORT=8701"]
    if settings.database_url:
        words.append("HANSE_DATABASE_URL=")
    if settings.backup_folder:
        words.append("HANSE_BACKUP_FOLDER=")
    if settings.media_folder:
        words.append("HANSE_MEDIA_FOLDER=")
    return " ".join(words)


def beside(home: Path, at: datetime) -> Path:
    """A folder whose name says what is in it."""
    return home.with_name(f"{home.name}-{at:%Y%m%dT%H%M%SZ}")


async def bring_archive_up_to_date(opened: "Opened", place: taking.Place) -> None:
    """If the database of this home can be had, its last seconds are brought into the archive."""
    home = opened.settings.home
    if not opened.settings.own_database or not (home / "postgres" / "data").is_dir():
        return
    try:
        cluster = Cluster.start(home, backup_folder=place.shelf)
        try:
            async with connected(cluster.admin_dsn, "hanse restore") as admin:
                await taking.flush(admin)
        finally:
            cluster.stop()
        archive.pack(place.shelf, place.key)
    except Fault as fault:
        opened.out(f"The database of {home} is not to be had, so its last minutes may be missing:")
        opened.out(f"  {fault.sentence}")
