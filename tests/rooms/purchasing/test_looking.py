"""A day's points, and what looking prevents. The benchmark measures it against a made-up world."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hanse.rooms.purchasing.model.looking import Level, Plan, outlook, plan, planned
from hanse.rooms.purchasing.model.risks import HOURS, Goods, Habits, learned, weighed

BASE = Level("base", 500, 1)


def goods(count: int = 60, seed: int = 1, *, whole: bool = True) -> Goods:
    rng = np.random.default_rng(seed)
    falls = rng.gamma(0.5, 4, count) + 0.01
    stock = np.floor(falls * rng.lognormal(1.5, 1, count))
    age = rng.uniform(0, 8, count)
    return Goods(
        product=np.arange(count) // 3,
        sales=rng.gamma(0.3, 1, count),
        falls=falls,
        falls_spread=falls / 2,
        stock=stock,
        age_days=age,
        margin=rng.lognormal(2, 1, count),
        oversold=rng.lognormal(2, 1, count),
        refill=20 * falls,
        back_days=np.full(count, 7.0),
        out_days=np.where(stock > 0, 0.0, age + 1),
        points=np.full(count, 10.0),
        whole=np.full(count, whole),
        told=np.zeros(count, dtype=np.bool_),
    )


def alike(count: int, **other: float) -> Goods:
    """Variants that are the same but for what a test says."""
    usual = {"sales": 1.0, "falls": 2.0, "falls_spread": 0.5, "stock": 6.0, "age_days": 1.0}
    usual |= {"margin": 5.0, "oversold": 5.0, "refill": 30.0, "back_days": 7.0, "out_days": 0.0}
    usual |= {"points": 10.0}
    columns = {name: np.full(count, other.get(name, value)) for name, value in usual.items()}
    return Goods(
        product=np.arange(count),
        whole=np.zeros(count, dtype=np.bool_),
        told=np.zeros(count, dtype=np.bool_),
        **columns,
    )


def one(them: Goods, level: Level = BASE) -> Plan:
    [found] = planned(them, [level])
    return found


@settings(max_examples=8)
@given(
    seed=st.integers(0, 1_000),
    points=st.sampled_from([0, 10, 95, 300, 5_000, 1_000_000]),
    calls_per_s=st.sampled_from([0.0, 0.0006, 0.002, 1]),
    whole=st.booleans(),
)
def test_no_limit_of_a_level_is_ever_passed(
    seed: int, points: int, calls_per_s: float, whole: bool
) -> None:
    level = Level("any", points, calls_per_s)
    found = one(goods(seed=seed, whole=whole), level)
    assert found.points <= points
    by_hour = np.bincount(found.hours, minlength=HOURS)
    assert by_hour.max(initial=0) <= level.calls_per_hour
    assert len(by_hour) == HOURS
    assert list(np.diff(found.hours) >= 0) == [True] * max(len(found.hours) - 1, 0)
    assert (np.bincount(found.looks, minlength=len(found.counts)) == found.counts).all()
    assert (found.loss >= -1e-9).all()
    assert ((found.wrong >= 0) & (found.wrong <= 1 + 1e-9)).all()


@settings(max_examples=8)
@given(seed=st.integers(0, 1_000))
def test_a_higher_level_never_makes_it_worse_and_says_what_it_changes(seed: int) -> None:
    plans = planned(goods(seed=seed), [Level(str(each), each, 1) for each in (0, 50, 200, 4_800)])
    looks = [each.looks for each in map(outlook, plans)]
    assert looks == sorted(looks)
    assert looks[0] == 0
    assert plans[0].loss.sum() == pytest.approx(plans[0].loss_without)
    assert outlook(plans[-1]).stale_days <= outlook(plans[0]).stale_days + 1e-9
    assert plans[-1].wrong.sum() <= plans[0].wrong.sum() + 1e-9


def test_the_points_are_used_to_the_last_look_up_that_fits() -> None:
    found = one(goods(), Level("little", 95, 1))
    assert found.points == 90
    same = one(alike(40), Level("little", 95, 1))  # none is worth more than the other
    assert same.points == 90


def test_points_go_where_the_risk_times_the_loss_is_highest() -> None:
    them = alike(4)
    dear = replace(them, oversold=np.array([5.0, 50.0, 5.0, 5.0]))
    assert one(dear, Level("one", 10, 1)).looks.tolist() == [1]
    scarce = replace(them, stock=np.array([60.0, 60.0, 3.0, 60.0]))
    assert one(scarce, Level("one", 10, 1)).looks.tolist() == [2]
    sells = replace(them, sales=np.array([0.1, 0.1, 0.1, 2.0]))
    assert one(sells, Level("one", 10, 1)).looks.tolist() == [3]
    old = replace(them, age_days=np.array([3.0, 0.1, 0.1, 0.1]))
    assert one(old, Level("one", 10, 1)).looks.tolist() == [0]
    cheap = replace(them, points=np.array([10.0, 10.0, 5.0, 10.0]))
    assert one(cheap, Level("one", 10, 1)).looks.tolist()[0] == 2


def test_what_a_webhook_tells_of_is_looked_at_last() -> None:
    told = replace(alike(6, age_days=4.0), told=np.array([True, True, True, False, False, False]))
    assert sorted(one(told, Level("three", 30, 1)).looks.tolist()) == [3, 4, 5]
    assert one(told, Level("none", 0, 1)).unfresh().tolist() == [3, 4, 5]


def test_one_look_up_reads_a_whole_product_where_the_platform_has_it() -> None:
    together, apart = one(goods(whole=True)), one(goods(whole=False))
    assert len(together.counts) == 20
    assert len(apart.counts) == 60
    assert together.loss.sum() < apart.loss.sum()
    assert together.risks.unit.tolist() == [at // 3 for at in range(60)]


def test_something_sold_out_for_long_is_looked_at_less() -> None:
    them = alike(2, stock=0.0, age_days=2.0)
    found = replace(them, out_days=np.array([2.0, 90.0]))
    assert one(found, Level("one", 10, 1)).looks.tolist() == [0]


def test_what_is_lost_without_a_look_grows_with_the_hours() -> None:
    risks = weighed(goods(), Habits(vanish=0.01))
    for table in (risks.loss_now, risks.loss_fresh, risks.gain_now, risks.gain_fresh):
        assert (np.diff(table, axis=0) >= -1e-9).all()
    assert (risks.loss_now[0] == 0).all()


def test_look_ups_that_cost_no_points_are_held_by_the_calls_alone() -> None:
    free = replace(goods(), points=np.zeros(60))
    level = Level("slow", 0, 4 / 3600 / 0.95 + 1e-9)
    found = one(free, level)
    assert level.calls_per_hour == 4
    assert 4 * HOURS * 0.9 <= len(found.looks) <= 4 * HOURS
    assert found.loss.sum() < one(free, Level("slower", 0, 2 / 3600)).loss.sum()


def test_habits_are_the_usual_ones_until_enough_was_seen() -> None:
    usual = Habits()
    assert learned(np.zeros(0), 0, 0) == usual
    assert learned(np.array([1.0, 1.0, 2.0]), 0, 0).burst == 1.5
    assert learned(np.zeros(0), 900, 80).early == pytest.approx(0.91)
    assert learned(np.zeros(0), 0, 80).early == pytest.approx(0.1)


def test_what_is_never_sold_is_never_looked_at() -> None:
    assert one(alike(3, sales=0.0), Level("few", 10, 1)).counts.sum() <= 1


def test_the_plan_prevents_more_than_any_other_choice_of_as_many_first_looks() -> None:
    """By its own estimates, against a hundred drawn plans of the same calls at the same hours."""
    risks = weighed(goods(90))
    mine = plan(risks, Level("few", 100, 1))
    rng = np.random.default_rng(0)
    worth = risks.gain_now[-1]
    taken = worth[np.unique(mine.looks)].sum() / len(np.unique(mine.looks))
    for _ in range(100):
        other = rng.choice(len(worth), len(np.unique(mine.looks)), replace=False)
        assert worth[other].mean() <= taken + 1e-9


def test_nothing_to_look_at_is_an_empty_plan() -> None:
    found = one(alike(0))
    assert found.points == 0
    assert outlook(found).looks == 0
