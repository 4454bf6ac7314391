"""What sells at AliExpress: no call tells it, so lists of it are read and compared day by day."""

from dataclasses import replace

from hanse.connectors.aliexpress.mapping import trends
from hanse.connectors.aliexpress.mapping.odd import flag, many, one, result_of
from hanse.connectors.aliexpress.wire import search
from hanse.connectors.aliexpress.wire.access import question
from hanse.connectors.aliexpress.wire.asking import LANGUAGE, document_of
from hanse.trade.documents import Document
from hanse.trade.ports_read import Question, Reply
from hanse.trade.shop import Shop
from hanse.trade.trends import By, Category, Feed, SeenPage, Sought, TrendPort

# Announced to be superseded by the feed of ids, which tells neither price nor sales.
FEED_PRODUCTS = "aliexpress.ds.recommend.feed.get"
FEED_ROWS = 50
BY_VOLUME = "volumeDesc"


def trend_question(sought: Sought, page: int, shop: Shop) -> Question:
    if sought.by is By.feed:
        return feed_products_question(sought, page)
    there = replace(shop, currency=sought.currency)
    return search.search_question(sought.words, sought.country, there, page, sought.category_id)


def feed_products_question(sought: Sought, page: int) -> Question:
    within = {"category_id": sought.category_id} if sought.category_id else {}
    return question(
        FEED_PRODUCTS,
        "search",
        feed_name=sought.feed,
        country=sought.country,
        target_currency=sought.currency,
        target_language=LANGUAGE,
        page_size=str(FEED_ROWS),
        page_no=str(page),
        sort=BY_VOLUME,
        **within,
    )


def trend_page(sought: Sought, page: int, reply: Reply) -> SeenPage:
    if sought.by is By.feed:
        return feed_products_page(page, reply)
    document = document_of(reply)
    data = one(document, "data") or one(result_of(document), "data") or Document({})
    rows = list(many(data, "products"))
    first = (page - 1) * search.PAGE_ROWS + 1
    total = data.whole("totalCount")
    over = total is not None and total <= page * search.PAGE_ROWS
    return SeenPage(tuple(trends.hits(rows, first)), over or len(rows) < search.PAGE_ROWS)


def feed_products_page(page: int, reply: Reply) -> SeenPage:
    result = result_of(document_of(reply))
    rows = list(many(result, "products"))
    first = (page - 1) * FEED_ROWS + 1
    over = flag(result, "is_finished") is True or len(rows) < FEED_ROWS
    return SeenPage(tuple(trends.fed(rows, first)), over)


PORT = TrendPort(
    question=trend_question,
    page=trend_page,
    feeds_question=search.feeds_question,
    feeds=lambda reply: [Feed(each.name, each.about, each.items) for each in search.feeds(reply)],
    categories_question=search.categories_question,
    categories=lambda reply: [
        Category(each.remote_id, each.name, each.parent_id) for each in search.categories(reply)
    ],
)
