"""The months of the log: made ahead, so that an append finds its table; dropped when old."""

import logging
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from hanse.base.faults import Conflict, Gone, Rejected
from hanse.engine.log.events import START, append, declare
from hanse.engine.log.sealer import newest
from hanse.engine.tx import Actor, Database, Tx

log = logging.getLogger(__name__)

MONTHS_AHEAD = 3


@declare("engine.month.dropped", "{actor} dropped the log of {month}; its sealed heads are kept")
@dataclass(frozen=True, slots=True)
class MonthDropped:
    month: date


async def make_ready(database: Database) -> None:
    """The months ahead have their tables, and new events stand behind all that are there.

    At every start, before anything is appended, and once a day. The second half matters when the
    database came from another server as a dump: transactions are numbered anew there.
    """
    async with database.system_tx("log") as tx:
        if await tx.fetchval("select events_outrun((select coalesce(max(xact), 0) from events))"):
            log.warning("engine.log.moved")
        if missing := await tx.fetchval("select events_make_months($1)", MONTHS_AHEAD):
            log.warning("engine.log.months_missing", extra={"months": missing})


async def drop_month(database: Database, month: date, actor: Actor) -> None:
    """Delete the events of a month that is over, once they are sealed and every follower read them.

    The heads of its blocks stay, and the drop is an event itself.
    """
    begin = datetime.combine(month.replace(day=1), time(), UTC)
    end = (begin + timedelta(days=32)).replace(day=1)
    if end > database.clock.now():
        raise Rejected(
            f"{month:%Y-%m} is not over yet.",
            next_step="Only whole months of the past are dropped.",
        )
    async with database.system_tx("log") as tx:
        tx.actor = actor
        if not await tx.fetchval(ANY_IN, begin, end):
            raise Gone(
                f"The log holds nothing of {month:%Y-%m}.",
                next_step="`hanse audit verify` tells which months were dropped.",
            )
        await see_that_nobody_needs(tx, begin, end)
        await tx.execute("select events_drop_month($1)", begin.date())
        await append(tx, MonthDropped(begin.date()))


async def see_that_nobody_needs(tx: Tx, begin: datetime, end: datetime) -> None:
    sealed = await newest(tx)
    last = sealed.last if sealed else START
    if await tx.fetchval(LATER_THAN, begin, end, last.xact, last.seq):
        raise Conflict(
            f"{begin:%Y-%m} holds events that are not sealed yet.",
            "See that a worker runs, wait a minute, and drop it then.",
        )
    for row in await tx.fetch(
        """
        select name, xact, seq from events_followers
        union all
        select follower, xact, seq from events_marks where retry_at is not null
        """
    ):
        if await tx.fetchval(LATER_THAN, begin, end, row["xact"], row["seq"]):
            raise Conflict(
                f"{row['name']} has not read all of {begin:%Y-%m} yet.",
                "`hanse audit followers` tells why; one that is no longer there can be forgotten.",
            )


ANY_IN = "select exists (select from events where recorded_at >= $1 and recorded_at < $2)"
LATER_THAN = """
    select exists (select from events
        where recorded_at >= $1 and recorded_at < $2 and (xact, seq) > ($3, $4))
"""
