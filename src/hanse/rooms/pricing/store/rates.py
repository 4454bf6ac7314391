"""Statements about exchange rates, which are the same for everybody."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from hanse.engine.tx import Tx
from hanse.rooms.pricing.model.rates import Dated
from hanse.trade.rates import Rates

# Of each currency the newest that is not after the day.
NEWEST = """
    select distinct on (currency) currency, per_euro, day, source from pricing_rates
    where day <= $1 order by currency, day desc
"""
NEWEST_DAY = "select max(day) from pricing_rates where day <= $1"
LAST_DAY = "select max(day) from pricing_rates"
ON = "select currency, per_euro from pricing_rates where day = $1"
ON_DAYS = """
    select asked.day as asked, held.day, held.currency, held.per_euro
    from unnest($1::date[]) as asked (day)
    cross join lateral (
        select max(day) as day from pricing_rates where day <= asked.day) as last
    join pricing_rates as held on held.day = last.day
"""
KEEP = """
    insert into pricing_rates as held (day, currency, per_euro, source)
    select given.day, given.currency, given.per_euro, $4
    from unnest($1::date[], $2::text[], $3::numeric[]) as given (day, currency, per_euro)
    on conflict (currency, day) do update
    set per_euro = excluded.per_euro, source = excluded.source
    where held.per_euro is distinct from excluded.per_euro
    returning day
"""


async def newest(tx: Tx, day: date) -> dict[str, Dated]:
    return {
        row["currency"]: Dated(row["per_euro"], row["day"], row["source"])
        for row in await tx.fetch(NEWEST, day)
    }


async def newest_day(tx: Tx, day: date | None = None) -> date | None:
    found: date | None = (
        await tx.fetchval(LAST_DAY) if day is None else await tx.fetchval(NEWEST_DAY, day)
    )
    return found


async def on(tx: Tx, day: date) -> dict[str, Decimal]:
    return {row["currency"]: row["per_euro"] for row in await tx.fetch(ON, day)}


async def on_days(tx: Tx, days: Sequence[date]) -> dict[date, Rates]:
    found: dict[date, tuple[date, dict[str, Decimal]]] = {}
    for asked, day, currency, per_euro in await tx.fetch(ON_DAYS, list(days)):
        found.setdefault(asked, (day, {}))[1][currency] = per_euro
    return {asked: Rates(*published) for asked, published in found.items()}


async def keep(tx: Tx, rows: Sequence[tuple[date, str, Decimal]], source: str) -> Sequence[date]:
    """The days on which something is new or other than before."""
    columns = [list(column) for column in zip(*rows, strict=True)]
    found = await tx.fetch(KEEP, *columns, source)
    return sorted({row["day"] for row in found})
