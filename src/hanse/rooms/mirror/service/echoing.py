"""Of what shops tell by themselves, what we know already is not asked for again."""

from collections.abc import Sequence
from uuid import UUID

from hanse.engine.tx import Tx
from hanse.rooms.mirror.model import echoes
from hanse.rooms.mirror.service import packing
from hanse.rooms.mirror.store import rows as rows_store
from hanse.rooms.mirror.store import told as store
from hanse.rooms.mirror.store.told import Name
from hanse.trade.ports_read import Kind
from hanse.trade.signals import Prints, Signal


async def news(tx: Tx, account_id: UUID, signals: Sequence[Signal]) -> Sequence[Signal]:
    """Those of which somebody has to look, in their order."""
    return await unexplained(tx, account_id, await unknown(tx, account_id, signals))


async def unknown(tx: Tx, account_id: UUID, signals: Sequence[Signal]) -> Sequence[Signal]:
    """Without the levels that were read as they are told."""
    names = {each.remote_id for each in signals if each.level is not None}
    if not names:
        return signals
    found = await rows_store.named_values(tx, account_id, Kind.levels, sorted(names))
    kept = {name: packing.read(Kind.levels, value) for name, value in found.items()}
    return [
        each
        for each in signals
        if each.level is None
        or each.remote_id not in kept
        or not echoes.is_known(kept[each.remote_id], each.level)
    ]


async def unexplained(tx: Tx, account_id: UUID, signals: Sequence[Signal]) -> Sequence[Signal]:
    """Without the things of which only the counts moved; those are told apart."""
    names = sorted({(each.kind, each.remote_id) for each in signals if each.prints})
    if not names:
        return signals
    last = dict(await store.of(tx, account_id, names))
    told: dict[Name, Prints] = {}
    left: list[Signal] = []
    for each in signals:
        name = each.kind, each.remote_id
        if each.prints is None or not echoes.only_counts_moved(last.get(name), each.prints):
            left.append(each)
        if each.prints is not None:
            last[name] = told[name] = each.prints
    await store.keep(tx, account_id, told)
    return left
