"""Looking for goods. Filters that are not named here are taken and change nothing, guessed."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Any

from hanse.sandbox.cj import shown
from hanse.sandbox.cj.call import Answer, Call, Record, paged, spooled
from hanse.sandbox.cj.goods import CATEGORIES, Good, Variant
from hanse.sandbox.cj.refusals import Refusal

INVENTORY = "enable_inventory"
KINDS_OF_GOODS = "Home", "Everyday"


def categories(_call: Call) -> Answer:
    """guessed: one tree of one branch."""
    first, second = KINDS_OF_GOODS
    leaves = [{"categoryId": leaf, "categoryName": name} for name, leaf in CATEGORIES.items()]
    branch = {"categorySecondName": second, "categorySecondList": leaves}
    return Answer([{"categoryFirstName": first, "categoryFirstList": [branch]}])


def list_goods(call: Call) -> Answer:
    rows = [good for good in _shown(call) if _fits(call, good)]
    if call.asked("orderBy") == "listedNum":
        rows.sort(key=lambda good: good.listed, reverse=call.asked("sort", "desc") != "asc")
    elif call.asked("orderBy") == "createAt" or call.asked("sort"):
        rows.sort(key=lambda good: good.created_at, reverse=call.asked("sort", "desc") != "asc")
    found = paged(call, rows)
    return Answer(found | {"list": [shown.listed(good) for good in found["list"]]})


def find_goods(call: Call) -> Answer:
    """listV2: the rows lie in the one element of the content."""
    word, category = call.asked("keyWord").lower(), call.asked("categoryId")
    country = call.asked("countryCode")
    low, high = _number(call, "startSellPrice", 0.0), _number(call, "endSellPrice", 1e12)
    rows = [
        good
        for good in _shown(call)
        if word in f"{good.name} {good.sku}".lower()
        and category in ("", CATEGORIES[good.noun])
        and _is_kept(good, country)
        and any(low <= each.cents / 100 <= high for each in good.variants)
    ]
    order = ORDERS.get(call.asked("orderBy", "0"))
    if order:
        rows.sort(key=order, reverse=call.asked("sort", "desc") != "asc")

    def wrap(page: list[Any]) -> list[Record]:
        held = {"relatedCategoryList": [], "keyWord": word, "keyWordOld": word}
        return [{"productList": [shown.found(good) for good in page]} | held]

    return Answer(spooled(call, rows, wrap))


def one_good(call: Call) -> Answer:
    good = _named(call)
    counted = INVENTORY in _features(call)
    return Answer(shown.whole(good, counted=counted, country=call.asked("countryCode")))


def variants(call: Call) -> Answer:
    good, country = _named(call), call.asked("countryCode")
    rows = [each for each in good.variants if each.is_on and _kept_in(each, country)]
    return Answer([shown.variant(good, each) for each in rows])


def one_variant(call: Call) -> Answer:
    goods = call.supplier.goods
    found = goods.by_vid.get(call.needed("vid"))
    if found is None:
        raise Refusal(1602000)
    if not found.is_on:
        raise Refusal(1602003)
    good = _on_sale(goods.good_of(found))
    return Answer(shown.variant(good, found, counted=INVENTORY in _features(call)))


def _named(call: Call) -> Good:
    """One of pid, productSku and variantSku."""
    goods = call.supplier.goods
    pid, spu, sku = (call.asked(name) for name in ("pid", "productSku", "variantSku"))
    if not (pid or spu or sku):
        raise Refusal(1600300, "pid, productSku or variantSku must not be empty")
    found = goods.by_pid.get(pid) or goods.by_spu.get(spu)
    if found is None and sku in goods.by_sku:
        found = goods.good_of(goods.by_sku[sku])
    if found is None:
        raise Refusal(1602000 if sku else 1602001)
    return _on_sale(found)


def _on_sale(good: Good) -> Good:
    if not shown.is_shown(good):
        raise Refusal(1602002)
    return good


def _shown(call: Call) -> Iterable[Good]:
    return [good for good in call.supplier.goods.by_pid.values() if shown.is_shown(good)]


def _fits(call: Call, good: Good) -> bool:
    same = {
        "categoryId": CATEGORIES[good.noun],
        "pid": good.pid,
        "productSku": good.sku,
    }
    if any(call.asked(name) not in ("", value) for name, value in same.items()):
        return False
    word = call.asked("productNameEn") or call.asked("productName")
    if word.lower() not in good.name.lower() or not _is_kept(good, call.asked("countryCode")):
        return False
    low, high = _number(call, "minPrice", 0.0), _number(call, "maxPrice", 1e12)
    if not any(low <= each.cents / 100 <= high for each in good.variants):
        return False
    total = sum(shelf.total for each in good.variants for shelf in each.shelves.values())
    if not _number(call, "startInventory", 0) <= total <= _number(call, "endInventory", 1e12):
        return False
    since, until = _instant(call, "createTimeFrom"), _instant(call, "createTimeTo")
    return (not since or since <= good.created_at) and (not until or good.created_at <= until)


def _is_kept(good: Good, country: str) -> bool:
    return any(_kept_in(each, country) for each in good.variants)


def _kept_in(each: Variant, country: str) -> bool:
    return not country or country in each.shelves


def _features(call: Call) -> list[str]:
    """guessed: once or more often, or with commas between."""
    return [word for text in call.query.get("features", []) for word in text.split(",")]


def _number(call: Call, name: str, usual: float) -> float:
    try:
        return float(call.asked(name) or usual)
    except ValueError:
        raise Refusal(1600300, f"{name} must be a number") from None


def _instant(call: Call, name: str) -> datetime | None:
    if not (text := call.asked(name)):
        return None
    try:
        return datetime.strptime(text, "%Y-%m-%d %H:%M:%S").replace(tzinfo=UTC)
    except ValueError:
        raise Refusal(1600300, f"{name} must be yyyy-MM-dd hh:mm:ss") from None


def _kept(good: Good) -> float:
    return sum(shelf.total for each in good.variants for shelf in each.shelves.values())


ORDERS: dict[str, Callable[[Good], float]] = {
    "1": lambda good: good.listed,
    "2": lambda good: min(each.cents for each in good.variants),
    "3": lambda good: good.created_at.timestamp(),
    "4": _kept,
}
