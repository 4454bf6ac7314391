"""The connector against the bank's side in the sandbox, which another hand wrote from the same
sheet: a misreading on either side shows here."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from importlib.util import find_spec

import pytest

from hanse.base.clock import FixedClock
from hanse.base.faults import Fault, Throttled, Unavailable
from hanse.connectors.ecb import manifest
from hanse.engine.routing import Route
from hanse.engine.wire.wire import Answer, Wire
from hanse.sandbox.faults import KINDS
from hanse.sandbox.held import FIRST, OPENERS, Sandbox, new_sandbox
from hanse.sandbox.serving import application
from hanse.trade.rates import Published, Span
from tests.connectors.sides import SMALL
from tests.engine.wire_servers import wire
from tests.sandbox.served import served

pytestmark = pytest.mark.skipif(
    find_spec("hanse.sandbox.ecb") is None, reason="the sandbox has no European Central Bank yet"
)

EVENING = datetime(2026, 3, 18, 17, tzinfo=UTC)  # a Wednesday, after the day is published
TODAY = EVENING.date()
# Kinds that a caller sits out, or that the connector has no part in.
ELSEWHERE = {"lost_before", "lost_after", "slow", "key_lost", "token_lost"}


@dataclass
class Bank:
    sandbox: Sandbox
    out: Wire

    async def answer(self, span: Span, newest: date | None = None) -> Answer:
        return await self.out.send(manifest.call_for(span, newest), manifest.words)

    async def read(self, span: Span, newest: date | None = None) -> Published:
        return manifest.published(await self.answer(span, newest), TODAY)

    def fault(self, kind: str) -> None:
        self.sandbox.faults.set({"kind": kind, "platform": "ecb", "count": 1})


@asynccontextmanager
async def bank(at: datetime = EVENING) -> AsyncIterator[Bank]:
    """Under its own name, whichever way the sandbox opens it."""
    shops = [("ecb", "www")] if "ecb" in OPENERS else FIRST
    sandbox = new_sandbox(FixedClock(at), world=SMALL, shops=shops)
    async with (
        served(application(sandbox)) as address,
        wire(routes=[Route("www.ecb.europa.eu", address)]) as out,
    ):
        yield Bank(sandbox, out)


async def test_all_three_files_are_read_without_a_finding_and_agree() -> None:
    async with bank() as here:
        day, ninety, everything = [await here.read(span) for span in Span]
    assert day.findings == ninety.findings == ()
    (newest,) = day.rates
    assert newest.day == TODAY
    assert {"USD", "JPY", "GBP", "IDR", "MYR", "SGD"} <= newest.per_euro.keys()
    assert ninety.rates[-1] == everything.rates[-1] == newest
    assert everything.rates[-len(ninety.rates) :] == ninety.rates
    assert 55 <= len(ninety.rates) <= 66
    assert everything.rates[0].day <= ninety.rates[0].day
    # Currencies that ended long ago are told of, and are all that is told of.
    assert {each.code for each in everything.findings} <= {"unknown_currency"}


async def test_no_day_is_a_weekend_and_none_has_not_come_yet() -> None:
    async with bank() as here:
        days = [each.day for each in (await here.read(Span.days_90)).rates]
    assert days == sorted(set(days))
    assert not [each for each in days if each.weekday() > 4 or each > TODAY]


async def test_before_it_is_published_yesterday_is_the_newest_day() -> None:
    async with bank(EVENING.replace(hour=9)) as here:
        found = await here.read(Span.day)
    assert [each.day for each in found.rates] == [TODAY - timedelta(days=1)]


async def test_what_is_known_is_not_sent_again_or_is_the_same() -> None:
    """Whether the bank answers 304 is not known: both are right."""
    async with bank() as here:
        first = await here.read(Span.day)
        again = await here.answer(Span.day, TODAY)
        older = await here.read(Span.day, TODAY - timedelta(days=1))
    assert again.status in (200, 304)
    assert manifest.published(again, TODAY).rates in ((), first.rates)
    assert older == first


@pytest.mark.parametrize("kind", ["throttled", "maintenance", "database_down", "gateway"])
async def test_a_bank_that_is_not_well_is_asked_again_later(kind: str) -> None:
    async with bank() as here:
        here.fault(kind)
        with pytest.raises((Throttled, Unavailable)) as raised:
            await here.read(Span.day)
        assert "<" not in str(raised.value)
        assert (await here.read(Span.day)).rates


async def test_whatever_goes_wrong_over_there_is_a_fault_or_a_finding() -> None:
    async with bank() as here:
        whole = await here.read(Span.everything)
        known = {each.day: each.per_euro for each in whole.rates}
        for kind in sorted(set(KINDS) - ELSEWHERE):
            here.fault(kind)
            try:
                found = await here.read(Span.days_90)
            except Fault:
                found = Published()
            here.sandbox.faults.rows.clear()
            for each in found.rates:  # what is kept all the same was never another's
                assert each.per_euro.items() <= known[each.day].items(), kind
