"""The bank's files as a program finds them: real paths, the bank's own hours, faults on request."""

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from xml.etree import ElementTree as ET

import aiohttp
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hanse.base.clock import FixedClock
from hanse.sandbox.ecb import days
from hanse.sandbox.ecb.rates import LEVELS, rate, rates
from hanse.sandbox.serving import application, new_sandbox
from hanse.sandbox.world import World
from tests.sandbox.served import served

DAILY = "/stats/eurofxref/eurofxref-daily.xml"
RECENT = "/stats/eurofxref/eurofxref-hist-90d.xml"
WHOLE = "/stats/eurofxref/eurofxref-hist.xml"
BANK = {"Host": "www.ecb.europa.eu"}
CUBE = "{http://www.ecb.int/vocabulary/2002-08-01/eurofxref}Cube"
WEDNESDAY = datetime(2026, 3, 18, 15, 30, tzinfo=UTC)  # 16:30 in Frankfurt
DATES = st.dates(days.FIRST, date(2060, 12, 31))


@dataclass(slots=True)
class Asked:
    clock: FixedClock
    address: str
    session: aiohttp.ClientSession

    async def get(self, path: str, **headers: str) -> tuple[int, Mapping[str, str], bytes]:
        to = f"{self.address}{path}"
        async with self.session.get(to, headers=BANK | headers) as found:
            return found.status, found.headers, await found.read()

    async def days(self, path: str) -> list[tuple[str, dict[str, str]]]:
        return read((await self.get(path))[2])

    async def fault(self, kind: str, count: int = 1) -> None:
        body = {"kind": kind, "platform": "ecb", "count": count}
        async with self.session.post(f"{self.address}/_sandbox/faults", json=body) as found:
            assert found.status == 200


def read(content: bytes) -> list[tuple[str, dict[str, str]]]:
    root = ET.fromstring(content)
    assert root.tag == "{http://www.gesmes.org/xml/2002-08-01}Envelope"
    return [
        (day.attrib["time"], {row.attrib["currency"]: row.attrib["rate"] for row in day})
        for day in root.findall(f"{CUBE}/{CUBE}")
    ]


@pytest.fixture
async def asked() -> AsyncIterator[Asked]:
    clock = FixedClock(WEDNESDAY)
    sandbox = new_sandbox(clock, world=World(seed=7), shops=())
    async with served(application(sandbox)) as address, aiohttp.ClientSession() as session:
        yield Asked(clock, address, session)


async def test_the_file_of_the_day_is_as_the_bank_writes_it(asked: Asked) -> None:
    status, headers, content = await asked.get(DAILY)
    assert (status, headers["Content-Type"]) == (200, "text/xml")
    assert b"\t\t<Cube time='2026-03-18'>\n\t\t\t<Cube currency='USD' rate='1.1500'/>" in content
    [(day, found)] = read(content)
    assert (day, list(found)) == ("2026-03-18", list(LEVELS))
    # The bank's own figures of that day, whatever the seed.
    assert (found["JPY"], found["GBP"], found["IDR"]) == ("183.49", "0.86393", "19543.10")


async def test_ninety_days_and_all_days_hold_the_same_rates_newest_first(asked: Asked) -> None:
    recent, whole = await asked.days(RECENT), await asked.days(WHOLE)
    assert 60 <= len(recent) <= 64
    assert recent == whole[: len(recent)]
    assert recent[:1] == await asked.days(DAILY)
    assert [day for day, _ in whole] == sorted((day for day, _ in whole), reverse=True)
    assert whole[-1][0] == "1999-01-04"
    assert (
        b'<Cube><Cube time="2026-03-18"><Cube currency="USD" rate="1.1500"/>'
        in (await asked.get(RECENT))[2]
    )


OUT = [
    ("2026-03-18T14:59:59", "2026-03-17"),  # winter: 16:00 there is 15:00 here
    ("2026-03-18T15:00:00", "2026-03-18"),
    ("2026-07-01T13:59:59", "2026-06-30"),
    ("2026-07-01T14:00:00", "2026-07-01"),
    ("2026-03-22T12:00:00", "2026-03-20"),  # a Sunday
    ("2026-04-06T23:00:00", "2026-04-02"),  # Easter Monday
    ("2026-05-01T18:00:00", "2026-04-30"),
    ("2026-12-26T18:00:00", "2026-12-24"),
    ("2027-01-01T18:00:00", "2026-12-31"),
]


@pytest.mark.parametrize(("now", "day"), OUT)
def test_a_day_is_out_at_four_in_frankfurt_and_closed_days_have_none(now: str, day: str) -> None:
    found = days.newest(datetime.fromisoformat(now).replace(tzinfo=UTC))
    assert found.isoformat() == day


@given(DATES)
def test_before_and_after_are_each_others_way_back_and_working_days(day: date) -> None:
    there, back = days.after(day), days.before(day)
    assert days.is_open(there)
    assert days.is_open(back)
    assert days.before(there) <= day <= days.after(back)
    assert (there - back).days <= 7


@given(st.integers(0, 9), DATES, st.sampled_from(sorted(LEVELS)))
def test_rates_move_a_little_each_day_and_are_the_same_at_every_call(
    seed: int, day: date, code: str
) -> None:
    today, later = rate(seed, day, code), rate(seed, days.after(day), code)
    assert today == rates(seed, day)[code]
    assert today > 0
    assert abs(later / today - 1) < Decimal("0.05")


def test_another_seed_is_another_course_and_days_differ() -> None:
    course = [[rate(seed, date(2026, 6, day), "USD") for day in range(1, 6)] for seed in (1, 2)]
    assert course[0] != course[1]
    assert len(set(course[0])) > 1


async def test_the_next_day_comes_by_the_clock_and_what_is_known_is_not_sent_again(
    asked: Asked,
) -> None:
    _, headers, _ = await asked.get(DAILY)
    for known in (
        {"If-None-Match": headers["ETag"]},
        {"If-Modified-Since": headers["Last-Modified"]},
    ):
        status, _, content = await asked.get(DAILY, **known)
        assert (status, content) == (304, b"")
    asked.clock.advance(24 * 3600)
    status, _, content = await asked.get(DAILY, **{"If-None-Match": headers["ETag"]})
    assert (status, read(content)[0][0]) == (200, "2026-03-19")


async def test_who_names_nobody_is_understood_by_the_path(asked: Asked) -> None:
    async with asked.session.get(f"{asked.address}{DAILY}") as found:
        assert found.status == 200


STATUSES = [
    ("throttled", 429),
    ("maintenance", 503),
    ("database_down", 500),
    ("gateway", 502),
    ("not_found", 404),
    ("page", 200),
]


@pytest.mark.parametrize(("kind", "status"), STATUSES)
async def test_a_fault_that_refuses_has_its_status_and_a_page(
    asked: Asked, kind: str, status: int
) -> None:
    await asked.fault(kind)
    found = await asked.get(DAILY)
    assert (found[0], found[1]["Content-Type"]) == (status, "text/html; charset=UTF-8")
    assert (await asked.get(DAILY))[1]["Content-Type"] == "text/xml"


async def test_faults_of_the_file_itself_are_in_it(asked: Asked) -> None:
    async def struck(kind: str) -> list[tuple[str, dict[str, str]]]:
        await asked.fault(kind)
        return await asked.days(DAILY)

    [(day, right)] = await asked.days(DAILY)
    assert (await struck("yesterday"))[0][0] == "2026-03-17"
    assert set((await struck("unknown_currency"))[0][1]) - set(right) == {"XQX"}
    assert set(right) - set((await struck("missing_currency"))[0][1]) == {"USD"}
    assert (await struck("no_number"))[0][1]["USD"] == "N/A"
    assert [each for each, _ in await struck("twice")] == [day, day]
    with pytest.raises(ET.ParseError):
        await struck("cut_short")


async def test_an_answer_may_end_in_the_middle_or_never_come(asked: Asked) -> None:
    await asked.fault("half_answer")
    with pytest.raises(aiohttp.ClientPayloadError):
        await asked.get(DAILY)
    for kind in ("lost_before", "lost_after"):
        await asked.fault(kind)
        wait = aiohttp.ClientTimeout(total=0.2)
        with pytest.raises(TimeoutError):
            await asked.session.get(f"{asked.address}{DAILY}", headers=BANK, timeout=wait)


async def test_the_page_says_how_often_it_was_asked(asked: Asked) -> None:
    _, headers, _ = await asked.get(DAILY)
    await asked.get(DAILY, **{"If-None-Match": headers["ETag"]})
    status, _, content = await asked.get("/_sandbox/ecb/")
    assert status == 200
    assert b"Asked for 2 times, 1 of them unchanged." in content
    assert b"The rates of 2026-03-19 come out at 2026-03-19 15:00 UTC." in content
    async with asked.session.get(f"{asked.address}/_sandbox/ledger") as found:
        assert (await found.json())["ecb"]["file.read"] == {"eurofxref-daily.xml": 2}
