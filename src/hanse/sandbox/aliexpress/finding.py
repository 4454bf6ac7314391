"""Products looked for: by words, by feeds, and the categories that they are in."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

from hanse.sandbox.aliexpress.asked import Asked
from hanse.sandbox.aliexpress.envelope import Document, Listed, unreadable
from hanse.sandbox.aliexpress.goods import CATEGORY_FIRST, Item
from hanse.sandbox.aliexpress.hub import Hub, currency_of
from hanse.sandbox.aliexpress.products import PICTURE
from hanse.sandbox.world import NOUNS

PAGE_MAX, FEED_PAGE_MAX, SEARCH_PAGE_MAX = 50, 200, 50  # the last is guessed
SEARCH_LIVES_S = 60
# The names of feeds are guessed.
FEEDS: dict[str, tuple[str, Callable[[Item], bool]]] = {
    "DS bestseller": ("What sells best", lambda item: item.sold >= 1000),
    "DS new": ("What is new", lambda item: item.number % 3 == 1),
}
Key = Callable[[Item], Any]
SORTS: dict[str, tuple[Key, bool]] = {
    "min_price,asc": (lambda item: _price(item), False),
    "min_price,desc": (lambda item: _price(item), True),
    "orders,desc": (lambda item: item.sold, True),
    "orders,asc": (lambda item: item.sold, False),
    "comments,desc": (lambda item: item.sold // 3, True),
    "priceAsc": (lambda item: _price(item), False),
    "priceDesc": (lambda item: _price(item), True),
    "volumeAsc": (lambda item: item.sold, False),
    "volumeDesc": (lambda item: item.sold, True),
    "discountAsc": (lambda item: item.number, False),  # here all have the same discount
    "discountDesc": (lambda item: item.number, False),
}


def _price(item: Item) -> int:
    return min(sku.price_minor for sku in item.skus)


def _on_sale(hub: Hub, country: str = "") -> list[Item]:
    rows = hub.items.values()
    return [i for i in rows if i.on_sale and not i.gone and country not in i.closed_to]


def _sorted(rows: list[Item], sort: str) -> list[Item]:
    """guessed: an unknown word leaves them as they are."""
    key, backwards = SORTS.get(sort, (lambda item: item.number, False))
    return sorted(rows, key=key, reverse=backwards)


def search(asked: Asked) -> Document:
    """guessed: all words stand in the title; what `searchExtend` and `selectionName` say is not
    looked at."""
    words = asked.text("keyWord").lower().split()
    country, _ = asked.text("countryCode"), asked.text("local")
    currency = currency_of(asked.text("currency"))
    size, at = asked.number("pageSize", 20), asked.number("pageIndex", 1)
    if not 0 < size <= SEARCH_PAGE_MAX or at < 1:
        raise unreadable("pageSize or pageIndex")
    category = asked.number("categoryId", 0)
    found = [
        item
        for item in _on_sale(asked.hub, country)
        if all(word in item.title.lower().split() for word in words)
        if category in (0, item.category)
    ]
    found = _sorted(found, asked.text("sortBy", ""))
    rows = [_hit(asked.hub, item, currency) for item in found[(at - 1) * size : at * size]]
    data = {
        "totalCount": len(found),
        "pageIndex": at,
        "pageSize": size,
        "products": Listed("selection_search_product", rows),
    }
    return {"code": "200", "msg": "success", "data": data}  # the two words are guessed


def _hit(hub: Hub, item: Item, currency: str) -> Document:
    now, before = _price(item), _price(item) * 130 // 100
    return {
        "itemId": str(item.id),
        "title": item.title,
        "itemMainPic": PICTURE.format(item.number, "a"),
        "itemUrl": f"https://www.aliexpress.com/item/{item.id}.html",
        "cateId": str(item.category),
        "score": "4.7",
        "orders": str(item.sold),
        "evaluateRate": "94.0%",
        "discount": "23%",
        "originalPrice": hub.shown(before, "USD"),
        "originalPriceCurrency": "USD",
        "salePrice": hub.shown(now, "USD"),
        "salePriceCurrency": "USD",
        "targetSalePrice": hub.shown(now, currency),
        "targetOriginalPrice": hub.shown(before, currency),
        "targetOriginalPriceCurrency": currency,
        "salePriceFormat": f"{currency} {hub.shown(now, currency)}",
        "originalPriceFormat": f"{currency} {hub.shown(before, currency)}",
        "originMinPrice": hub.shown(now, "USD"),
    }


def _wrapped(result: Document) -> Document:
    words = {"resp_code": 200, "resp_msg": "Call succeeds"}
    return {"resp_result": words | {"result": result}}


def _fed(hub: Hub, name: str, country: str = "") -> list[Item] | None:
    if name not in FEEDS:
        return None
    return [item for item in _on_sale(hub, country) if FEEDS[name][1](item)]


def feed_names(asked: Asked) -> Document:
    rows = [
        {"promo_name": name, "promo_desc": says, "product_num": len(_fed(asked.hub, name) or ())}
        for name, (says, _) in FEEDS.items()
    ]
    return _wrapped({"current_record_count": len(rows), "promos": Listed("promo", rows)})


def feed_ids(asked: Asked) -> Document:
    """Page by page; the words of what is refused are guessed, and that `total` counts what comes
    after this page."""
    hub, name = asked.hub, asked.text("feed_name")
    size, now = asked.number("page_size", 0) or FEED_PAGE_MAX, hub.clock.now()
    found = _fed(hub, name)
    if found is None:
        return {"ret": False, "rsp_code": "404", "rsp_msg": "FEED_NOT_FOUND"}
    if size > FEED_PAGE_MAX:
        return {"ret": False, "rsp_code": "400", "rsp_msg": "PAGE_SIZE_INVALID"}
    category, first = asked.number("category_id", 0), 0
    if cursor := asked.text("search_id", ""):
        until, whose, first = hub.searches.get(cursor, (now, "", 0))
        if until <= now or whose != name:
            return {"ret": False, "rsp_code": "400", "rsp_msg": "SEARCH_ID_INVALID"}
    ids = [item.id for item in found if category in (0, item.category)]
    left = max(0, len(ids) - first - size)
    following = ""
    if left:
        following = hub.secret_text("search", 24)
        hub.searches[following] = (now + timedelta(seconds=SEARCH_LIVES_S), name, first + size)
    rows = Listed("number", ids[first : first + size])
    result = {"products": rows, "search_id": following, "total": left}
    return {"result": result, "ret": True, "rsp_code": "200", "rsp_msg": "success"}


def feed_products(asked: Asked) -> Document:
    """guessed: the fields of a product, taken from the affiliate set."""
    hub, country = asked.hub, asked.text("country", "")
    found = _fed(hub, asked.text("feed_name"), country) or []
    size, at = asked.number("page_size", PAGE_MAX), asked.number("page_no", 1)
    if not 0 < size <= PAGE_MAX or at < 1:
        raise unreadable("page_size or page_no")
    category = asked.number("category_id", 0)
    found = [item for item in found if category in (0, item.category)]
    found = _sorted(found, asked.text("sort", ""))
    currency = currency_of(asked.text("target_currency", "USD"))
    rows = found[(at - 1) * size : at * size]
    pages = -(-len(found) // size)
    return _wrapped(
        {
            "products": Listed("product", _products(hub, rows, currency)),
            "current_page_no": at,
            "current_record_count": len(rows),
            "total_page_no": pages,
            "total_record_count": len(found),
            "is_finished": at >= pages,
        }
    )


def _products(hub: Hub, rows: Sequence[Item], currency: str) -> list[Document]:
    return [
        {
            "product_id": item.id,
            "product_title": item.title,
            "product_main_image_url": PICTURE.format(item.number, "a"),
            "product_detail_url": f"https://www.aliexpress.com/item/{item.id}.html",
            "first_level_category_id": item.category,
            "target_sale_price": hub.shown(_price(item), currency),
            "target_sale_price_currency": currency,
            "evaluate_rate": "94.0%",
            "lastest_volume": item.sold,
        }
        for item in rows
    ]


def categories(asked: Asked) -> Document:
    """One root and one category for each noun of the world."""
    rows: list[Document] = [{"category_id": CATEGORY_FIRST, "category_name": "Home"}]
    rows += [
        {
            "category_id": CATEGORY_FIRST + at + 1,
            "category_name": noun,
            "parent_category_id": CATEGORY_FIRST,
        }
        for at, noun in enumerate(NOUNS)
    ]
    if wanted := asked.number("categoryId", 0):
        # guessed: a category tells those below it
        rows = [row for row in rows if row.get("parent_category_id") == wanted]
    return _wrapped({"categories": Listed("category", rows), "total_result_count": len(rows)})
