"""How a kind of an account is kept up to date: read once whole, then what changed, then whole again
at leisure, so that nothing that was missed stays missed."""

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from hanse.trade.ports_read import Kind, Reach

LOOK_EVERY = timedelta(minutes=5)
LOOK_EVERY_SILENT = timedelta(minutes=1)  # while the platform tells us nothing
LOOK_SELDOM = timedelta(hours=1)  # where changes cannot be asked for
FULL_EVERY = timedelta(hours=24)
MARGIN = timedelta(minutes=2)  # indexes of platforms lag
AGAIN_AFTER_FAULT = timedelta(minutes=2)
PAGES_MET_MAX = 20_000  # of one reading that are remembered, 16 bytes each
FIRST_KINDS = (Kind.locations, Kind.products, Kind.offers, Kind.levels, Kind.orders, Kind.buyers)


class FeedState(StrEnum):
    waiting = "waiting"  # for its first reading of everything
    pulling = "pulling"
    current = "current"
    failed = "failed"
    stopped = "stopped"  # the account is disconnected, or its key is no longer good


@dataclass(frozen=True, slots=True)
class Trouble:
    sentence: str
    next_step: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Feed:
    id: UUID
    account_id: UUID
    kind: Kind
    state: FeedState
    cursor: str | None  # where the reading of everything goes on
    rows_done: int
    rows_total: int | None
    rows_changed: int
    rows_gone: int
    began_at: datetime | None
    ended_at: datetime | None
    mark_at: datetime | None
    looked_at: datetime | None
    next_at: datetime | None  # none: it is read only when something names it
    full_at: datetime | None
    trouble: Trouble | None


def is_pulled(reaches: Collection[Reach]) -> bool:
    """Others are read only when something names them, such as the refunds of an order."""
    return Reach.everything in reaches


def next_look(now: datetime, reaches: Collection[Reach], silent: bool) -> datetime:
    if Reach.changed not in reaches:
        return now + LOOK_SELDOM
    return now + (LOOK_EVERY_SILENT if silent else LOOK_EVERY)


def next_full(now: datetime, account_id: UUID) -> datetime:
    """A day later, at a minute that belongs to the account: not all at once."""
    minute = account_id.int % 120
    return now + FULL_EVERY + timedelta(minutes=minute)


def mark_after_full(began_at: datetime) -> datetime:
    """A row may change behind the back of a reading of everything."""
    return began_at - MARGIN


def mark_after_look(mark_at: datetime, reached_at: datetime | None) -> datetime:
    return max(mark_at, reached_at) if reached_at else mark_at


def batches(ids: Sequence[str], size: int) -> Sequence[Sequence[str]]:
    return [ids[at : at + size] for at in range(0, len(ids), size)]


def met_before(met: set[bytes], since: datetime | None, seen_ids: Sequence[str]) -> bool:
    """Whether this very page came before in the reading that `met` belongs to; it is noted.

    An increment that moves its mark may be given the same rows once more, so the mark counts too.
    """
    if not seen_ids:
        return False
    text = "\n".join((since.isoformat() if since else "", *seen_ids))
    page = hashlib.blake2b(text.encode(), digest_size=16).digest()
    if page in met:
        return True
    if len(met) >= PAGES_MET_MAX:
        met.clear()  # pages that come in turn come soon enough again
    met.add(page)
    return False
