"""Exchange rates: kept once for the whole installation, read by day."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from hanse.engine.log import events as log
from hanse.engine.tx import Tx
from hanse.rooms.pricing.model.rates import Board
from hanse.rooms.pricing.service import facts
from hanse.rooms.pricing.store import rates as store
from hanse.trade.rates import Rates

ECB, FILE = "ecb", "file"
DAYS_MAX = 20_000


async def newest(tx: Tx) -> date | None:
    """The last day of which anything is known."""
    return await store.newest_day(tx)


async def on(tx: Tx, day: date) -> Rates | None:
    """What was published last, not after this day."""
    found = await store.newest_day(tx, day)
    return Rates(found, await store.on(tx, found)) if found else None


async def on_days(tx: Tx, days: Iterable[date]) -> Mapping[date, Rates]:
    """For each of these days what was published last, not after it; a day without is left out."""
    return await store.on_days(tx, sorted(set(days)))


async def rates(tx: Tx, day: date) -> Board:
    """Of each currency the newest rate that is not after the day."""
    return Board(day, await store.newest(tx, day))


async def keep(tx: Tx, published: Sequence[Rates], source: str) -> int:
    """Days that are here already and say the same are no news; what was corrected is replaced."""
    rows = [
        (each.day, currency, value)
        for each in published[:DAYS_MAX]
        for currency, value in each.per_euro.items()
    ]
    days = await store.keep(tx, rows, source) if rows else ()
    if days:
        await log.append(tx, facts.RatesKept(days[-1].isoformat(), len(days), source))
    return len(days)
