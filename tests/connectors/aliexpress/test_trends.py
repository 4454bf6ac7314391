"""Lists of what sells, as AliExpress tells them: places, counts, prices."""

from decimal import Decimal

from hanse.base.money import Money
from hanse.connectors.aliexpress import manifest
from hanse.connectors.aliexpress.wire import trends
from hanse.trade.trends import By, Seen, Sought
from tests.connectors.aliexpress.told import SHOP, reply, sent

WORDS = Sought(By.words, "phone case", "44", "", "ID", "EUR")
FEED = Sought(By.feed, "", "", "DS new", "ID", "EUR")


def test_a_list_by_words_tells_places_counts_and_prices_in_the_currency_of_the_topic() -> None:
    asked = sent(trends.trend_question(WORDS, 2, SHOP))
    assert (asked["keyWord"], asked["currency"], asked["pageIndex"]) == ("phone case", "EUR", "2")
    row = {
        "itemId": 1005006,
        "title": "Case",
        "orders": "3,000+",
        "evaluateRate": "94.5%",
        "targetSalePrice": "3.50",
        "targetOriginalPriceCurrency": "EUR",
        "itemMainPic": "//ae01.example/1.jpg",
        "itemUrl": "javascript:alert(1)",
    }
    data = {"totalCount": 50, "products": {"selection_search_product": [{"title": "x"}, row]}}
    page = trends.trend_page(WORDS, 2, reply({"code": "200", "data": data}))
    assert page.rows == (
        Seen(
            product_id="1005006",
            rank=22,
            title="Case",
            price=Money.of("EUR", "3.50"),
            sold=3000,
            at_least=True,
            liked=Decimal("94.5"),
            image_url="https://ae01.example/1.jpg",
            url="https://www.aliexpress.com/item/1005006.html",
        ),
    )
    assert page.is_last
    nothing = trends.trend_page(WORDS, 1, reply({"data": {"products": {}}}))
    assert (nothing.rows, nothing.is_last) == ((), True)


def test_a_feed_goes_on_until_it_says_that_it_is_finished() -> None:
    asked = sent(trends.trend_question(FEED, 3, SHOP))
    assert (asked["feed_name"], asked["page_no"], asked["sort"]) == ("DS new", "3", "volumeDesc")
    row = {
        "product_id": 7,
        "product_title": "Lamp",
        "target_sale_price": "9.90",
        "target_sale_price_currency": "EUR",
        "lastest_volume": 12,
        "evaluate_rate": "not yet",
    }
    rows = [{**row, "product_id": at} for at in range(1, 51)]
    for finished in (False, True):
        told = {"products": {"product": rows}, "is_finished": finished}
        page = trends.trend_page(FEED, 1, reply({"resp_result": {"result": told}}))
        assert page.is_last is finished
    first = page.rows[0]
    assert (first.rank, first.sold, first.at_least, first.liked) == (1, 12, False, None)
    assert (first.price, first.product_id) == (Money.of("EUR", "9.90"), "1")
    assert manifest.SUPPLY.trends is trends.PORT
