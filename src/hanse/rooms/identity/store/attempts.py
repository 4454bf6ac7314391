"""Failures in a row in their table, which stands in the installation."""

from collections.abc import Mapping, Sequence

from hanse.engine.tx import Tx
from hanse.rooms.identity.model.attempts import Tally


async def lock(tx: Tx, names: Sequence[bytes]) -> None:
    """Let those that count the same thing do so one after the other, also the very first."""
    await tx.execute(
        """
        select pg_advisory_xact_lock(sorted.number)
        from (select number from unnest($1::bigint[]) number order by number) sorted
        """,
        [int.from_bytes(name[:8], "big", signed=True) for name in names],
    )


async def tallies(tx: Tx, names: Sequence[bytes]) -> Mapping[bytes, Tally]:
    rows = await tx.fetch(
        """
        select name, failures, last_at, wait_until from identity_attempts
        where workspace_id = $1 and name = any($2)
        """,
        *(tx.workspace_id, names),
    )
    return {row["name"]: Tally(row["failures"], row["last_at"], row["wait_until"]) for row in rows}


async def keep(tx: Tx, kept: Mapping[bytes, Tally]) -> None:
    await tx.execute(
        """
        insert into identity_attempts (workspace_id, id, name, failures, last_at, wait_until)
        select $1, id, name, failures, last_at, wait_until
        from unnest($2::uuid[], $3::bytea[], $4::int[], $5::timestamptz[], $6::timestamptz[])
            kept (id, name, failures, last_at, wait_until)
        on conflict (workspace_id, name) do update set failures = excluded.failures,
            last_at = excluded.last_at, wait_until = excluded.wait_until
        """,
        tx.workspace_id,
        [tx.ids.new() for _ in kept],
        list(kept),
        [tally.failures for tally in kept.values()],
        [tally.last_at for tally in kept.values()],
        [tally.wait_until for tally in kept.values()],
    )


async def forget(tx: Tx, names: Sequence[bytes]) -> None:
    await tx.execute(
        "delete from identity_attempts where workspace_id = $1 and name = any($2)",
        *(tx.workspace_id, names),
    )
