"""The card of WooCommerce, and what can be read from it."""

from collections.abc import Iterable, Mapping
from typing import Any

from hanse.base.faults import Fault, Finding, Severity
from hanse.connectors.woocommerce import mapping, wire
from hanse.engine.manifest import (
    ANYWHERE,
    Connector,
    Key,
    Limit,
    Meaning,
    Plumbing,
    Quirk,
    Rate,
    Read,
    SignIn,
)
from hanse.trade.documents import Document
from hanse.trade.goods import Offer, Product
from hanse.trade.orders import Order, Refund
from hanse.trade.people import Buyer
from hanse.trade.ports_read import Ask, Kind, Page, Reach, ReadPort, Reply
from hanse.trade.shop import Shop


def products_page(ask: Ask, reply: Reply, shop: Shop) -> Page[Product]:
    return wire.page_of(lambda row: mapping.product(row, shop), ask, reply)


def offers_page(ask: Ask, reply: Reply, shop: Shop) -> Page[Offer]:
    return wire.page_of(lambda row: mapping.variation(row, shop, ask.parent_id), ask, reply)


def orders_page(ask: Ask, reply: Reply, shop: Shop) -> Page[Order]:
    return wire.page_of(mapping.order, ask, reply)


def refunds_page(ask: Ask, reply: Reply, shop: Shop) -> Page[Refund]:
    order_id, currency = ask.parent_id or "", ask.currency or shop.currency
    return wire.page_of(lambda row: mapping.refund(row, order_id, currency), ask, reply)


def buyers_page(ask: Ask, reply: Reply, shop: Shop) -> Page[Buyer]:
    return wire.page_of(mapping.customer, ask, reply)


ALWAYS = frozenset({Reach.everything, Reach.named, Reach.ids})
DATED = ALWAYS | {Reach.changed}
PRODUCTS = ReadPort(Kind.products, DATED, wire.products_question, products_page)
OFFERS = ReadPort(Kind.offers, DATED | {Reach.of_parent}, wire.offers_question, offers_page)
ORDERS = ReadPort(Kind.orders, DATED, wire.orders_question, orders_page)
# Customers cannot be asked for by when they changed; guests have no row at all.
BUYERS = ReadPort(Kind.buyers, ALWAYS, wire.buyers_question, buyers_page)
REFUNDS = ReadPort(Kind.refunds, frozenset({Reach.of_parent}), wire.refunds_question, refunds_page)

READS: tuple[ReadPort[Any], ...] = (PRODUCTS, OFFERS, ORDERS, REFUNDS, BUYERS)
FAMILIES = ("products", "variations", "orders", "refunds", "customers", "webhooks", "settings")
FAMILY_OF = {
    Kind.products: "products",
    Kind.offers: "variations",
    Kind.orders: "orders",
    Kind.refunds: "refunds",
    Kind.buyers: "customers",
}
ROWS_MAX = 100


def meanings() -> Iterable[Meaning]:
    """The words that the mapping knows; it is the one place where they stand."""
    for field, words in {
        "product.type": mapping.KINDS,
        "product.status": mapping.STATES,
        "product.stock_status": mapping.STOCK_STATES,
        "product.backorders": mapping.BACKORDERS,
        "order.status": mapping.ORDER_STATES,
    }.items():
        yield from (Meaning(field, word, ours.value) for word, ours in words.items())


CARD = Connector(
    name="woocommerce",
    title="WooCommerce",
    markets=(ANYWHERE,),
    sign_ins=(SignIn.key_flow, SignIn.typed_keys),
    keys=(
        Key(
            name="store_url",
            label="Address of the store",
            hint="As in https://shop.example or, in a folder, https://example.com/shop.",
            pattern=r"https?://\S{1,500}",
            secret=False,
        ),
        Key(
            name="consumer_key",
            label="Consumer key",
            hint="WooCommerce, Settings, Advanced, REST API: a key for reading and writing,"
            " made for a shop manager.",
            pattern=r"ck_[0-9a-f]{40}",
            secret=True,
        ),
        Key(
            name="consumer_secret",
            label="Consumer secret",
            hint="Shown once, when the key is made.",
            pattern=r"cs_[0-9a-f]{40}",
            secret=True,
        ),
    ),
    # WooCommerce counts nobody's calls; two at once is what a small host bears.
    rates=tuple(Rate(family, 2, "measured on a store with two processors") for family in FAMILIES),
    reads=tuple(
        Read(
            kind=port.kind.value,
            family=FAMILY_OF[port.kind],
            reaches=frozenset(each.value for each in port.reaches),
            rows_max=ROWS_MAX,
        )
        for port in READS
    ),
    writes=(),
    plumbing=(
        Plumbing("webhooks.list", "webhooks", "See hourly whether the store switched one off."),
        Plumbing("webhooks.create", "webhooks", "Ask the store to tell us of changes."),
        Plumbing(
            "webhooks.activate", "webhooks", "Switch a webhook on that the store switched off."
        ),
        Plumbing("webhooks.delete", "webhooks", "Stop being told when the shop is disconnected."),
    ),
    limits=(Limit("sku", 100, "guessed: the column for looking it up is no longer"),),
    meanings=tuple(meanings()),
    quirks=(
        Quirk("Over http a key that is not signed is ignored.", "recording 010"),
        Quirk("A key that may not do something gets 401, not 403.", "recordings 006, 007"),
        Quirk("A page past the end is 200 with no rows.", "recording 091"),
        Quirk("A date without a zone is the store's time.", "recordings 217, 218"),
        Quirk("Customers cannot be asked for by when they changed.", "source of the vendor"),
        Quirk("Names come with their entities encoded.", "recordings 185, 189"),
        Quirk("Shown to visitors, a description has its shortcodes carried out.", "recording 187"),
        Quirk("The price of an order line is a number, all others are texts.", "recording 108"),
        Quirk("A refund that is refused is 500.", "recordings 135, 136"),
        Quirk("Stores before version 10 cannot list all variations.", "recording 214"),
        Quirk("A webhook is off after the 7th failure in a row.", "recording 171"),
        Quirk("A forced deletion sends no webhook.", "measured"),
        Quirk("Dates of images have the zone of the store added twice.", "recording 041"),
    ),
)


# What a store says of itself


def shop_of(index: object, status: object, settings: Iterable[object] = ()) -> Shop | Finding:
    """From the site's index, system_status, and single settings where they were asked for."""
    site = Document(index) if isinstance(index, Mapping) else Document({})
    if "wc/v3" not in site.texts("namespaces"):
        return Finding(
            Severity.error,
            "no_woocommerce",
            "There is a site at this address, but no WooCommerce in it.",
            "Check the address, and that the plug-in WooCommerce is active.",
        )
    report = Document(status) if isinstance(status, Mapping) else Document({})
    told = report.one("settings") or Document({})
    currency, decimals = told.filled("currency"), told.whole("number_of_decimals")
    if currency is None or decimals is None:
        return Finding(
            Severity.error,
            "no_currency",
            "The store does not tell its currency, or how many decimals its prices have.",
            "Make the key for a user who may manage the shop, such as a shop manager.",
        )
    single = {each.filled("id"): each for each in map(Document, objects(settings))}
    weight = single.get("woocommerce_weight_unit")
    size = single.get("woocommerce_dimension_unit")
    taxed = single.get("woocommerce_prices_include_tax")
    try:
        return Shop(
            currency=currency,
            decimals=decimals,
            time_zone=site.filled("timezone_string"),
            weight_unit=weight.filled("value") if weight else None,
            dimension_unit=size.filled("value") if size else None,
            prices_include_tax=taxed.word("value", {"yes": True, "no": False}) if taxed else None,
        )
    except Fault as fault:
        return Finding(Severity.error, "no_currency", fault.sentence, fault.next_step)


def objects(values: Iterable[object]) -> Iterable[Mapping[str, object]]:
    return (each for each in values if isinstance(each, Mapping))
