"""Statements about what is to be looked at again, by name."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from hanse.engine.tx import Tx
from hanse.trade.ports_read import Kind

ADD = """
    insert into mirror_wanted
        (workspace_id, id, account_id, kind, remote_id, parent_id, hinted_at)
    select $1, given.id, $2, given.kind, given.remote_id, given.parent_id, clock_timestamp()
    from unnest($3::uuid[], $4::text[], $5::text[], $6::text[])
        as given (id, kind, remote_id, parent_id)
    on conflict (workspace_id, account_id, kind, remote_id, parent_id) do update
    set hinted_at = clock_timestamp(), tries = 0
"""
NEXT = """
    select id, kind, remote_id, parent_id, hinted_at, tries from mirror_wanted
    where workspace_id = $1 and account_id = $2 order by hinted_at limit $3
"""
# What was hinted at again while it was asked for stays, and is asked for once more.
DONE = """
    delete from mirror_wanted held
    using unnest($2::uuid[], $3::timestamptz[]) as done (id, hinted_at)
    where held.workspace_id = $1 and held.id = done.id and held.hinted_at = done.hinted_at
"""
TRIED = """
    update mirror_wanted set tries = tries + 1 where workspace_id = $1 and id = any($2::uuid[])
"""
GIVE_UP = (
    "delete from mirror_wanted where workspace_id = $1 and id = any($2::uuid[]) and tries >= $3"
)
FORGET = "delete from mirror_wanted where workspace_id = $1 and account_id = $2"


@dataclass(frozen=True, slots=True)
class Hinted:
    id: UUID
    kind: Kind
    remote_id: str  # empty: all of the parent
    parent_id: str
    hinted_at: datetime
    tries: int


async def add(tx: Tx, account_id: UUID, named: Sequence[tuple[Kind, str, str]]) -> None:
    rows = sorted(set(named))  # in one order, so that two transactions never wait for each other
    await tx.execute(
        ADD,
        *(tx.workspace_id, account_id, [tx.ids.new() for _ in rows]),
        *([kind.value for kind, *_ in rows], [remote_id for _, remote_id, _ in rows]),
        [parent_id for *_, parent_id in rows],
    )


async def next_of(tx: Tx, account_id: UUID, rows_max: int) -> Sequence[Hinted]:
    rows = await tx.fetch(NEXT, tx.workspace_id, account_id, rows_max)
    return [
        Hinted(
            *(row["id"], Kind(row["kind"]), row["remote_id"], row["parent_id"]),
            *(row["hinted_at"], row["tries"]),
        )
        for row in rows
    ]


async def done(tx: Tx, hinted: Sequence[Hinted]) -> None:
    await tx.execute(
        DONE, tx.workspace_id, [each.id for each in hinted], [each.hinted_at for each in hinted]
    )


async def tried(tx: Tx, hinted: Sequence[Hinted]) -> None:
    await tx.execute(TRIED, tx.workspace_id, [each.id for each in hinted])


async def give_up(tx: Tx, hinted: Sequence[Hinted], tries_max: int) -> int:
    return await tx.execute(GIVE_UP, tx.workspace_id, [each.id for each in hinted], tries_max)


async def forget(tx: Tx, account_id: UUID) -> None:
    await tx.execute(FORGET, tx.workspace_id, account_id)
