"""What the supplier sells and keeps, and how it is sent."""

import json
from typing import Any

from hanse.sandbox.cj.goods import GOODS
from hanse.sandbox.world import World, product
from tests.sandbox.cj.caller import SHARED, Caller

OF_VID, OF_SKU = "/product/stock/queryByVid", "/product/stock/queryBySku"
OF_PID, FREIGHT = "/product/stock/getInventoryByPid", "/logistic/freightCalculate"


async def test_all_goods_are_paged_through_in_both_styles(caller: Caller) -> None:
    pages = [await caller.ask("GET", "/product/list", pageNum=n, pageSize=200) for n in (1, 2)]
    rows = [row for page in pages for row in page["list"]]
    assert len({row["pid"] for row in rows}) == GOODS == pages[0]["total"]
    found: list[Any] = []
    for number in range(1, 4):
        page = await caller.ask("GET", "/product/listV2", page=number, size=100)
        assert (page["totalRecords"], page["totalPages"]) == (GOODS, 3)
        found += page["content"][0]["productList"]
    assert [row["id"] for row in found] == [row["pid"] for row in rows]
    # The same field has more than one type.
    assert {type(row["productWeight"]) for row in rows} == {int, str}
    assert {type(row["sellPrice"]) for row in rows} == {float, str}
    assert isinstance(json.loads(rows[0]["productName"]), list)


async def test_every_third_good_is_the_one_that_shops_sell(caller: Caller) -> None:
    world = World(seed=7, products=60)
    for number in (3, 30):
        theirs = product(world, number)
        good = await caller.ask("GET", "/product/query", productSku=theirs.sku)
        skus = [each.sku for each in theirs.variants] or [theirs.sku]
        assert good["productNameEn"] == theirs.name
        assert [each["variantSku"] for each in good["variants"]] == skus
        assert 0 < good["variants"][0]["variantSellPrice"] * 100 < theirs.price_minor
        assert isinstance(good["productWeight"], str)
    rows = (await caller.ask("GET", "/product/list", pageSize=200))["list"]
    assert sum(row["productSku"].startswith("HZ-") for row in rows) == 67


async def test_stock_set_by_hand_is_what_every_call_says(caller: Caller) -> None:
    body = {"variant": SHARED, "country": "US", "stock": 4, "factory": 3}
    each = await caller.at_desk("cj/variants", body)
    rows = await caller.ask("GET", OF_VID, vid=each["vid"])
    assert rows == [
        {name: value for name, value in row.items() if name != "countryNameEn"}
        for row in await caller.ask("GET", OF_SKU, sku=SHARED)
    ]
    [row] = [row for row in rows if row["countryCode"] == "US"]
    counts = [row[f"{name}InventoryNum"] for name in ("total", "cj", "factory")]
    assert (counts, row["areaId"]) == ([7, 4, 3], 2)
    whole = await caller.ask("GET", OF_PID, pid=each["pid"])
    [inside] = whole["variantInventories"][0]["inventory"][1:]
    assert (inside["countryCode"], inside["totalInventory"]) == ("US", 7)
    houses = await caller.ask("GET", "/product/globalWarehouseList")
    assert [house["countryCode"] for house in houses] == ["CN", "US", "DE"]
    detail = await caller.ask("GET", "/warehouse/detail", id=houses[0]["id"])
    assert detail["areaCountryCode"] == "CN"
    one = await caller.ask("GET", "/product/variant/queryByVid", vid=each["vid"])
    assert one["inventories"] is None


async def test_what_is_not_there_or_not_sold_is_refused_by_its_number(caller: Caller) -> None:
    pid = (await caller.at_desk("cj/variants", {"variant": SHARED, "product_on": False}))["pid"]
    off = await caller.at_desk("cj/variants", {"variant": "HZ-0000030-S", "on": False})
    table: list[tuple[int, str, dict[str, Any]]] = [
        (1602001, "/product/query", {"pid": "1"}),
        (1602000, "/product/query", {"variantSku": "none"}),
        (1602002, "/product/query", {"pid": pid}),
        (1602002, "/product/variant/query", {"pid": pid}),
        (1600300, "/product/query", {}),
        (1602000, "/product/variant/queryByVid", {"vid": "1"}),
        (1602003, "/product/variant/queryByVid", {"vid": off["vid"]}),
        (1602000, OF_VID, {"vid": "1"}),
        (1602000, OF_SKU, {"sku": "none"}),
        (1602001, OF_PID, {"pid": "1"}),
        (1608001, "/warehouse/detail", {"id": "1"}),
        (1600300, "/product/list", {"pageSize": 201}),
        (1600300, "/product/listV2", {"page": 1001}),
        (1600300, "/product/list", {"createTimeFrom": "yesterday"}),
    ]
    found = [await caller.refused("GET", path, **query) for _, path, query in table]
    assert found == [code for code, *_ in table]
    rows = (await caller.ask("GET", "/product/list", productSku=SHARED))["list"]
    assert rows == []


async def test_freight_follows_from_weight_and_way_and_may_be_none(caller: Caller) -> None:
    [each] = (await caller.at_desk(f"cj/variants?variant={SHARED}"))["variants"]

    async def quoted(start: str, end: str, count: int = 1) -> dict[str, float]:
        lines = [{"vid": each["vid"], "quantity": count}]
        body = {"startCountryCode": start, "endCountryCode": end, "products": lines}
        rows = await caller.ask("POST", FREIGHT, body)
        assert all(row["logisticPrice"] == row["totalPostageFee"] for row in rows)
        return {row["logisticName"]: row["logisticPrice"] for row in rows}

    one = await quoted("CN", "DE")
    assert set(one) == {"CJPacket Ordinary", "CJPacket Fast Line", "DHL Official"}
    assert one == await quoted("CN", "DE")
    more = await quoted("CN", "DE", 3)
    assert all(more[name] > one[name] for name in more)
    assert await quoted("US", "DE") == {}
    assert await quoted("CN", "DE", 10_000) == {}
    codes = []
    change: dict[str, Any]
    for change in ({"endCountryCode": "UK"}, {"products": []}, {"products": [{"vid": "1"}]}):
        lines = [{"vid": each["vid"], "quantity": 1}]
        body = {"startCountryCode": "CN", "endCountryCode": "DE", "products": lines} | change
        codes.append(await caller.refused("POST", FREIGHT, body))
    assert codes == [1605002, 1600300, 1602000]
    asked = {"srcAreaCode": "CN", "destAreaCode": "DE", "weight": each["weight_g"]}
    rows = await caller.ask("POST", "/logistic/freightCalculateTip", {"reqDTOS": [asked]})
    assert {row["option"]["enName"]: row["postage"] for row in rows} == one
    assert {tip["interceptType"] for tip in rows[0]["ruleTips"]} == {0, 1}


async def test_goods_are_chosen_once_and_others_are_looked_for(caller: Caller) -> None:
    [each] = (await caller.at_desk(f"cj/variants?variant={SHARED}"))["variants"]
    body = {"productId": each["pid"]}
    assert await caller.ask("POST", "/product/addToMyProduct", body) is True
    assert await caller.refused("POST", "/product/addToMyProduct", body) == 1600000
    [row] = (await caller.ask("GET", "/product/myProduct/query"))["content"]
    assert row["productId"] == each["pid"]
    wish = {"productName": "Lamp", "productImage": "https://example.com/1.jpg"}
    source = (await caller.ask("POST", "/product/sourcing/create", wish))["cjSourcingId"]
    asked = {"sourceIds": [source]}
    [row] = await caller.ask("POST", "/product/sourcing/query", asked)
    assert row["cjProductId"] is None
    caller.clock.advance(86_400)
    [row] = await caller.ask("POST", "/product/sourcing/query", asked)
    assert row["cjProductId"] in caller.sandbox.cj.goods.by_pid
    _, document, _ = await caller.raw("GET", "/product/productComments", pid=each["pid"])
    assert (document["code"], document["success"], document["data"]["pageNum"]) == (0, True, "1")
    assert len(document["data"]["list"]) == 3
