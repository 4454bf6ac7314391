"""A product of AliExpress as what a supplier offers."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal

from hanse.base.faults import Finding, Severity
from hanse.base.money import Money
from hanse.connectors.aliexpress.mapping import odd
from hanse.connectors.aliexpress.mapping.odd import many, one, said
from hanse.trade.documents import Document
from hanse.trade.supply import PIECES_MAX, PriceBreak, Stocked, Supply, SupplyVariant

# The sheet has this one word; any other is named and makes no state.
ON_SALE: Mapping[str, bool] = {"onSelling": True}
US = "US"
# The newer name first. An older one is read where that is missing.
STOCK = ("sku_available_stock", "s_k_u_available_stock", "ipm_sku_stock")
PROPERTIES = ("ae_sku_property_dtos", "aeop_s_k_u_propertys")
SKUS = ("ae_item_sku_info_dtos",)


def supply(result: Document, asked_id: str) -> Supply | Finding:
    """`asked_id` is by what it is known here, also where the platform shows a twin of it."""
    base = one(result, "ae_item_base_info_dto")
    if base is None:
        return Finding(
            Severity.error, "no_product", "AliExpress answered without the product.", field="result"
        )
    base.need("product_id", "subject", "product_status_type")
    store = one(result, "ae_store_info") or Document({})
    pictures = one(result, "ae_multimedia_info_dto") or Document({})
    noted = list(twins(result, asked_id))
    variants = tuple(each for each in map_variants(result, base) if each)
    return Supply(
        remote_id=asked_id,
        title=base.filled("subject"),
        on_sale=base.word("product_status_type", ON_SALE),
        variants=variants,
        store_id=store.key("store_id"),
        store_name=store.filled("store_name"),
        sold=sold(base),
        image_url=first_of(pictures.filled("image_urls")),
        findings=(*result.said, *noted),
    )


def sold(row: Document, name: str = "sales_count") -> int | None:
    """So often at least: a count above a thousand ends with a plus."""
    text = said(row, name).removesuffix("+").replace(",", "")
    if text and not (text.isascii() and text.isdigit() and len(text) < 16):
        row.strange(name, "number")
        return None
    return int(text) if text else None


def first_of(urls: str | None) -> str | None:
    found = (each.strip() for each in (urls or "").split(";"))
    return next(filter(None, found), None)


def twins(result: Document, asked_id: str) -> Iterator[Finding]:
    """Some items are sold to a country under another id, and are ordered by that."""
    converter = one(result, "product_id_converter_result")
    known = one(converter, "sub_product_id") if converter else None
    country = ships_to(result)
    twin = known.key(country) if known and country else None
    if twin and twin != asked_id:
        yield Finding(
            Severity.warning,
            "other_id",
            f"To {country} AliExpress sells this under the number {twin}.",
            "Take that one into the catalogue for this country.",
        )


def ships_to(result: Document) -> str | None:
    logistics = one(result, "logistics_info_dto")
    return logistics.filled("ship_to_country") if logistics else None


# Variants


def map_variants(result: Document, base: Document) -> Iterator[SupplyVariant | None]:
    store = one(result, "ae_store_info") or Document({})
    # guessed: that goods lie where the store is; what lies where is told with the ways only.
    place = store.filled("store_country_code") or ""
    weight_g, country = weight(result), ships_to(result)
    for sku in many(result, *SKUS):
        read = variant(sku, base, country)
        if read:
            count = quantity(sku)
            lies = (Stocked(place, count),) if count is not None else ()
            yield replace(read, stock=lies, weight_g=weight_g)


def variant(sku: Document, base: Document, country: str | None) -> SupplyVariant | None:
    """The key is copied as it stands: one blank more, and it is another variant or none."""
    variant_id = sku.key("sku_id")
    if variant_id is None:
        sku.doubt("sku_id", "no_id", "A variant says not which it is, so it cannot be ordered.")
        return None
    key = sku.text("sku_attr")
    currency = sku.filled("currency_code") or base.filled("currency_code")
    if currency is None:
        sku.doubt("currency_code", "no_currency", "A price is told without its currency.")
    promoted(sku)
    extra = charges(sku, currency, country) if currency else None
    return SupplyVariant(
        variant_id=variant_id,
        key=(sku.text("id") if key is None else key) or "",
        sku=sku.filled("sku_code"),
        title=" / ".join(values(sku)) or None,
        price=price(sku, "offer_sale_price", currency, extra) if currency else None,
        breaks=breaks(sku, currency, extra) if currency else (),
        image_url=picture(sku),
    )


# What becomes of an order of more pieces than a promotion allows at its price.
BEYOND: Mapping[str, str] = {
    "create_order_fail": "AliExpress refuses an order of more.",
    "back_to_normal_price": "Of an order of more, each piece costs the normal price.",
}


def promoted(sku: Document) -> None:
    """A price that holds for so many pieces alone is said, for it stands as that of any number."""
    name = "buy_amount_limit_set_by_promotion"
    most = odd.unquoted(sku, name).whole(name)
    if most is not None and most > 0:
        beyond = sku.word("limit_strategy", BEYOND) or "What more of them cost is not said."
        sentence = f"The price is that of a promotion for at most {most} pieces. {beyond}"
        sku.doubt(name, "promotion_limit", sentence, f"Order at most {most} at once.")


def charges(sku: Document, currency: str, country: str | None) -> Money | None:
    """What is added for the way into the United States; nothing where it is in the price already.
    None where it is told and cannot be read: then no price is sure."""
    name = "estimated_import_charges"
    inside = country not in (US, None) or sku.fields.get(name) in (None, "")
    return Money(currency, 0) if inside else odd.money(sku, name, currency)


def price(sku: Document, name: str, currency: str, extra: Money | None) -> Money | None:
    found = odd.money(sku, name, currency)
    if found is None:
        sku.need(name)
    return found + extra if found is not None and extra is not None else None


def breaks(sku: Document, currency: str, extra: Money | None) -> tuple[PriceBreak, ...]:
    found = []
    for tier in many(sku, "wholesale_price_tiers"):
        least = odd.unquoted(tier, "min_quantity").whole("min_quantity")
        each = price(tier, "wholesale_price", currency, extra)
        if least is not None and each is not None and 0 < least <= PIECES_MAX:
            found.append(PriceBreak(least, each))
    return tuple(sorted(found, key=lambda each: each.quantity))


def quantity(sku: Document) -> int | None:
    name = next((each for each in STOCK if sku.fields.get(each) is not None), STOCK[0])
    count = sku.whole(name)
    if count is not None and count < 0:
        sku.doubt(name, "below_nothing", f"'{sku.at(name)}' is {count}, which is no stock.")
        return None
    return count


def values(sku: Document) -> Iterator[str]:
    for each in many(sku, *PROPERTIES):
        named = each.filled("property_value_definition_name")
        if text := named or each.filled("sku_property_value"):
            yield text


def picture(sku: Document) -> str | None:
    found = (each.filled("sku_image") for each in many(sku, *PROPERTIES))
    return next(filter(None, found), None)


def weight(result: Document) -> int | None:
    """In grams, of the parcel that one comes in."""
    package = one(result, "package_info_dto")
    kilos = package.number("gross_weight") if package else None
    if kilos is None or not 0 < kilos < Decimal(100_000):
        return None
    # Up, for a weight that is too low makes a parcel look cheaper than it is.
    return int((kilos * 1000).to_integral_value("ROUND_CEILING"))
