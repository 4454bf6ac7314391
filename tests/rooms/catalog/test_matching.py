"""Listings become known by SKU, then by barcode, only where it is clear on both sides; else a
person is asked, and what the person says is done once, however often a worker is killed."""

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from uuid import UUID

import pytest

from hanse.base.faults import Rejected
from hanse.base.money import Money
from hanse.engine.tx import Tx
from hanse.rooms.billing.model import plans
from hanse.rooms.billing.service import plans as billing
from hanse.rooms.catalog.model.matching import How, Why
from hanse.rooms.catalog.service import deciding, matching, naming, offering, reading, telling
from hanse.rooms.catalog.service.making import NewGoods
from tests.rooms.catalog.listed import Shop, coloured, labels, product, simple
from tests.rooms.catalog.some import made, made_all

EAN = "4006381333931"


async def links(shop: Shop) -> dict[str, UUID]:
    async with shop.tx() as tx:
        found = await offering.links_page(tx, shop.account_id, None, 1_000)
    return {each.remote_name: each.product_id for each in found}


async def new(shop: Shop, title: str, *skus: str, **variant: str) -> UUID:
    async with shop.tx() as tx:
        if variant:
            return (await made_all(tx, NewGoods({"title": title}, [variant])))[0]
        return await made(tx, title, *skus)


async def test_a_clear_sku_or_barcode_is_known_by_itself_and_it_is_kept_how(shop: Shop) -> None:
    lamp, mug = await new(shop, "Lamp", "L-1"), await new(shop, "Mug", gtin=EAN)
    red = await new(shop, "Shirt", "S-R", "S-B")
    await shop.shows(
        simple("1", "Other title", "L-1"),
        simple("2", "Mug", gtin=EAN),
        coloured("3", "Shirts", Red="S-R", Blue="S-B"),
    )
    assert await links(shop) == {"1": lamp, "2": mug, "3-Red": red, "3-Blue": red}
    assert await shop.waiting() == []
    async with shop.tx() as tx:
        hows = await tx.fetch("select how from catalog_offers order by remote_product_id")
    assert [row["how"] for row in hows][:2] == [How.sku, How.barcode]


async def test_what_is_not_clear_on_both_sides_waits_for_a_person(shop: Shop) -> None:
    lamp, _ = await new(shop, "Brass lamp", "L-1"), await new(shop, "Mug", gtin=EAN)
    await new(shop, "Mug, same code", gtin=EAN)
    await new(shop, "Half", "H-1")
    await shop.shows(
        simple("1", "Lamp", "L-1"),
        simple("2", "Lamp again", "L-1"),
        simple("3", "Mug", gtin=EAN),
        simple("4", "Mug", "L-9", gtin=EAN),
        simple("5", "Brass lamps", "X-5"),
        simple("6", "Something else"),
        coloured("7", "Half", Red="H-1", Blue="H-2"),
        coloured("8", "Mixed", Red="H-1", Blue="L-1"),
    )
    assert await links(shop) == {}
    waiting = {each.remote_product_id: each for each in await shop.waiting()}
    assert {key: each.why for key, each in waiting.items()} == {
        "1": Why.twice_there,
        "2": Why.twice_there,
        "3": Why.twice_here,
        "4": Why.twice_here,
        "5": Why.unknown,
        "6": Why.unknown,
        "7": Why.twice_there,
        "8": Why.twice_there,
    }
    assert waiting["1"].product_id == lamp
    assert [(each.product_id, each.how) for each in waiting["5"].candidates] == [
        (lamp, How.likeness)
    ]
    assert waiting["6"].candidates == ()


async def test_a_code_on_a_later_page_counts_too_so_the_first_reading_is_waited_for(
    shop: Shop,
) -> None:
    early = await Shop.open(shop.database, shop.workspace, "slow", is_read=False)
    await new(shop, "Lamp", "L-1")
    await early.shows(simple("1", "Lamp", "L-1"))
    assert (await links(early), await early.waiting()) == ({}, [])
    await early.shows(simple("2", "Lamp", "L-1"))
    async with early.tx() as tx:
        await tx.execute("update mirror_feeds set ended_at = $1", tx.now)
    await early.match()
    assert await links(early) == {}
    assert {each.why for each in await early.waiting()} == {Why.twice_there}


async def test_a_person_accepts_and_offers_that_are_no_variant_become_one(shop: Shop) -> None:
    shirt = await new(shop, "Shirt", "S-R")
    await shop.shows(coloured("7", "Shirts", Red="S-R", Blue="S-B"))
    [asked] = await shop.waiting()
    assert asked.why is Why.some
    async with shop.tx() as tx:
        assert await deciding.accept(tx, [asked.id]) == 2
        variants = (await reading.variants_of(tx, [shirt]))[shirt]
    assert [each.sku for each in variants] == ["S-R", "S-B"]
    assert await links(shop) == {"7-Red": shirt, "7-Blue": shirt}
    await shop.shows(coloured("7", "Shirts", Red="S-R", Blue="S-B", Green="S-G"))
    [asked] = await shop.waiting()
    assert (asked.why, asked.product_id) == (Why.new_variant, shirt)
    async with shop.tx() as tx:
        with pytest.raises(Rejected, match="do not wait any more"):
            await deciding.accept(tx, [shirt])


async def test_what_a_person_took_apart_is_not_linked_again_by_its_codes(shop: Shop) -> None:
    lamp = await new(shop, "Lamp", "L-1")
    await shop.shows(simple("1", "Lamp", "L-1"))
    async with shop.tx() as tx:
        [link] = await offering.links_page(tx, shop.account_id, None, 5)
        assert await deciding.unlink(tx, [link.id]) == 1
    await shop.shows(simple("1", "Lamp, changed", "L-1"))
    await deciding.rematch(shop.tx, shop.account_id, deciding.NOBODY, lambda: False)
    assert await links(shop) == {}
    [asked] = await shop.waiting()
    assert (asked.why, asked.product_id) == (Why.unlinked, lamp)
    async with shop.tx() as tx:
        assert await deciding.accept(tx, [asked.id]) == 1
    assert await links(shop) == {"1": lamp}


async def test_what_was_rejected_is_not_asked_again_until_somebody_wants_it(shop: Shop) -> None:
    await shop.shows(simple("1", "Gift card"))
    [asked] = await shop.waiting()
    async with shop.tx() as tx:
        await deciding.reject(tx, [asked.id])
        with pytest.raises(Rejected, match="Nothing is proposed for 'Gift card'"):
            await deciding.accept(tx, [asked.id])
    await shop.shows(simple("1", "Gift card, new"))
    assert await shop.waiting() == []
    async with shop.tx() as tx:
        assert await deciding.reopen(tx, [asked.id]) == 1
    assert len(await shop.waiting()) == 1


async def test_new_products_hold_all_that_the_listing_tells(shop: Shop) -> None:
    await shop.shows(
        simple("1", "Lamp", "L-1", EAN, tags=labels("Brass"), brands=labels("Lumi"), handle="lamp"),
        simple("2", "Lamp too", "L-1", "4006381333930", categories=labels("Lamps")),
    )
    async with shop.tx() as tx:
        assert await deciding.make_all_new(tx, shop.account_id) == 2
    await shop.make()
    known = await links(shop)
    async with shop.tx() as tx:
        lamp = await reading.product(tx, known["1"])
        [variant] = (await reading.variants_of(tx, [lamp.id]))[lamp.id]
        assert (lamp.title, lamp.tags, lamp.handle) == ("Lamp", ("Brass",), "lamp")
        assert (await naming.brand(tx, lamp.brand_id or lamp.id)).name == "Lumi"
        assert (variant.sku, variant.gtin, variant.weight_g) == ("L-1", EAN, 250)
        assert variant.price == Money("EUR", 990)
        [other] = (await reading.variants_of(tx, [known["2"]]))[known["2"]]
        assert (other.sku, other.gtin) == ("", "4006381333930")
        [line] = await telling.history_of(tx, known["2"], None, 5)
        [event] = await tx.fetch("select payload from events where subject_id = $1", known["2"])
        assert "The SKU 'L-1' belongs to" in event["payload"]
        assert "would end in 1" in event["payload"]
        assert line.sentence == "The product Lamp too was made of a listing"
        named = await naming.categories(tx, shop.account_id)
        assert [each.name for each in named] == ["Lamps"]


async def test_the_second_shop_finds_what_was_made_of_the_first(shop: Shop, second: Shop) -> None:
    goods = [simple("1", "Lamp", "L-1"), simple("2", "Mug", "M-1")]
    await shop.shows(*goods)
    await second.shows(*goods)
    async with shop.tx() as tx:
        assert await deciding.make_all_new(tx, shop.account_id) == 2
    await shop.make()
    assert await links(second) == {}
    assert await deciding.rematch(second.tx, second.account_id, deciding.NOBODY, lambda: True)
    assert await links(shop) == await links(second)
    assert await second.waiting() == []
    async with shop.tx() as tx:
        assert len((await reading.list_products(tx, reading.Asked(), None, 10)).rows) == 2


async def test_more_than_the_plan_holds_is_said_before_anything_is_made(shop: Shop) -> None:
    await shop.shows(*(simple(str(number), f"Lamp {number}") for number in range(12)))
    with pytest.raises(plans.PlanLimit, match="holds 10 products"):
        async with shop.tx() as tx:
            await deciding.make_all_new(tx, shop.account_id)
    assert len(await shop.waiting()) == 12


async def test_killed_after_any_page_nothing_is_made_twice_or_lost(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(deciding, "PAGE", 3)
    async with shop.tx() as tx:
        await billing.set_plan(tx, "premium")
    await shop.shows(*(simple(str(number), f"Lamp {number}", f"L-{number}") for number in range(8)))
    async with shop.tx() as tx:
        await deciding.make_all_new(tx, shop.account_id)
    kills = 0
    while True:
        try:
            await deciding.make(killed(shop, kills % 2), shop.account_id, lambda: False)
            break
        except KilledError:
            kills += 1
            await deciding.make(shop.tx, shop.account_id, lambda: True)
    assert kills
    assert len(await links(shop)) == 8
    async with shop.tx() as tx:
        assert len((await reading.list_products(tx, reading.Asked(), None, 50)).rows) == 8
        used = {each.feature.name: each.used for each in (await billing.account(tx)).usages}
        assert used["products"] == 8


class KilledError(BaseException):
    """As if the process had ended before its commit."""


def killed(shop: Shop, pages: int) -> deciding.OpenTx:
    left = [pages]

    @asynccontextmanager
    async def opened() -> AsyncIterator[Tx]:
        async with shop.tx() as tx:
            yield tx
            if not left[0]:
                raise KilledError
            left[0] -= 1

    def open_tx() -> AbstractAsyncContextManager[Tx]:
        return opened()

    return open_tx


async def test_an_offer_that_is_read_later_is_waited_for(shop: Shop) -> None:
    await shop.shows(product("9", "Many", variant_ids=("91", "92")))
    assert await shop.waiting() == []
    async with shop.tx() as tx:
        found = await matching.read_listings(tx, shop.account_id, ["9"])
    assert found == []
