"""What can be wrong with the database before anything of ours runs, each by its own name."""

from hanse.base.faults import Fault, Unavailable


class NeedsOperator(Fault):
    """Waiting does not help: nothing starts until a person has put this right."""

    code = "needs_operator"
    usual_step = "Run `hanse doctor`; it names what to do."


class BinariesMissing(NeedsOperator):
    """No PostgreSQL is found on this machine."""

    code = "postgres_binaries_missing"


class BinariesTooOld(NeedsOperator):
    """The PostgreSQL that is found lacks what the program needs."""

    code = "postgres_binaries_too_old"


class AccountMissing(NeedsOperator):
    """PostgreSQL does not run as root, and no account that it may run as can be had."""

    code = "postgres_account_missing"


class HomeUnreachable(NeedsOperator):
    """The account of the server cannot enter a folder above the home."""

    code = "postgres_home_unreachable"


class HomeMisnamed(NeedsOperator):
    """The path of the home holds a sign that PostgreSQL's own programs cannot carry."""

    code = "postgres_home_misnamed"


class HomeBusy(Unavailable):
    """Another process is starting or stopping the server of this home and does not end."""

    code = "postgres_home_busy"


class WrongOwner(NeedsOperator):
    """A folder of the home belongs to somebody else."""

    code = "postgres_wrong_owner"


class DiskFull(Unavailable):
    """Too little room for a server to start safely."""

    code = "postgres_disk_full"


class DataOlder(NeedsOperator):
    """The data was written by an older major version than the binaries."""

    code = "postgres_data_older"


class DataNewer(NeedsOperator):
    """The data was written by a newer major version than the binaries."""

    code = "postgres_data_newer"


class DataDamaged(NeedsOperator):
    """The folder is there, but a part of it is missing or wrong."""

    code = "postgres_data_damaged"


class StillStarting(Unavailable):
    """The server recovers and needs longer than the limit."""

    code = "postgres_still_starting"


class StillStopping(Unavailable):
    """The server does not stop within the limit."""

    code = "postgres_still_stopping"


class DidNotStart(NeedsOperator):
    """The server refused to start for a reason that has no name of its own here."""

    code = "postgres_did_not_start"


class PortTaken(NeedsOperator):
    """Something else listens where the server was asked to listen."""

    code = "postgres_port_taken"


class RolesRefused(NeedsOperator):
    """The database roles cannot be made or are not what they must be."""

    code = "database_roles_refused"


class AddressUnusable(NeedsOperator):
    """The address of the database does not say enough."""

    code = "database_address_unusable"


class MigrationChanged(NeedsOperator):
    """A migration that was applied has another text now."""

    code = "migration_changed"


class MigrationMissing(NeedsOperator):
    """A migration that was applied is not among the files."""

    code = "migration_missing"


class MigrationFailed(NeedsOperator):
    """The database refused a migration."""

    code = "migration_failed"


class MigrationMisnamed(NeedsOperator):
    """A file in the folder of migrations cannot take its place in the row."""

    code = "migration_misnamed"


class MigrationBusy(Unavailable):
    """Another process migrates, or holds a table, longer than the limit."""

    code = "migration_busy"


class BackupNeeded(NeedsOperator):
    """A migration removes something, and nothing can take a backup first."""

    code = "migration_backup_needed"


class SchemaNewer(NeedsOperator):
    """The database was migrated by a newer program."""

    code = "schema_newer"


class ExtensionMissing(NeedsOperator):
    """The server lacks an extension that search is built on."""

    code = "database_extension_missing"


class ServerUnsuitable(NeedsOperator):
    """The server that was named is too old or keeps text in another encoding."""

    code = "database_server_unsuitable"


class LetInRefused(NeedsOperator):
    """The server answers, but does not take this user or this password."""

    code = "database_let_in_refused"


class NotThere(Unavailable):
    """Nothing answers at the address of the database."""

    code = "database_not_there"
