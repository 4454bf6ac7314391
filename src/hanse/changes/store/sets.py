"""Statements about sets of changes, and how far they are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from hanse.changes.model.changes import ChangeSet, Origin, Wisher
from hanse.changes.model.policies import Schedule, Window
from hanse.changes.model.states import Reason, State
from hanse.engine.tx import Tx

COLUMNS = """id, title, why, wisher, wisher_id, wisher_name, person_id, undoes, not_before,
    not_after, made_at, preview, whole, errand, errand_by, errand_why, version"""
ADD = """
    insert into changes_sets (workspace_id, id, title, why, wisher, wisher_id, wisher_name,
        person_id, undoes, not_before, not_after, made_at, whole)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
"""
GET = f"""
    select {COLUMNS} from changes_sets where workspace_id = $1 and id = $2
"""  # noqa: S608 - our own columns
LOCK = f"{GET} for update"
LOCK_FREE = f"{LOCK} skip locked"
FIND = f"""
    select {COLUMNS} from changes_sets
    where workspace_id = $1 and whole and ($2::timestamptz is null or (made_at, id) < ($2, $3))
      and ($4::text[] is null or exists (
        select from changes_counts
        where changes_counts.workspace_id = $1 and changes_counts.set_id = changes_sets.id
          and changes_counts.state = any($4) and changes_counts.count > 0))
    order by made_at desc, id desc limit $5
"""  # noqa: S608 - our own columns
COUNTS = """
    select set_id, state, count from changes_counts
    where workspace_id = $1 and set_id = any($2::uuid[]) and count > 0
"""
ALL_COUNTS = """
    select state, sum(count) as count from changes_counts
    where workspace_id = $1 and count > 0 group by state
"""
PREVIEWED = """
    update changes_sets set preview = $3, version = version + 1
    where workspace_id = $1 and id = $2
"""
ACCOUNTS = """
    select distinct account_id from changes_changes
    where workspace_id = $1 and set_id = $2 order by account_id
"""
WHOLE = "update changes_sets set whole = true where workspace_id = $1 and id = $2"
TIMED = """
    update changes_sets set not_before = $3, not_after = $4 where workspace_id = $1 and id = $2
"""
DUE = """
    update changes_changes set due_at = $3, until_at = $4
    where workspace_id = $1 and id = any($2::uuid[])
"""
SEND_ON = """
    update changes_sets set errand = $3, errand_by = $4, errand_why = $5
    where workspace_id = $1 and id = $2
"""
SHARES = """
    select account_id, kind, platform, count(*) as count,
        count(distinct piece_group) as groups
    from changes_changes
    where workspace_id = $1 and set_id = $2 group by account_id, kind, platform
    order by account_id, kind
"""
# Where a set or a change belongs; each workspace is asked by its index. By the system alone.
PLACE = """
    select found.workspace_id, found.set_id
    from unnest($1::uuid[]) as place (workspace_id) join changes_changes found
      on found.workspace_id = place.workspace_id and (found.id = $2 or found.set_id = $2)
    limit 1
"""
# What goes on by itself: an unknown one that nobody asks about any more waits for a person.
ON_ITS_WAY = """
    select account_id, state, count(*) as count, min(due_at) as due_at from changes_changes
    where workspace_id = $1 and set_id = $2
      and (state in ('approved', 'sending') or state = 'unknown' and look_at is not null)
    group by account_id, state order by account_id, state
"""
# By the system alone.
COUNTS_EVERYWHERE = """
    select state, count(*) as count from changes_changes
    where state in ('approved', 'sending', 'unknown') group by state
"""
OPEN_EVERYWHERE = """
    select distinct workspace_id, account_id, kind, state from changes_changes
    where state in ('approved', 'sending', 'unknown')
"""
BUSY_EVERYWHERE = """
    select workspace_id, id, errand, made_at from changes_sets where errand <> '' or not whole
"""
OVER_EVERYWHERE = """
    select distinct workspace_id from changes_changes
    where until_at <= clock_timestamp() and state in ('proposed', 'approved', 'held')
"""


@dataclass(frozen=True, slots=True)
class OnItsWay:
    """Changes of a set at one shop that go on without anybody."""

    account_id: UUID
    state: State
    count: int
    due_at: datetime  # of what is approved: the earliest that it may go out


@dataclass(frozen=True, slots=True)
class Errand:
    """What is carried out on all of a set, and in whose name."""

    reason: Reason
    person_id: UUID | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Held:
    """A set, when it may go out, and the hash of what an approval is for. It is not whole while
    its parts are still being written."""

    set: ChangeSet
    schedule: Schedule
    preview: str
    whole: bool = True
    errand: Errand | None = None


async def add(tx: Tx, held: ChangeSet, schedule: Schedule, *, whole: bool = True) -> None:
    origin = held.origin
    await tx.execute(
        ADD,
        *(tx.workspace_id, held.id, held.title, held.why, origin.wisher.value, origin.id),
        *(origin.name, origin.person_id, held.undoes, schedule.not_before, schedule.not_after),
        *(held.made_at, whole),
    )


async def accounts(tx: Tx, set_id: UUID) -> Sequence[UUID]:
    """The shops that it is about."""
    return [row["account_id"] for row in await tx.fetch(ACCOUNTS, tx.workspace_id, set_id)]


async def finish(tx: Tx, set_id: UUID) -> None:
    """All its parts are there."""
    await tx.execute(WHOLE, tx.workspace_id, set_id)


async def set_times(tx: Tx, set_id: UUID, schedule: Schedule) -> None:
    await tx.execute(TIMED, tx.workspace_id, set_id, schedule.not_before, schedule.not_after)


async def set_due(tx: Tx, change_ids: Sequence[UUID], due: Window) -> None:
    """When these may go out, which stay where they are."""
    await tx.execute(DUE, tx.workspace_id, list(change_ids), due.begins, due.ends)


async def send_on(tx: Tx, set_id: UUID, errand: Errand | None) -> None:
    """The errand is left to be carried out, or is done."""
    told = (errand.reason.value, errand.person_id, errand.why) if errand else ("", None, "")
    await tx.execute(SEND_ON, tx.workspace_id, set_id, *told)


async def get(tx: Tx, set_id: UUID, *, lock: bool = False) -> Held | None:
    if lock:
        row = await tx.fetchrow(LOCK, tx.workspace_id, set_id)
    else:
        row = await tx.fetchrow(GET, tx.workspace_id, set_id)
    return held_of(row) if row else None


async def get_free(tx: Tx, set_id: UUID) -> Held | None:
    """Locked; none where somebody else has it in hand."""
    row = await tx.fetchrow(LOCK_FREE, tx.workspace_id, set_id)
    return held_of(row) if row else None


async def find(
    tx: Tx, states: Sequence[State] | None, before: tuple[datetime, UUID] | None, rows_max: int
) -> Sequence[Held]:
    wanted = None if states is None else [each.value for each in states]
    at, above = before or (None, None)
    return [
        held_of(row) for row in await tx.fetch(FIND, tx.workspace_id, at, above, wanted, rows_max)
    ]


async def counts(tx: Tx, set_ids: Sequence[UUID]) -> Mapping[UUID, Mapping[State, int]]:
    found: dict[UUID, dict[State, int]] = {each: {} for each in set_ids}
    for row in await tx.fetch(COUNTS, tx.workspace_id, list(set_ids)):
        found[row["set_id"]][State(row["state"])] = row["count"]
    return found


async def all_counts(tx: Tx) -> Mapping[State, int]:
    rows = await tx.fetch(ALL_COUNTS, tx.workspace_id)
    return {State(row["state"]): int(row["count"]) for row in rows}


async def previewed(tx: Tx, set_id: UUID, preview: str) -> None:
    await tx.execute(PREVIEWED, tx.workspace_id, set_id, preview)


async def shares(tx: Tx, set_id: UUID) -> Sequence[tuple[UUID, str, str, int, int]]:
    """For each shop and kind: the platform, in how many groups, and how many changes."""
    rows = await tx.fetch(SHARES, tx.workspace_id, set_id)
    return [
        (row["account_id"], row["kind"], row["platform"], row["groups"], row["count"])
        for row in rows
    ]


async def place(
    tx: Tx, workspace_ids: Sequence[UUID], set_or_change: UUID
) -> tuple[UUID, UUID] | None:
    """Its workspace and its set; in the system's transaction."""
    row = await tx.fetchrow(PLACE, list(workspace_ids), set_or_change)
    return (row["workspace_id"], row["set_id"]) if row else None


async def on_its_way(tx: Tx, set_id: UUID) -> Sequence[OnItsWay]:
    rows = await tx.fetch(ON_ITS_WAY, tx.workspace_id, set_id)
    return [
        OnItsWay(row["account_id"], State(row["state"]), row["count"], row["due_at"])
        for row in rows
    ]


async def counts_everywhere(tx: Tx) -> Mapping[State, int]:
    """Of those three states, also of those in which none is."""
    counts = {row["state"]: row["count"] for row in await tx.fetch(COUNTS_EVERYWHERE)}
    return {each: counts.get(each, 0) for each in (State.approved, State.sending, State.unknown)}


async def open_everywhere(tx: Tx) -> Sequence[tuple[UUID, UUID, str, State]]:
    """Workspace, account, kind and state of all that is not at its end; by the system alone."""
    rows = await tx.fetch(OPEN_EVERYWHERE)
    return [
        (row["workspace_id"], row["account_id"], row["kind"], State(row["state"])) for row in rows
    ]


async def busy_everywhere(tx: Tx) -> Sequence[tuple[UUID, UUID, bool, datetime]]:
    """Workspace, set, whether something is carried out on it, and since when it is there: those on
    which it is, and those that are not whole yet; by the system alone."""
    return [
        (row["workspace_id"], row["id"], bool(row["errand"]), row["made_at"])
        for row in await tx.fetch(BUSY_EVERYWHERE)
    ]


async def over_everywhere(tx: Tx) -> Sequence[UUID]:
    """The workspaces in which something waits whose time is over; by the system alone."""
    return [row["workspace_id"] for row in await tx.fetch(OVER_EVERYWHERE)]


def held_of(row: Any) -> Held:
    origin = Origin(Wisher(row["wisher"]), row["wisher_id"], row["wisher_name"], row["person_id"])
    made = ChangeSet(
        *(row["id"], row["title"], row["why"], origin, row["made_at"], row["undoes"]),
        row["version"],
    )
    schedule = Schedule(row["not_before"], row["not_after"])
    errand = None
    if row["errand"]:
        errand = Errand(Reason(row["errand"]), row["errand_by"], row["errand_why"])
    return Held(made, schedule, row["preview"], row["whole"], errand)
