"""Statements about rules and how they stand together."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from uuid import UUID

import msgspec

from hanse.engine.tx import Tx
from hanse.rooms.pricing.model.layers import Layers
from hanse.rooms.pricing.model.rules import Band, Book, Conditions, Mode, Rule, RuleState

RULES_READ_MAX = 1_000
RULES = """
    select id, name, state, conditions, layers, band, spread_percent, person_id, person,
        changed_at, version
    from pricing_rules
    where workspace_id = $1 and state = any($2::text[]) order by place, id limit $3
"""
GET = """
    select id, name, state, conditions, layers, band, spread_percent, person_id, person,
        changed_at, version
    from pricing_rules where workspace_id = $1 and id = $2 for update
"""
ADD = """
    insert into pricing_rules (workspace_id, id, place, name, state, conditions, layers, band,
        spread_percent, person_id, person, changed_at, version)
    select $1, $2, coalesce(max(place), 0) + 1, $3, $4, $5, $6, $7, $8, $9, $10, $11, 1
    from pricing_rules where workspace_id = $1
"""
CHANGE = """
    update pricing_rules set name = $3, state = $4, conditions = $5, layers = $6, band = $7,
        spread_percent = $8, person_id = $9, person = $10, changed_at = $11, version = version + 1
    where workspace_id = $1 and id = $2
"""
PLACES = """
    update pricing_rules as held set place = given.place
    from unnest($2::uuid[], $3::int[]) as given (id, place)
    where held.workspace_id = $1 and held.id = given.id
"""
BOOK = "select mode, band, version from pricing_books where workspace_id = $1"
LOCK = "select pg_advisory_xact_lock(hashtextextended('pricing_books ' || $1, 0))"
PUT_BOOK = """
    insert into pricing_books as held
        (workspace_id, mode, band, changed_by, changed_at, version)
    values ($1, $2, $3, $4, $5, 1)
    on conflict (workspace_id) do update set mode = excluded.mode, band = excluded.band,
        changed_by = excluded.changed_by, changed_at = excluded.changed_at,
        version = held.version + 1
    returning version
"""
WORKSPACES = """
    select distinct workspace_id from pricing_rules where state = 'active' order by workspace_id
"""

TURNING = """
    select distinct workspace_id from pricing_rules
    where state = 'active' and layers -> 'campaign' <> 'null'
      and ((layers -> 'campaign' ->> 'starts_at')::timestamptz between $1 and $2
        or (layers -> 'campaign' ->> 'ends_at')::timestamptz between $1 and $2)
    order by workspace_id
"""


def encoded(value: object) -> str:
    return msgspec.json.encode(value, order="deterministic").decode()


async def book(tx: Tx, states: Sequence[RuleState] = (RuleState.active,)) -> Book:
    rows = await tx.fetch(RULES, tx.workspace_id, [each.value for each in states], RULES_READ_MAX)
    held = await tx.fetchrow(BOOK, tx.workspace_id)
    rules = tuple(rule(*row) for row in rows)
    if held is None:
        return Book(rules)
    band = msgspec.json.decode(held["band"], type=Band)
    return Book(rules, Mode(held["mode"]), band, held["version"])


async def get(tx: Tx, rule_id: UUID) -> Rule | None:
    """Held until we commit: two editors come one after the other."""
    row = await tx.fetchrow(GET, tx.workspace_id, rule_id)
    return rule(*row) if row else None


def rule(
    id: UUID,  # noqa: A002
    name: str,
    state: str,
    conditions: str,
    layers: str,
    band: str | None,
    spread_percent: Decimal,
    person_id: UUID | None,
    person: str,
    changed_at: datetime,
    version: int,
) -> Rule:
    return Rule(
        id,
        name,
        msgspec.json.decode(layers, type=Layers),
        msgspec.json.decode(conditions, type=Conditions),
        msgspec.json.decode(band, type=Band) if band else None,
        spread_percent,
        RuleState(state),
        version,
        person_id,
        person,
        changed_at,
    )


async def add(tx: Tx, made: Rule) -> None:
    await tx.execute(ADD, tx.workspace_id, *columns(made))


async def change(tx: Tx, made: Rule) -> None:
    await tx.execute(CHANGE, tx.workspace_id, *columns(made))


def columns(made: Rule) -> Sequence[object]:
    return (
        *(made.id, made.name, made.state.value, encoded(made.conditions), encoded(made.layers)),
        *(encoded(made.band) if made.band else None, made.spread_percent),
        *(made.person_id, made.person, made.changed_at),
    )


async def lock(tx: Tx) -> None:
    """One at a time adds rules or puts them in order."""
    await tx.execute(LOCK, str(tx.workspace_id))


async def put_in_order(tx: Tx, rule_ids: Sequence[UUID]) -> None:
    await tx.execute(PLACES, tx.workspace_id, list(rule_ids), list(range(1, len(rule_ids) + 1)))


async def put_book(tx: Tx, mode: Mode, band: Band) -> int:
    version: int = await tx.fetchval(
        PUT_BOOK, tx.workspace_id, mode.value, encoded(band), tx.actor.person_id, tx.now
    )
    return version


async def workspaces_at_work(tx: Tx) -> Sequence[UUID]:
    """Every workspace with a rule that makes prices."""
    return [row["workspace_id"] for row in await tx.fetch(WORKSPACES)]


async def workspaces_turning(tx: Tx, after: datetime, until: datetime) -> Sequence[UUID]:
    """Every workspace where a campaign began or ended meanwhile."""
    return [row["workspace_id"] for row in await tx.fetch(TURNING, after, until)]
