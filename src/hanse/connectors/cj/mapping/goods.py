"""What CJ sells: products with their variants, and where how many of them lie.

Its documents spell the same field in several ways: a weight is a number or a text, a price may be a
range, the key of a variant a list within a text.
"""

import json
import math
import re
from collections.abc import Iterable, Iterator, Mapping

from hanse.base.faults import Finding, Severity
from hanse.base.money import Money
from hanse.trade.documents import Document
from hanse.trade.supply import Stocked, Supply, SupplyStock, SupplyVariant

CURRENCY = "USD"
ON_SALE: Mapping[str, bool] = {"3": True, "2": False}
VERIFIED: Mapping[str, bool] = {"1": True, "2": False, "0": False}
RANGE = re.compile(r"\s*\d[\d.]*\s*-\s*\d[\d.]*\s*")
TITLES_MAX = 20


def product_id(value: object) -> str | None:
    return Document(value).key("pid") if isinstance(value, Mapping) else None


def supply(value: object) -> Supply | Finding:
    document = Document(value if isinstance(value, Mapping) else {})
    remote_id = document.key("pid")
    if remote_id is None:
        return Finding(
            Severity.error, "no_id", "A product of CJ says not which one it is.", field="pid"
        )
    document.need("productNameEn", "variants")
    return Supply(
        remote_id=remote_id,
        title=document.filled("productNameEn") or listed_title(document, "productName"),
        on_sale=on_sale(document),
        variants=tuple(variants(document)),
        store_id=document.key("supplierId"),
        store_name=document.filled("supplierName"),
        sold=None,  # how often it is listed by others is no sale
        image_url=image(document, "productImage"),
        findings=document.said,
    )


def on_sale(document: Document) -> bool | None:
    """`status` of one, `saleStatus` of a list; a number or a text."""
    name = "status" if document.fields.get("status") is not None else "saleStatus"
    return coded(document, name, ON_SALE)


def coded(document: Document, name: str, words: Mapping[str, bool]) -> bool | None:
    number = document.whole(name)
    if number is None:
        return None
    if str(number) not in words:
        document.doubt(name, "unknown_word", f"'{document.at(name)}' says {number}.")
    return words.get(str(number))


def variants(document: Document) -> Iterator[SupplyVariant]:
    for each in document.many("variants"):
        variant_id = each.key("vid")
        if variant_id is None:
            each.doubt("vid", "no_id", f"'{each.path}' says not which variant it is.")
            continue
        yield SupplyVariant(
            variant_id=variant_id,
            key=variant_id,
            sku=each.filled("variantSku"),
            title=listed_title(each, "variantKey") or each.filled("variantNameEn"),
            price=price(each),
            stock=tuple(stocked(each, "inventories")),
            weight_g=grams(each, "variantWeight"),
            image_url=image(each, "variantImage"),
        )


def price(document: Document) -> Money | None:
    """A variant has one price; of a range nobody knows which is meant."""
    name = "variantSellPrice"
    text = document.fields.get(name)
    if isinstance(text, str) and RANGE.fullmatch(text):
        document.doubt(name, "a_range", f"'{document.at(name)}' is a range of prices.")
        return None
    return document.money(name, CURRENCY)


def grams(document: Document, name: str) -> int | None:
    """Whole grams, and one more where it is a part of one."""
    number = document.number(name)
    return None if number is None or number < 0 else math.ceil(number)


def listed_title(document: Document, name: str) -> str | None:
    """A text, or a list of texts that is written as one."""
    text = document.filled(name)
    if text is None or not text.lstrip().startswith("["):
        return text
    try:
        parts = json.loads(text)
    except (ValueError, RecursionError):
        return text
    if not isinstance(parts, list) or not all(isinstance(each, str) for each in parts):
        return text
    return ", ".join(parts[:TITLES_MAX]) or None


def image(document: Document, name: str) -> str | None:
    """The first, where there are several in a list that is written as a text."""
    text = document.filled(name)
    if text is None or not text.lstrip().startswith("["):
        return text
    try:
        parts = json.loads(text)
    except (ValueError, RecursionError):
        return None
    first = parts[0] if isinstance(parts, list) and parts else None
    return first if isinstance(first, str) and first else None


# What lies there


def stocked(document: Document, name: str) -> Iterable[Stocked]:
    """A country each. What a factory tells is counted by nobody, unless its warehouse is verified:
    then all of it is sure."""
    for each in document.many(name):
        country = each.filled("countryCode")
        if country is None:
            each.doubt("countryCode", "no_country", f"'{each.path}' names no country.")
            continue
        total, here = pieces(each, "totalInventory"), pieces(each, "cjInventory")
        verified = coded(each, "verifiedWarehouse", VERIFIED)
        yield Stocked(country_in(country), total, total if verified else here)


def pieces(document: Document, name: str) -> int | None:
    number = document.whole(name)
    if number is not None and number < 0:
        document.doubt(name, "below_zero", f"'{document.at(name)}' is below 0.")
        return None
    return number


def stocks(product_id: str, document: Document) -> Iterator[SupplyStock]:
    for each in document.many("variantInventories"):
        if variant_id := each.key("vid"):
            yield SupplyStock(product_id, variant_id, tuple(stocked(each, "inventory")))


# Countries: as everybody writes them, but for one

ODD = {"XK": "YK"}
USUAL = {theirs: ours for ours, theirs in ODD.items()}


def country_out(code: str) -> str:
    return ODD.get(code, code)


def country_in(code: str) -> str:
    return USUAL.get(code, code)
