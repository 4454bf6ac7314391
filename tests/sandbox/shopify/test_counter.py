"""What people do in a shop by hand, and what its shoppers do by themselves."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from hanse.base.clock import FixedClock
from hanse.sandbox.counter import Turned
from hanse.sandbox.held import Sandbox, new_sandbox
from hanse.sandbox.shopify.mounted import Mounted
from hanse.sandbox.world import World, product

WORLD = World(seed=3, products=30, customers=5, orders=4, order_days=10)


@pytest.fixture
def sandbox() -> Sandbox:
    clock = FixedClock(datetime(2026, 11, 20, 12, tzinfo=UTC))
    return new_sandbox(clock, world=WORLD, shops=[("shopify", "mugs")])


def mugs(sandbox: Sandbox) -> Mounted:
    found = sandbox.shops.first("shopify")
    assert isinstance(found, Mounted)
    return found


def test_the_shelf_shows_every_product_with_its_price_and_stock(sandbox: Sandbox) -> None:
    page = mugs(sandbox).counter.goods(0, 100)
    assert page.total == len(page.rows) == WORLD.products
    single = product(WORLD, 1)
    found = mugs(sandbox).counter.good(single.sku)
    assert found.title.startswith(single.name)
    assert mugs(sandbox).counter.price_of(1) == single.price_minor


def test_a_sale_takes_stock_and_is_an_order(sandbox: Sandbox) -> None:
    counter = mugs(sandbox).counter
    seeded = next(each for n in range(1, 30) if (each := product(WORLD, n)).stock > 2)
    assert not seeded.variants
    before = counter.good(seeded.sku)
    number = counter.order(seeded.sku, 2)
    after = counter.good(seeded.sku)
    assert before.stock is not None
    assert after.stock == before.stock - 2
    assert counter.sales(0, 1).rows[0].reference == number
    assert mugs(sandbox).ledger.count("shopify", "shopper:order.place") == 1


def test_another_run_gives_no_id_of_an_order_again(sandbox: Sandbox) -> None:
    """The shops begin with the seed again; whoever kept their orders does not."""
    skipping = new_sandbox(
        FixedClock(datetime(2026, 11, 20, 13, tzinfo=UTC)),
        world=replace(WORLD, skip=600),
        shops=[("shopify", "mugs"), ("woocommerce", "lamps")],
    )
    lamps = new_sandbox(skipping.clock, world=WORLD, shops=[("woocommerce", "lamps")])
    sku = next(each.sku for n in range(1, 30) if (each := product(WORLD, n)).stock > 2)
    for platform, before in (("shopify", sandbox), ("woocommerce", lamps)):
        references = []
        for run in (before, skipping):
            shop = run.shops.first(platform)
            assert shop is not None
            counter = shop.counter
            references.append(int(counter.order(sku, 1).removeprefix("#")))
            assert counter.sales(0, 1).rows[0].reference.removeprefix("#") == str(references[-1])
        assert references[1] - references[0] == 600


def test_what_is_sold_out_is_not_sold(sandbox: Sandbox) -> None:
    counter = mugs(sandbox).counter
    counter.edit(product(WORLD, 1).sku, {"stock": 0})
    with pytest.raises(Turned, match="sold out"):
        counter.order(product(WORLD, 1).sku, 1)
    assert not counter.buy(1, None, 1)


def test_a_merchant_edits_sends_and_gives_back(sandbox: Sandbox) -> None:
    counter = mugs(sandbox).counter
    sku = product(WORLD, 1).sku
    counter.edit(sku, {"title": "Red Mug", "price": "12.34", "stock": 50})
    assert counter.price_of(1) == 1_234
    number = counter.order(sku, 1)
    counter.fulfil(number)
    with pytest.raises(Turned, match="left to send"):
        counter.fulfil(number)
    counter.refund(number, None)
    assert "refunded" in counter.sales(0, 1).rows[0].status


def test_a_deleted_product_is_nowhere(sandbox: Sandbox) -> None:
    counter = mugs(sandbox).counter
    counter.delete(product(WORLD, 1).sku)
    assert counter.goods(0, 100).total == WORLD.products - 1
    with pytest.raises(Turned):
        counter.good(product(WORLD, 1).sku)
    assert counter.price_of(1) is None


@pytest.mark.parametrize("changes", [{"colour": "red"}, {"price": "cheap"}, {"status": "gone"}])
def test_what_cannot_be_is_refused_in_words(sandbox: Sandbox, changes: dict[str, str]) -> None:
    with pytest.raises(Turned):
        mugs(sandbox).counter.edit(product(WORLD, 1).sku, changes)


def test_a_size_is_bought_by_its_own_sku(sandbox: Sandbox) -> None:
    counter = mugs(sandbox).counter
    variant = product(WORLD, 0).variants[1]
    counter.edit(variant.sku, {"stock": 9})
    counter.order(variant.sku, 4)
    assert counter.good(variant.sku).stock == 5
    with pytest.raises(Turned, match="choose one"):
        counter.order(str(mugs(sandbox).shop.products.first), 1)
