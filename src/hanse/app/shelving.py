"""Where the backups of this installation stand, and how they are made, from its settings."""

from pathlib import Path

from hanse.app.opened import Opened, Server
from hanse.engine.backup import parcel, programs
from hanse.engine.backup.drill import CheckChain
from hanse.engine.backup.programs import Programs
from hanse.engine.backup.taking import Place
from hanse.engine.log import audit
from hanse.engine.postgres.cluster import Cluster
from hanse.engine.settings import Settings
from hanse.engine.tx import Database


def media_of(settings: Settings) -> Path:
    """Where pictures and uploaded tables stand."""
    return Path(settings.media_folder or settings.home / "media").expanduser().absolute()


def place_of(settings: Settings, folder: Path | None = None, server: Server | None = None) -> Place:
    """With the server its files are part of it: they are known by what its rows name."""
    shelf = folder or Path(settings.backup_folder or settings.home / "backup")
    return Place(
        shelf.expanduser().absolute(),
        parcel.read_key(settings.backup_key_file),
        settings.backup_days,
        media_of(settings) if server else None,
        server.dsns.system if server else "",
    )


def programs_of(server: Server) -> Programs:
    """Those of our own running server; for another one those of this machine."""
    return programs.find(server.cluster.bin if server.cluster else None)


def check_chain(opened: Opened) -> CheckChain:
    """Verify the log of a restored server; needs no key, for the chain covers what was sealed."""

    async def check(cluster: Cluster) -> str:
        database = await Database.open(
            cluster.dsns.app,
            cluster.dsns.system,
            clock=opened.clock,
            ids=opened.ids,
            ring=opened.database.ring,
        )
        try:
            return (await audit.verify(database)).problem
        finally:
            await database.close()

    return check
