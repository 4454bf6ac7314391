"""The ways of parcels, and the signature of pushes, without a server."""

import json
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hanse.base.clock import FixedClock
from hanse.sandbox.ledger import Ledger
from hanse.sandbox.track17 import calls
from hanse.sandbox.track17.account import Account, compact, sign
from hanse.sandbox.track17.bureau import Bureau
from hanse.sandbox.track17.carriers import CARRIERS
from hanse.sandbox.track17.course import COURSES, Parcel, course_of, planned

VECTORS = json.loads((Path(__file__).parent / "vectors.json").read_text("utf-8"))
START = datetime(2026, 3, 1, 9, tzinfo=UTC)
MAIN = {
    *("NotFound", "InfoReceived", "InTransit", "Expired", "AvailableForPickup", "OutForDelivery"),
    *("DeliveryFailure", "Delivered", "Exception"),
}
NUMBERS = st.integers(0, 10**9 - 1).map("RR{:09d}CN".format)


@pytest.mark.parametrize("row", VECTORS, ids=[row["case"] for row in VECTORS])
def test_a_push_is_signed_as_the_vectors_say(row: dict[str, Any]) -> None:
    raw = bytes.fromhex(row["raw_body_hex"])
    assert sign(raw, row["key"]) == row["sign"]
    assert compact(json.loads(raw)) == raw  # and written as the service writes
    for wrong in row["refused"]:
        body = wrong["raw_body"].encode() if "raw_body" in wrong else raw
        assert sign(body, wrong.get("key", row["key"])) != wrong["sign"], wrong["change"]


@settings(max_examples=50)
@given(st.integers(0, 99), NUMBERS, st.sampled_from(sorted(CARRIERS)))
def test_a_way_is_the_same_at_every_call_and_goes_on_in_time(
    seed: int, number: str, carrier: int
) -> None:
    found = planned(seed, number, carrier, START)
    assert found == planned.__wrapped__(seed, number, carrier, START)
    times = [event.at for event in found]
    assert times == sorted(set(times))
    assert {event.status for event in found} <= MAIN
    assert all(event.at - START < timedelta(days=30) for event in found)


def test_all_ways_are_gone_and_as_often_as_they_should() -> None:
    assert sum(share for share, _ in COURSES.values()) == 100
    met = Counter(course_of(7, f"RR{number:09d}CN") for number in range(2_000))
    assert set(met) == set(COURSES)
    assert all(abs(met[name] / 20 - share) < 4 for name, (share, _) in COURSES.items())


@settings(max_examples=50)
@given(NUMBERS, st.integers(0, 12), st.integers(0, 400))
def test_hastened_steps_have_happened_and_what_was_before_stays(
    number: str, steps: int, hours: int
) -> None:
    parcel, now = Parcel(number, 3011, 7, START), START + timedelta(hours=hours)
    before, whole = parcel.until(now), parcel.events()
    moved = parcel.hasten(now, steps)
    after = parcel.until(now)
    assert moved == min(steps, len(whole) - len(before))
    assert after[: len(before)] == before
    assert len(after) == len(before) + moved
    assert [event.sub for event in parcel.events()] == [event.sub for event in whole]
    assert [e.at for e in parcel.events()] == sorted(e.at for e in parcel.events())


def opened(quota: int) -> tuple[FixedClock, Account]:
    clock = FixedClock(START)
    found = Bureau(clock, Ledger(), 7).first
    found.quota = found.daily = quota
    return clock, found


def test_numbers_end_within_their_time_and_are_forgotten_at_last() -> None:
    """The service's own rules: 15 days after a delivery, 30 without an event, 90 after the end."""
    clock, account = opened(1_000)
    items = [{"number": f"RR{number:09d}CN"} for number in range(1_000)]
    found = calls.each(account, calls.register, items, clock.now(), lambda _: 0)
    assert len(found["data"]["accepted"]) == account.used == 1_000
    for _ in range(15):
        clock.advance(4 * 86_400)
        account.advance(clock.now(), 10**6)
    rows = list(account.every())
    assert {row.stop_reason for row in rows} == {"Expired"}
    assert {row.word for row in rows} == {"Delivered", "Exception", "Expired"}
    assert {row.word for row in rows if row.words(row.events(clock.now()))[0] != row.word} == set()
    clock.advance(90 * 86_400)
    account.advance(clock.now(), 10**6)
    assert not account.rows
    assert account.used == 1_000
