"""The shop as people see it, and what a click does, with the webhooks that follow."""

import asyncio
import json
import re
from typing import Any

import pytest

from hanse.sandbox.counter import Turned
from tests.sandbox.served import Receiver, served
from tests.sandbox.test_shops import Caller, caller

__all__ = ["caller"]
SHOP = "/_sandbox/shop/lamps.test/"


async def page(caller: Caller, path: str) -> tuple[int, str]:
    async with caller.session.get(f"{caller.address}{path}") as found:
        return found.status, await found.text()


async def send(caller: Caller, act: str, form: dict[str, str]) -> str:
    url = f"{caller.address}{SHOP}{act}"
    async with caller.session.post(url, data=form, allow_redirects=False) as found:
        assert found.status == 303
        return found.headers["Location"]


async def do(caller: Caller, act: str, **body: Any) -> tuple[int, Any]:
    url = f"{caller.address}{SHOP}{act}"
    async with caller.session.post(url, json=body) as found:
        return found.status, await found.json()


async def test_every_shop_is_listed_and_every_product_is_found_by_turning_pages(
    caller: Caller,
) -> None:
    _, text = await page(caller, "/_sandbox/shop/")
    assert re.findall(r'href="(/_sandbox/shop/[^"]+)"', text) == [
        f"/_sandbox/shop/{name}.test/" for name in ("lamps", "mugs")
    ]
    seen: list[str] = []
    path = SHOP
    while path:
        _, text = await page(caller, path)
        seen += re.findall(r'href="[^"]*/product/(\d+)"', text)
        more = re.search(r'href="([^"]*)">More<', text)
        path = more[1] if more else ""
    assert len(seen) == len(set(seen)) == 30


async def test_a_page_is_made_for_phones_and_says_that_it_is_a_game(caller: Caller) -> None:
    _, text = await page(caller, SHOP)
    assert '<meta name="viewport" content="width=device-width, initial-scale=1">' in text
    assert "nothing here is real" in text
    assert "<script" not in text


async def test_what_is_not_there_is_a_page_that_says_so(caller: Caller) -> None:
    status, text = await page(caller, "/_sandbox/shop/chairs.test/")
    assert (status, "there are lamps.test" in text) == (404, True)
    status, text = await page(caller, f"{SHOP}product/77")
    assert (status, "There is no product" in text) == (404, True)


async def test_names_with_signs_are_shown_and_not_run(caller: Caller) -> None:
    counter = caller.sandbox.shops.named("lamps.test").counter
    counter.edit("1004", {"title": 'A "lamp" <b>&'})
    _, text = await page(caller, f"{SHOP}product/1004?said=<script>")
    assert "<script>" not in text
    assert "<b>" not in text


async def test_a_click_buys_takes_stock_and_leads_back_with_a_sentence(caller: Caller) -> None:
    counter = caller.sandbox.shops.named("lamps.test").counter
    before = counter.good("1004").stock
    assert before is not None
    form = {"product": "1004", "quantity": "2", "back": "product/1004"}
    to = await send(caller, "buy", form)
    assert re.fullmatch(rf"{SHOP}product/1004\?said=Bought%3A%20order%20\d+\.", to)
    _, text = await page(caller, to)
    assert "Bought: order" in text
    assert counter.good("1004").stock == before - 2
    _, text = await page(caller, f"{SHOP}orders")
    assert f"2 x {counter.good('1004').title}" in text


async def test_more_than_there_is_cannot_be_bought(caller: Caller) -> None:
    counter = caller.sandbox.shops.named("lamps.test").counter
    counter.edit("1004", {"stock": 3})
    assert await do(caller, "buy", product="1004", quantity=4) == (400, {"error": "Only 3 left."})
    status, bought = await do(caller, "buy", sku=counter.good("1004").sku, quantity=3)
    assert status == 200
    assert bought["order"].isdecimal()
    sold_out = (400, {"error": "It is sold out."})
    assert await do(caller, "buy", product="1004") == sold_out
    assert counter.sales(0, 1).rows[0].reference == bought["order"]


REFUSED = [
    ("buy", {"product": "1000"}, "comes in sizes: choose one of them."),
    ("buy", {"product": "1004", "quantity": 0}, "Buy 1 to 1000."),
    ("buy", {"quantity": 1}, "Say product."),
    ("buy", {"product": "1004", "quantity": "many"}, "invalid literal"),
    ("edit", {"product": "1000", "price": "5"}, "Price and stock belong to its sizes"),
    ("edit", {"product": "1004", "status": "gone"}, "A status is one of publish"),
    ("fulfil", {"order": "7"}, "There is no order '7' in this shop."),
    ("refund", {"order": "x"}, "There is no order 'x' in this shop."),
    ("delete", {"product": "HZ-9999999"}, "There is no product"),
]


@pytest.mark.parametrize(("act", "body", "said"), REFUSED)
async def test_what_cannot_be_done_says_why(
    caller: Caller, act: str, body: dict[str, Any], said: str
) -> None:
    status, answer = await do(caller, act, **body)
    assert status == 400
    assert said in answer["error"]


async def test_a_size_can_be_bought_and_changed(caller: Caller) -> None:
    counter = caller.sandbox.shops.named("lamps.test").counter
    good = counter.good("1000")
    assert len(good.sizes) == 3
    size = good.sizes[1]
    counter.edit(size.reference, {"stock": 5, "price": "1.50"})
    assert (await do(caller, "buy", sku=size.sku, quantity=5))[0] == 200
    assert counter.good(size.sku).stock == 0
    assert counter.good("1000").price == "1.50"
    assert counter.sales(0, 1).rows[0].lines == (f"5 x {size.title}",)


async def test_a_hidden_product_is_not_for_sale(caller: Caller) -> None:
    counter = caller.sandbox.shops.named("lamps.test").counter
    counter.edit("1004", {"status": "draft"})
    with pytest.raises(Turned, match="not for sale"):
        counter.order("1004", 1)
    assert counter.price_of(1) is None
    counter.edit("1004", {"status": "publish", "price": "12.34"})
    assert counter.price_of(1) == 1234


async def test_the_merchant_edits_deletes_fulfils_and_refunds(caller: Caller) -> None:
    shop = caller.sandbox.shops.named("lamps.test")
    _, edited = await do(caller, "edit", product="1004", title="New", price="9.90", stock=7)
    assert edited == {
        "product": "1004",
        "title": "New",
        "price": "9.90",
        "stock": 7,
        "status": "publish",
    }
    _, bought = await do(caller, "buy", product="1004", quantity=2)
    assert (await do(caller, "fulfil", order=bought["order"]))[0] == 200
    assert shop.counter.sales(0, 1).rows[0].status == "completed"
    assert (await do(caller, "refund", order=bought["order"], amount="5.00"))[0] == 200
    assert (await do(caller, "refund", order=bought["order"]))[0] == 200
    assert shop.counter.sales(0, 1).rows[0].status == "refunded"
    assert shop.counter.good("1004").stock == 7
    status, answer = await do(caller, "refund", order=bought["order"])
    assert (status, answer["error"]) == (400, "Invalid refund amount.")
    assert (await do(caller, "delete", product="1004"))[0] == 200
    with pytest.raises(Turned, match="There is no product"):
        shop.counter.good("1004")
    kinds = caller.sandbox.ledger.document()["woocommerce"]
    assert set(kinds) == {
        "merchant:product.update",
        "merchant:product.delete",
        "merchant:order.update",
        "merchant:refund.create",
        "merchant:stock.move",
        "shopper:order.create",
        "shopper:stock.move",
    }


async def test_webhooks_tell_of_people_as_of_programs(caller: Caller) -> None:
    receiver = Receiver()
    caller.sandbox.clock.change_rate(50)
    async with served(receiver, lifespan="off") as address:
        for topic in ("order.created", "order.updated", "product.updated", "product.deleted"):
            body = {"topic": topic, "delivery_url": f"{address}/hook"}
            headers = caller.pair("lamps.test") | {"Host": "lamps.test"}
            url = f"{caller.address}/wp-json/wc/v3/webhooks"
            async with caller.session.post(url, json=body, headers=headers) as made:
                assert made.status == 201
        await receiver.until(4)
        await do(caller, "buy", product="1004")
        await receiver.until(7)
        await do(caller, "delete", product="1008")
        await receiver.until(8)
    topics = [headers.get("x-wc-webhook-topic") for headers, _ in receiver.got[4:]]
    assert sorted(filter(None, topics[:3])) == ["order.created", "order.updated", "product.updated"]
    assert topics[3:] == ["product.deleted"]
    orders = [json.loads(body) for _, body in receiver.got[4:7]]
    assert {row.get("created_via") for row in orders} == {"checkout", None}


async def test_shoppers_are_called_and_their_truth_is_told(caller: Caller) -> None:
    caller.sandbox.clock.change_rate(2000)
    _, rows = await caller.post("shoppers", {"host": "lamps.test", "per_hour": 600})
    assert list(rows["shops"]) == ["lamps.test"]
    async with asyncio.timeout(60):
        while not rows["shops"]["lamps.test"]["sold"]:
            await asyncio.sleep(0.05)
            _, rows = await caller.get("/_sandbox/shoppers?host=lamps.test")
    _, rows = await caller.post("shoppers", {"on": False})
    assert {row["per_hour"] for row in rows["shops"].values()} == {0.0}
    _, truth = await caller.get("/_sandbox/truth?product=HZ-0000003&host=lamps.test")
    assert (truth["product"], truth["sku"]) == (3, "HZ-0000003")
    assert -3.5 <= truth["elasticity"] <= -0.5
    assert {"swing", "best_day"} == set(truth["week"]) == set(truth["year"])
    status, said = await caller.get("/_sandbox/truth?product=999")
    assert (status, "give a number below 30" in said["error"]) == (404, True)
    assert (await caller.post("shoppers", {"often": 1}))[0] == 400
