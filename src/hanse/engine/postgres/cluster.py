"""The embedded server of one home: started by the first who needs it, stopped by the last."""

import atexit
import logging
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Self

from hanse.engine.postgres import account as accounts
from hanse.engine.postgres import binaries as programs
from hanse.engine.postgres import config, copies, folder, home, locks, postmaster, server
from hanse.engine.postgres.account import Account
from hanse.engine.postgres.dsns import Address, Dsns, derive
from hanse.engine.postgres.home import Layout, Wishes
from hanse.engine.postgres.locks import Lock
from hanse.engine.postgres.server import DISK_FREE_MIN_BYTES, START_LIMIT_S, STOP_LIMIT_S, Server
from hanse.engine.postgres.sockets import private, socket_folder

log = logging.getLogger("hanse.postgres")


@dataclass(slots=True)
class Cluster:
    """One process's hold on the server. While any process has one, the server is not stopped."""

    layout: Layout
    server: Server
    admin_dsn: str = field(repr=False)
    dsns: Dsns
    attached: bool  # the server ran already
    notes: tuple[str, ...]  # sentences for the operator
    users: Lock | None
    process: int  # a forked child must not stop what its parent uses

    @classmethod
    def start(
        cls,
        home_folder: Path,
        *,
        port: int | None = None,
        archive: bool = True,
        backup_folder: Path | None = None,
        environ: Mapping[str, str] | None = None,
        limit_s: float = START_LIMIT_S,
        disk_free_min_bytes: int = DISK_FREE_MIN_BYTES,
    ) -> Self:
        """Start the server of this home, or attach to it. Comes back when it answers.

        No port: no TCP at all, only a socket in a private folder. A port is opened on 127.0.0.1.
        With `archive` the finished pieces of its log go to `wal` in the backup folder.
        """
        given = os.environ if environ is None else environ
        wishes = Wishes(port, archive, given, limit_s, disk_free_min_bytes)
        # One home has one name: a server is known by the path that it was started on.
        place = home_folder.resolve()
        layout = Layout(place, (backup_folder or place / "backup").resolve())
        with server.disk_told(layout.home):
            cluster = cls._held(layout, wishes)
        atexit.register(cluster.stop)
        for note in cluster.notes:
            log.info("%s", note)
        return cluster

    @classmethod
    def _held(cls, layout: Layout, wishes: Wishes) -> Self:
        account = accounts.choose()
        accounts.prepare_home(layout.home, account)
        home.make_root(layout, account)
        with locks.alone(layout.start_lock, wishes.limit_s):
            home.make_folders(layout, account)
            users = locks.open_lock(layout.users_lock)
            try:
                users.shared()
                return cls._started(layout, account, users, wishes)
            except BaseException:
                users.close()
                raise

    @classmethod
    def _started(cls, layout: Layout, account: Account, users: Lock, wishes: Wishes) -> Self:
        found = programs.find(wishes.environ)
        found = copies.reachable(found, layout.root, account)
        password = home.ready_data(layout, found, account, wishes)
        sockets, note = socket_folder(layout.home, account, wishes.environ)
        notes = [note]
        port = wishes.port or server.SOCKET_PORT
        wanted = Server(found.bin, layout.data, sockets, layout.log, account, port)

        def prepare() -> None:
            if postmaster.read(layout.data):
                notes.append("The database was not stopped properly last time; it recovers.")
            home.write_settings(layout, found.major, wanted, wishes)

        fresh = server.start(
            wanted,
            limit_s=wishes.limit_s,
            disk_free_min_bytes=wishes.disk_free_min_bytes,
            prepare=prepare,
        )
        running = seen(wanted)
        if fresh:
            copies.clear_old(layout.root, found)
        else:
            notes.append(f"The database of {layout.home} runs already; this process uses it too.")
            if wishes.port not in {None, running.port}:
                notes.append(f"Port {wishes.port} is opened when all others have stopped.")
        address = dsn(running, password)
        return cls(
            layout=layout,
            server=running,
            admin_dsn=address,
            dsns=derive(address),
            attached=not fresh,
            notes=tuple(filter(None, notes)),
            users=users,
            process=os.getpid(),
        )

    @property
    def bin(self) -> Path:
        return self.server.bin

    @property
    def data(self) -> Path:
        return self.server.data

    @property
    def wal_archive(self) -> Path:
        return self.layout.wal_archive

    def stop(self, *, limit_s: float = STOP_LIMIT_S) -> bool:
        """Let the server go; the last one who does so stops it. True if that were we."""
        if self.users is None or self.process != os.getpid():
            return False
        users, self.users = self.users, None
        atexit.unregister(self.stop)
        try:
            with locks.alone(self.layout.start_lock, START_LIMIT_S):
                return users.try_alone() and server.stop(self.server, limit_s=limit_s)
        except FileNotFoundError:
            # Somebody removed the whole home; a server without its folder ends by itself.
            return False
        finally:
            users.close()

    @contextmanager
    def scratch(
        self, data: Path, *, options: tuple[str, ...] = (), limit_s: float = START_LIMIT_S
    ) -> Iterator[str]:
        """A second server on another data folder, for as long as the block; its admin address.

        The folder must hold a copy of this cluster, so that the same password opens it, and
        belong to the account of the server. It never archives, so it cannot disturb the backup of
        the real one. Options are more settings, as `name=value`.
        """
        account = self.server.account
        logs = private(data.with_name(f"{data.name}-log"), account)
        sockets = private(self.server.sockets / "scratch", account)
        apart = (
            "archive_mode=off",
            "listen_addresses=",
            f"unix_socket_directories={config.quoted_folder(sockets)}",
            f"log_directory={logs}",
        )
        second = replace(
            self.server,
            data=data,
            sockets=sockets,
            log=logs,
            port=server.SOCKET_PORT,
            options=(*apart, *options),
        )
        server.start(second, limit_s=limit_s)
        try:
            yield dsn(second, home.admin_password(self.layout) or "")
        finally:
            server.stop(second)


def seen(wanted: Server) -> Server:
    """The server with the socket that it truly has: the first who started it chose it."""
    found = postmaster.running(wanted.data)
    if found is None or found.sockets is None:
        return wanted
    return replace(wanted, sockets=found.sockets, port=found.port)


def dsn(running: Server, password: str) -> str:
    where = (("host", str(running.sockets)), ("port", str(running.port)))
    return Address("postgresql", folder.ADMIN, password, "", folder.DATABASE, where).text()
