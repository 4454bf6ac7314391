"""What runs low or out is told once each time, and what can be sold again too."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal
from uuid import UUID

from hanse.base.faults import Conflict, Gone
from hanse.engine.doors.versions import same_version
from hanse.engine.log import events as log
from hanse.engine.tx import Tx
from hanse.rooms.catalog.service import reading
from hanse.rooms.connections.service import accounts
from hanse.rooms.stock.model.alerts import CROSSINGS, Crossing, LevelState, level_of
from hanse.rooms.stock.service import channel_facts as facts
from hanse.rooms.stock.store import alerts as store
from hanse.rooms.stock.store.alerts import Alert
from hanse.rooms.stock.store.alerts import Settings as Settings

SOLD_OVER = timedelta(days=28)
PAGE = 1_000
PIECES_MAX = 1_000_000_000
TELLS: Mapping[Crossing, type[facts.Crossed]] = {
    Crossing.ran_low: facts.RanLow,
    Crossing.ran_out: facts.RanOut,
    Crossing.came_back: facts.CameBack,
}


@dataclass(frozen=True, slots=True)
class Told:
    """An alert with what a person wants to know: what it is, and how long it lasts."""

    alert: Alert
    title: str
    sku: str
    per_day: Decimal

    @property
    def lasts_days(self) -> int | None:
        """None: nothing was sold, so nobody knows."""
        return int(self.alert.available / self.per_day) if self.per_day else None


async def follow(tx: Tx, variant_ids: Sequence[UUID]) -> None:
    """These moved. Whoever stays on the same side of the line is not told of again."""
    crossed: dict[Crossing, list[UUID]] = {}
    moved: list[tuple[UUID, LevelState]] = []
    for each in await store.standing(tx, sorted(set(variant_ids))):
        level = level_of(each.available, each.low_at)
        if level is each.level:
            continue
        moved.append((each.variant_id, level))
        if (crossing := CROSSINGS.get((each.level, level))) is not None:
            crossed.setdefault(crossing, []).append(each.variant_id)
    if not moved:
        return
    await store.move(tx, moved)
    firsts = [ids[0] for ids in crossed.values()]
    called = await names(tx, firsts) if firsts else {}
    told = [
        TELLS[crossing](
            *(ids, len(ids), called.get(ids[0], ("", ""))[0]), ids[0] if len(ids) == 1 else None
        )
        for crossing, ids in crossed.items()
    ]
    if told:
        await log.append(tx, *told)


async def names(tx: Tx, variant_ids: Sequence[UUID]) -> Mapping[UUID, tuple[str, str]]:
    """How each is called, and its SKU."""
    variants = await reading.variants(tx, variant_ids)
    products = await reading.products(tx, sorted({each.product_id for each in variants.values()}))
    return {
        each.id: (products[each.product_id].title or each.sku or "", each.sku or "")
        for each in variants.values()
        if each.product_id in products
    }


async def list_alerts(
    tx: Tx, level: LevelState | None, after: UUID | None, rows_max: int
) -> Sequence[Told]:
    wanted = [level] if level else [LevelState.low, LevelState.out]
    found = await store.find(tx, wanted, after, rows_max)
    ids = [each.variant_id for each in found]
    called = await names(tx, ids)
    sold = await store.sold(tx, ids, tx.now - SOLD_OVER)
    return [
        Told(each, *called.get(each.variant_id, ("", "")), per_day(sold.get(each.variant_id, 0)))
        for each in found
    ]


def per_day(pieces: int) -> Decimal:
    return (Decimal(max(pieces, 0)) / SOLD_OVER.days).quantize(Decimal("0.001"))


async def set_low(tx: Tx, variant_id: UUID, low_at: int | None, expected: int) -> int:
    """From how many on it counts as low; None: as the workspace has it."""
    version = await store.version_of(tx, variant_id)
    if version is None:
        raise Gone("Nobody counts this variant, or it is not here any more.")
    same_version(expected, version)
    made = await store.set_low(tx, variant_id, low_at, expected)
    await follow(tx, [variant_id])
    return made


async def settings(tx: Tx) -> Settings:
    return await store.settings(tx)


async def put_settings(tx: Tx, wanted: Settings, expected: int) -> Settings:
    before = await store.settings(tx)
    same_version(expected, before.version)
    if wanted.opening == "shop":
        if wanted.opening_account_id is None:
            raise Conflict("Opening by a shop's numbers needs that shop.", "Name the shop.")
        await accounts.account(tx, wanted.opening_account_id)
    version = await store.put_settings(tx, replace(wanted, version=before.version))
    if version is None:
        raise Conflict("Somebody else changed it at the same time.", "Look at it again.")
    told = facts.SettingsChanged(seen(before), seen(wanted), version)
    await log.append(tx, told)
    if wanted.low_at != before.low_at:
        await look_again(tx)
    return replace(wanted, version=version)


def seen(found: Settings) -> Mapping[str, object]:
    return {"low_at": found.low_at, "opening": found.opening}


async def look_again(tx: Tx) -> None:
    """The line itself has moved, so all are looked at, page by page."""
    after: UUID | None = None
    while ids := await store.counted_page(tx, after, PAGE):
        await follow(tx, ids)
        after = ids[-1]
