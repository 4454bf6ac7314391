"""Statements about what shops told of things by themselves last."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from hanse.engine.tx import Tx
from hanse.trade.ports_read import Kind
from hanse.trade.signals import Prints

OF = """
    select kind, remote_id, rest, counts from mirror_told
    where workspace_id = $1 and account_id = $2
      and (kind, remote_id) in (select * from unnest($3::text[], $4::text[]))
"""
KEEP = """
    insert into mirror_told (workspace_id, account_id, kind, remote_id, rest, counts, told_at)
    select $1, $2, given.*, $7
    from unnest($3::text[], $4::text[], $5::bytea[], $6::bytea[]) as given
    on conflict (workspace_id, account_id, kind, remote_id) do update
    set rest = excluded.rest, counts = excluded.counts, told_at = excluded.told_at
"""
FORGET = """
    delete from mirror_told
    where workspace_id = $1 and account_id = $2
      and (kind, remote_id) in (select * from unnest($3::text[], $4::text[]))
"""
FORGET_ALL = "delete from mirror_told where workspace_id = $1 and account_id = $2"

Name = tuple[Kind, str]


async def of(tx: Tx, account_id: UUID, names: Sequence[Name]) -> Mapping[Name, Prints]:
    rows = await tx.fetch(OF, tx.workspace_id, account_id, *columns(names))
    return {
        (Kind(row["kind"]), row["remote_id"]): Prints(row["rest"], row["counts"]) for row in rows
    }


async def keep(tx: Tx, account_id: UUID, told: Mapping[Name, Prints]) -> None:
    names = sorted(told)  # in one order, so that two transactions never wait for each other
    digests = [told[name] for name in names]
    await tx.execute(
        KEEP,
        *(tx.workspace_id, account_id, *columns(names)),
        *([each.rest for each in digests], [each.counts for each in digests], tx.now),
    )


async def forget(tx: Tx, account_id: UUID, names: Sequence[Name]) -> None:
    await tx.execute(FORGET, tx.workspace_id, account_id, *columns(names))


async def forget_all(tx: Tx, account_id: UUID) -> None:
    await tx.execute(FORGET_ALL, tx.workspace_id, account_id)


def columns(names: Sequence[Name]) -> tuple[list[str], list[str]]:
    return [kind.value for kind, _ in names], [remote_id for _, remote_id in names]
