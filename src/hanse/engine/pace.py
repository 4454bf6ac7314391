"""How fast an account may be asked: one row per family of endpoints, shared by all workers.

    seconds = await take(tx, Bucket(account_id, rate))   # 0.0: go; else ask again after so long

The clock is the database's. Whoever is told to wait leaves a mark, and less urgent ones wait behind
it. An account that asks us to slow down is left alone by everybody; one that does not answer is not
asked again until a single call has tried whether it is back.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

import asyncpg

from hanse.base.faults import OutcomeUnknown, Throttled, Unavailable
from hanse.engine.manifest import Rate
from hanse.engine.pace_rows import (
    AT_EASE,
    HASTE,
    LET_THROUGH,
    NOTE_SKEW,
    REPORT,
    SKEW,
    STATES,
    TAKE,
)
from hanse.engine.tx import Tx
from hanse.engine.wire.call import Quota
from hanse.engine.wire.status import RETRY_AFTER_S

OK = "ok"
# A write whose answer was lost says as much about the other side as a read that was.
NO_ANSWER = frozenset({Unavailable.code, OutcomeUnknown.code})
PROBE_S = 120.0  # longer than any one call: a worker that died while it tried holds up nobody
SKEW_WORTH_S = 2.0  # the header Date counts whole seconds


class Breaker(StrEnum):
    closed = "closed"  # calls go through
    open = "open"  # nobody asks
    probing = "probing"  # one call tries whether the other side is back


class CircuitOpen(Unavailable):
    """Nobody asks at the moment, because the last calls were not answered."""

    code = "circuit_open"

    def __init__(self, family: str, opened_at: datetime, try_at: datetime) -> None:
        super().__init__(
            f"The part {family!r} of this account has not answered since "
            f"{opened_at:%H:%M:%S} UTC, so it is left alone.",
            f"It is tried again at {try_at:%H:%M:%S} UTC.",
        )
        self.try_at = try_at


@dataclass(frozen=True, slots=True)
class Bucket:
    """What one account bears in one family of endpoints."""

    account_id: UUID
    rate: Rate


@dataclass(frozen=True, slots=True)
class Verdict:
    """`uneasy`: some of the last calls were not answered, so an answer is worth telling of."""

    wait_s: float
    uneasy: bool


@dataclass(frozen=True, slots=True)
class BucketState:
    """A bucket as a screen shows it. `size` is none where no limit is known."""

    account_id: UUID
    family: str
    left: float | None
    size: float | None
    restored_per_s: float | None
    blocked_until: datetime | None
    breaker: Breaker
    since: datetime | None  # the breaker is not closed
    next_try_at: datetime | None
    failures: int  # of the last 20 calls


async def take(tx: Tx, bucket: Bucket, cost: float = 1, priority: int = 0) -> float:
    """Seconds to wait before asking again; 0.0: taken, the call may be sent.

    Commit at once: until then everybody else of this bucket waits. A cost above the bucket's size
    is taken when the bucket is full, and the next ones wait until that is made up for.
    """
    return (await ask_for(tx, bucket, cost, priority)).wait_s


async def ask_for(tx: Tx, bucket: Bucket, cost: float = 1, priority: int = 0) -> Verdict:
    """The same, and whether the answer is worth telling of."""
    if cost < 0:
        raise ValueError(f"A call cannot cost {cost}.")
    if bucket.rate.units is None and await tx.fetchval(AT_EASE, *_key(tx, bucket)[:3]):
        return Verdict(0.0, uneasy=False)
    row = await tx.fetchrow(TAKE, *_key(tx, bucket), float(cost), priority, PROBE_S)
    if row is None:  # nothing is counted, nobody is blocked, all is well
        return Verdict(0.0, uneasy=False)
    if row["told_s"] < 0:
        raise CircuitOpen(bucket.rate.family, row["opened_at"], row["try_at"])
    uneasy = row["recent"] != 0 or row["breaker"] != Breaker.closed
    return Verdict(row["told_s"], uneasy)


def worth_reporting(outcome: str, quota: Quota | None, rate: Rate, *, uneasy: bool = False) -> bool:
    """Whether `report` would change anything: most answers that are right cost no statement."""
    if uneasy or outcome in NO_ANSWER or outcome == Throttled.code:
        return True
    return quota is not None and rate.units is not None


async def report(
    tx: Tx,
    bucket: Bucket,
    *,
    outcome: str,
    quota: Quota | None = None,
    cost: float = 1,
    after_s: float | None = None,
) -> Breaker:
    """Tell how a call ended: `ok` or the code of its fault; how the breaker stands now.

    `throttled` keeps everybody off this bucket for `after_s`. A quota corrects what is left, less
    what others have taken and not told of yet; it gives back at most what this call had taken.
    """
    still_s = None
    if outcome == Throttled.code:
        still_s = RETRY_AFTER_S if after_s is None else after_s
    figures = (quota.left, quota.size, quota.restored_per_s) if quota else (None, None, None)
    failed = outcome in NO_ANSWER
    row = await _reported(tx, bucket, cost, failed, still_s, *figures)
    if row["fresh"]:  # nobody had taken from it; now there is a row to tell it to
        row = await _reported(tx, bucket, cost, failed, still_s, *figures)
    return Breaker(row["breaker"])


async def _reported(tx: Tx, bucket: Bucket, cost: float, *told: object) -> asyncpg.Record:
    row = await tx.fetchrow(REPORT, *_key(tx, bucket), float(cost), *told)
    assert row is not None, "an upsert without a condition always has a row"
    return row


async def hasten(tx: Tx) -> None:
    """Commit this transaction without waiting for the disk: it holds pace and nothing else."""
    await tx.execute(HASTE)


def _key(tx: Tx, bucket: Bucket) -> tuple[object, ...]:
    rate = bucket.rate
    units = None if rate.units is None else float(rate.units)
    windowed = rate.windowed and units is not None
    return tx.workspace_id, bucket.account_id, rate.family, units, rate.window_s, windowed


async def states(tx: Tx, account_ids: Collection[UUID]) -> Sequence[BucketState]:
    """Every bucket of these accounts that was ever used."""
    return [
        BucketState(
            account_id=row["account_id"],
            family=row["family"],
            left=row["left_units"] if row["size"] is not None else None,
            size=row["size"],
            restored_per_s=row["per_s"],
            blocked_until=row["blocked_until"],
            breaker=Breaker(row["breaker"]),
            since=row["opened_at"],
            next_try_at=row["try_at"],
            failures=row["failures"],
        )
        for row in await tx.fetch(STATES, list(account_ids))
    ]


async def let_through(tx: Tx, account_id: UUID) -> None:
    """Somebody has seen that it answers: it is not left alone any longer."""
    await tx.execute(LET_THROUGH, tx.workspace_id, account_id)


async def note_skew(tx: Tx, account_id: UUID, seconds: float) -> None:
    await tx.execute(NOTE_SKEW, tx.workspace_id, account_id, seconds)


async def skew_s(tx: Tx, account_id: UUID) -> float:
    """By how much the platform's clock is ahead of ours; 0 if nothing else was ever seen."""
    return float(await tx.fetchval(SKEW, tx.workspace_id, account_id) or 0.0)


async def forget(tx: Tx, account_id: UUID) -> None:
    """Drop what is known about an account that is gone."""
    await tx.execute(
        "delete from engine_pace where workspace_id = $1 and account_id = $2",
        *(tx.workspace_id, account_id),
    )
