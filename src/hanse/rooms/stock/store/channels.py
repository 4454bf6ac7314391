"""Statements about how shops are told of stock."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from hanse.engine.tx import Tx
from hanse.rooms.stock.model.channels import Channel, ChannelState, Rhythm, WhenOut

COLUMNS = """account_id, state, held_why, rhythm, places, supplied, keep_percent, keep_count,
    show_max, safety, oversell_minor, oversell_currency, when_out, next_at, pushed_at, version"""
OF_IDS = f"""
    select {COLUMNS} from stock_channels
    where workspace_id = $1 and account_id = any($2::uuid[])
"""  # noqa: S608 - our own columns
LOCKED = f"{OF_IDS} for update"
PUT = """
    insert into stock_channels (workspace_id, account_id, state, held_why, rhythm, places, supplied,
        keep_percent, keep_count, show_max, safety, oversell_minor, oversell_currency, when_out,
        next_at, changed_at)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
    on conflict (workspace_id, account_id) do update
    set state = excluded.state, held_why = excluded.held_why, rhythm = excluded.rhythm,
        places = excluded.places, supplied = excluded.supplied,
        keep_percent = excluded.keep_percent, keep_count = excluded.keep_count,
        show_max = excluded.show_max, safety = excluded.safety,
        oversell_minor = excluded.oversell_minor, oversell_currency = excluded.oversell_currency,
        when_out = excluded.when_out, next_at = excluded.next_at, changed_at = excluded.changed_at,
        version = stock_channels.version + 1
    returning version
"""
PUSHED = """
    update stock_channels set pushed_at = $3 where workspace_id = $1 and account_id = $2
"""
# In order, so that two who plan at once do not wait for each other crosswise.
PLANNED = """
    update stock_channels held set next_at = given.at
    from unnest($2::uuid[], $3::timestamptz[]) as given (account_id, at)
    where held.workspace_id = $1 and held.account_id = given.account_id
"""
DUE = """
    select workspace_id, account_id from stock_channels
    where state = 'on' and next_at <= $1 order by next_at limit $2
"""
ON_EVERYWHERE = """
    select distinct workspace_id from stock_channels where state = 'on' and workspace_id > $1
    order by workspace_id limit $2
"""
FIGURES = """
    select given.account_id,
        (select count(*) from stock_shown held where held.workspace_id = $1
            and held.account_id = given.account_id and held.moved_at is not null) as differing,
        (select count(*) from stock_shown held
            join stock_items item using (workspace_id, variant_id)
            where held.workspace_id = $1 and held.account_id = given.account_id
            and item.state = 'waiting') as waiting,
        told.p50, told.p99
    from unnest($2::uuid[]) as given (account_id) left join lateral (
        select percentile_disc(0.5) within group (order by ms) as p50,
            percentile_disc(0.99) within group (order by ms) as p99
        from (select ms from stock_latencies held where held.workspace_id = $1
            and held.account_id = given.account_id and held.at > $3
            order by held.at desc limit 10000) recent
    ) told on true
"""
OPENED = """
    select exists (select from stock_shown held
        join stock_items item using (workspace_id, variant_id)
        where held.workspace_id = $1 and held.account_id = $2 and item.state = 'counted')
"""
ADD_SYNC = """
    insert into stock_syncs (workspace_id, id, account_id, at, why, compared, differing, set_id)
    values ($1, $2, $3, $4, $5, $6, $7, $8)
"""
SYNCS = """
    select id, at, why, compared, differing, set_id from stock_syncs
    where workspace_id = $1 and account_id = $2 and ($3::uuid is null or id < $3)
    order by id desc limit $4
"""
FORGET_SYNCS = """
    delete from stock_syncs where workspace_id = $1 and id in (
        select id from stock_syncs where workspace_id = $1 and at < $2 limit $3)
"""


@dataclass(frozen=True, slots=True)
class Figures:
    """How a shop stands: listings behind, variants that wait, and how long news takes."""

    differing: int = 0
    waiting: int = 0
    p50_ms: int | None = None
    p99_ms: int | None = None


@dataclass(frozen=True, slots=True)
class Sync:
    id: UUID
    at: datetime
    why: str
    compared: int
    differing: int
    set_id: UUID | None


def channel(
    account_id: UUID,
    state: str,
    held_why: str,
    rhythm: str,
    places: Sequence[UUID],
    supplied: bool,
    keep_percent: Decimal,
    keep_count: int,
    show_max: int | None,
    safety: bool,
    oversell_minor: int | None,
    oversell_currency: str | None,
    when_out: str,
    next_at: datetime | None,
    pushed_at: datetime | None,
    version: int,
) -> Channel:
    return Channel(
        *(account_id, ChannelState(state), held_why, Rhythm(rhythm), tuple(places), supplied),
        *(keep_percent, keep_count, show_max, safety, oversell_minor, oversell_currency),
        *(WhenOut(when_out), next_at, pushed_at, version),
    )


async def of_ids(tx: Tx, account_ids: Sequence[UUID]) -> Sequence[Channel]:
    return [channel(*row) for row in await tx.fetch(OF_IDS, tx.workspace_id, list(account_ids))]


async def hold(tx: Tx, account_id: UUID) -> Channel | None:
    """Locked until the end of the transaction."""
    row = await tx.fetchrow(LOCKED, tx.workspace_id, [account_id])
    return channel(*row) if row else None


async def put(tx: Tx, wanted: Channel) -> int:
    """The version that it has then."""
    version: int = await tx.fetchval(
        PUT,
        *(tx.workspace_id, wanted.account_id, wanted.state.value, wanted.held_why),
        *(wanted.rhythm.value, list(wanted.places), wanted.supplied, wanted.keep_percent),
        *(wanted.keep_count, wanted.show_max, wanted.safety, wanted.oversell_minor),
        *(wanted.oversell_currency, wanted.when_out.value, wanted.next_at, tx.now),
    )
    return version


async def pushed(tx: Tx, account_id: UUID) -> None:
    await tx.execute(PUSHED, tx.workspace_id, account_id, tx.now)


async def plan(tx: Tx, times: Sequence[tuple[UUID, datetime]]) -> None:
    """When each is compared as a whole next."""
    ids, ats = [each for each, _ in times], [at for _, at in times]
    await tx.execute(PLANNED, tx.workspace_id, ids, ats)


async def due(tx: Tx, rows_max: int) -> Sequence[tuple[UUID, UUID]]:
    """In the system's transaction: workspace and account of those whose time has come."""
    return [(*row,) for row in await tx.fetch(DUE, tx.now, rows_max)]


async def on_everywhere(tx: Tx, after: UUID, rows_max: int) -> Sequence[UUID]:
    """In the system's transaction: workspaces with a shop that is told of stock."""
    return [row["workspace_id"] for row in await tx.fetch(ON_EVERYWHERE, after, rows_max)]


async def figures(tx: Tx, account_ids: Sequence[UUID], since: datetime) -> dict[UUID, Figures]:
    rows = await tx.fetch(FIGURES, tx.workspace_id, list(account_ids), since)
    return {
        row["account_id"]: Figures(row["differing"], row["waiting"], row["p50"], row["p99"])
        for row in rows
    }


async def anything_opened(tx: Tx, account_id: UUID) -> bool:
    return bool(await tx.fetchval(OPENED, tx.workspace_id, account_id))


async def add_sync(tx: Tx, account_id: UUID, sync: Sync) -> None:
    await tx.execute(
        ADD_SYNC,
        *(tx.workspace_id, sync.id, account_id, sync.at, sync.why),
        *(sync.compared, sync.differing, sync.set_id),
    )


async def syncs(tx: Tx, account_id: UUID, before: UUID | None, rows_max: int) -> Sequence[Sync]:
    rows = await tx.fetch(SYNCS, tx.workspace_id, account_id, before, rows_max)
    return [Sync(*row) for row in rows]


async def forget_syncs(tx: Tx, before: datetime, rows_max: int) -> int:
    return int(await tx.execute(FORGET_SYNCS, tx.workspace_id, before, rows_max))
