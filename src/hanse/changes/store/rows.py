"""Statements about changes: writing them down, finding them, moving them on."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec

from hanse.base.faults import Finding
from hanse.changes.model.changes import Change, Lane, Origin, Thing, Wisher, columns_of
from hanse.changes.model.kinds import KINDS
from hanse.changes.model.planned import Draw, Planned, kept_basis, restored_basis
from hanse.changes.model.policies import Window
from hanse.changes.model.states import Reason, State
from hanse.engine.tx import Tx
from hanse.trade.fields import kept, restored
from hanse.trade.ports_write import Piece, Target

# As long as a sender may wait for its turn, and a little: else two prepare the same, and the place
# at the platform's pace that the second one waited for is lost.
CLAIMED_FOR = timedelta(seconds=40)
SELECT = """
    select held.id, held.set_id, held.account_id, held.platform, held.kind, held.thing,
        held.remote_id, held.parent_id, held.title, held.before, held.after, held.state,
        held.reason, held.state_at, held.finding, held.undoes, held.basis, held.fingerprint,
        held.piece, held.piece_group, held.findings, held.draw, held.look_at, held.looks,
        held.made_at, held.version, held.waits_for, held.named_by,
        made.why, made.wisher, made.wisher_id, made.wisher_name, made.person_id
    from changes_changes held join changes_sets made
      on made.workspace_id = held.workspace_id and made.id = held.set_id
"""
ADD = """
    insert into changes_changes (workspace_id, id, set_id, account_id, platform, kind, thing,
        remote_id, parent_id, title, before, after, state, state_at, undoes, basis, fingerprint,
        piece, piece_group, findings, draw, waits_for, named_by, counted, made_at, due_at,
        until_at)
    select $1, given.id, given.set_id, given.account_id, given.platform, given.kind, given.thing,
        given.remote_id, given.parent_id, given.title, given.before, given.after, given.state,
        given.made_at, given.undoes::uuid[], given.basis, given.fingerprint, given.piece,
        given.piece_group, given.findings, given.draw, given.waits_for::uuid[], given.named_by,
        given.counted, given.made_at, $2, $3
    from unnest($4::uuid[], $5::uuid[], $6::uuid[], $7::text[], $8::text[], $9::text[],
        $10::text[], $11::text[], $12::text[], $13::jsonb[], $14::jsonb[], $15::text[],
        $16::timestamptz[], $17::text[], $18::jsonb[], $19::text[], $20::bytea[], $21::text[],
        $22::jsonb[], $23::jsonb[], $24::text[], $25::uuid[], $26::boolean[])
        as given (id, set_id, account_id, platform, kind, thing, remote_id, parent_id, title,
        before, after, state, made_at, undoes, basis, fingerprint, piece, piece_group, findings,
        draw, waits_for, named_by, counted)
"""
GET = f"{SELECT} where held.workspace_id = $1 and held.id = any($2::uuid[])"
LOCKED = f"{GET} order by held.id for update of held"
# Whoever sends takes what nobody else is taking; what is on its way for the same thing goes first,
# and of two that wait for it the newer one.
FREE = """
    not exists (
        select from changes_changes ahead
        where ahead.workspace_id = held.workspace_id and ahead.account_id = held.account_id
          and ahead.kind = held.kind and ahead.thing = held.thing
          and (ahead.state in ('sending', 'unknown')
            or ahead.state = 'approved' and ahead.id > held.id))
    and held.named_by is null
    and (held.waits_for = '{}' or not exists (
        select from changes_changes awaited
        where awaited.workspace_id = held.workspace_id and awaited.id = any(held.waits_for)
          and awaited.state <> 'proven'))
"""
TAKEN = f"""
    {SELECT} where held.workspace_id = $1 and held.id = any($2::uuid[]) and held.state = 'approved'
      and made.errand = '' and {FREE}
    order by held.state_at, held.id for update of held skip locked
"""
NEXT = f"""
    with waiting as (
        select held.id, held.piece_group, held.state_at from changes_changes held
        join changes_sets made on made.workspace_id = held.workspace_id and made.id = held.set_id
        where held.workspace_id = $1 and held.account_id = $2 and held.kind = $3
          and held.state = 'approved' and held.due_at <= $4 and made.errand = ''
          and (held.until_at is null or held.until_at > $4) and {FREE}
          and (held.claimed_at is null or held.claimed_at < $4 - $7::interval)
        order by held.state_at, held.id limit $6 for update of held skip locked
    ), chosen as (
        select id, state_at from waiting
        where piece_group = (select piece_group from waiting order by state_at, id limit 1)
        order by state_at, id limit $5
    ), claimed as (
        update changes_changes mine set claimed_at = $4 from chosen
        where mine.workspace_id = $1 and mine.id = chosen.id
    )
    {SELECT} join chosen on chosen.id = held.id
    where held.workspace_id = $1 order by chosen.state_at, held.id
"""  # noqa: S608 - our own columns
LEAVE = """
    update changes_changes set claimed_at = null
    where workspace_id = $1 and id = any($2::uuid[]) and claimed_at is not null
"""
OF_SET = f"""
    {SELECT} where held.workspace_id = $1 and held.set_id = $2
      and ($3::text[] is null or held.state = any($3)) and ($4::uuid is null or held.id > $4)
    order by held.id limit $5
"""
OPEN = f"""
    {SELECT} where held.workspace_id = $1 and held.account_id = $2
      and held.state in ('sending', 'unknown') and held.look_at <= $3
    order by held.look_at, held.id limit $4
"""
NEXT_LOOK = """
    select min(look_at) from changes_changes
    where workspace_id = $1 and account_id = $2 and state in ('sending', 'unknown')
"""
# Each move is one way of the table: from the state that it was decided for, and no other.
MOVE = """
    with given as (
        select * from unnest($2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::text[],
            $7::jsonb[], $8::timestamptz[])
            as given (id, step_id, origin, reason, state, finding, look_at)
    ), moved as (
        update changes_changes held
        set state = given.state, reason = given.reason, state_at = $9, finding = given.finding,
            look_at = given.look_at, looks = 0, claimed_at = null, version = held.version + 1,
            due_at = coalesce($12::timestamptz, held.due_at),
            until_at = case when $12 is null then held.until_at else $13::timestamptz end
        from given
        where held.workspace_id = $1 and held.id = given.id and held.state = given.origin
        returning held.id, held.set_id, given.step_id, given.origin, given.reason, given.state
    ), noted as (
        insert into changes_steps
            (workspace_id, id, change_id, origin, reason, state, at, person_id, actor)
        select $1, step_id, id, origin, reason, state, $9, $10, $11 from moved
    ), counted as (
        insert into changes_counts as held (workspace_id, set_id, state, count)
        select $1, set_id, state, sum(count) from (
            select set_id, state, 1 as count from moved
            union all select set_id, origin, -1 from moved) each
        group by set_id, state order by set_id, state
        on conflict (workspace_id, set_id, state) do update
            set count = held.count + excluded.count
    )
    select id from moved
"""
COUNT_NEW = """
    insert into changes_counts (workspace_id, set_id, state, count) values ($1, $2, $3, $4)
    on conflict (workspace_id, set_id, state) do update
        set count = changes_counts.count + excluded.count
"""
MADE = """
    update changes_changes held set remote_id = given.remote_id
    from unnest($2::uuid[], $3::text[]) as given (id, remote_id)
    where held.workspace_id = $1 and held.id = given.id and held.remote_id is null
"""
LOOK_LATER = """
    update changes_changes held set look_at = given.look_at, looks = held.looks + $4
    from unnest($2::uuid[], $3::timestamptz[]) as given (id, look_at)
    where held.workspace_id = $1 and held.id = given.id and held.state in ('sending', 'unknown')
"""
STUCK_FINDING = """
    update changes_changes held set finding = given.finding, look_at = null
    from unnest($2::uuid[], $3::jsonb[]) as given (id, finding)
    where held.workspace_id = $1 and held.id = given.id and held.state = 'unknown'
"""
RENEW = """
    update changes_changes held
    set before = given.before, after = given.after, basis = given.basis,
        fingerprint = given.fingerprint, piece = given.piece, piece_group = given.piece_group,
        findings = given.findings, counted = given.counted, version = held.version + 1
    from unnest($2::uuid[], $3::jsonb[], $4::jsonb[], $5::jsonb[], $6::text[], $7::bytea[],
        $8::text[], $9::jsonb[], $10::boolean[])
        as given (id, before, after, basis, fingerprint, piece, piece_group, findings, counted)
    where held.workspace_id = $1 and held.id = given.id
"""
# What waits in the lanes of newer ones, and was not sent.
OLDER = f"""
    {SELECT} join unnest($2::uuid[], $3::text[], $4::text[]) as lane (account_id, kind, thing)
      on lane.account_id = held.account_id and lane.kind = held.kind and lane.thing = held.thing
    where held.workspace_id = $1 and held.set_id <> $5
      and held.state in ('proposed', 'approved', 'held', 'contested')
    order by held.id for update of held
"""
LANES_IN = """
    select held.account_id, held.kind, held.thing from changes_changes held
    join unnest($2::uuid[], $3::text[], $4::text[]) as lane (account_id, kind, thing)
      on lane.account_id = held.account_id and lane.kind = held.kind and lane.thing = held.thing
    where held.workspace_id = $1 and held.state = any($5::text[])
"""
FINGERPRINTS = """
    select fingerprint from changes_changes
    where workspace_id = $1 and set_id = $2 and state in ('proposed', 'approved', 'held')
"""
OVER = f"""
    {SELECT} where held.workspace_id = $1 and held.until_at <= $2
      and held.state in ('proposed', 'approved', 'held')
    order by held.until_at limit $3 for update of held skip locked
"""


@dataclass(frozen=True, slots=True)
class Moving:
    """One change that goes one way of the table on."""

    change_id: UUID
    origin: State
    reason: Reason
    to: State
    finding: Finding | None = None
    look_at: datetime | None = None


async def add(tx: Tx, planned: Sequence[Planned], due_at: datetime, until_at: datetime) -> None:
    """All are proposed; two round trips, however many there are."""
    columns = [list(column) for column in zip(*map(written, planned), strict=True)]
    await tx.execute(ADD, tx.workspace_id, due_at, until_at, *columns)
    await tx.execute(
        COUNT_NEW, tx.workspace_id, planned[0].change.set_id, State.proposed.value, len(planned)
    )


def written(planned: Planned) -> tuple[object, ...]:
    change = planned.change
    return (
        *(change.id, change.set_id, change.account_id, planned.platform, change.kind),
        *(change.thing.ours, change.thing.remote_id, change.thing.parent_id, change.thing.title),
        *(json(kept(change.before)), json(kept(change.after)), change.state.value),
        *(change.made_at, array(change.undoes)),
        *(json(kept_basis(planned.basis)), planned.fingerprint, planned.piece.body),
        *(planned.piece.group, json(planned.findings)),
        json(planned.draw) if planned.draw else None,
        *(array(change.waits_for), change.named_by, KINDS[change.kind].counts(change.after)),
    )


def array(ids: Sequence[UUID]) -> str:
    return f"{{{','.join(map(str, ids))}}}"


async def get(tx: Tx, ids: Sequence[UUID], *, lock: bool = False) -> Sequence[Planned]:
    if lock:
        rows = await tx.fetch(LOCKED, tx.workspace_id, list(ids))
    else:
        rows = await tx.fetch(GET, tx.workspace_id, list(ids))
    return [planned_of(row) for row in rows]


async def next_due(
    tx: Tx, account_id: UUID, kind: str, now: datetime, batch_max: int
) -> Sequence[Planned]:
    """What goes out next, of one group, claimed by whoever asks: nobody else is given it for a
    while. Several times as many are looked at to fill it."""
    ahead = batch_max * 4
    rows = await tx.fetch(
        NEXT, tx.workspace_id, account_id, kind, now, batch_max, ahead, CLAIMED_FOR
    )
    return [planned_of(row) for row in rows]


async def leave(tx: Tx, ids: Sequence[UUID]) -> None:
    """Whoever had claimed them does not send them."""
    await tx.execute(LEAVE, tx.workspace_id, list(ids))


async def take(tx: Tx, ids: Sequence[UUID]) -> Sequence[Planned]:
    """Those that are still approved, whose lane is free, and that nobody else holds."""
    return [planned_of(row) for row in await tx.fetch(TAKEN, tx.workspace_id, list(ids))]


async def of_set(
    tx: Tx, set_id: UUID, states: Iterable[State] | None, after: UUID | None, rows_max: int
) -> Sequence[Planned]:
    wanted = None if states is None else [each.value for each in states]
    rows = await tx.fetch(OF_SET, tx.workspace_id, set_id, wanted, after, rows_max)
    return [planned_of(row) for row in rows]


async def to_look_at(tx: Tx, account_id: UUID, now: datetime, rows_max: int) -> Sequence[Planned]:
    """What is on its way or unknown, and whose time to be asked about has come."""
    rows = await tx.fetch(OPEN, tx.workspace_id, account_id, now, rows_max)
    return [planned_of(row) for row in rows]


async def next_look(tx: Tx, account_id: UUID) -> datetime | None:
    at: datetime | None = await tx.fetchval(NEXT_LOOK, tx.workspace_id, account_id)
    return at


async def move(
    tx: Tx,
    moving: Sequence[Moving],
    at: datetime,
    person_id: UUID | None = None,
    due: Window | None = None,
) -> frozenset[UUID]:
    """Those that went; whoever is not in the state that this was decided for stays."""
    if not moving:
        return frozenset()
    rows = await tx.fetch(
        MOVE,
        tx.workspace_id,
        [each.change_id for each in moving],
        [tx.ids.new() for _ in moving],
        [each.origin.value for each in moving],
        [each.reason.value for each in moving],
        [each.to.value for each in moving],
        [json(each.finding) if each.finding else None for each in moving],
        [each.look_at for each in moving],
        *(at, person_id, tx.actor.name),
        *((due.begins, due.ends) if due else (None, None)),
    )
    return frozenset(row["id"] for row in rows)


async def made(tx: Tx, remote_ids: Mapping[UUID, str]) -> None:
    """What was made has an id of the platform's own now."""
    if remote_ids:
        await tx.execute(MADE, tx.workspace_id, list(remote_ids), list(remote_ids.values()))


async def look_later(tx: Tx, due: Mapping[UUID, datetime]) -> None:
    """They were not asked about yet, and each is at its time."""
    if due:
        await tx.execute(LOOK_LATER, tx.workspace_id, list(due), list(due.values()), 0)


async def look_again(tx: Tx, due: Mapping[UUID, datetime]) -> None:
    """They were asked about once more, and each is again at its time."""
    if due:
        await tx.execute(LOOK_LATER, tx.workspace_id, list(due), list(due.values()), 1)


async def explain(tx: Tx, findings: Mapping[UUID, Finding]) -> None:
    """They stay unknown, are not asked about again, and say why."""
    texts = [json(each) for each in findings.values()]
    await tx.execute(STUCK_FINDING, tx.workspace_id, list(findings), texts)


async def renew(tx: Tx, planned: Sequence[Planned]) -> None:
    """Another preview of the same wishes."""
    await tx.execute(
        RENEW,
        tx.workspace_id,
        [each.change.id for each in planned],
        [json(kept(each.change.before)) for each in planned],
        [json(kept(each.change.after)) for each in planned],
        [json(kept_basis(each.basis)) for each in planned],
        [each.fingerprint for each in planned],
        [each.piece.body for each in planned],
        [each.piece.group for each in planned],
        [json(each.findings) for each in planned],
        [KINDS[each.change.kind].counts(each.change.after) for each in planned],
    )


async def older(tx: Tx, lanes: Sequence[Lane], but: UUID) -> Sequence[Planned]:
    rows = await tx.fetch(OLDER, tx.workspace_id, *columns_of(lanes), but)
    return [planned_of(row) for row in rows]


async def lanes_in(tx: Tx, lanes: Sequence[Lane], states: Iterable[State]) -> frozenset[Lane]:
    """Those of these in which something is in one of the states."""
    wanted = sorted(each.value for each in states)
    rows = await tx.fetch(LANES_IN, tx.workspace_id, *columns_of(lanes), wanted)
    return frozenset(Lane(row["account_id"], row["thing"], row["kind"]) for row in rows)


async def fingerprints(tx: Tx, set_id: UUID) -> Sequence[str]:
    rows = await tx.fetch(FINGERPRINTS, tx.workspace_id, set_id)
    return [row["fingerprint"] for row in rows]


async def over(tx: Tx, now: datetime, rows_max: int) -> Sequence[Planned]:
    return [planned_of(row) for row in await tx.fetch(OVER, tx.workspace_id, now, rows_max)]


def json(value: object) -> str:
    return msgspec.json.encode(value).decode()


def planned_of(row: Any) -> Planned:
    thing = Thing(row["thing"], row["remote_id"], row["title"], row["parent_id"])
    origin = Origin(Wisher(row["wisher"]), row["wisher_id"], row["wisher_name"], row["person_id"])
    change = Change(
        *(row["id"], row["set_id"], row["account_id"], row["kind"], thing),
        restored(msgspec.json.decode(row["before"])),
        restored(msgspec.json.decode(row["after"])),
        *(row["why"], origin, row["made_at"], State(row["state"])),
        Reason(row["reason"]) if row["reason"] else None,
        *(row["state_at"], tuple(row["undoes"]), row["version"]),
        *(tuple(row["waits_for"]), row["named_by"]),
    )
    findings = msgspec.json.decode(row["findings"], type=tuple[Finding, ...])
    return Planned(
        change,
        row["platform"],
        Piece(Target(row["remote_id"], row["parent_id"]), row["piece"], row["piece_group"]),
        restored_basis(msgspec.json.decode(row["basis"])),
        row["fingerprint"],
        findings,
        msgspec.json.decode(row["finding"], type=Finding) if row["finding"] else None,
        msgspec.json.decode(row["draw"], type=Draw) if row["draw"] else None,
        *(row["look_at"], row["looks"]),
    )
