"""Bring a backup back into a new home, as it was at an instant, without touching the old one."""

import asyncio
import re
import secrets
import shlex
import shutil
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from hanse.base.faults import Conflict, Rejected, Unavailable
from hanse.engine.backup import archive, parcel, shelf
from hanse.engine.backup.programs import Programs, complaint, run
from hanse.engine.backup.shelf import Backup, Kind
from hanse.engine.backup.taking import Place
from hanse.engine.postgres import account as accounts
from hanse.engine.postgres import config, copies, folder, home, roles, server
from hanse.engine.postgres.account import Account
from hanse.engine.postgres.binaries import Binaries
from hanse.engine.postgres.cluster import Cluster
from hanse.engine.postgres.connect import connected
from hanse.engine.postgres.faults import DidNotStart
from hanse.engine.postgres.home import Layout
from hanse.engine.postgres.machine import this_machine
from hanse.engine.postgres.server import Server
from hanse.engine.postgres.sockets import socket_folder
from hanse.engine.postgres.tuning import tune

RECOVERY_LIMIT_S = 24 * 3600.0  # a week of a busy log takes its time
LOG_ENDED = "recovery ended before configured recovery target was reached"
LEFT_FROM_THE_SOURCE = ("postmaster.pid", "postmaster.opts", "backup_label.old")


@dataclass(frozen=True, slots=True)
class Target:
    """Where the log is read to: an instant, a named point, or its end."""

    at: datetime | None = None
    point: str = ""

    @property
    def options(self) -> tuple[str, ...]:
        if self.point:
            return (f"recovery_target_name={self.point}",)
        if self.at:
            return (f"recovery_target_time={self.at:%Y-%m-%d %H:%M:%S.%f}+00",)
        return ()


@dataclass(frozen=True, slots=True)
class Restored:
    """What came back, and how far."""

    backup: Backup
    home: Path
    whole_log: bool  # the log ended before the instant: nothing later was ever archived


async def restore(place: Place, programs: Programs, into: Path, target: Target) -> Restored:
    """A home that `hanse up` starts from. It gets its name when it is whole."""
    refuse_used(into)
    known = await asyncio.to_thread(shelf.backups, place.shelf)
    backup = shelf.best_for(known, target.at)
    if backup.kind is Kind.dump and target.at:
        raise Rejected(
            f"{backup.name} is a dump: it holds one instant, {backup.finished_at:%H:%M:%S}.",
            next_step="Leave out --to, or ask the database's provider for its own backups.",
        )
    try:
        if backup.kind is Kind.dump:
            await restore_dump(place, programs, into, backup)
            return Restored(backup, into, whole_log=True)
        return await restore_files(place, programs, into, target, known, backup)
    except BaseException:
        # It was empty, so all that is in it is ours; the next try finds it empty again.
        await asyncio.to_thread(clear, into)
        raise


async def restore_files(
    place: Place,
    programs: Programs,
    into: Path,
    target: Target,
    known: Sequence[Backup],
    backup: Backup,
) -> Restored:
    account = await asyncio.to_thread(accounts.choose)
    accounts.prepare_home(into, account)
    layout = Layout(into, into / "backup")
    home.make_folders(layout, account)
    work = layout.root / f"{shelf.UNFINISHED}{secrets.token_hex(4)}"
    work.mkdir(mode=0o711)
    try:
        data = await unpack(place, programs, work, shelf.chain(known, backup))
        wal = work / "wal"
        await asyncio.to_thread(
            archive.unpack, place.shelf, wal, place.key, backup.first_segment, target.at
        )
        for tree in (data, wal):
            await asyncio.to_thread(hand_over, tree, account)
        whole_log = await asyncio.to_thread(recover, layout, programs, account, data, wal, target)
        data.rename(layout.data)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return Restored(backup, into, whole_log)


def refuse_used(into: Path) -> None:
    if into.exists() and any(into.iterdir()):
        raise Conflict(
            f"{into} is not empty, and nothing is ever restored over something.",
            "Name a folder that is not there yet: `hanse restore --into FOLDER`.",
        )


def clear(into: Path) -> None:
    for left in into.iterdir() if into.is_dir() else ():
        shutil.rmtree(left, ignore_errors=True)


async def unpack(place: Place, programs: Programs, work: Path, links: Sequence[Backup]) -> Path:
    """The files of the last link, put together with what it rests on."""
    folders = []
    for number, link in enumerate(links):
        part = work / f"part-{number}"
        await asyncio.to_thread(
            parcel.unpack_folder, place.shelf / link.name / link.file_name, part, place.key
        )
        folders.append(part)
    data = work / "data"
    if len(folders) == 1:
        folders[0].rename(data)
    else:
        done = await run([programs.bin / "pg_combinebackup", *folders, "-o", data])
        if done.code:
            raise Unavailable(
                f"The parts of the backup do not fit together: {complaint(done)}.",
                "Choose an earlier time; `hanse backup verify` tells which backups are whole.",
            )
        for part in folders:
            await asyncio.to_thread(shutil.rmtree, part)
    for name in LEFT_FROM_THE_SOURCE:
        (data / name).unlink(missing_ok=True)
    return data


def hand_over(tree: Path, account: Account) -> None:
    """Files of the account that the server runs as, closed to everybody else."""
    for path in (tree, *tree.rglob("*")):
        if not path.is_symlink():
            path.chmod(0o700 if path.is_dir() else 0o600)
        account.own(path)


def recover(
    layout: Layout, programs: Programs, account: Account, data: Path, wal: Path, target: Target
) -> bool:
    """Let a server read the log up to the target and stop; True if the log ended before it."""
    found = copies.reachable(
        Binaries(programs.bin, programs.version, movable=carried(programs)), layout.root, account
    )
    sockets, _ = socket_folder(layout.home, account, {})
    wanted = Server(found.bin, data, sockets, layout.log, account)
    # The settings that the data folder includes stand one folder above it, wherever it is.
    text = config.server_settings(
        tune(this_machine()),
        major=found.major,
        sockets=sockets,
        log=layout.log,
        port=wanted.port,
        tcp=False,
        wal_archive=None,
    )
    folder.write(data.parent / config.SETTINGS_FILE, text, 0o644)
    (data / "recovery.signal").touch(mode=0o600)
    account.own(data / "recovery.signal")
    fetch = f"cp {shlex.quote(str(wal)).replace('%', '%%')}/%f %p"
    always = (f"restore_command={fetch}", "hot_standby=off", "archive_mode=off")
    for options, whole_log in (
        ((*target.options, "recovery_target_action=promote"), not target.options),
        ((), True),
    ):
        try:
            server.start(replace(wanted, options=(*always, *options)), limit_s=RECOVERY_LIMIT_S)
        except DidNotStart as refused:
            if LOG_ENDED not in str(refused):
                raise
            if target.point:
                raise Conflict(
                    "The archive of the log has a gap behind the newest backup: what came after"
                    " the gap cannot be brought back from it.",
                    "Run `hanse backup` now; every second from then on can be brought back again.",
                ) from refused
            # Nothing was archived after that instant, so the end of the log is that instant.
            continue
        server.stop(wanted)
        return whole_log
    raise AssertionError("the second round has no target that it could miss")


def carried(programs: Programs) -> bool:
    """Whether the programs are the wheel's, which run wherever they are copied to."""
    return bool(re.search(r"pginstall/bin$", programs.bin.as_posix()))


async def restore_dump(place: Place, programs: Programs, into: Path, backup: Backup) -> None:
    """A dump becomes an embedded server of ours, in a home of its own."""
    cluster = await asyncio.to_thread(Cluster.start, into, archive=False)
    plain = into / f"{shelf.UNFINISHED}dump"
    try:
        file = place.shelf / backup.name / backup.file_name
        await asyncio.to_thread(parcel.unpack_file, file, plain, place.key)
        # A dump names the roles that own things and may see them, and does not make them.
        async with connected(cluster.admin_dsn, "hanse restore") as admin:
            await roles.prepare(admin, cluster.dsns)
        done = await run([programs.bin / "pg_restore", plain], cluster.admin_dsn)
        if done.code and (serious := failures(done.said)):
            raise Unavailable(
                f"pg_restore failed: {serious[0]}",
                "Nothing outside the new folder was touched. Please report the message.",
            )
    finally:
        plain.unlink(missing_ok=True)
        await asyncio.to_thread(cluster.stop)


def failures(said: str) -> list[str]:
    """What did not come back. Rights of people who are known on the old server only are no loss."""
    told = [line for line in said.splitlines() if re.search(r"\berror:", line)]
    return [
        line
        for line in told or [said]
        if not re.search(r'ERROR:\s+role ".*" does not exist$', line)
    ]


def copy_keys(old: Path, into: Path) -> bool:
    """Bring the master keys along when they are on this machine; without them secrets stay shut."""
    if not old.is_file():
        return False
    new = into / "keys" / "vault"
    new.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.write(new, old.read_text("utf-8"), 0o600)
    return True
