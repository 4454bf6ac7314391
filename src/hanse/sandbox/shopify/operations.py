"""Bulk operations: the state of each, and how it moves on with time."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from hanse.sandbox.shopify.shop import Shop
from hanse.sandbox.shopify.spool import Spool

LIVE = ("CREATED", "RUNNING", "CANCELING")
KEPT_DAYS = 7


@dataclass(slots=True)
class Operation:
    id: int
    client_id: str
    name: str  # of the file, which nobody can guess
    query: str
    host: str  # scheme and host that the app called, so that the file is found again
    grouped: bool
    created_at: str
    lines: Iterator[Any] | None = None  # what is still to be written
    file: Spool | None = None
    status: str = "CREATED"
    error: str | None = None
    objects: int = 0
    roots: int = 0
    completed_at: str | None = None
    cancelled_at: datetime | None = None


def running(shop: Shop, client_id: str) -> list[Operation]:
    """The operations of an app that keep a place; a cancelled one keeps its own for a while."""
    found = [op for op in shop.operations.values() if op.client_id == client_id]
    for operation in found:
        settle(shop, operation)
    return [op for op in found if op.status in LIVE]


def settle(shop: Shop, operation: Operation) -> None:
    """What time alone changes: a cancelled operation ends, an old file goes."""
    now = shop.clock.now()
    if operation.status == "CANCELING" and operation.cancelled_at is not None:
        takes = timedelta(seconds=shop.moods.cancel_takes_s)
        if now >= operation.cancelled_at + takes:
            operation.status = "CANCELED"
            operation.completed_at = shop.now()
            operation.lines = None
    if operation.status == "COMPLETED" and operation.completed_at is not None:
        ended = datetime.fromisoformat(operation.completed_at)
        if now > ended + timedelta(days=KEPT_DAYS):
            operation.status = "EXPIRED"  # guessed that this is what becomes of it
            if operation.file is not None:
                operation.file.close()
                operation.file = None
