"""Statements about parcels of suppliers and their ways."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from hanse.engine.tx import Tx
from hanse.rooms.purchasing.model.parcels import Parcel
from hanse.trade.tracking import ParcelState

COLUMNS = """parcel.id, parcel.purchase_id, parcel.account_id, parcel.number, parcel.carrier,
        parcel.url, parcel.state, parcel.state_since, parcel.promised_by, parcel.delivered_at,
        parcel.events_seen, parcel.order_id"""
OF_PURCHASES = f"""
    select {COLUMNS}
    from purchasing_parcels as parcel where workspace_id = $1 and purchase_id = any($2::uuid[])
    order by purchase_id, id
"""  # noqa: S608 - our own columns
# Two who tell of the same parcels at once, as a call and a message, do so one after the other.
HOLD = f"""
    select {COLUMNS}
    from purchasing_parcels as parcel where workspace_id = $1 and id = any($2::uuid[])
    order by id for update
"""  # noqa: S608 - our own columns
NUMBERED = """
    select id from purchasing_parcels
    where workspace_id = $1 and account_id = $2 and number = any($3::text[])
"""
ASK_NOW = """
    update purchasing_parcels set ask_at = $3
    where workspace_id = $1 and id = any($2::uuid[]) and ask_at > $3
"""
# One number is one parcel, whoever has it: what a supplier sent stands here already.
ADD_OWN = """
    insert into purchasing_parcels (workspace_id, id, order_id, account_id, number, carrier, url,
        state, state_since, made_at)
    select $1, given.id, given.order_id, $2, given.number, given.carrier, given.url, 'pending', $3,
        $3
    from unnest($4::uuid[], $5::uuid[], $6::text[], $7::text[], $8::text[])
        as given (id, order_id, carrier, number, url)
    where not exists (select from purchasing_parcels as known
        where known.workspace_id = $1 and known.number = given.number)
    on conflict do nothing
"""
FORMER = """
    select unnest(former) as number from purchasing_parcels
    where workspace_id = $1 and purchase_id = any($2::uuid[])
"""
ADD = """
    insert into purchasing_parcels (workspace_id, id, purchase_id, account_id, number, carrier,
        url, state, state_since, promised_by, ask_at, made_at)
    select $1, given.id, given.purchase_id, purchase.account_id, given.number, given.carrier,
        given.url, 'pending', $2, purchase.arrives_by, $2, $2
    from unnest($3::uuid[], $4::uuid[], $5::text[], $6::text[], $7::text[])
        as given (id, purchase_id, number, carrier, url)
    join purchasing_orders as purchase
      on purchase.workspace_id = $1 and purchase.id = given.purchase_id
    on conflict (workspace_id, account_id, number) do nothing
    returning id
"""
RENUMBER = """
    update purchasing_parcels as parcel set number = given.number,
        former = parcel.former || parcel.number, carrier = given.carrier, url = given.url,
        ask_at = $2, version = parcel.version + 1
    from unnest($3::uuid[], $4::text[], $5::text[], $6::text[])
        as given (id, number, carrier, url)
    where parcel.workspace_id = $1 and parcel.id = given.id
"""
DUE = f"""
    select {COLUMNS}, purchase.remote_id
    from purchasing_parcels as parcel join purchasing_orders as purchase
      on purchase.workspace_id = $1 and purchase.id = parcel.purchase_id
    where parcel.workspace_id = $1 and parcel.account_id = $2 and parcel.ask_at <= $3
    order by parcel.ask_at limit $4
"""  # noqa: S608 - our own columns
# Of numbers that a service follows.
FOLLOWED_DUE = f"""
    select followed.number as asked, {COLUMNS}
    from purchasing_followed as followed join purchasing_parcels as parcel
      on parcel.workspace_id = $1 and parcel.id = followed.parcel_id
    where followed.workspace_id = $1 and followed.account_id = $2 and followed.stage = 'followed'
      and followed.ask_at <= $3
    order by followed.ask_at limit $4
"""  # noqa: S608 - our own columns
ASKED = """
    update purchasing_parcels as parcel set asked_at = $2, ask_at = given.ask_at
    from unnest($3::uuid[], $4::timestamptz[]) as given (id, ask_at)
    where parcel.workspace_id = $1 and parcel.id = given.id
"""
ADD_EVENTS = """
    insert into purchasing_track_events (workspace_id, parcel_id, digest, at, at_text, state, word,
        said, place, heard_at)
    select $1, given.parcel_id, given.digest, given.at, given.at_text, given.state, given.word,
        given.said, given.place, $2
    from unnest($3::uuid[], $4::bytea[], $5::timestamptz[], $6::text[], $7::text[], $8::text[],
        $9::text[], $10::text[])
        as given (parcel_id, digest, at, at_text, state, word, said, place)
    on conflict do nothing
    returning parcel_id
"""
# The clock of the parcel's own events decides, so a late answer moves nothing back.
MOVE = """
    update purchasing_parcels as parcel set state = given.state, state_since = given.since,
        coming_back = given.coming_back,
        delivered_at = coalesce(parcel.delivered_at, given.delivered_at),
        promised_by = coalesce(given.promised_by, parcel.promised_by),
        events_seen = parcel.events_seen + given.events, version = parcel.version + 1
    from unnest($2::uuid[], $3::text[], $4::timestamptz[], $5::boolean[], $6::timestamptz[],
        $7::timestamptz[], $8::integer[])
        as given (id, state, since, coming_back, delivered_at, promised_by, events)
    where parcel.workspace_id = $1 and parcel.id = given.id
"""
# Those of these purchases of which every parcel has arrived, and that have no other part to come.
ALL_DELIVERED = """
    select purchase.id from purchasing_orders as purchase
    where purchase.workspace_id = $1 and purchase.id = any($2::uuid[]) and purchase.state = 'sent'
      and not exists (
        select from purchasing_parcels as parcel
        where parcel.workspace_id = $1 and parcel.purchase_id = purchase.id
          and parcel.state <> 'delivered')
      and not exists (
        select from purchasing_remotes as part
        where part.workspace_id = $1 and part.purchase_id = purchase.id
          and part.state in ('unpaid', 'paying', 'checked', 'ordered', 'partly_sent'))
"""
EVERYWHERE = """
    select distinct workspace_id, account_id from purchasing_parcels where ask_at <= $1 limit $2
"""


def read(row: Mapping[str, object]) -> Parcel:
    values = [row[name] for name in Parcel.__dataclass_fields__]
    at = list(Parcel.__dataclass_fields__).index("state")
    values[at] = ParcelState(str(values[at]))
    return Parcel(*values)  # type: ignore[arg-type]  # the columns are those of the value


async def of_purchases(tx: Tx, ids: Sequence[UUID]) -> Mapping[UUID, Sequence[Parcel]]:
    found: dict[UUID, list[Parcel]] = {}
    for row in await tx.fetch(OF_PURCHASES, tx.workspace_id, list(ids)):
        found.setdefault(row["purchase_id"], []).append(read(dict(row)))
    return found


async def hold(tx: Tx, ids: Sequence[UUID]) -> Sequence[Parcel]:
    """As they are now, and nobody else moves them until the transaction ends."""
    rows = await tx.fetch(HOLD, tx.workspace_id, sorted(ids)) if ids else ()
    return [read(dict(row)) for row in rows]


async def numbered(tx: Tx, account_id: UUID, numbers: Sequence[str]) -> Sequence[UUID]:
    rows = await tx.fetch(NUMBERED, tx.workspace_id, account_id, list(numbers))
    return [row["id"] for row in rows]


async def ask_now(tx: Tx, ids: Sequence[UUID]) -> None:
    await tx.execute(ASK_NOW, tx.workspace_id, list(ids), tx.now)


async def add_own(
    tx: Tx, account_id: UUID, rows: Sequence[tuple[UUID, UUID, str, str, str]]
) -> None:
    """Parcel, order, carrier, number, address; of what we sent ourselves."""
    columns = [list(each) for each in zip(*rows, strict=True)]
    await tx.execute(ADD_OWN, tx.workspace_id, account_id, tx.now, *columns)


async def former(tx: Tx, ids: Sequence[UUID]) -> frozenset[str]:
    rows = await tx.fetch(FORMER, tx.workspace_id, list(ids))
    return frozenset(row["number"] for row in rows)


async def add(tx: Tx, rows: Sequence[tuple[UUID, UUID, str, str, str]]) -> frozenset[UUID]:
    """Parcel, purchase, number, carrier, address; those that nobody had yet."""
    if not rows:
        return frozenset()
    columns = [list(each) for each in zip(*rows, strict=True)]
    found = await tx.fetch(ADD, tx.workspace_id, tx.now, *columns)
    return frozenset(row["id"] for row in found)


async def renumber(tx: Tx, rows: Sequence[tuple[UUID, str, str, str]]) -> None:
    if rows:
        columns = [list(each) for each in zip(*rows, strict=True)]
        await tx.execute(RENUMBER, tx.workspace_id, tx.now, *columns)


async def due(tx: Tx, account_id: UUID, rows_max: int) -> Sequence[tuple[Parcel, str]]:
    """Parcels whose way is to be asked for, with the supplier's name of their order."""
    rows = await tx.fetch(DUE, tx.workspace_id, account_id, tx.now, rows_max)
    return [(read(dict(row)), row["remote_id"] or "") for row in rows]


async def followed_due(tx: Tx, account_id: UUID, rows_max: int) -> Sequence[tuple[str, Parcel]]:
    """Each with the number that the service has."""
    rows = await tx.fetch(FOLLOWED_DUE, tx.workspace_id, account_id, tx.now, rows_max)
    return [(row["asked"], read(dict(row))) for row in rows]


async def asked(tx: Tx, again: Mapping[UUID, datetime | None]) -> None:
    if again:
        await tx.execute(ASKED, tx.workspace_id, tx.now, list(again), list(again.values()))


Event = tuple[UUID, bytes, datetime | None, str, str | None, str, str, str]


async def add_events(tx: Tx, rows: Sequence[Event]) -> Mapping[UUID, int]:
    """How many of each parcel were new."""
    if not rows:
        return {}
    columns = [list(each) for each in zip(*rows, strict=True)]
    found: dict[UUID, int] = {}
    for row in await tx.fetch(ADD_EVENTS, tx.workspace_id, tx.now, *columns):
        found[row["parcel_id"]] = found.get(row["parcel_id"], 0) + 1
    return found


Moved = tuple[UUID, str, datetime, bool, datetime | None, datetime | None, int]


async def move(tx: Tx, rows: Sequence[Moved]) -> None:
    if rows:
        columns = [list(each) for each in zip(*rows, strict=True)]
        await tx.execute(MOVE, tx.workspace_id, *columns)


async def everywhere(tx: Tx, at: datetime, rows_max: int) -> Sequence[tuple[UUID, UUID]]:
    rows = await tx.fetch(EVERYWHERE, at, rows_max)
    return [(row["workspace_id"], row["account_id"]) for row in rows]


async def all_delivered(tx: Tx, purchase_ids: Sequence[UUID]) -> Sequence[UUID]:
    rows = await tx.fetch(ALL_DELIVERED, tx.workspace_id, list(purchase_ids))
    return [row["id"] for row in rows]
