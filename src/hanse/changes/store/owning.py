"""Statements about who owns which field of what a shop shows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import msgspec

from hanse.changes.model.owners import Owned, Owner
from hanse.engine.tx import Tx
from hanse.trade.fields import Value, decoded, encoded

WHOLE = "*"  # in the place of an id: all of a shop

# Of a field's own line and that of its whole shop the later one counts; what a person edited stays
# the person's, unless the whole shop was handed over with that.
EFFECTIVE = """
    select held.thing, held.field, held.parent_id, held.base, held.ours, held.version,
        case when whole.said_at >= held.said_at and (held.owner <> 'person'
                or whole.persons_before >= held.said_at)
            then whole.owner else held.owner end as owner
    from changes_owners held
    left join changes_owners whole on whole.workspace_id = held.workspace_id
      and whole.account_id = held.account_id and whole.field = held.field
      and whole.thing = split_part(held.thing, '/', 1) || '/*'
    where held.workspace_id = $1 and held.account_id = $2
"""
OF_THINGS = f"{EFFECTIVE} and held.thing = any($3::text[])"
PAGE = f"""
    select * from ({EFFECTIVE} and held.owner <> 'channel' and held.thing not like '%/*'
        and ($3::text is null or (held.thing, held.field) > ($3, $4))) each
    where owner <> 'channel' order by thing, field limit $5
"""  # noqa: S608 - our own columns
# A field has one line; whoever hands it over says whose it is, and what is not said stays.
PUT = """
    insert into changes_owners as held (workspace_id, account_id, thing, field, parent_id, owner,
        persons_before, base, ours, version, said_at, person_id, actor)
    select $1, $2, given.thing, given.field, given.parent_id, given.owner,
        case when $10::boolean then $11::timestamptz end, given.base, given.ours,
        given.version + 1, $11, $12, $13
    from unnest($3::text[], $4::text[], $5::text[], $6::text[], $7::jsonb[], $8::jsonb[],
        $9::integer[]) as given (thing, field, parent_id, owner, base, ours, version)
    on conflict (workspace_id, account_id, thing, field) do update
        set owner = excluded.owner,
            persons_before = coalesce(excluded.persons_before, held.persons_before),
            parent_id = coalesce(excluded.parent_id, held.parent_id),
            base = case when excluded.owner = 'channel' then null
                else coalesce(excluded.base, held.base) end,
            ours = case when excluded.owner = 'channel' then null
                else coalesce(excluded.ours, held.ours) end,
            said_at = excluded.said_at, person_id = excluded.person_id, actor = excluded.actor,
            version = held.version + 1
        where $14 or held.version + 1 = excluded.version
"""
SHOP = """
    insert into changes_owner_shops (workspace_id, account_id, since) values ($1, $2, $3)
    on conflict do nothing
"""
# What a whole shop's hand-over meets: lines of persons, and lines of which something else is
# wanted than was agreed on last.
APART = f"""
    select count(*) filter (where owner = 'person') as persons,
        count(*) filter (where ours is distinct from base and ours is not null) as differ
    from ({EFFECTIVE} and held.thing <> all($3::text[])
        and split_part(held.thing, '/', 1) || ' ' || held.field = any($4::text[])) each
    where owner <> 'channel'
"""  # noqa: S608 - our own columns
# A stretch from a place on, and round the corner from the beginning.
SAMPLE = """
    (select hashtext(thing) as spot, thing, max(parent_id) as parent_id, 0 as turn
     from changes_owners
     where workspace_id = $1 and account_id = $2 and owner <> 'channel' and hashtext(thing) >= $3
       and thing not like '%/*'
     group by hashtext(thing), thing order by hashtext(thing), thing limit $4)
    union all
    (select hashtext(thing) as spot, thing, max(parent_id) as parent_id, 1 as turn
     from changes_owners
     where workspace_id = $1 and account_id = $2 and owner <> 'channel' and hashtext(thing) < $3
       and thing not like '%/*'
     group by hashtext(thing), thing order by hashtext(thing), thing limit $4)
    order by turn, spot, thing limit $4
"""
THINGS = """
    select thing, max(parent_id) as parent_id from changes_owners
    where workspace_id = $1 and account_id = $2 and owner <> 'channel' and thing > $3
      and thing not like '%/*'
    group by thing order by thing limit $4
"""
COUNT = """
    select count(distinct thing) from changes_owners
    where workspace_id = $1 and account_id = $2 and owner <> 'channel' and thing not like '%/*'
"""
# By the system alone.
SHOPS_EVERYWHERE = "select workspace_id, account_id from changes_owner_shops"


@dataclass(frozen=True, slots=True)
class Line:
    """What is to stand in a field's line. `base` and `ours` are JSON; None: it stays what it is."""

    thing: str
    field: str
    owner: Owner
    parent_id: str | None = None
    base: str | None = None
    ours: str | None = None
    version: int = 0  # of the line that it follows


def json_of(value: Value) -> str:
    return msgspec.json.encode(encoded(value)).decode()


def value_of(document: str | None) -> Value:
    return decoded(msgspec.json.decode(document)) if document is not None else None


async def of_things(tx: Tx, account_id: UUID, things: Sequence[str]) -> Sequence[Owned]:
    """Lines of these things, also where they say that the field is the channel's."""
    rows = await tx.fetch(OF_THINGS, tx.workspace_id, account_id, list(things))
    return [owned_of(account_id, row) for row in rows]


async def page(
    tx: Tx, account_id: UUID, after: tuple[str, str] | None, rows_max: int
) -> Sequence[Owned]:
    above = after or (None, None)
    rows = await tx.fetch(PAGE, tx.workspace_id, account_id, *above, rows_max)
    return [owned_of(account_id, row) for row in rows]


async def put(
    tx: Tx,
    account_id: UUID,
    lines: Sequence[Line],
    *,
    anyhow: bool = False,
    persons: bool = False,
) -> None:
    """A line that somebody has changed meanwhile stays, unless it is to be so `anyhow`. Two round
    trips."""
    if not lines:
        return
    ordered = sorted(lines, key=lambda each: (each.thing, each.field))
    await tx.execute(SHOP, tx.workspace_id, account_id, tx.now)
    await tx.execute(
        PUT,
        *(tx.workspace_id, account_id),
        [each.thing for each in ordered],
        [each.field for each in ordered],
        [each.parent_id for each in ordered],
        [each.owner.value for each in ordered],
        [each.base for each in ordered],
        [each.ours for each in ordered],
        [each.version for each in ordered],
        *(persons, tx.now, tx.actor.person_id or tx.actor.id, tx.actor.name, anyhow),
    )


async def apart(tx: Tx, account_id: UUID, wholes: Mapping[str, Sequence[str]]) -> tuple[int, int]:
    """Of the fields of a shop with lines of their own: how many are persons', and of how many
    something else is wanted than is agreed on."""
    things = [f"{noun}/{WHOLE}" for noun in wholes]
    named = [f"{noun} {field}" for noun, fields in wholes.items() for field in fields]
    row = await tx.fetchrow(APART, tx.workspace_id, account_id, things, named)
    return (row["persons"], row["differ"]) if row else (0, 0)


async def sample(tx: Tx, account_id: UUID, spot: int, things_max: int) -> Sequence[tuple[str, str]]:
    """Things with a field that is ours, each with the id of its product, if it has one."""
    rows = await tx.fetch(SAMPLE, tx.workspace_id, account_id, spot, things_max)
    return [(row["thing"], row["parent_id"]) for row in rows]


async def things(
    tx: Tx, account_id: UUID, after: str, things_max: int
) -> Sequence[tuple[str, str | None]]:
    rows = await tx.fetch(THINGS, tx.workspace_id, account_id, after, things_max)
    return [(row["thing"], row["parent_id"]) for row in rows]


async def count(tx: Tx, account_id: UUID) -> int:
    found: int = await tx.fetchval(COUNT, tx.workspace_id, account_id)
    return found


async def shops_everywhere(tx: Tx) -> Sequence[tuple[UUID, UUID]]:
    """Workspace and account of all shops with a field that was ours once; by the system alone."""
    return [(row["workspace_id"], row["account_id"]) for row in await tx.fetch(SHOPS_EVERYWHERE)]


def owned_of(account_id: UUID, row: Any) -> Owned:
    return Owned(
        *(account_id, row["thing"], row["field"], Owner(row["owner"])),
        *(value_of(row["base"]), value_of(row["ours"])),
        base_known=row["base"] is not None,
        ours_known=row["ours"] is not None,
        parent_id=row["parent_id"],
        version=row["version"],
    )
