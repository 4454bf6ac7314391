"""The backups that are there: read, chosen for an instant, thrown away when nobody needs them."""

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path

import msgspec

from hanse.base.faults import Conflict, Gone, Rejected, Unavailable
from hanse.engine.backup import parcel
from hanse.engine.postgres import locks

RECORD = "backup.json"
LOCK = "backup.lock"
MANIFEST = "backup_manifest"
UNFINISHED = "unfinished-"
NAME_FORMAT = "%Y%m%dT%H%M%SZ"
# One full backup a week; in between only what changed, where the server can tell.
CHAIN_MAX = 7
# A piece of the log begins with its timeline: each restore begins the next one.
TIMELINE_DIGITS = 8


class Kind(StrEnum):
    full = "full"
    incremental = "incremental"
    dump = "dump"


@dataclass(frozen=True, slots=True)
class Backup:
    """One backup as its record tells."""

    name: str
    kind: Kind
    parent: str
    started_at: datetime
    finished_at: datetime
    first_segment: str
    system: str
    server_version: str
    size_bytes: int
    sealed: bool

    @property
    def file_name(self) -> str:
        plain = "data.dump.gz" if self.kind is Kind.dump else "data.tar.gz"
        return plain + (parcel.SEALED if self.sealed else "")


def write_record(folder: Path, backup: Backup) -> None:
    (folder / RECORD).write_bytes(msgspec.json.format(msgspec.json.encode(backup), indent=2))


def free_name(shelf: Path, at: datetime) -> str:
    """The second in which it began; two of one second are told apart, and sort in their order."""
    name = at.strftime(NAME_FORMAT)
    names = [name, *(f"{name}-{number}" for number in range(2, 100))]
    return next(name for name in names if not (shelf / name).exists())


def backups(shelf: Path) -> list[Backup]:
    """The whole ones, the oldest first. What was cut off while it was taken is not among them."""
    records = sorted(shelf.glob(f"[0-9]*/{RECORD}"))
    return [msgspec.json.decode(record.read_bytes(), type=Backup) for record in records]


@contextmanager
def alone(shelf: Path) -> Iterator[None]:
    """One backup at a time: a second one would clear away what the first has not finished."""
    lock = locks.open_lock(shelf / LOCK)
    try:
        if not lock.try_alone():
            raise Unavailable(
                f"A backup into {shelf} is being taken already.",
                "Wait until it is there: `hanse backup list`.",
            )
        yield
    finally:
        lock.close()


def refuse_another(shelf: Path, known: Sequence[Backup], system: str, timeline: str) -> None:
    """After a loss the first new backup would otherwise age the old ones out of their own folder,
    and mix two logs. A dump holds all that it needs, so a folder of dumps takes any."""
    if any(backup.system != system for backup in known if backup.kind is not Kind.dump):
        raise Conflict(
            f"The backups in {shelf} are of another database than the one that runs now.",
            "Bring that one back with `hanse restore`, or set HANSE_BACKUP_FOLDER to another"
            " folder for this one.",
        )
    if any(backup.first_segment[:TIMELINE_DIGITS] > timeline for backup in known):
        raise Conflict(
            f"A copy of this database that was restored later keeps its backups in {shelf} too.",
            "Stop the one that you no longer use, or set HANSE_BACKUP_FOLDER to another folder for"
            " this one: two logs in one folder spoil each other.",
        )


def clear_unfinished(shelf: Path) -> None:
    for left in shelf.glob(UNFINISHED + "*"):
        shutil.rmtree(left, ignore_errors=True)


def chain(all_of_them: Sequence[Backup], last: Backup) -> list[Backup]:
    """What a backup rests on, the full one first."""
    by_name = {backup.name: backup for backup in all_of_them}
    links = [last]
    while links[0].parent:
        if links[0].parent not in by_name:
            raise Gone(
                f"Backup {links[0].name} rests on {links[0].parent}, which is gone.",
                "Choose an earlier time, or take a new backup now: `hanse backup --full`.",
            )
        links.insert(0, by_name[links[0].parent])
    return links


def best_for(all_of_them: Sequence[Backup], to: datetime | None) -> Backup:
    """The newest backup that was finished by then."""
    if not all_of_them:
        raise Gone("There is no backup here.", "Take one: `hanse backup`.")
    fitting = [backup for backup in all_of_them if to is None or backup.finished_at <= to]
    if not fitting:
        oldest = all_of_them[0].finished_at
        sentence = f"The oldest backup was finished at {oldest:%Y-%m-%d %H:%M:%S} UTC."
        raise Rejected(
            f"No backup is old enough for {to:%Y-%m-%d %H:%M:%S} UTC.",
            next_step=f"{sentence} Choose that time or a later one.",
        )
    return fitting[-1]


def parent_for(all_of_them: Sequence[Backup], system: str) -> Backup | None:
    """What the next backup may rest on; none when a full one is due."""
    if not all_of_them or all_of_them[-1].kind is Kind.dump or all_of_them[-1].system != system:
        return None
    try:
        links = chain(all_of_them, all_of_them[-1])
    except Gone:
        return None
    return all_of_them[-1] if len(links) < CHAIN_MAX else None


def needless(all_of_them: Sequence[Backup], now: datetime, days: int) -> list[Backup]:
    """Those that no second of the last days needs, whatever rests on what."""
    horizon = now - timedelta(days=days)
    old = [backup for backup in all_of_them if backup.finished_at <= horizon]
    if not old:
        return []
    kept = {backup.name for backup in chain_of_known(all_of_them, old[-1])}
    for backup in all_of_them[all_of_them.index(old[-1]) + 1 :]:
        kept |= {link.name for link in chain_of_known(all_of_them, backup)}
    return [backup for backup in all_of_them if backup.name not in kept]


def chain_of_known(all_of_them: Sequence[Backup], last: Backup) -> list[Backup]:
    try:
        return chain(all_of_them, last)
    except Gone:
        return [last]


def throw_away(shelf: Path, needless_ones: Sequence[Backup]) -> None:
    """The newest first, so that being cut off leaves no backup without what it rests on."""
    for backup in reversed(needless_ones):
        place = shelf / backup.name
        shutil.rmtree(place.rename(shelf / f"{UNFINISHED}{backup.name}"))
