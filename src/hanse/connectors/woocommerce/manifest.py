"""The card of WooCommerce, and what can be read from it."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from hanse.base.faults import Rejected
from hanse.connectors.woocommerce import mapping
from hanse.connectors.woocommerce.hooks import (
    TOPICS,
    is_ping,
    signals,
    subscribe_question,
    subscriptions_next,
    subscriptions_of,
    subscriptions_question,
    switch_on_question,
    unsubscribe_question,
    verify,
)
from hanse.connectors.woocommerce.wire import page as wire
from hanse.connectors.woocommerce.wire.access import call_for, entered
from hanse.connectors.woocommerce.wire.answer import reply_of, words
from hanse.connectors.woocommerce.wire.consent import consent_url, consented, state_of
from hanse.connectors.woocommerce.wire.probe import probe_questions, probed
from hanse.connectors.woocommerce.writes import (
    cancelling,
    codes,
    creation,
    media,
    parcels,
    places,
    price,
    refunds,
    state,
    stock,
    texts,
    variations,
)
from hanse.connectors.woocommerce.writes.batch import FAMILY, rows_at_once
from hanse.connectors.woocommerce.writes.limits import LIMITS
from hanse.engine.manifest import (
    ANYWHERE,
    Connector,
    Key,
    Meaning,
    Oversell,
    Plumbing,
    Proof,
    Quirk,
    Rate,
    Read,
    Repeat,
    SignIn,
    Write,
)
from hanse.engine.wire.wire import Answer, Quota
from hanse.trade.access import Access, Tokens
from hanse.trade.goods import Offer, Product
from hanse.trade.orders import Order, Refund
from hanse.trade.people import Buyer
from hanse.trade.ports_bulk import BulkPort
from hanse.trade.ports_read import Ask, Kind, Page, Question, Reach, ReadPort, Reply
from hanse.trade.ports_write import WritePort
from hanse.trade.shop import Shop

__all__ = [
    "BULK",
    "CARD",
    "READS",
    "WRITES",
    "call_for",
    "consent_url",
    "consented",
    "entered",
    "is_ping",
    "probe_questions",
    "probed",
    "quota_of",
    "reply_of",
    "revoke_question",
    "signals",
    "state_of",
    "subscribe_question",
    "subscriptions_next",
    "subscriptions_of",
    "subscriptions_question",
    "switch_on_question",
    "token_question",
    "tokens_of",
    "unsubscribe_question",
    "verify",
    "words",
]


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
FAMILIES = (
    *("products", "variations", "orders", "refunds", "customers"),
    *(FAMILY, "webhooks", "settings"),
)
FAMILY_OF = {
    Kind.products: "products",
    Kind.offers: "variations",
    Kind.orders: "orders",
    Kind.refunds: "refunds",
    Kind.buyers: "customers",
}
ROWS_MAX = 100

WRITES: tuple[WritePort, ...] = (
    price.PORT,
    stock.PORT,
    texts.PORT,
    state.PORT,
    codes.PORT,
    places.PORT,
    media.PORT,
    creation.PORT,
    *variations.PORTS,
    parcels.PORT,
    refunds.PORT,
    cancelling.PORT,
)
MADE = frozenset({creation.KIND, variations.KIND})
# What PHP has begun it may finish after the line broke: a call has 60 s (sheet, section 12).
SETTLE_AFTER_S = 60.0
FETCHED_AFTER_S = 180.0  # guessed: pictures are fetched within the call, one after the other


OF_ORDERS = {
    # A note under the same key is the same note, however often it is written.
    parcels.KIND: Write(
        kind=parcels.KIND,
        family=FAMILY,
        repeat=Repeat.absolute,
        proof=Proof.read,
        batch_max=1,
        settle_after_s=SETTLE_AFTER_S,
        unique_by=parcels.UNIQUE,
    ),
    # What is cancelled stays so, however often it is said.
    cancelling.KIND: Write(
        kind=cancelling.KIND,
        family=FAMILY,
        repeat=Repeat.absolute,
        proof=Proof.read,
        batch_max=1,
        settle_after_s=SETTLE_AFTER_S,
        unique_by=cancelling.UNIQUE,
    ),
    # The store would pay a second time.
    refunds.KIND: Write(
        kind=refunds.KIND,
        family=FAMILY,
        repeat=Repeat.one_time,
        proof=Proof.read,
        batch_max=1,
        settle_after_s=SETTLE_AFTER_S,
    ),
}


def write(port: WritePort) -> Write:
    """All can be set again and again, but what is made; there a SKU is refused a second time
    (recordings 043, 078 and 085). There is no ETag, and no key that the store would know again
    (sheet, section 6)."""
    new = port.kind in MADE
    if port.kind in OF_ORDERS:
        return OF_ORDERS[port.kind]
    return Write(
        kind=port.kind,
        family=FAMILY,
        repeat=Repeat.one_time if new else Repeat.absolute,
        proof=Proof.read,
        batch_max=rows_at_once(port.kind),
        settle_after_s=FETCHED_AFTER_S if port.kind == media.KIND else SETTLE_AFTER_S,
        unique_by="sku" if new else "",
    )


# One word tells goods and payment; here it is in the states of the order book, each apart.
BOOK = {
    "checkout-draft": ("pending", "unpaid"),
    "auto-draft": ("pending", "unpaid"),
    "pending": ("pending", "unpaid"),
    "on-hold": ("pending", "unpaid"),
    "processing": ("confirmed", "paid"),
    "completed": ("shipped", "paid"),
    "cancelled": ("cancelled", "unpaid"),
    "failed": ("failed", "unpaid"),
    "refunded": ("returned", "refunded"),
    "trash": ("cancelled", "unpaid"),
}


def meanings() -> Iterable[Meaning]:
    """The words that the mapping knows; it is the one place where they stand."""
    for field, known in {
        "product.type": mapping.KINDS,
        "product.status": mapping.STATES,
        "product.stock_status": mapping.STOCK_STATES,
        "product.backorders": mapping.BACKORDERS,
        "order.status": mapping.ORDER_STATES,
    }.items():
        yield from (Meaning(field, word, ours.value) for word, ours in known.items())
    for word, (goods, payment) in BOOK.items():
        yield Meaning("orders.state", word, goods)
        yield Meaning("orders.payment", word, payment)


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
        Key(
            name="ca_pem",
            label="Certificate of your own authority",
            hint="Only where the certificate of the store is from no public authority, as within a"
            " company: paste that authority's, from -----BEGIN CERTIFICATE----- on.",
            pattern=r"[\s\S]*-----BEGIN CERTIFICATE-----[\s\S]*",
            secret=False,
            needed=False,
            lines=True,
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
    writes=tuple(write(port) for port in WRITES),
    plumbing=(
        Plumbing("webhooks.list", "webhooks", "See hourly whether the store switched one off."),
        Plumbing("webhooks.create", "webhooks", "Ask the store to tell us of changes."),
        Plumbing(
            "webhooks.activate", "webhooks", "Switch a webhook on that the store switched off."
        ),
        Plumbing("webhooks.delete", "webhooks", "Stop being told when the shop is disconnected."),
    ),
    limits=LIMITS,
    meanings=tuple(meanings()),
    quirks=(
        Quirk("Over http a key that is not signed is ignored.", "recording 010"),
        Quirk("Outside wc/ a key is taken for a name of WordPress.", "source of WordPress"),
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
        Quirk("A batch checks nothing: a state it does not know is a draft.", "recording 081"),
        Quirk("A number of pieces is ignored where stock is not managed.", "recording 194"),
        Quirk("Orders do not look at the stock, which falls below 0.", "recording 111"),
        Quirk("There is no field for parcels: they are notes of ours on the order.", "guessed"),
        Quirk("Whoever sets a stock last wins; nothing is compared before.", "measured"),
        Quirk("A sale price that is not below the regular one is dropped.", "recording 049"),
        Quirk("What lies in the trash keeps its SKU, and no list shows it.", "recording 078"),
        Quirk("A new product is published unless it is said otherwise.", "recording 042"),
        Quirk("A bare & in a description comes back as &amp;.", "recording 185"),
        Quirk("A product without a category comes into the store's own.", "recording 050"),
        Quirk("A picture is fetched within the call, and again each time.", "recording 054"),
        Quirk("Two variations may have the same values.", "recording 069"),
        Quirk("A | in a value of an attribute parts it in two.", "recording 185"),
        Quirk("Dates of images have the zone of the store added twice.", "recording 041"),
    ),
    topics=TOPICS,
    oversell=Oversell("none by the platform, for the store is your own", "its licence"),
    leaving="Only you can remove the keys in the store: WooCommerce, Settings, Advanced, REST API.",
    forged_status=200,  # the seventh refusal in a row would switch the webhook off
)


BULK: BulkPort | None = None  # WooCommerce writes no files


def token_question(access: Access, at: datetime) -> Question | None:
    """Its keys are good until somebody removes them."""
    return None


def tokens_of(reply: Reply, at: datetime) -> Tokens:
    raise Rejected("WooCommerce gives no tokens.")


def revoke_question(access: Access) -> Question | None:
    """Only a person can remove the key, in the store's settings."""
    return None


def quota_of(answer: Answer) -> Quota | None:
    """It counts nobody's calls."""
    return None
