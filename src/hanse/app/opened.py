"""What a command gets when it runs: the settings, and the server and database if it needs them."""

from collections.abc import Callable
from dataclasses import dataclass, field

from hanse.base.clock import Clock
from hanse.base.ids import Ids
from hanse.engine.postgres.cluster import Cluster
from hanse.engine.postgres.dsns import Dsns
from hanse.engine.postgres.migrate import Migrated
from hanse.engine.settings import Loaded, Settings
from hanse.engine.tx import Database

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Server:
    """The database server: our own, or one that the settings name."""

    admin_dsn: str = field(repr=False)
    dsns: Dsns
    cluster: Cluster | None
    migrated: Migrated


@dataclass(frozen=True, slots=True)
class Opened:
    """What a command gets. `database` is there unless its module says WITHOUT_DATABASE."""

    loaded: Loaded
    clock: Clock
    ids: Ids
    out: Say
    server: Server | None = None
    opened_database: Database | None = None

    @property
    def ready(self) -> Server:
        assert self.server is not None, "the command says WITHOUT_DATABASE"
        return self.server

    @property
    def settings(self) -> Settings:
        return self.loaded.settings

    @property
    def database(self) -> Database:
        assert self.opened_database is not None, "the command says WITHOUT_DATABASE"
        return self.opened_database
