"""The migration files: read, named, numbered, and compared with what a database has seen."""

import hashlib
import itertools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from hanse.engine.postgres.faults import (
    MigrationChanged,
    MigrationMisnamed,
    MigrationMissing,
    SchemaNewer,
)
from hanse.engine.postgres.statements import takes_away

FOLDER: Final = Path(__file__).parents[2] / "migrations"
NAME: Final = re.compile(r"(\d{4})_([a-z]+)_([a-z0-9_]+)\.sql")
NO_TRANSACTION: Final = re.compile(r"^-- no transaction: *(\S.*)$", re.MULTILINE)
NOT_ADDITIVE: Final = re.compile(r"^-- not additive: *(\S.*)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Migration:
    version: int
    name: str
    sql: str
    checksum: str
    alone: str = ""  # why it runs without a transaction
    removes: str = ""  # why it is not purely additive

    @classmethod
    def of(cls, name: str, sql: str) -> "Migration":
        """Line ends do not count: a checkout on another system is the same file."""
        match = NAME.fullmatch(name)
        if match is None:
            raise MigrationMisnamed(
                f"The file {name} among the migrations is not named NNNN_room_what.sql.",
                "Rename it, for example 0042_orders_parcels.sql.",
            )
        text = sql.replace("\r\n", "\n")
        head = re.match(r"(?:--.*\n)*", text)
        opening = head[0] if head else ""
        alone, removes = NO_TRANSACTION.search(opening), NOT_ADDITIVE.search(opening)
        return cls(
            version=int(match[1]),
            name=name.removesuffix(".sql"),
            sql=text,
            checksum=hashlib.sha256(text.encode()).hexdigest(),
            alone=alone[1] if alone else "",
            removes=removes[1] if removes else takes_away(text),
        )


@dataclass(frozen=True, slots=True)
class Applied:
    """A migration as the database remembers it."""

    version: int
    name: str
    checksum: str


def read(folder: Path) -> list[Migration]:
    """All files of the folder in their order; two with one number are refused."""
    found = [
        Migration.of(path.name, path.read_text("utf-8")) for path in sorted(folder.glob("*.sql"))
    ]
    for first, second in itertools.pairwise(found):
        if first.version == second.version:
            raise MigrationMisnamed(
                f"Two migrations have the number {first.version:04}: {first.name} and"
                f" {second.name}.",
                "Give the newer one the next free number.",
            )
    return found


def pending(known: Sequence[Migration], applied: Sequence[Applied]) -> list[Migration]:
    """What is still to do, or why this program and this database do not belong together."""
    by_version = {migration.version: migration for migration in known}
    seen: Mapping[int, Applied] = {one.version: one for one in applied}
    newest_known = max(by_version, default=0)
    newest_seen = max(seen, default=0)
    if newest_seen > newest_known:
        raise SchemaNewer(
            f"The database is at migration {newest_seen:04} ({seen[newest_seen].name}), this"
            f" program knows only {newest_known:04}: a newer Hanse has worked on it.",
            "Install that version again, or restore a backup taken before the update.",
        )
    for one in applied:
        compare(one, by_version.get(one.version))
    todo = [migration for migration in known if migration.version not in seen]
    late = [migration for migration in todo if migration.version < newest_seen]
    if late:
        raise MigrationMisnamed(
            f"Migration {late[0].name} is new, but {newest_seen:04} was applied before it.",
            f"Give it a number above {newest_seen:04}: migrations run forward only.",
        )
    return todo


def compare(applied: Applied, known: Migration | None) -> None:
    if known is None:
        raise MigrationMissing(
            f"The database has seen migration {applied.version:04} ({applied.name}), but its file"
            " is missing from this program.",
            "The installation is damaged or was built from another branch: install it again.",
        )
    if known.checksum != applied.checksum:
        raise MigrationChanged(
            f"Migration {applied.name} was changed after this database had applied it"
            f" (then {applied.checksum[:12]}, now {known.checksum[:12]}).",
            "Install this version of Hanse again. If you changed the file yourself, put it back and"
            " write a new migration.",
        )
