"""Tracking numbers of many orders as a table: what each row would send is seen first."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from uuid import UUID

from hanse.base.text import fold
from hanse.changes.service.hands import Hands
from hanse.engine.sheets import reading as sheets
from hanse.engine.tx import Tx
from hanse.rooms.connections.service import accounts
from hanse.rooms.orders.model import tracking as model
from hanse.rooms.orders.model.tracking import Fate, Ground, Line, Tracked
from hanse.rooms.orders.service import sending
from hanse.rooms.orders.store import parcels as store

FINDINGS_MAX = 100
SHOPS_MAX = 10_000


@dataclass(frozen=True, slots=True)
class Brought:
    """What becomes of each parcel, in the order of the table. `written`: it has been done."""

    parcels: Sequence[Tracked]
    written: bool

    def count(self, fate: Fate) -> int:
        return sum(1 for each in self.parcels if each.fate is fate)


async def bring(hands: Hands, tx: Tx, content: bytes, *, preview: bool, leave: bool) -> Brought:
    """All parcels or none; with `leave` those that cannot go are left out. What an order has
    already is not sent again, so the same table twice changes nothing."""
    lines = await asyncio.to_thread(lines_of, content)
    names, ids = wanted_of(lines)
    orders = await store.find(tx, names, ids)
    if not preview:
        await store.lock(tx, [each[0] for each in orders])
    parcels = model.plan(lines, await ground_of(tx, orders))
    if len(parcels) > model.PARCELS_MAX:
        sentence = f"The table has {len(parcels):,} parcels; {model.PARCELS_MAX:,} go at once."
        raise model.refused(
            [model.wrong("many", sentence, "Divide it into several files.", "file")]
        )
    if preview:
        return Brought(parcels, written=False)
    if not leave and (findings := model.refusals(parcels)):
        raise model.refused(findings[:FINDINGS_MAX])
    packed = [each.packed for each in parcels if each.packed]
    if packed:
        await sending.send_all(hands, tx, packed)
    return Brought(parcels, written=True)


def lines_of(content: bytes) -> Sequence[Line]:
    facts = sheets.facts_of(content)
    columns = model.columns_of(facts.columns)
    lines: list[Line] = []
    for row in sheets.rows_of(content, facts):
        line = model.line_of(row.number, row.cells, columns) if row.number > 1 else None
        if line:
            lines.append(line)
        if len(lines) > model.ROWS_MAX:
            sentence = f"The table has more than {model.ROWS_MAX:,} rows that say a number."
            raise model.refused(
                [model.wrong("many", sentence, "Divide it into several files.", "file")]
            )
    return lines


def wanted_of(lines: Sequence[Line]) -> tuple[Sequence[str], Sequence[UUID]]:
    """What orders may be called: the number as it is written, with and without its sign."""
    names: set[str] = set()
    ids: set[UUID] = set()
    for line in lines:
        names |= {line.order, line.order.removeprefix("#"), f"#{line.order.removeprefix('#')}"}
        with suppress(ValueError):
            ids.add(UUID(line.order))
    return sorted(names - {"", "#"}), sorted(ids)


async def ground_of(tx: Tx, orders: Sequence[tuple[UUID, str, str, UUID]]) -> Ground:
    ids = [each[0] for each in orders]
    by_number: dict[str, list[UUID]] = {}
    by_remote: dict[str, list[UUID]] = {}
    for id_, number, remote_id, _ in orders:
        plain = number.removeprefix("#").casefold()
        for name in (plain, f"#{plain}", str(id_)):
            by_number.setdefault(name, []).append(id_)
        by_remote.setdefault(remote_id.casefold(), []).append(id_)
    shops = {
        fold(each.name): each.id for each in await accounts.list_accounts(tx, None, None, SHOPS_MAX)
    }
    return Ground(
        # The number comes first: the shop's own id of one may be the number of another.
        {**by_remote, **by_number},
        shops,
        await store.standing(tx, ids),
        await store.left(tx, ids),
        await store.numbers(tx, ids),
    )
