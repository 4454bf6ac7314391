"""Statements about drift: what was found, what was decided, and how much is as we left it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from hanse.changes.model.drifts import Drift, DriftState
from hanse.changes.model.owners import Owner
from hanse.changes.store.owning import json_of, value_of
from hanse.engine.tx import Tx

COLUMNS = """id, account_id, thing, parent_id, field, title, owner, base, ours, theirs, first_at,
    seen_at, modified_at, state, decided_at, decider, set_id"""
# What is found again is the same drift, as it is now. Those that are new are told.
FOUND = """
    insert into changes_drifts as held (workspace_id, id, account_id, thing, parent_id, field,
        title, owner, base, ours, theirs, first_at, seen_at, modified_at, state)
    select $1, given.id, $2, given.thing, given.parent_id, given.field, given.title, given.owner,
        given.base, given.ours, given.theirs, $13, $13, given.modified_at, 'found'
    from unnest($3::uuid[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[],
        $9::jsonb[], $10::jsonb[], $11::jsonb[], $12::timestamptz[])
        as given (id, thing, parent_id, field, title, owner, base, ours, theirs, modified_at)
    on conflict (workspace_id, account_id, thing, field) where state = 'found' do update
        set base = excluded.base, ours = excluded.ours, theirs = excluded.theirs,
            title = excluded.title, seen_at = excluded.seen_at, modified_at = excluded.modified_at
    returning id
"""
CLOSE_FIELDS = """
    update changes_drifts held
    set state = $5, decided_at = $6, decider = $7
    from unnest($3::text[], $4::text[]) as given (thing, field)
    where held.workspace_id = $1 and held.account_id = $2 and held.thing = given.thing
      and held.field = given.field and held.state = 'found'
"""
CLOSE_SHOP = """
    update changes_drifts held set state = 'handed', decided_at = $4, decider = $5
    where workspace_id = $1 and account_id = $2 and state = 'found'
      and split_part(thing, '/', 1) || ' ' || field = any($3::text[])
      and (owner <> 'person' or $6)
"""
PAGE = f"""
    select {COLUMNS} from changes_drifts
    where workspace_id = $1 and ($2::uuid is null or account_id = $2)
      and ($3::text is null or state = $3)
      and ($4::timestamptz is null or (first_at, id) < ($4, $5))
    order by first_at desc, id desc limit $6
"""  # noqa: S608 - our own columns
LOCKED = f"""
    select {COLUMNS} from changes_drifts
    where workspace_id = $1 and id = any($2::uuid[]) and state = 'found' order by id for update
"""  # noqa: S608 - our own columns
NAMED = f"""
    select {COLUMNS} from changes_drifts
    where workspace_id = $1 and id = any($2::uuid[]) order by id
"""  # noqa: S608 - our own columns
DECIDE = """
    update changes_drifts held
    set state = $3, decided_at = $4, person_id = $5, decider = $6, set_id = $7
    where workspace_id = $1 and id = any($2::uuid[])
"""
COUNTS = """
    select account_id, count(*) as waiting from changes_drifts
    where workspace_id = $1 and state = 'found' group by account_id order by account_id
"""
ANY_SINCE = """
    select exists (select from changes_drifts
        where workspace_id = $1 and account_id = $2 and first_at >= $3)
"""
LOOKED = """
    insert into changes_drift_shares as held (workspace_id, account_id, day, looked, proven)
    values ($1, $2, $3, $4, $5)
    on conflict (workspace_id, account_id, day) do update
        set looked = held.looked + excluded.looked, proven = held.proven + excluded.proven
"""
SHARES = """
    select account_id, day, looked, proven from changes_drift_shares
    where workspace_id = $1 and day >= $2 and ($3::uuid is null or account_id = $3)
    order by account_id, day
"""
BEGIN = """
    insert into changes_drift_readings
        (workspace_id, id, account_id, asked_at, person_id, actor, things)
    values ($1, $2, $3, $4, $5, $6, $7)
    on conflict (workspace_id, account_id) where ended_at is null do nothing
"""
READING = """
    select id, account_id, asked_at, actor, things, after_thing, looked, proven, ended_at
    from changes_drift_readings
"""
OPEN_READING = f"{READING} where workspace_id = $1 and account_id = $2 and ended_at is null"
ONE_READING = f"{READING} where workspace_id = $1 and id = $2"
NEWEST = """
    select distinct on (account_id) id, account_id, asked_at, actor, things, after_thing, looked,
        proven, ended_at
    from changes_drift_readings where workspace_id = $1
    order by account_id, asked_at desc
"""
# Whoever went on from the same place first has done this part.
ADVANCE = """
    update changes_drift_readings
    set after_thing = $4, looked = looked + $5, proven = proven + $6, ended_at = $7
    where workspace_id = $1 and id = $2 and after_thing = $3 and ended_at is null
    returning id
"""
# Fields of which a change of ours may be under way.
IN_FLIGHT = """
    select held.thing, field.name from changes_changes held
    cross join jsonb_object_keys(held.after) as field (name)
    where held.workspace_id = $1 and held.account_id = $2 and held.thing = any($3::text[])
      and held.state in ('sending', 'unknown')
"""


@dataclass(frozen=True, slots=True)
class Share:
    """Of one day: how many listings were read at the shop, and how many were as we left them."""

    account_id: UUID
    day: date
    looked: int
    proven: int


@dataclass(frozen=True, slots=True)
class Reading:
    """A reading of all that is ours at a shop, and how far it is."""

    id: UUID
    account_id: UUID
    asked_at: datetime
    actor: str
    things: int
    after_thing: str
    looked: int
    proven: int
    ended_at: datetime | None


async def found(tx: Tx, account_id: UUID, drifts: Sequence[Drift]) -> Sequence[Drift]:
    """Those that nobody knew of."""
    if not drifts:
        return ()
    ordered = sorted(drifts, key=lambda each: (each.thing, each.field))
    rows = await tx.fetch(
        FOUND,
        *(tx.workspace_id, account_id),
        [each.id for each in ordered],
        [each.thing for each in ordered],
        [each.parent_id for each in ordered],
        [each.field for each in ordered],
        [each.title for each in ordered],
        [each.owner.value for each in ordered],
        [json_of(each.base) for each in ordered],
        [json_of(each.ours) for each in ordered],
        [json_of(each.theirs) for each in ordered],
        [each.modified_at for each in ordered],
        tx.now,
    )
    there = {row["id"] for row in rows}
    return [each for each in ordered if each.id in there]


async def in_flight(
    tx: Tx, account_id: UUID, things: Sequence[str]
) -> Mapping[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for row in await tx.fetch(IN_FLIGHT, tx.workspace_id, account_id, list(things)):
        found.setdefault(row["thing"], set()).add(row["name"])
    return {thing: frozenset(names) for thing, names in found.items()}


async def close_fields(
    tx: Tx, account_id: UUID, keys: Sequence[tuple[str, str]], state: DriftState
) -> None:
    things, fields = [thing for thing, _ in keys], [field for _, field in keys]
    about = (tx.workspace_id, account_id, things, fields)
    await tx.execute(CLOSE_FIELDS, *about, state.value, tx.now, tx.actor.name)


async def close_shop(
    tx: Tx, account_id: UUID, fields: Mapping[str, Sequence[str]], *, persons: bool
) -> None:
    """By noun; what persons own only with `persons`."""
    named = [f"{noun} {field}" for noun, group in fields.items() for field in (*group, "")]
    about = (tx.workspace_id, account_id, named)
    await tx.execute(CLOSE_SHOP, *about, tx.now, tx.actor.name, persons)


async def page(
    tx: Tx,
    account_id: UUID | None,
    state: DriftState | None,
    before: tuple[datetime, UUID] | None,
    rows_max: int,
) -> Sequence[Drift]:
    at, above = before or (None, None)
    wanted = state.value if state else None
    rows = await tx.fetch(PAGE, tx.workspace_id, account_id, wanted, at, above, rows_max)
    return [drift_of(row) for row in rows]


async def locked(tx: Tx, ids: Sequence[UUID]) -> Sequence[Drift]:
    """Those of these that are open; nobody else decides about them now."""
    return [drift_of(row) for row in await tx.fetch(LOCKED, tx.workspace_id, list(ids))]


async def named(tx: Tx, ids: Sequence[UUID]) -> Sequence[Drift]:
    """Whatever became of them."""
    return [drift_of(row) for row in await tx.fetch(NAMED, tx.workspace_id, list(ids))]


async def decide(
    tx: Tx, ids: Sequence[UUID], state: DriftState, set_id: UUID | None = None
) -> None:
    actor = tx.actor
    about = (tx.workspace_id, list(ids), state.value, tx.now)
    await tx.execute(DECIDE, *about, actor.person_id or actor.id, actor.name, set_id)


async def counts(tx: Tx) -> Mapping[UUID, int]:
    """How many nobody has decided about, by shop."""
    return {row["account_id"]: row["waiting"] for row in await tx.fetch(COUNTS, tx.workspace_id)}


async def any_since(tx: Tx, account_id: UUID, at: datetime) -> bool:
    return bool(await tx.fetchval(ANY_SINCE, tx.workspace_id, account_id, at))


async def looked(tx: Tx, account_id: UUID, day: date, count: int, proven: int) -> None:
    await tx.execute(LOOKED, tx.workspace_id, account_id, day, count, proven)


async def shares(tx: Tx, since: date, account_id: UUID | None = None) -> Sequence[Share]:
    rows = await tx.fetch(SHARES, tx.workspace_id, since, account_id)
    return [Share(row["account_id"], row["day"], row["looked"], row["proven"]) for row in rows]


async def begin(tx: Tx, account_id: UUID, things: int) -> Reading:
    """The one that is open already, if there is one."""
    actor = tx.actor
    about = (tx.workspace_id, tx.ids.new(), account_id, tx.now)
    await tx.execute(BEGIN, *about, actor.person_id or actor.id, actor.name, things)
    row = await tx.fetchrow(OPEN_READING, tx.workspace_id, account_id)
    assert row is not None, "it was just begun"
    return reading_of(row)


async def reading(tx: Tx, reading_id: UUID) -> Reading | None:
    row = await tx.fetchrow(ONE_READING, tx.workspace_id, reading_id)
    return reading_of(row) if row else None


async def newest_readings(tx: Tx) -> Sequence[Reading]:
    """The last one of each shop."""
    return [reading_of(row) for row in await tx.fetch(NEWEST, tx.workspace_id)]


async def advance(
    tx: Tx, at: Reading, after_thing: str, count: int, proven: int, ended_at: datetime | None
) -> bool:
    """Whether this part is done by this, and by nobody else."""
    about = (tx.workspace_id, at.id, at.after_thing, after_thing)
    return bool(await tx.fetchval(ADVANCE, *about, count, proven, ended_at))


def drift_of(row: Any) -> Drift:
    return Drift(
        *(row["id"], row["account_id"], row["thing"], row["parent_id"], row["field"]),
        *(row["title"], Owner(row["owner"]), value_of(row["base"]), value_of(row["ours"])),
        *(value_of(row["theirs"]), row["first_at"], row["seen_at"], row["modified_at"]),
        *(DriftState(row["state"]), row["decided_at"], row["decider"], row["set_id"]),
    )


def reading_of(row: Any) -> Reading:
    return Reading(
        *(row["id"], row["account_id"], row["asked_at"], row["actor"], row["things"]),
        *(row["after_thing"], row["looked"], row["proven"], row["ended_at"]),
    )
