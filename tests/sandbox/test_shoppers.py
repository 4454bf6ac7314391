"""Shoppers buy as they say they do: elasticity, season and trend come back out of the sales."""

import math
import random
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest

from hanse.base.clock import FixedClock
from hanse.sandbox.held import new_sandbox
from hanse.sandbox.shoppers import RISE_MAX, Shoppers, taste
from hanse.sandbox.world import World, product

WORLD = World(seed=5, products=8)
BEGAN = datetime(2026, 1, 5, tzinfo=UTC)  # a Monday


@dataclass(slots=True)
class Shelf:
    """A till with prices of our own and as much as anybody wants, or nothing."""

    factor: float = 1.0
    empty: bool = False
    closed: bool = False
    sold: list[tuple[int, int | None, int]] = field(default_factory=list)

    def price_of(self, number: int) -> int | None:
        return None if self.closed else round(product(WORLD, number).price_minor * self.factor)

    def buy(self, number: int, size: int | None, quantity: int) -> bool:
        if self.empty:
            return False
        self.sold.append((number, size, quantity))
        return True


def coming(till: Shelf, per_hour: float, seed: int = 1) -> Shoppers:
    found = Shoppers(WORLD, till, BEGAN, chance=random.Random(seed))
    found.change_rate(per_hour, BEGAN)
    return found


def pass_days(shoppers: Shoppers, start: float, days: float) -> None:
    """Let the time go by, in steps that never hold up to the limit of one."""
    end = BEGAN + timedelta(days=start + days)
    while shoppers.is_behind(end):
        shoppers.advance(end)


def test_a_product_has_the_same_taste_at_every_call_and_within_its_bounds() -> None:
    found = [taste(WORLD, number) for number in range(500)]
    assert found == [taste(World(seed=5), number) for number in range(500)]
    assert {-3.5 <= one.elasticity <= -0.5 for one in found} == {True}
    assert len({one.elasticity for one in found}) > 100
    mean = sum(one.weight for one in found) / len(found)
    assert 0.25 < mean < 0.33


def test_as_many_orders_come_as_the_truth_says() -> None:
    till = Shelf()
    shoppers = coming(till, per_hour=60)
    pass_days(shoppers, 0, 7)
    got = Counter(number for number, _, _ in till.sold)
    for number in range(WORLD.products):
        price = product(WORLD, number).price_minor
        steps = [BEGAN + timedelta(hours=hour + 0.5) for hour in range(7 * 24)]
        expected = sum(shoppers.rate_per_day(number, price, at) / 24 for at in steps)
        assert abs(got[number] - expected) < 4 * math.sqrt(expected) + 1, number
    assert shoppers.sold.total() == len(till.sold)
    assert shoppers.looked > len(till.sold)


def test_the_elasticity_can_be_recovered_from_the_sales() -> None:
    """Price goes up and down by turns within each day, so that no season can explain it."""
    till = Shelf()
    shoppers = coming(till, per_hour=300)
    low, high = 0.85, 1.25
    counts = {low: Counter[int](), high: Counter[int]()}
    for step in range(48):
        till.factor, till.sold = (low, high)[step % 2], []
        pass_days(shoppers, step / 16, 1 / 16)
        counts[till.factor].update(number for number, _, _ in till.sold)
    for number in range(WORLD.products):
        cheap, dear = counts[low][number], counts[high][number]
        if min(cheap, dear) < 100:
            continue
        found = math.log(dear / cheap) / math.log(high / low)
        spread = math.sqrt(1 / cheap + 1 / dear) / math.log(high / low)
        assert abs(found - taste(WORLD, number).elasticity) < 4 * spread, number
    assert sum(min(counts[low][n], counts[high][n]) >= 100 for n in range(WORLD.products)) >= 4


def test_the_best_days_of_week_and_year_show_and_so_does_the_trend() -> None:
    shoppers = coming(Shelf(), per_hour=10)
    number = max(range(WORLD.products), key=lambda at: taste(WORLD, at).weight)
    feels, price = taste(WORLD, number), product(WORLD, number).price_minor

    def rate(days: float) -> float:
        return shoppers.rate_per_day(number, price, BEGAN + timedelta(days=days))

    week = [rate(day) / feels.year(BEGAN + timedelta(days=day)) for day in range(7)]
    assert week.index(max(week)) == int(feels.week_best)
    assert max(week) / min(week) > (1 + feels.week_swing) / (1 - feels.week_swing) * 0.9
    year = [sum(rate(7 * at + day) for day in range(7)) for at in range(52)]
    best = (7 * year.index(max(year)) + 7.5) % 365
    apart = abs(best - feels.year_best)
    assert min(apart, 365 - apart) < 50  # the trend moves the top a little
    same_day = 364 * 5  # the same day of the week, five years on
    assert rate(same_day) / rate(0) == pytest.approx((1 + feels.growth) ** 5, rel=0.2)


def test_season_shows_in_the_sales_themselves() -> None:
    till = Shelf()
    shoppers = coming(till, per_hour=40)
    halves = Counter[bool]()
    for week in range(2):
        for day in range(7):
            till.sold = []
            pass_days(shoppers, 7 * week + day, 1)
            halves[day >= 4] += len(till.sold)
    weekend, others = halves[True] / 6, halves[False] / 8
    assert weekend > others * 1.15


def test_what_is_sold_out_sells_nothing_and_is_counted_as_lost() -> None:
    till = Shelf(empty=True)
    shoppers = coming(till, per_hour=60)
    pass_days(shoppers, 0, 1)
    assert till.sold == []
    assert shoppers.sold.total() == 0
    assert shoppers.lost.total() == shoppers.wanted.total() > 500
    till.closed = True
    before = shoppers.wanted.total()
    pass_days(shoppers, 1, 1)
    assert shoppers.wanted.total() == before  # nobody misses what is not shown


def test_the_same_seed_brings_the_same_shoppers_however_often_one_looks() -> None:
    once, often = Shelf(), Shelf()
    pass_days(coming(once, 30), 0, 2)
    shoppers = coming(often, 30)
    for hour in range(48):
        pass_days(shoppers, hour / 24, 1 / 24)
    assert once.sold == often.sold
    other = Shelf()
    pass_days(coming(other, 30, seed=2), 0, 2)
    assert other.sold != once.sold


def test_demand_is_bounded_however_cheap_a_thing_gets() -> None:
    shoppers = coming(Shelf(), 60)
    most = shoppers.rate_per_day(0, 1, BEGAN) / shoppers.rate_per_day(0, 10**9, BEGAN)
    assert most > 100
    first = product(WORLD, 0).price_minor
    share = shoppers.rate_per_day(0, 1, BEGAN) / shoppers.rate_per_day(0, first, BEGAN)
    assert share == pytest.approx(RISE_MAX)


def test_nobody_comes_when_they_are_sent_home() -> None:
    till = Shelf()
    shoppers = coming(till, 60)
    shoppers.change_rate(0, BEGAN)
    pass_days(shoppers, 0, 10)
    assert till.sold == []
    for wrong in (-1, 10**9):
        with pytest.raises(ValueError, match="orders an hour cannot be"):
            shoppers.change_rate(wrong, BEGAN)


def test_in_a_real_store_their_orders_take_stock_and_a_price_change_is_felt() -> None:
    clock = FixedClock(BEGAN)
    sandbox = new_sandbox(clock, world=World(seed=5, products=8, customers=3))
    shop = sandbox.shops.named("shop.test")
    shoppers = sandbox.shoppers_of(shop)
    shoppers.change_rate(120, clock.now())
    before = {good.sku: good.stock for good in shop.counter.goods(0, 8).rows}
    clock.advance(24 * 3600)
    while shoppers.is_behind(sandbox.clock.now()):
        shoppers.advance(sandbox.clock.now())
    sold = shop.counter.sales(0, 100_000)
    assert sold.total == shoppers.sold.total() > 50
    assert shoppers.lost.total() > 0  # a hundred of each are not many
    after = {good.sku: good.stock for good in shop.counter.goods(0, 8).rows}
    assert any(after[sku] < before[sku] for sku in before if before[sku])
    assert all(stock is None or stock >= 0 for stock in after.values())
    counts = sandbox.ledger.document()["woocommerce"]
    assert sum(counts["shopper:order.create"].values()) == sold.total
    assert "order.create" not in counts
    number = 3
    truth = shoppers.truth(number, sandbox.clock.now())
    shop.counter.edit(truth["sku"], {"price": f"{truth['price_minor'] * 2 / 100:.2f}"})
    dearer = shoppers.truth(number, sandbox.clock.now())
    ratio = dearer["rate_per_day_now"] / truth["rate_per_day_now"]
    assert ratio == pytest.approx(2 ** truth["elasticity"])
