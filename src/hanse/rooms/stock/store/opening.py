"""Statements about which variants are counted, and what waits for an opening count."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from hanse.engine.tx import ActorKind, Tx
from hanse.rooms.stock.model.opening import Counting, Decision, Rule, Ruling, Why

LOOK_AGAIN = """
    insert into stock_items (workspace_id, variant_id, state, why, undecided)
    select $1, given.id, 'waiting', 'reading', true
    from unnest($2::uuid[]) as given (id) order by 2
    on conflict (workspace_id, variant_id) do update set undecided = true
    where stock_items.state <> 'counted' and not stock_items.undecided
"""
UNDECIDED = """
    select variant_id from stock_items where workspace_id = $1 and undecided
    order by variant_id limit $2 for update
"""
AGAIN = """
    update stock_items set undecided = true
    where workspace_id = $1 and state = 'waiting' and not undecided
"""
# Of those that nobody counted until now.
OPEN = """
    insert into stock_items (workspace_id, variant_id, state, opened_at, opened_by, opened_how,
        opened_basis)
    select $1, given.id, 'counted', given.at, $4, $5, $6
    from unnest($2::uuid[], $3::timestamptz[]) as given (id, at) order by 2
    on conflict (workspace_id, variant_id) do update
    set state = 'counted', why = '', undecided = false, opened_at = excluded.opened_at,
        opened_by = excluded.opened_by, opened_how = excluded.opened_how,
        opened_basis = excluded.opened_basis, version = stock_items.version + 1
    where stock_items.state <> 'counted'
    returning variant_id
"""
STAND = """
    update stock_items held
    set state = given.state, why = given.why, undecided = false,
        version = held.version + (held.state <> given.state)::int
    from unnest($2::uuid[], $3::text[], $4::text[]) as given (variant_id, state, why)
    where held.workspace_id = $1 and held.variant_id = given.variant_id
      and held.state <> 'counted'
"""
WAITING = """
    select variant_id, why from stock_items
    where workspace_id = $1 and state = 'waiting' and ($2::uuid is null or variant_id > $2)
    order by variant_id limit $3
"""
STATES = """
    select variant_id, state, why from stock_items
    where workspace_id = $1 and variant_id = any($2::uuid[])
"""
COUNT_WAITING = "select count(*) from stock_items where workspace_id = $1 and state = 'waiting'"
LEVELLED = """
    select distinct variant_id from stock_levels
    where workspace_id = $1 and variant_id = any($2::uuid[])
"""
RULING = "select opening, opening_account_id from stock_settings where workspace_id = $1"
LEFT = "select distinct workspace_id from stock_items where undecided limit $1"


async def look_again(tx: Tx, variant_ids: Sequence[UUID]) -> bool:
    """Whether it is to be decided anew how one of these begins; those that are counted have."""
    return bool(await tx.execute(LOOK_AGAIN, tx.workspace_id, list(variant_ids)))


async def undecided(tx: Tx, rows_max: int) -> Sequence[UUID]:
    rows = await tx.fetch(UNDECIDED, tx.workspace_id, rows_max)
    return [row["variant_id"] for row in rows]


async def again(tx: Tx) -> int:
    """All that wait are to be decided anew."""
    return await tx.execute(AGAIN, tx.workspace_id)


async def opened(tx: Tx, since: Mapping[UUID, datetime], basis: str, how: str) -> set[UUID]:
    """Those of these that were not counted until now, and are since then."""
    person_id = tx.actor.id if tx.actor.kind is ActorKind.person else tx.actor.person_id
    given = (list(since), list(since.values()))
    rows = await tx.fetch(OPEN, tx.workspace_id, *given, person_id, how, basis)
    return {row["variant_id"] for row in rows}


async def stand(tx: Tx, decisions: Mapping[UUID, Decision]) -> None:
    await tx.execute(
        STAND,
        *(tx.workspace_id, list(decisions), [each.state.value for each in decisions.values()]),
        [each.why.value for each in decisions.values()],
    )


async def waiting(tx: Tx, after: UUID | None, rows_max: int) -> Mapping[UUID, Why]:
    rows = await tx.fetch(WAITING, tx.workspace_id, after, rows_max)
    return {row["variant_id"]: Why(row["why"]) for row in rows}


async def states(tx: Tx, variant_ids: Sequence[UUID]) -> Mapping[UUID, tuple[Counting, Why]]:
    rows = await tx.fetch(STATES, tx.workspace_id, list(variant_ids))
    return {row["variant_id"]: (Counting(row["state"]), Why(row["why"])) for row in rows}


async def count_waiting(tx: Tx) -> int:
    found: int = await tx.fetchval(COUNT_WAITING, tx.workspace_id)
    return found


async def levelled(tx: Tx, variant_ids: Sequence[UUID]) -> set[UUID]:
    """Those of which something is in the ledger already."""
    rows = await tx.fetch(LEVELLED, tx.workspace_id, list(variant_ids))
    return {row["variant_id"] for row in rows}


async def ruling(tx: Tx) -> Ruling:
    row = await tx.fetchrow(RULING, tx.workspace_id)
    return Ruling(Rule(row["opening"]), row["opening_account_id"]) if row else Ruling()


async def left(tx: Tx, rows_max: int) -> Sequence[UUID]:
    """In the system's transaction: workspaces in which something was not decided on."""
    return [row["workspace_id"] for row in await tx.fetch(LEFT, rows_max)]
