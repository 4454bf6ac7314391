"""Who is running: every process of the installation writes a sign of life, all may read it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from hanse.engine.tx import Tx

BEAT_EVERY_S = 5.0
SILENT_AFTER_S = 30  # a process not heard of for so long is not running any more
PROCESSES_MAX = 200


class ProcessRole(StrEnum):
    web = "web"
    worker = "worker"


@dataclass(frozen=True, slots=True)
class Process:
    """One process of ours, as it introduces itself."""

    id: UUID
    role: ProcessRole
    host: str
    pid: int
    version: str
    started_at: datetime


@dataclass(frozen=True, slots=True)
class Seen:
    """A process, and when it last showed that it lives, by the clock of the database."""

    process: Process
    seen_at: datetime


async def beat(tx: Tx, process: Process) -> None:
    """A sign of life, to be repeated every BEAT_EVERY_S; those long silent are forgotten."""
    await tx.execute(
        """
        insert into engine_processes (id, role, host, pid, version, started_at, seen_at)
        values ($1, $2, $3, $4, $5, $6, clock_timestamp())
        on conflict (id) do update set seen_at = excluded.seen_at
        """,
        process.id,
        process.role.value,
        process.host,
        process.pid,
        process.version,
        process.started_at,
    )
    await tx.execute(
        "delete from engine_processes where seen_at < clock_timestamp() - interval '1 day'"
    )


async def farewell(tx: Tx, process_id: UUID) -> None:
    """The process ends and says so."""
    await tx.execute("delete from engine_processes where id = $1", process_id)


async def running(tx: Tx) -> Sequence[Seen]:
    """The processes heard of in the last SILENT_AFTER_S, web doors first."""
    rows = await tx.fetch(
        """
        select id, role, host, pid, version, started_at, seen_at from engine_processes
        where seen_at > clock_timestamp() - make_interval(secs => $1)
        order by role, started_at, id limit $2
        """,
        SILENT_AFTER_S,
        PROCESSES_MAX,
    )
    return [
        Seen(
            Process(
                row["id"],
                ProcessRole(row["role"]),
                row["host"],
                row["pid"],
                row["version"],
                row["started_at"],
            ),
            row["seen_at"],
        )
        for row in rows
    ]
