"""Statements about what is taken back: what there is of it, how far whoever takes back a large set
has come, and who takes it back already."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from hanse.changes.model.changes import Lane, columns_of
from hanse.changes.model.kinds import KINDS
from hanse.changes.model.planned import Planned
from hanse.changes.store.rows import SELECT, planned_of
from hanse.engine.tx import Tx

ADD = """
    insert into changes_undoings (workspace_id, set_id, since, fields) values ($1, $2, $3, $4)
"""
GET = """
    select since, fields, last_at, last_id, left_count, left_first from changes_undoings
    where workspace_id = $1 and set_id = $2 for update
"""
NOTE = """
    update changes_undoings set last_at = $3, last_id = $4, left_count = left_count + $5,
        left_first = case when left_first = '' then $6 else left_first end
    where workspace_id = $1 and set_id = $2
"""
DROP = "delete from changes_undoings where workspace_id = $1 and set_id = $2"
# Of each thing the one that was proven last of what was proven then, the newest thing first.
HEADS = """
    select held.id, held.state_at, held.account_id, held.thing from changes_changes held
    where held.workspace_id = $1 and held.state = 'proven'
      and held.state_at >= $2 and held.state_at <= $3
      and ($4::timestamptz is null or (held.state_at, held.id) < ($4, $5::uuid))
      and not exists (
        select from changes_changes newer
        where newer.workspace_id = $1 and newer.account_id = held.account_id
          and newer.kind = any($6::text[]) and newer.thing = held.thing
          and newer.state_at >= held.state_at and newer.state_at <= $3
          and newer.state = 'proven' and (newer.state_at, newer.id) > (held.state_at, held.id))
    order by held.state_at desc, held.id desc limit $7
"""
OF_HEADS = f"""
    {SELECT} join unnest($2::uuid[], $3::text[]) as head (account_id, thing)
      on head.account_id = held.account_id and head.thing = held.thing
    where held.workspace_id = $1 and held.kind = any($4::text[]) and held.state = 'proven'
      and held.state_at >= $5 and held.state_at <= $6
    limit $7
"""
IN_SET = """
    select held.account_id, held.kind, held.thing from changes_changes held
    join unnest($2::uuid[], $3::text[], $4::text[]) as lane (account_id, kind, thing)
      on lane.account_id = held.account_id and lane.kind = held.kind and lane.thing = held.thing
    where held.workspace_id = $1 and held.set_id = $5
"""
TAKEN_BACK_BY = """
    select made.wisher_name, made.title from changes_sets made
    where made.workspace_id = $1 and made.undoes = $2
      and (not made.whole or exists (
        select from changes_counts counted
        where counted.workspace_id = $1 and counted.set_id = made.id and counted.count > 0
          and counted.state in ('proposed', 'approved', 'held', 'sending', 'unknown')))
    order by made.made_at desc limit 1
"""
SINCE_BY = """
    select made.wisher_name, made.title from changes_undoings asked join changes_sets made
      on made.workspace_id = asked.workspace_id and made.id = asked.set_id
    where asked.workspace_id = $1 and asked.since is not null limit 1
"""
LOCK = "select pg_advisory_xact_lock(hashtextextended('changes_undoings ' || $1, 0))"


@dataclass(frozen=True, slots=True)
class Asked:
    """What a large set takes back, and how far it has come."""

    since: datetime | None
    fields: frozenset[str]
    last_at: datetime | None = None
    last_id: UUID | None = None
    left_count: int = 0
    left_first: str = ""


@dataclass(frozen=True, slots=True)
class Head:
    """The newest change of a thing, of those that are taken back."""

    id: UUID
    state_at: datetime
    account_id: UUID
    thing: str


async def add(tx: Tx, set_id: UUID, asked: Asked) -> None:
    await tx.execute(ADD, tx.workspace_id, set_id, asked.since, sorted(asked.fields))


async def get(tx: Tx, set_id: UUID) -> Asked | None:
    """Nobody else goes on with it until this transaction is over."""
    row = await tx.fetchrow(GET, tx.workspace_id, set_id)
    if row is None:
        return None
    return Asked(
        *(row["since"], frozenset(row["fields"]), row["last_at"], row["last_id"]),
        *(row["left_count"], row["left_first"]),
    )


async def note(
    tx: Tx, set_id: UUID, last_at: datetime | None, last_id: UUID, left: Sequence[str]
) -> None:
    """It was gone through up to here, and this of it cannot be taken back."""
    first = left[0] if left else ""
    await tx.execute(NOTE, tx.workspace_id, set_id, last_at, last_id, len(left), first)


async def drop(tx: Tx, set_id: UUID) -> None:
    await tx.execute(DROP, tx.workspace_id, set_id)


async def heads(
    tx: Tx, since: datetime, until: datetime, asked: Asked, rows_max: int
) -> Sequence[Head]:
    place = (asked.last_at, asked.last_id)
    rows = await tx.fetch(HEADS, tx.workspace_id, since, until, *place, sorted(KINDS), rows_max)
    return [Head(row["id"], row["state_at"], row["account_id"], row["thing"]) for row in rows]


async def of_heads(
    tx: Tx, found: Sequence[Head], since: datetime, until: datetime, rows_max: int | None
) -> Sequence[Planned]:
    """All that was proven then of these things."""
    accounts = [each.account_id for each in found]
    things = [each.thing for each in found]
    rows = await tx.fetch(
        OF_HEADS, tx.workspace_id, accounts, things, sorted(KINDS), since, until, rows_max
    )
    return [planned_of(row) for row in rows]


async def in_set(tx: Tx, set_id: UUID, lanes: Sequence[Lane]) -> frozenset[Lane]:
    """Those of these for which something is in the set already."""
    rows = await tx.fetch(IN_SET, tx.workspace_id, *columns_of(lanes), set_id)
    return frozenset(Lane(row["account_id"], row["thing"], row["kind"]) for row in rows)


async def taken_back_by(tx: Tx, set_id: UUID) -> tuple[str, str] | None:
    """Who takes all or some of it back at this moment, and the title of the set that does."""
    row = await tx.fetchrow(TAKEN_BACK_BY, tx.workspace_id, set_id)
    return (row["wisher_name"], row["title"]) if row else None


async def since_by(tx: Tx) -> tuple[str, str] | None:
    """The same of everything since a time, while that is worked out. One transaction at a time
    asks."""
    await tx.execute(LOCK, str(tx.workspace_id))
    row = await tx.fetchrow(SINCE_BY, tx.workspace_id)
    return (row["wisher_name"], row["title"]) if row else None
