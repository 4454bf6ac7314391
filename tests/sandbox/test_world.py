"""A large world costs nothing until somebody writes."""

import random
import tracemalloc
from datetime import UTC, datetime

import pytest

from hanse.base.clock import FixedClock
from hanse.sandbox.faults import Switches
from hanse.sandbox.ledger import Ledger
from hanse.sandbox.woocommerce.store import Store
from hanse.sandbox.world import World, number_of, product

WORLD = World(seed=3, products=1_000_000)


def store() -> Store:
    return Store(FixedClock(datetime(2026, 5, 1, tzinfo=UTC)), Ledger(), WORLD)


def test_a_product_is_the_same_at_every_call_and_another_with_another_seed() -> None:
    assert product(WORLD, 5) == product(World(3, 6), 5)
    assert product(WORLD, 5) != product(World(4, 6), 5)


def test_a_sku_leads_back_to_its_product() -> None:
    for number in (0, 7, 10, 999_999):
        seed = product(WORLD, number)
        assert number_of(WORLD, seed.sku) == (number, "")
        for variant in seed.variants:
            assert number_of(WORLD, variant.sku) == (number, variant.size)
    for wrong in ("HZ-0000007-S", "HZ-1", "HZ-0000001-XL", "other", "HZ-9999999"):
        assert number_of(WORLD, wrong) is None


def test_there_is_no_product_beyond_the_end() -> None:
    with pytest.raises(IndexError, match="there is no number 1000000"):
        product(WORLD, 1_000_000)


def test_a_million_products_take_no_memory_before_a_write() -> None:
    tracemalloc.start()
    held = store()
    number = held.holder_of("HZ-0999999")
    assert number is not None
    assert held.post(number)
    assert tracemalloc.get_traced_memory()[1] < 1_000_000
    tracemalloc.stop()


def test_a_written_product_lies_over_the_seeded_one() -> None:
    held = store()
    number = held.holder_of("HZ-0000003")
    assert number is not None
    record = held.post(number)
    assert record is not None
    held.keep({**record, "sku": "MINE", "name": "Mine"})
    assert (held.holder_of("MINE"), held.holder_of("HZ-0000003")) == (number, None)
    held.forget({**record, "sku": "MINE"})
    assert held.post(number) is None


def test_a_share_of_calls_is_struck_and_a_count_is_used_up() -> None:
    switches = Switches(random.Random(1))
    switches.set({"kind": "gateway", "share": 0.2, "calls": "^GET"})
    struck = [switches.strike("woocommerce", "GET /x") for _ in range(1000)]
    assert 150 < sum(switch is not None for switch in struck) < 250
    switches.rows.clear()
    switches.set({"kind": "throttled", "count": 2})
    found = [switches.strike("woocommerce", "GET /") for _ in range(3)]
    assert [switch and switch.kind for switch in found] == ["throttled", "throttled", None]
    assert switches.strike("shopify", "GET /") is None


def test_a_fault_that_cannot_be_read_says_why() -> None:
    switches = Switches(random.Random(1))
    with pytest.raises(ValueError, match="A fault has no often"):
        switches.set({"kind": "bom", "often": 1})
    with pytest.raises(ValueError, match="cannot be read"):
        switches.set({"kind": "bom", "calls": "("})


def test_the_ledger_counts_by_kind_and_key() -> None:
    ledger = Ledger()
    for key in ("a", "a", "b"):
        ledger.note("woocommerce", "order.create", key)
    assert ledger.count("woocommerce", "order.create", "a") == 2
    assert ledger.count("woocommerce", "order.create") == 3
    assert ledger.document() == {"woocommerce": {"order.create": {"a": 2, "b": 1}}}
