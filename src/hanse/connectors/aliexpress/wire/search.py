"""What is looked for at AliExpress: by words, in its feeds, in its tree of categories, and which
regions and cities it knows. There is no call for trends; they are worked out from these."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from hanse.base.money import Money
from hanse.connectors.aliexpress.mapping import odd
from hanse.connectors.aliexpress.mapping.goods import sold
from hanse.connectors.aliexpress.mapping.odd import many, one, result_of, texts
from hanse.connectors.aliexpress.wire.access import question
from hanse.connectors.aliexpress.wire.asking import LANGUAGE, LOCALE, document_of
from hanse.trade.documents import Document
from hanse.trade.ports_read import Question, Reply
from hanse.trade.shop import Shop

SEARCH = "aliexpress.ds.text.search"
FEEDS = "aliexpress.ds.feedname.get"
FEED = "aliexpress.ds.feed.itemids.get"
CATEGORIES = "aliexpress.ds.category.get"
PLACES = "aliexpress.ds.address.get"
PAGE_ROWS = 20
FEED_ROWS_MAX = 200
BY_ORDERS = "orders,desc"


@dataclass(frozen=True, slots=True)
class Hit:
    """An item as a search shows it. `sold` is how often at least."""

    item_id: str
    title: str | None
    category_id: str | None
    price: Money | None
    sold: int | None
    image_url: str | None


@dataclass(frozen=True, slots=True)
class Feed:
    name: str
    about: str | None
    items: int | None


@dataclass(frozen=True, slots=True)
class FeedPage:
    """`cursor` is good for a minute; None at the end."""

    item_ids: tuple[str, ...]
    cursor: str | None


@dataclass(frozen=True, slots=True)
class Category:
    remote_id: str
    name: str | None
    parent_id: str | None


@dataclass(frozen=True, slots=True)
class Region:
    """As the platform spells it, with what lies in it."""

    name: str
    inside: "tuple[Region, ...]" = ()


def search_question(
    words: str, country: str, shop: Shop, page: int = 1, category_id: str = ""
) -> Question:
    """The most ordered first."""
    within = {"categoryId": category_id} if category_id else {}
    return question(
        SEARCH,
        "search",
        keyWord=words,
        local=LOCALE,
        countryCode=country,
        currency=shop.currency,
        sortBy=BY_ORDERS,
        pageSize=str(PAGE_ROWS),
        pageIndex=str(page),
        **within,
    )


def hits(reply: Reply) -> Sequence[Hit]:
    document = document_of(reply)
    data = one(document, "data") or one(result_of(document), "data") or Document({})
    return [found for each in many(data, "products") if (found := hit(each))]


def hit(row: Document) -> Hit | None:
    """In the currency that was asked for, where it is told apart."""
    item_id = row.key("itemId")
    if item_id is None:
        return None
    currency = row.filled("targetOriginalPriceCurrency")
    return Hit(
        item_id=item_id,
        title=row.filled("title"),
        category_id=row.key("cateId"),
        price=odd.money(row, "targetSalePrice", currency) if currency else None,
        sold=sold(row, "orders"),
        image_url=row.filled("itemMainPic"),
    )


def feeds_question() -> Question:
    return question(FEEDS, "search")


def feeds(reply: Reply) -> Sequence[Feed]:
    rows = many(result_of(document_of(reply)), "promos")
    return [
        Feed(name, each.filled("promo_desc"), each.whole("product_num"))
        for each in rows
        if (name := each.filled("promo_name"))
    ]


def feed_question(name: str, cursor: str | None = None, category_id: str = "") -> Question:
    more = {"search_id": cursor} if cursor else {}
    within = {"category_id": category_id} if category_id else {}
    rows = str(FEED_ROWS_MAX)
    return question(FEED, "feeds", feed_name=name, page_size=rows, **more, **within)


def feed_page(reply: Reply) -> FeedPage:
    """An empty page is the end, and so is one after which nothing is left."""
    result = result_of(document_of(reply))
    found, left = texts(result, "products"), result.whole("total")
    ended = not found or left == 0
    return FeedPage(found, None if ended else result.key("search_id"))


def categories_question(category_id: str = "") -> Question:
    within = {"categoryId": category_id} if category_id else {}
    return question(CATEGORIES, "search", language=LANGUAGE, **within)


def categories(reply: Reply) -> Sequence[Category]:
    rows = many(result_of(document_of(reply)), "categories")
    return [
        Category(remote_id, each.filled("category_name"), each.key("parent_category_id"))
        for each in rows
        if (remote_id := each.key("category_id"))
    ]


def regions_question(country: str) -> Question:
    return question(PLACES, "addresses", countryCode=country, language=LANGUAGE)


def regions(reply: Reply) -> Sequence[Region]:
    """The tree comes as a text of JSON in the document."""
    data = one(result_of(document_of(reply)), "data") or Document({})
    return tuple(inside(data.fields.get("children"), 0))


DEPTH_MAX = 6


def inside(told: object, depth: int) -> Iterator[Region]:
    if isinstance(told, str):
        try:
            told = json.loads(told)
        except (ValueError, RecursionError):
            return
    for each in told if isinstance(told, list) and depth < DEPTH_MAX else ():
        row = Document(each) if isinstance(each, Mapping) else Document({})
        if name := row.filled("name"):
            yield Region(name, tuple(inside(row.fields.get("children"), depth + 1)))
