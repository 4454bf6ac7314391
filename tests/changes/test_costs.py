"""How long a set takes with what is left of the quota at this moment, and whose its fields get."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from hanse.app import wiring
from hanse.changes.model.changes import Wisher
from hanse.changes.model.owners import Owner, Passing, passings
from hanse.changes.service.hands import powers
from hanse.changes.service.reading import Quota, quota_of, share
from hanse.engine.pace import Breaker, BucketState
from tests.changes.wishes import wish

NOW = datetime(2026, 11, 20, 14, 3, 5, tzinfo=UTC)
SHOP = UUID(int=1)
POWERS = powers(wiring.CONNECTORS)
PRICES = POWERS["shopify", "offers.price"]


def bucket(left: float, per_s: float = 100.0) -> BucketState:
    closed = Breaker.closed
    return BucketState(SHOP, PRICES.rate.family, left, 2_000.0, per_s, None, closed, None, None, 0)


def seconds(quota: Quota | None, count: int = 5_000) -> float:
    return share(PRICES, SHOP, "offers.price", count, 1, quota).seconds


def test_what_is_left_now_says_how_long_it_takes() -> None:
    rate = PRICES.rate
    whole = quota_of(rate, None, 0, NOW)
    assert whole is not None
    assert whole.left == rate.units
    full, empty = (quota_of(rate, bucket(left), 0, NOW) for left in (2_000.0, 0.0))
    units = share(PRICES, SHOP, "offers.price", 5_000, 1, full).units
    assert seconds(empty) == pytest.approx(units / 100, abs=0.1)
    assert seconds(full) == pytest.approx(max(units - 2_000, 0) / 100, rel=0.5, abs=40)
    assert seconds(full) < seconds(empty)
    # What goes out before has taken its part; a bucket that comes back slower takes longer.
    assert seconds(quota_of(rate, bucket(2_000.0), 2_000, NOW)) == seconds(empty)
    assert seconds(quota_of(rate, bucket(0.0, per_s=50.0), 0, NOW)) > seconds(empty)
    still = replace(bucket(2_000.0), blocked_until=NOW + timedelta(minutes=5))
    assert seconds(quota_of(rate, still, 0, NOW)) == seconds(full) + 300
    assert share(PRICES, SHOP, "offers.price", 1, 1, full).left == 2_000


def test_where_nobody_tells_a_limit_nothing_is_left_or_short() -> None:
    power = POWERS["woocommerce", "offers.price"]
    assert quota_of(power.rate, None, 0, NOW) is None
    one = share(power, SHOP, "offers.price", 1, 1, None)
    assert (one.units, one.left) == (0, None)
    assert one.seconds > 0


@pytest.mark.parametrize(
    ("now", "wisher", "told"),
    [
        (Owner.channel, Wisher.person, "price: the shop's own today, a person's after this"),
        (Owner.hub, Wisher.key, "price: the hub's, and stays so"),
        (Owner.person, Wisher.person, None),
        (Owner.hub, Wisher.rule, None),
    ],
)
def test_whoever_agrees_is_told_what_gets_another_owner(
    now: Owner, wisher: Wisher, told: str | None
) -> None:
    change = wish(1)
    change = replace(change, origin=replace(change.origin, wisher=wisher))
    found = passings(change, {"price": now}, creates=False)
    assert [str(each) for each in found] == ([told] if told else [])
    assert passings(change, {}, creates=True) == (Passing("", None, Owner.hub),)
