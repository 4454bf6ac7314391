"""Statements that find changes, whatever set they are of: pages, and what waits at a shop."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from uuid import UUID

from hanse.changes.model.planned import Planned
from hanse.changes.model.policies import Window
from hanse.changes.model.states import State
from hanse.changes.store.rows import SELECT, planned_of
from hanse.engine.tx import Tx

# Those that moved last first: of all states along one index, of some along a stretch of each.
PAGE = """
    select id, state_at from changes_changes moved
    where workspace_id = $1 and ($2::uuid is null or account_id = $2)
      and ($3::text is null or thing = $3) and (state_at, id) < ($4, $5)
"""
FIND = f"""
    {SELECT} join ({PAGE} order by state_at desc, id desc limit $6) page on page.id = held.id
    where held.workspace_id = $1 order by held.state_at desc, held.id desc
"""
FIND_IN = f"""
    {SELECT} join (
        select page.id from unnest($7::text[]) as wanted (state) cross join lateral (
            {PAGE} and moved.state = wanted.state order by state_at desc, id desc limit $6) page
        order by page.state_at desc, page.id desc limit $6) page on page.id = held.id
    where held.workspace_id = $1 order by held.state_at desc, held.id desc
"""  # noqa: S608 - our own columns

OF_KINDS = f"""
    {SELECT} where held.workspace_id = $1 and held.id = any($2::uuid[])
      and held.kind = any($3::text[])
"""
PROVEN_SINCE = f"""
    {SELECT} where held.workspace_id = $1 and held.state = 'proven' and held.state_at >= $2
    order by held.state_at desc, held.id desc limit $3
"""
UNTIMED = f"""
    {SELECT} where held.workspace_id = $1 and held.set_id = $2 and (held.state = 'approved'
      or held.state in ('proposed', 'held')
        and (held.due_at, held.until_at) is distinct from ($3::timestamptz, $4::timestamptz))
    order by held.id limit $5
"""

END = (datetime(9999, 12, 31, tzinfo=UTC), UUID(int=2**128 - 1))  # after all that ever moved

WAITING_KINDS = """
    select given.kind from unnest($3::text[]) with ordinality as given (kind, place)
    where exists (select from changes_changes held
        where held.workspace_id = $1 and held.account_id = $2 and held.kind = given.kind
          and held.state = 'approved' and held.due_at <= $4)
    order by given.place
"""


async def find(
    tx: Tx,
    states: Iterable[State] | None,
    account_id: UUID | None,
    thing: str | None,
    before: tuple[datetime, UUID] | None,
    rows_max: int,
) -> Sequence[Planned]:
    page = (tx.workspace_id, account_id, thing, *(before or END), rows_max)
    if states is None:
        rows = await tx.fetch(FIND, *page)
    else:
        rows = await tx.fetch(FIND_IN, *page, [each.value for each in states])
    return [planned_of(row) for row in rows]


async def of_kinds(tx: Tx, ids: Sequence[UUID], kinds: Sequence[str]) -> Sequence[Planned]:
    """Those of these changes that are of one of the kinds."""
    return [
        planned_of(row) for row in await tx.fetch(OF_KINDS, tx.workspace_id, list(ids), list(kinds))
    ]


async def proven_since(tx: Tx, at: datetime, rows_max: int) -> Sequence[Planned]:
    rows = await tx.fetch(PROVEN_SINCE, tx.workspace_id, at, rows_max)
    return [planned_of(row) for row in rows]


async def untimed(tx: Tx, set_id: UUID, due: Window, rows_max: int) -> Sequence[Planned]:
    """What waits, but is approved or has other times than these."""
    rows = await tx.fetch(UNTIMED, tx.workspace_id, set_id, due.begins, due.ends, rows_max)
    return [planned_of(row) for row in rows]


async def waiting_kinds(
    tx: Tx, account_id: UUID, kinds: Sequence[str], now: datetime
) -> Sequence[str]:
    """Those of which something is approved and due, in the order given."""
    rows = await tx.fetch(WAITING_KINDS, tx.workspace_id, account_id, list(kinds), now)
    return [row["kind"] for row in rows]
