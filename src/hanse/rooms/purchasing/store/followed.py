"""Statements about numbers that a tracking service follows for us."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from hanse.engine.tx import Tx
from hanse.rooms.purchasing.model.followed import Stage, Tracker, Wanted
from hanse.trade.trackers import Allowance

TRACKER = """
    select account_id, held_until, heard_at from purchasing_trackers
    where workspace_id = $1 and account_id = $2
"""
FIRST = """
    select account_id from purchasing_trackers where workspace_id = $1 order by made_at desc limit 1
"""
BEGIN = """
    insert into purchasing_trackers (workspace_id, account_id, made_at) values ($1, $2, $3)
    on conflict do nothing returning account_id
"""
# Another service is given all numbers that are still of use.
ANEW = """
    update purchasing_parcels set followed_as = null where workspace_id = $1
      and followed_as is not null and state not in ('delivered', 'returned', 'expired')
"""
COUNTED = """
    update purchasing_trackers set total = $3, left_now = $4, left_today = $5, counted_at = $6
    where workspace_id = $1 and account_id = $2
"""
HOLD = """
    update purchasing_trackers set held_until = $3 where workspace_id = $1 and account_id = $2
"""
HEARD = """
    update purchasing_trackers set heard_at = $3 where workspace_id = $1 and account_id = $2
"""
UNFOLLOWED = """
    select id, number, promised_by from purchasing_parcels
    where workspace_id = $1 and state not in ('delivered', 'returned', 'expired')
      and followed_as is distinct from number
    order by promised_by, id limit $2
"""
WANT = """
    insert into purchasing_followed (workspace_id, account_id, number, parcel_id, stage, stage_at,
        why, needed_by, made_at)
    select $1, $2, given.number, given.parcel_id, given.stage, $3, given.why, given.needed_by, $3
    from unnest($4::text[], $5::uuid[], $6::text[], $7::text[], $8::timestamptz[])
        as given (number, parcel_id, stage, why, needed_by)
    on conflict do nothing
"""
HANDED = """
    update purchasing_parcels as parcel set followed_as = given.number
    from unnest($2::uuid[], $3::text[]) as given (id, number)
    where parcel.workspace_id = $1 and parcel.id = given.id
"""
WANTED = """
    select number, parcel_id, stage, needed_by from purchasing_followed
    where workspace_id = $1 and account_id = $2 and stage in ('wanted', 'asking')
    order by needed_by, made_at limit $3
"""
# What was registered a moment ago is known within minutes.
STAND = """
    update purchasing_followed as known set stage = given.stage, why = given.why,
        stage_at = $3::timestamptz,
        ask_at = case when given.stage = 'followed'
            then $3::timestamptz + interval '10 minutes' end
    from unnest($4::text[], $5::text[], $6::text[]) as given (number, stage, why)
    where known.workspace_id = $1 and known.account_id = $2 and known.number = given.number
      and known.stage <> 'ended'
"""
AGAIN = """
    update purchasing_followed as known set ask_at = given.ask_at
    from unnest($3::text[], $4::timestamptz[]) as given (number, ask_at)
    where known.workspace_id = $1 and known.account_id = $2 and known.number = given.number
      and known.stage = 'followed'
"""
PARCELS = """
    select number, parcel_id from purchasing_followed
    where workspace_id = $1 and account_id = $2 and number = any($3::text[])
"""


async def tracker(tx: Tx, account_id: UUID) -> Tracker | None:
    row = await tx.fetchrow(TRACKER, tx.workspace_id, account_id)
    return Tracker(row["account_id"], row["held_until"], row["heard_at"]) if row else None


async def first(tx: Tx) -> UUID | None:
    """The service that follows parcels for this workspace; none where nobody connected one."""
    found: UUID | None = await tx.fetchval(FIRST, tx.workspace_id)
    return found


async def begin(tx: Tx, account_id: UUID) -> None:
    if await tx.fetchval(BEGIN, tx.workspace_id, account_id, tx.now):
        await tx.execute(ANEW, tx.workspace_id)


async def counted(tx: Tx, account_id: UUID, told: Allowance) -> None:
    args = tx.workspace_id, account_id, told.total, told.left, told.left_today
    await tx.execute(COUNTED, *args, tx.now)


async def hold(tx: Tx, account_id: UUID, until: datetime) -> None:
    await tx.execute(HOLD, tx.workspace_id, account_id, until)


async def heard(tx: Tx, account_id: UUID) -> None:
    await tx.execute(HEARD, tx.workspace_id, account_id, tx.now)


async def unfollowed(tx: Tx, rows_max: int) -> Sequence[tuple[UUID, str, datetime | None]]:
    """Parcels on their way whose number no service was given; the nearest promise first."""
    rows = await tx.fetch(UNFOLLOWED, tx.workspace_id, rows_max)
    return [(row["id"], row["number"], row["promised_by"]) for row in rows]


async def want(
    tx: Tx, account_id: UUID, rows: Sequence[tuple[str, UUID, Stage, str, datetime | None]]
) -> None:
    """Number, parcel, stage, why, until when; a number that was ever there stays as it is."""
    if rows:
        columns = [list(each) for each in zip(*rows, strict=True)]
        await tx.execute(WANT, tx.workspace_id, account_id, tx.now, *columns)
        await tx.execute(HANDED, tx.workspace_id, columns[1], columns[0])


async def wanted(tx: Tx, account_id: UUID, rows_max: int) -> Sequence[Wanted]:
    rows = await tx.fetch(WANTED, tx.workspace_id, account_id, rows_max)
    return [
        Wanted(row["number"], row["parcel_id"], Stage(row["stage"]), row["needed_by"])
        for row in rows
    ]


async def stand(tx: Tx, account_id: UUID, rows: Sequence[tuple[str, Stage, str]]) -> None:
    """Number, stage, why. What has ended stays so."""
    if rows:
        columns = [list(each) for each in zip(*rows, strict=True)]
        await tx.execute(STAND, tx.workspace_id, account_id, tx.now, *columns)


async def again(tx: Tx, account_id: UUID, at: Mapping[str, datetime]) -> None:
    if at:
        await tx.execute(AGAIN, tx.workspace_id, account_id, list(at), list(at.values()))


async def parcels(tx: Tx, account_id: UUID, numbers: Sequence[str]) -> Mapping[str, UUID]:
    rows = await tx.fetch(PARCELS, tx.workspace_id, account_id, list(numbers))
    return {row["number"]: row["parcel_id"] for row in rows}
