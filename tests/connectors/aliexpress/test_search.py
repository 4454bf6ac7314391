"""What is looked for: by words, in feeds, by category, and which regions there are."""

import json

from hanse.base.money import Money
from hanse.connectors.aliexpress.wire import search
from tests.connectors.aliexpress.told import SHOP, reply, sent


def test_the_most_ordered_comes_first_and_is_counted_at_least() -> None:
    asked = sent(search.search_question("phone case", "ID", SHOP, page=2, category_id="44"))
    assert (asked["keyWord"], asked["countryCode"], asked["sortBy"]) == (
        *("phone case", "ID"),
        "orders,desc",
    )
    assert (asked["pageIndex"], asked["pageSize"], asked["categoryId"]) == ("2", "20", "44")
    row = {
        "itemId": 1005006,
        "title": "Case",
        "orders": "3,000+",
        "targetSalePrice": "3.50",
        "targetOriginalPriceCurrency": "USD",
        "cateId": 44,
        "itemMainPic": "https://ae01.example/1.jpg",
    }
    data = {"products": {"selection_search_product": [row, {"title": "no id"}]}}
    [found] = search.hits(reply({"code": "200", "data": data}))
    assert (found.item_id, found.sold, found.price) == ("1005006", 3000, Money.of("USD", "3.50"))
    assert (found.category_id, found.title) == ("44", "Case")
    assert search.hits(reply({"code": "200", "data": {"products": {}}})) == []


def test_feeds_are_read_to_their_end() -> None:
    promo = {"promo_name": "hot", "promo_desc": "Hot ones", "product_num": "250"}
    told = {"resp_result": {"resp_code": 200, "result": {"promos": {"promo": [promo]}}}}
    assert search.feeds(reply(told)) == [search.Feed("hot", "Hot ones", 250)]
    assert search.feeds_question().path == "aliexpress.ds.feedname.get"
    asked = sent(search.feed_question("hot", "cursor-1"))
    assert (asked["feed_name"], asked["search_id"], asked["page_size"]) == (
        *("hot", "cursor-1"),
        "200",
    )
    first = {"result": {"products": {"number": [1, 2]}, "search_id": "cursor-2", "total": 50}}
    assert search.feed_page(reply(first)) == search.FeedPage(("1", "2"), "cursor-2")
    for last in ({**first["result"], "total": 0}, {"products": {}, "search_id": "c"}):
        assert search.feed_page(reply({"result": last})).cursor is None


def test_categories_have_their_parents() -> None:
    rows = [{"category_id": 7, "category_name": "Cases", "parent_category_id": 2}, {"x": 1}]
    told = {"resp_result": {"resp_code": 200, "result": {"categories": {"category": rows}}}}
    assert search.categories(reply(told)) == [search.Category("7", "Cases", "2")]
    assert sent(search.categories_question("7")) == {"language": "en", "categoryId": "7"}


def test_regions_come_as_a_text_with_what_lies_in_them() -> None:
    tree = [{"name": "Jawa Barat", "children": [{"name": "Bandung"}, {"type": "CITY"}]}]
    told = {"result": {"ret": True, "data": {"country": "ID", "children": json.dumps(tree)}}}
    assert search.regions(reply(told)) == (
        search.Region("Jawa Barat", (search.Region("Bandung"),)),
    )
    assert search.regions(reply({"result": {"data": {"children": "no tree"}}})) == ()
    assert sent(search.regions_question("ID"))["countryCode"] == "ID"
