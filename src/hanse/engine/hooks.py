"""What platforms send by themselves: kept for 30 days, sealed, each a hint to look again.

The job that looks asks for `waiting` and settles what it has read. A hint that comes twice, late or
out of order does no harm: what is true is asked from the platform.
"""

import itertools
import math
from collections import Counter
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

import asyncpg
import msgspec

from hanse.base.faults import Conflict, Gone
from hanse.engine import vault
from hanse.engine.excerpts import without_cards
from hanse.engine.hook_rows import (
    ACCEPTED,
    ARRIVALS,
    FIND,
    FORGED_LATELY,
    FORGET,
    FORGET_ACCOUNT,
    HOLD,
    KEEP,
    LAST_AT,
    OLDER,
    ONE,
    REPLACE,
    SETTLE,
    WAIT_AGAIN,
    WAITING,
)
from hanse.engine.jobs.jobs import enqueue, enqueue_many
from hanse.engine.keys import data_key
from hanse.engine.log import events
from hanse.engine.tx import Tx
from hanse.engine.vault import Resealing, SealedColumn

JOB = "mirror.refresh"
GATHERED_FOR = timedelta(milliseconds=250)  # refreshes of one account are asked in one call

AGAIN = "a person wants it looked at again"  # the note of one that waits anew
KEPT_DAYS = 30
MONTHS_AHEAD = 3
FORGED_PER_HOUR_MAX = 100  # of one account; more of them would tell nothing new
FORGET_ROWS_MAX = 5_000
PAGE_MAX = 200
TEXT_CHARS_MAX = 200
NOTE_CHARS_MAX = 500

SILENT_LEAST_S = 1_800.0
SILENT_TIMES = 6
ARRIVALS_MIN = 5  # with less there is nothing usual


class HookVerdict(StrEnum):
    accepted = "accepted"
    duplicate = "duplicate"  # the same delivery was accepted before
    forged = "forged"  # whoever sent it does not know the secret


class HookState(StrEnum):
    waiting = "waiting"
    done = "done"  # what it hinted at was read
    failed = "failed"
    ignored = "ignored"  # there is nothing to do


@dataclass(frozen=True, slots=True)
class Receiver:
    """Whose webhooks an address takes, and how they are known; `headers` have small names."""

    workspace_id: UUID
    verify: Callable[[Mapping[str, str], bytes], bool]
    told: Callable[[Mapping[str, str], bytes], tuple[str | None, str | None]]  # topic, delivery
    refused_status: int = 401
    # What a platform sends unsigned to see whether anybody is there.
    pings: Callable[[Mapping[str, str], bytes], bool] = lambda headers, body: False
    answer: str = ""  # the JSON that it wants to read where all is well


STATES = {
    HookVerdict.accepted: HookState.waiting,
    HookVerdict.duplicate: HookState.ignored,
    HookVerdict.forged: HookState.ignored,
}

Resolve = Callable[[UUID], Awaitable[Receiver | None]]


@dataclass(frozen=True, slots=True)
class Arrived:
    """One that came in and is not kept yet."""

    id: UUID
    account_id: UUID
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)
    topic: str | None = None
    delivery_id: str | None = None
    forged: bool = False


@dataclass(frozen=True, slots=True)
class Hook:
    """One that is kept. Headers and body are there where they were opened."""

    id: UUID
    workspace_id: UUID
    account_id: UUID
    received_at: datetime
    topic: str | None
    delivery_id: str | None
    verdict: HookVerdict
    state: HookState
    settled_at: datetime | None
    note: str
    size_bytes: int
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    body: bytes | None = field(default=None, repr=False)


@events.declare(
    "engine.hook.replayed", "{actor} had a webhook looked at again", subject=("engine.hook", "hook")
)
@dataclass(frozen=True, slots=True)
class HookReplayed:
    hook: UUID


async def older_bodies(tx: Tx, before: bytes, rows_max: int) -> Sequence[tuple[UUID, bytes]]:
    found = await tx.fetch(OLDER, tx.workspace_id, before, rows_max)
    return [(row["id"], row["body"]) for row in found]


async def replace_bodies(tx: Tx, found: Sequence[tuple[UUID, bytes, bytes]]) -> None:
    await tx.executemany(REPLACE, found)


BODY = SealedColumn("engine_hooks", "body", Resealing(older_bodies, replace_bodies))


async def keep(tx: Tx, arrived: Sequence[Arrived], job: str = JOB) -> Mapping[UUID, HookVerdict]:
    """Keep them, and ask once for a refresh of each account with something new; what each is.

    Forged ones above their limit are not kept, and no number of a payment card is.
    """
    await tx.fetch(HOLD, [one.account_id for one in arrived])
    verdicts = judged(
        arrived,
        accepted=await accepted_before(tx, arrived),
        forged=await forged_lately(tx, arrived),
    )
    kept = [one for one in arrived if one.id in verdicts]
    new = [one for one in kept if verdicts[one.id] is HookVerdict.accepted]
    plain = {
        one.id: msgspec.msgpack.encode((dict(one.headers), without_cards(one.body))) for one in new
    }
    sealed = await vault.put_all(tx, BODY, plain) if plain else {}
    await tx.execute(
        KEEP,
        tx.workspace_id,
        [one.id for one in kept],
        [one.account_id for one in kept],
        [short(one.topic) for one in kept],
        [short(one.delivery_id) for one in kept],
        [verdicts[one.id].value for one in kept],
        [STATES[verdicts[one.id]].value for one in kept],
        [len(one.body) for one in kept],
        [sealed.get(one.id) for one in kept],
    )
    if accounts := sorted({one.account_id for one in new}):
        asked = [(str(account), {"account": account}) for account in accounts]
        await enqueue_many(tx, job, asked, at=tx.now + GATHERED_FOR)
    return verdicts


async def accepted_before(tx: Tx, arrived: Sequence[Arrived]) -> set[tuple[UUID, str]]:
    named = [one for one in arrived if one.delivery_id is not None and not one.forged]
    if not named:
        return set()
    found = await tx.fetch(
        ACCEPTED,
        tx.workspace_id,
        list({one.account_id for one in named}),
        [short(one.delivery_id) for one in named],
    )
    return {(row["account_id"], row["delivery_id"]) for row in found}


async def forged_lately(tx: Tx, arrived: Sequence[Arrived]) -> Mapping[UUID, int]:
    accounts = {one.account_id for one in arrived if one.forged}
    if not accounts:
        return {}
    found = await tx.fetch(FORGED_LATELY, tx.workspace_id, list(accounts))
    return {row["account_id"]: row["count"] for row in found}


def judged(
    arrived: Sequence[Arrived], accepted: Collection[tuple[UUID, str]], forged: Mapping[UUID, int]
) -> Mapping[UUID, HookVerdict]:
    """In the order in which they came; forged ones above the limit are missing."""
    seen, counts = set(accepted), Counter(forged)
    verdicts: dict[UUID, HookVerdict] = {}
    for one in arrived:
        if one.forged:
            counts[one.account_id] += 1
            if counts[one.account_id] <= FORGED_PER_HOUR_MAX:
                verdicts[one.id] = HookVerdict.forged
            continue
        name = (one.account_id, short(one.delivery_id) or "")
        known = one.delivery_id is not None and name in seen
        verdicts[one.id] = HookVerdict.duplicate if known else HookVerdict.accepted
        seen.add(name)
    return verdicts


def short(text: str | None) -> str | None:
    return text[:TEXT_CHARS_MAX].replace("\0", "") if text is not None else None


async def waiting(tx: Tx, account_id: UUID, rows_max: int = 500) -> Sequence[Hook]:
    """What nobody has looked at, the oldest first, opened. A person is not behind it: no event."""
    found = await tx.fetch(WAITING, tx.workspace_id, account_id, rows_max)
    if not found:
        return []
    key = await data_key(tx)
    return [
        hook_of(row, key.open(row["body"], BODY.place(row["id"])) if row["body"] else None)
        for row in found
    ]


async def settle(tx: Tx, ids: Collection[UUID], state: HookState | str, note: str = "") -> int:
    """Say what became of these; how many there were."""
    return await tx.execute(
        SETTLE,
        tx.workspace_id,
        list(ids),
        HookState(state).value,
        note[:NOTE_CHARS_MAX].replace("\0", ""),
    )


async def find(
    tx: Tx,
    account_id: UUID,
    before: UUID | None = None,
    rows_max: int = 50,
    verdicts: Collection[HookVerdict | str] | None = None,
) -> Sequence[Hook]:
    """The newest first, older than the hook `before`, without headers and bodies."""
    wanted = [HookVerdict(verdict).value for verdict in verdicts] if verdicts else None
    found = await tx.fetch(
        FIND, tx.workspace_id, account_id, before, min(rows_max, PAGE_MAX + 1), wanted
    )
    return [hook_of(row, None) for row in found]


async def one(tx: Tx, hook_id: UUID, why: str = "to look at a webhook") -> Hook:
    """With its headers and body, if they are kept. Who looked and why is in the log."""
    row = await tx.fetchrow(ONE, tx.workspace_id, hook_id)
    if row is None:
        raise unknown(hook_id)
    opened = None
    if row["body"]:
        opened = await vault.take(tx, BODY, hook_id, row["body"], why)
    return hook_of(row, opened)


def unknown(hook_id: UUID) -> Gone:
    return Gone(
        f"There is no webhook {hook_id}.",
        f"Webhooks are kept for {KEPT_DAYS} days; list those there.",
    )


async def replay(tx: Tx, hook_id: UUID, job: str = JOB) -> None:
    """Have what it hints at looked at again."""
    account_id = await tx.fetchval(WAIT_AGAIN, tx.workspace_id, hook_id, AGAIN)
    if account_id is None:
        found = await tx.fetchrow(ONE, tx.workspace_id, hook_id)
        if found is None:
            raise unknown(hook_id)
        raise Conflict(
            f"The webhook is {found['verdict']}, so there is nothing of it to look at again.",
            "Replay one that was accepted, or pull the account.",
        )
    await events.append(tx, HookReplayed(hook_id))
    await enqueue(tx, job, str(account_id), {"account": account_id})


async def last_at(tx: Tx, account_ids: Collection[UUID]) -> Mapping[UUID, datetime]:
    """When each of these accounts was last heard of; those that never were are missing."""
    found = await tx.fetch(LAST_AT, tx.workspace_id, list(account_ids))
    return {row["account_id"]: row["received_at"] for row in found}


async def arrivals(tx: Tx, account_id: UUID, rows_max: int = PAGE_MAX) -> Sequence[datetime]:
    """When the last ones came, the newest first."""
    found = await tx.fetch(ARRIVALS, tx.workspace_id, account_id, rows_max)
    return [row["received_at"] for row in found]


def silent_after_s(arrived_at: Sequence[datetime]) -> float | None:
    """After how long without a webhook an account is silent; none while nothing is usual yet.

    Longer than half an hour, and six times as long as nearly every pause so far.
    """
    if len(arrived_at) < ARRIVALS_MIN:
        return None
    ordered = sorted(arrived_at)
    gaps = sorted(
        (later - earlier).total_seconds() for earlier, later in itertools.pairwise(ordered)
    )
    usual_s = gaps[math.ceil(0.95 * len(gaps)) - 1]
    return max(SILENT_LEAST_S, SILENT_TIMES * usual_s)


def is_silent(arrived_at: Sequence[datetime], now: datetime) -> bool:
    """Whether it is quiet for longer than usual."""
    after_s = silent_after_s(arrived_at)
    return after_s is not None and (now - max(arrived_at)).total_seconds() > after_s


async def forget_account(tx: Tx, account_id: UUID) -> None:
    """Delete what an account sent that is gone."""
    await tx.execute(FORGET_ACCOUNT, tx.workspace_id, account_id)


async def forget(tx: Tx) -> int:
    """Delete what is older than 30 days in all workspaces, and make the months ahead; how many
    rows there were. Repeat until it is none."""
    await tx.execute("select engine_hooks_months($1, $2)", MONTHS_AHEAD, KEPT_DAYS)
    return await tx.execute(FORGET, KEPT_DAYS, FORGET_ROWS_MAX)


def hook_of(row: asyncpg.Record, opened: bytes | None) -> Hook:
    headers: dict[str, str] = {}
    body: bytes | None = None
    if opened is not None:
        headers, body = msgspec.msgpack.decode(opened, type=tuple[dict[str, str], bytes])
    return Hook(
        id=row["id"],
        workspace_id=row["workspace_id"],
        account_id=row["account_id"],
        received_at=row["received_at"],
        topic=row["topic"],
        delivery_id=row["delivery_id"],
        verdict=HookVerdict(row["verdict"]),
        state=HookState(row["state"]),
        settled_at=row["settled_at"],
        note=row["note"],
        size_bytes=row["bytes"],
        headers=headers,
        body=body,
    )
