"""A shop is asked by id what it shows, never a copy: before something is sent, and after."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from hanse.base.faults import Rejected
from hanse.changes.model.planned import Planned, mark_of
from hanse.changes.model.settling import Look, Looked
from hanse.changes.service.hands import Hands, Opened, Power
from hanse.changes.store import intents
from hanse.engine.tx import Tx
from hanse.trade.ports_read import Kind, Reply, Row
from hanse.trade.ports_write import Found, Target, Wanted

OpenTx = Callable[[], AbstractAsyncContextManager[Tx]]

# Before what is to be written, else whoever has written waits for all that others write, and before
# what the mirror reads.
PRIORITY = 6
# What a cache on the way says of itself.
CACHES = ("x-cache", "x-cache-status", "cf-cache-status", "x-proxy-cache")


@dataclass(frozen=True, slots=True)
class Reading:
    """What was shown of each change, and the rows that it was seen in."""

    looks: Mapping[UUID, Look]
    found_ids: Mapping[UUID, str]  # of what was made, where it was found by its number
    rows: Sequence[tuple[Kind, Sequence[Row[Any]]]]
    asked_at: datetime  # by our own clock


async def look(
    hands: Hands, open_tx: OpenTx, opened: Opened, power: Power, planned: Sequence[Planned]
) -> Reading:
    """Many in one call. What an answer does not tell of what it was asked for is not there. What
    was made without our learning its id is found by its number first."""
    async with open_tx() as tx:
        at = await intents.clock(tx)
    asked_at = hands.database.clock.now()
    looks: dict[UUID, Look] = {}
    targets = {each.change.id: each.target for each in planned if each.target.remote_id}
    found_ids: dict[UUID, str] = {}
    for each in planned:
        if each.change.id not in targets and power.port.lookup is not None:
            found = await by_number(hands, opened, power, each)
            if found and found.target.remote_id:
                targets[each.change.id] = found.target
                found_ids[each.change.id] = found.target.remote_id
            else:
                looks[each.change.id] = Look(None, at, Looked.by_search)
    shown, rows, cached = await by_id(hands, opened, power, list(targets.values()))
    for change_id, target in targets.items():
        there = shown.get(target.remote_id)
        looks[change_id] = Look(there.fields if there else None, at, cached=cached)
    return Reading(looks, found_ids, rows, asked_at)


async def by_id(
    hands: Hands, opened: Opened, power: Power, targets: Sequence[Target]
) -> tuple[Mapping[str | None, Found], Sequence[tuple[Kind, Sequence[Row[Any]]]], bool]:
    shown: dict[str | None, Found] = {}
    rows: list[tuple[Kind, Sequence[Row[Any]]]] = []
    cached = False
    for reading in power.port.readings(targets) if targets else ():
        port = power.reads[reading.kind]
        question = port.question(reading.ask, opened.shop)
        reply = await hands.shops.ask(opened, question, priority=PRIORITY)
        page = port.page(reading.ask, reply, opened.shop)
        cached = cached or from_cache(reply)
        rows.append((reading.kind, page.rows))
        for row in page.rows:
            for found in power.port.found(reading.kind, row.value):
                shown[found.target.remote_id] = found
    return shown, rows, cached


async def by_number(hands: Hands, opened: Opened, power: Power, planned: Planned) -> Found | None:
    """The one that carries the unique number of what was to be made, if it is there."""
    assert power.port.lookup is not None
    wanted = Wanted(
        planned.target, planned.basis.before, planned.change.after, mark_of(planned.change)
    )
    try:
        question = power.port.lookup.question(wanted, opened.shop)
    except Rejected:
        return None  # it was made without a number that it could be found by
    reply = await hands.shops.ask(opened, question, priority=PRIORITY)
    found = power.port.lookup.found(wanted, reply, opened.shop)
    return found[0] if found else None


def from_cache(reply: Reply) -> bool:
    """Whether somebody between us and the shop answered."""
    if reply.headers.get("age", "0").strip() not in ("", "0"):
        return True
    return any("hit" in reply.headers.get(name, "").lower() for name in CACHES)


async def keep(hands: Hands, tx: Tx, account_id: UUID, reading: Reading) -> None:
    """What was seen stands on the receipts, and where everybody else looks."""
    if reading.looks:
        await intents.note_looks(tx, reading.looks)
    await keep_rows(hands, tx, account_id, reading)


async def keep_rows(hands: Hands, tx: Tx, account_id: UUID, reading: Reading) -> None:
    for kind, rows in reading.rows:
        await hands.seen(tx, account_id, kind, rows, reading.asked_at)
