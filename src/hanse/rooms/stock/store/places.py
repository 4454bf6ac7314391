"""Statements about places."""

from collections.abc import Sequence
from uuid import UUID

from hanse.engine.tx import Tx
from hanse.rooms.stock.model.places import Busy, Place, PlaceKind, PlaceState

COLUMNS = "id, name, kind, country, position, state, version, trust, fresh_for_h"
FIND = f"""
    select {COLUMNS} from stock_places
    where workspace_id = $1 and ($2 or state = 'active') order by position, id
"""  # noqa: S608 - our own columns
GET = f"""
    select {COLUMNS} from stock_places where workspace_id = $1 and id = $2
"""  # noqa: S608 - our own columns
LOCKED = f"{GET} for update"
# Of two who make the same one at once, one makes it.
ADD = """
    insert into stock_places (workspace_id, id, name, kind, country, position, trust,
        fresh_for_h)
    values ($1, $2, $3, $4, $5, $6, $7, $8)
    on conflict (workspace_id, lower(name)) where state = 'active' do nothing
"""
NAMED = """
    select id from stock_places
    where workspace_id = $1 and state = 'active' and lower(name) = lower($2)
"""
PUT = """
    update stock_places
    set name = $3, country = $4, position = $5, state = $6, trust = $7, fresh_for_h = $8,
        version = version + 1
    where workspace_id = $1 and id = $2
"""
BUSY = """
    select (select count(*) from stock_levels where workspace_id = $1 and place_id = $2
            and on_hand > 0),
        (select coalesce(sum(on_hand), 0)::bigint from stock_levels where workspace_id = $1
            and place_id = $2 and on_hand > 0),
        (select count(*) from stock_counts where workspace_id = $1 and state = 'open'
            and place_id = $2),
        (select count(*) from stock_promotions where workspace_id = $1
            and state in ('planned', 'running') and place_id = $2),
        (select count(*) from stock_transfers where workspace_id = $1 and state = 'sent'
            and $2 in (from_id, to_id, via_id))
"""
LOCK = "select pg_advisory_xact_lock(hashtextextended('stock_places ' || $1, 0))"


def place(
    id: UUID,  # noqa: A002
    name: str,
    kind: str,
    country: str | None,
    position: int,
    state: str,
    *rest: int,
) -> Place:
    return Place(id, name, PlaceKind(kind), country, position, PlaceState(state), *rest)


async def find(tx: Tx, *, archived: bool = False) -> Sequence[Place]:
    return [place(*row) for row in await tx.fetch(FIND, tx.workspace_id, archived)]


async def get(tx: Tx, place_id: UUID, *, locked: bool = False) -> Place | None:
    if locked:
        row = await tx.fetchrow(LOCKED, tx.workspace_id, place_id)
    else:
        row = await tx.fetchrow(GET, tx.workspace_id, place_id)
    return place(*row) if row else None


async def lock(tx: Tx) -> None:
    """Whoever adds or archives places does it alone."""
    await tx.execute(LOCK, str(tx.workspace_id))


async def named(tx: Tx, name: str) -> UUID | None:
    found: UUID | None = await tx.fetchval(NAMED, tx.workspace_id, name)
    return found


async def add(tx: Tx, made: Place) -> bool:
    """False: there is an active one of that name."""
    return bool(
        await tx.execute(
            ADD,
            *(tx.workspace_id, made.id, made.name, made.kind.value, made.country, made.position),
            *(made.trust, made.fresh_for_h),
        )
    )


async def put(tx: Tx, changed: Place) -> None:
    await tx.execute(
        PUT,
        *(tx.workspace_id, changed.id, changed.name, changed.country, changed.position),
        *(changed.state.value, changed.trust, changed.fresh_for_h),
    )


async def busy(tx: Tx, place_id: UUID) -> Busy:
    row = await tx.fetchrow(BUSY, tx.workspace_id, place_id)
    assert row is not None
    return Busy(*row)
