"""The day's exchange rates: when they are asked for, and on which shelf they are put.

Rates are the same for everybody, so they are fetched once for the whole installation. The source is
a connector that nobody connects; the shelf is the room's that keeps them.
"""

import logging
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Protocol
from uuid import uuid5
from zoneinfo import ZoneInfo

from hanse.base.faults import Fault, Finding
from hanse.engine.jobs.handlers import Job, Jobs
from hanse.engine.jobs.jobs import enqueue
from hanse.engine.manifest import Connector
from hanse.engine.metrics import Meter
from hanse.engine.outbound import Outbound
from hanse.engine.sending import Line
from hanse.engine.tx import INSTALLATION, Actor, ActorKind, Database, Tx
from hanse.engine.wire.wire import Answer, Call
from hanse.trade.rates import Published, Rates, Span

log = logging.getLogger("hanse.app")

FETCH = "pricing.fetch_rates"
ZONE_NAME = "Europe/Brussels"
ZONE = ZoneInfo(ZONE_NAME)
PUBLISHED_AT = time(16)  # on working days, or a little later
# From then on every ten minutes until the day is there; what is there is not asked for again.
EVERY = "5-55/10 16-17 * * 1-5"
SATURDAY = 5
# The file of 90 days has 60 working days at least, which are 82 days from Monday to Friday.
DAYS_90_REACHES = timedelta(days=80)
OLD_AFTER = timedelta(days=5)  # no weekend with holidays around it is longer
TRIES_MAX = 5
GIVE_UP_S = 6 * 3_600.0
TIME_S = 600.0
LOGGED_MAX = 10
STARTER = Actor(ActorKind.system, None, "start")


class Source(Protocol):
    """What is asked of a connector that hands over rates; its functions do no I/O."""

    CARD: Connector

    def call_for(self, span: Span, newest: date | None) -> Call:
        """The question for a file; with the newest day that is known, only for what is newer."""
        ...

    def words(self, answer: Answer) -> Fault | None: ...

    def published(self, answer: Answer, today: date) -> Published: ...

    def read_file(self, body: bytes, today: date) -> Published:
        """What a file at hand holds; `Rejected` if it is none of this source."""
        ...


@dataclass(frozen=True, slots=True)
class Shelf:
    """Where rates are kept. What is there already is no news, and what is corrected is replaced."""

    newest: Callable[[Tx], Awaitable[date | None]]
    on: Callable[[Tx, date], Awaitable[Rates | None]]  # the last day that is not after this one
    keep: Callable[[Tx, Sequence[Rates], str], Awaitable[int]]  # how many days are new or other


@dataclass(frozen=True, slots=True)
class Fetched:
    """`span` is None where nothing was asked for: what should be there is there."""

    span: Span | None
    days: int = 0
    findings: tuple[Finding, ...] = ()


def today_there(now: datetime) -> date:
    return now.astimezone(ZONE).date()


def expected(now: datetime) -> date:
    """The newest day that may be out by now. Holidays are not known: nothing comes on them."""
    there = now.astimezone(ZONE)
    is_out = there.time() >= PUBLISHED_AT
    return working_day(there.date() if is_out else there.date() - timedelta(days=1))


def working_day(day: date) -> date:
    """This one, or the Friday before it."""
    return day - timedelta(days=max(day.weekday() - SATURDAY + 1, 0))


def due(newest: date | None, now: datetime) -> Span | None:
    """The smallest file that closes the gap; None where there is none."""
    last = expected(now)
    if newest is None:
        return Span.days_90
    if newest >= last:
        return None
    if newest >= working_day(last - timedelta(days=1)):
        return Span.day
    return Span.days_90 if last - newest <= DAYS_90_REACHES else Span.everything


async def bring(
    database: Database, outbound: Outbound, source: Source, shelf: Shelf, purpose: Actor
) -> Fetched:
    """Ask for what is missing and keep it. A day that is not out yet is no fault."""
    async with database.tx(INSTALLATION, purpose) as tx:
        newest, now = await shelf.newest(tx), tx.now
    span = due(newest, now)
    if span is None:
        return Fetched(None)
    read = source.CARD.reads[0]
    call = source.call_for(span, newest)
    answer = await outbound.ask(line_of(source), call, source.words, family=read.family)
    found = source.published(answer, today_there(now))
    async with database.tx(INSTALLATION, purpose) as tx:
        days = await shelf.keep(tx, found.rates, source.CARD.name) if found.rates else 0
        newest = await shelf.newest(tx)
    if newest is None or today_there(now) - newest > OLD_AFTER:
        log.warning("rates.old", extra={"newest": str(newest), "source": source.CARD.name})
    return Fetched(span, days, found.findings)


def line_of(source: Source) -> Line:
    """It has no account; its calls are kept and paced for the installation."""
    card = source.CARD
    rates = {rate.family: rate for rate in card.rates}
    return Line(INSTALLATION, uuid5(INSTALLATION, card.name), card.name, rates)


def jobs_of(
    outbound: Outbound, source: Source, shelf: Shelf, meter: Meter, *, by_the_clock: bool
) -> Jobs:
    jobs = Jobs("pricing")

    @jobs.job(FETCH, tries_max=TRIES_MAX, give_up_s=GIVE_UP_S, time_s=TIME_S)
    async def fetch_rates(job: Job, database: Database) -> None:
        actor = Actor(ActorKind.system, None, job.name)
        done = await bring(database, outbound, source, shelf, actor)
        tell(done, source.CARD.name, meter)

    if by_the_clock:
        jobs.every(FETCH, EVERY, ZONE_NAME)
    return jobs


def tell(done: Fetched, source: str, meter: Meter) -> None:
    """In the figures and in the log; a finding stops nothing."""
    meter.count("hanse_rates_days_total", done.days, source=source)
    for code, count in Counter(each.code for each in done.findings).items():
        meter.count("hanse_rates_findings_total", count, source=source, code=code)
    for finding in done.findings[:LOGGED_MAX]:
        log.warning("rates.finding", extra={"source": source, "finding": str(finding)})


async def ask_at_start(database: Database) -> None:
    """A new installation does not wait for the afternoon; the job sees whether there is a gap."""
    async with database.tx(INSTALLATION, STARTER) as tx:
        await enqueue(tx, FETCH, "", {})
