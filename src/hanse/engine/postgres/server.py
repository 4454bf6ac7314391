"""One PostgreSQL server on one data folder: start it, wait for it, stop it."""

import errno
import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from hanse.engine.postgres import locks, postmaster, trouble
from hanse.engine.postgres.account import Account
from hanse.engine.postgres.faults import DiskFull, HomeBusy, StillStarting, StillStopping
from hanse.engine.postgres.locks import Lock

POLL_S: Final = 0.01
START_LIMIT_S: Final = 300.0  # a recovery after a crash may take minutes
STOP_LIMIT_S: Final = 60.0
REMAINS_LIMIT_S: Final = 30.0
QUIT_LIMIT_S: Final = 10.0
SOCKET_PORT: Final = 5432
DISK_FREE_MIN_BYTES: Final = 64 * 1024 * 1024
LOG_READ_BYTES_MAX: Final = 64 * 1024
LAUNCH_TIMEOUT_S: Final = 20.0
APART: Final = 'log=$1; shift; "$@" < /dev/null >> "$log" 2>&1 &'


@dataclass(frozen=True, slots=True)
class Server:
    """Where a server's parts are. `port` names the socket; nothing listens on TCP unless told."""

    bin: Path
    data: Path
    sockets: Path
    log: Path
    account: Account
    port: int = SOCKET_PORT
    options: tuple[str, ...] = ()

    @property
    def start_log(self) -> Path:
        return self.log / "start.log"

    @property
    def lock(self) -> Path:
        """Held by every process of the server from its first moment to its last."""
        return lock_of(self.data)


def lock_of(data: Path) -> Path:
    return data.with_name(f"{data.name}.lock")


def start(
    server: Server,
    *,
    limit_s: float = START_LIMIT_S,
    disk_free_min_bytes: int = DISK_FREE_MIN_BYTES,
    prepare: Callable[[], None] = lambda: None,
) -> bool:
    """Come back when the server answers; False when it ran already. A fault says why it does not.

    A server that somebody else is just starting or stopping is waited for. `prepare` is called
    once it is certain that none is left: only then may settings be written.
    """
    deadline = time.monotonic() + limit_s
    lock = settled(server, deadline)
    if lock is None:
        return False
    try:
        need_room(server.data, disk_free_min_bytes)
        prepare()
        postmaster.void_stale(server.data)
        postmaster.clear_sockets(server.sockets)
        server.start_log.unlink(missing_ok=True)
        before = log_sizes(server.log)
        launch(server, lock)
    finally:
        lock.close()
    if not await_launched(server, deadline):
        said = log_since(server.log, before)
        raise trouble.explain(said, server.data, server.port)
    return True


def settled(server: Server, deadline: float) -> Lock | None:
    """None once a server is ready here; or the lock that proves that there is none."""
    lock = locks.open_lock(server.lock)
    try:
        there = await_ready(server, lock, deadline)
    except BaseException:
        lock.close()
        raise
    if there:
        lock.close()
        return None
    return lock


def await_ready(server: Server, lock: Lock, deadline: float) -> bool:
    """True once a server answers, False once the lock is ours and so no process of one is left."""
    remains_deadline = min(deadline, time.monotonic() + REMAINS_LIMIT_S)
    while True:
        found = postmaster.running(server.data)
        if found and found.ready:
            return True
        if found is None and lock.try_alone():
            return False
        if found and time.monotonic() > deadline:
            raise still_starting(server.data)
        # A killed server's processes end by themselves as soon as they notice.
        if found is None and time.monotonic() > remains_deadline:
            raise HomeBusy(
                f"Processes of a server on {server.data} are alive, though none answers here.",
                f"They may be in another container. Find them with `fuser {server.lock}`.",
            )
        time.sleep(POLL_S)


def still_starting(data: Path) -> StillStarting:
    return StillStarting(
        f"The database in {data} is still recovering or stopping.",
        "It goes on by itself: start again in a while. Its log tells how far it is.",
    )


def launch(server: Server, lock: Lock) -> None:
    """Start it apart from us: no child of ours, and no ctrl-C in our terminal reaches it."""
    options = [word for option in server.options for word in ("-c", option)]
    port = ("-c", f"port={server.port}")
    argv: list[str | Path] = [server.bin / "postgres", "-D", server.data, *port, *options]
    server.account.run(
        ["/bin/sh", "-c", APART, "sh", server.start_log, *argv],
        timeout_s=LAUNCH_TIMEOUT_S,
        cwd=server.data,
        keep=(lock.descriptor,),
        apart=True,
    )


def await_launched(server: Server, deadline: float) -> bool:
    """True once it answers; False once it has ended, which is when nobody holds its lock."""
    lock = locks.open_lock(server.lock)
    try:
        while True:
            found = postmaster.running(server.data)
            if found and found.ready:
                return True
            if lock.try_alone():
                return False
            if time.monotonic() > deadline:
                raise still_starting(server.data)
            time.sleep(POLL_S)
    finally:
        lock.close()


def stop(
    server: Server, *, limit_s: float = STOP_LIMIT_S, quit_limit_s: float = QUIT_LIMIT_S
) -> bool:
    """Fast shutdown: open transactions are rolled back, the data is written, nobody is waited for.

    Past the limit it is ended at once, and the next start recovers from the log. False when no
    server of ours ran.
    """
    found = postmaster.read(server.data)
    if found is None or not postmaster.serves(found.pid, server.data):
        return False
    for how, patience_s in ((signal.SIGINT, limit_s), (signal.SIGQUIT, quit_limit_s)):
        try:
            os.kill(found.pid, how)
        except ProcessLookupError:
            return True
        if gone(found.pid, server.data, patience_s):
            return True
    raise StillStopping(
        f"The database server {found.pid} of {server.data} does not stop.",
        f"Look at its log in {server.log}, then end it with `kill -9 {found.pid}`;"
        " the next start recovers.",
    )


def gone(pid: int, data: Path, limit_s: float) -> bool:
    deadline = time.monotonic() + limit_s
    while postmaster.serves(pid, data):
        if time.monotonic() > deadline:
            return False
        time.sleep(POLL_S)
    return True


def need_room(folder: Path, free_min_bytes: int) -> None:
    """Refuse before the start: a server that runs out of room in its recovery helps nobody."""
    room = os.statvfs(folder)
    free = room.f_bavail * room.f_frsize
    if free < free_min_bytes:
        raise DiskFull(
            f"The disk of {folder} has {free // 2**20} MB left; PostgreSQL needs"
            f" {free_min_bytes // 2**20} MB to start safely.",
            "Free some space or move HANSE_HOME to a larger disk, then start again.",
        )


@contextmanager
def disk_told(folder: Path) -> Iterator[None]:
    """Give a full disk its own name when it is our own writing that meets it."""
    try:
        yield
    except OSError as failed:
        if failed.errno not in {errno.ENOSPC, errno.EDQUOT}:
            raise
        raise trouble.disk_full(folder) from failed


def log_sizes(folder: Path) -> dict[str, int]:
    return {path.name: path.stat().st_size for path in folder.iterdir() if path.is_file()}


def log_since(folder: Path, before: dict[str, int]) -> str:
    """What was written into any of the log's files since then."""
    said = []
    for path in sorted(folder.iterdir()):
        size = path.stat().st_size
        mark = before.get(path.name, 0)
        if size == mark:
            continue
        with path.open("rb") as file:
            # A file that became shorter was begun anew.
            file.seek(max(mark if size > mark else 0, size - LOG_READ_BYTES_MAX))
            said.append(file.read().decode("utf-8", "replace"))
    return "\n".join(said)
