"""The card of Shopify, what can be read from it, and everything else that Hanse asks of it."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import partial
from typing import Any

from hanse.base.faults import Fault, Finding
from hanse.connectors.shopify.hooks import (
    ASKED,
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
from hanse.connectors.shopify.mapping import goods, orders, people, stock
from hanse.connectors.shopify.wire import bulk, consent, page, probe, query, uploads
from hanse.connectors.shopify.wire.access import call_for, entered
from hanse.connectors.shopify.wire.answer import quota_of, reply_of, words
from hanse.connectors.shopify.wire.consent import (
    consented,
    state_of,
    token_question,
    tokens_of,
)
from hanse.connectors.shopify.wire.query import Fields, one
from hanse.connectors.shopify.writes import cards
from hanse.connectors.shopify.writes.limits import LIMITS, SHEET
from hanse.engine.manifest import (
    ANYWHERE,
    Connector,
    Key,
    Meaning,
    Oversell,
    Plumbing,
    Quirk,
    Rate,
    Read,
    Scope,
    SignIn,
)
from hanse.trade.access import Access, Probe
from hanse.trade.goods import Offer, Product
from hanse.trade.orders import Order
from hanse.trade.people import Buyer
from hanse.trade.ports_bulk import BulkPort
from hanse.trade.ports_read import Ask, Kind, Page, Question, Reach, ReadPort, Reply
from hanse.trade.ports_write import WritePort
from hanse.trade.shop import Shop
from hanse.trade.stock import ItemStock, Location

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


# What can be read


def products_page(ask: Ask, reply: Reply, shop: Shop) -> Page[Product]:
    return page.page(Kind.products, ask, reply, lambda row: goods.product(row, shop))


def offers_page(ask: Ask, reply: Reply, shop: Shop) -> Page[Offer]:
    return page.page(Kind.offers, ask, reply, lambda row: goods.offer(row, shop))


def locations_page(ask: Ask, reply: Reply, shop: Shop) -> Page[Location]:
    return page.page(Kind.locations, ask, reply, stock.location)


def levels_page(ask: Ask, reply: Reply, shop: Shop) -> Page[ItemStock]:
    return page.page(Kind.levels, ask, reply, stock.item_stock)


def orders_page(ask: Ask, reply: Reply, shop: Shop) -> Page[Order]:
    return page.page(Kind.orders, ask, reply, orders.order)


def buyers_page(ask: Ask, reply: Reply, shop: Shop) -> Page[Buyer]:
    return page.page(Kind.buyers, ask, reply, people.customer)


def question(kind: Kind, ask: Ask, shop: Shop) -> Question:
    return page.question(kind, ask)


ALWAYS = frozenset({Reach.everything, Reach.named, Reach.ids})
DATED = ALWAYS | {Reach.changed}
APART = frozenset({Reach.named, Reach.of_parent})

READS: tuple[ReadPort[Any], ...] = (
    ReadPort(Kind.products, DATED, partial(question, Kind.products), products_page),
    ReadPort(Kind.offers, APART, partial(question, Kind.offers), offers_page),
    ReadPort(Kind.locations, ALWAYS, partial(question, Kind.locations), locations_page),
    # guessed: that a stock item keeps its date when only a count changes, so it is not asked by it.
    ReadPort(Kind.levels, ALWAYS, partial(question, Kind.levels), levels_page),
    ReadPort(Kind.orders, DATED, partial(question, Kind.orders), orders_page),
    ReadPort(Kind.buyers, DATED, partial(question, Kind.buyers), buyers_page),
)


def bulk_page(kind: Kind, lines: Sequence[object], shop: Shop) -> Page[Any]:
    def product(row: object) -> Product | Finding:
        return goods.product(row, shop)

    reads = {
        Kind.products: product,
        Kind.levels: stock.item_stock,
        Kind.orders: orders.order,
        Kind.buyers: people.customer,
    }
    return bulk.page(kind, lines, reads[kind])


def bulk_start(kind: Kind, shop: Shop) -> Question:
    return bulk.start(kind)


BULK: BulkPort | None = BulkPort(
    kinds=frozenset(bulk.FIELDS),
    start=bulk_start,
    started=bulk.started,
    poll=bulk.poll,
    report=bulk.report,
    group=bulk.group,
    page=bulk_page,
    family="files",
)


# What can be written

WRITES: tuple[WritePort, ...] = cards.WRITES


# The card


def meanings() -> Iterable[Meaning]:
    """The words that the mapping knows; it is the one place where they stand."""
    for field, words_of in {
        "product.status": goods.STATES,
        "media.status": goods.MEDIA_STATES,
        "variant.inventoryPolicy": goods.POLICIES,
        "bulkOperation.status": bulk.STATES,
    }.items():
        yield from (Meaning(field, word, ours.value) for word, ours in words_of.items())
    for word, is_open in orders.OPEN.items():
        yield Meaning("order.displayFulfillmentStatus", word, "to_fulfil" if is_open else "done")
    for word, state in orders.PAYMENTS.items():
        ours = state.value if state else "as the goods"
        yield Meaning("order.displayFinancialStatus", word, ours)
    yield from (Meaning("orders.state", *each) for each in orders.BOOK_STATES.items())
    yield from (Meaning("orders.payment", *each) for each in orders.BOOK_PAYMENTS.items())


DASHBOARD = "It stands in the Dev Dashboard, under the settings of your app."
SCHEMA = "schema of the vendor"
RECORDED = "answers of a real shop"

CARD = Connector(
    name="shopify",
    title="Shopify",
    markets=(ANYWHERE,),
    sign_ins=(SignIn.typed_keys, SignIn.oauth),
    keys=(
        Key(
            name="shop",
            label="Address of the shop",
            hint="As in my-shop.myshopify.com; any address of your admin will do.",
            pattern=r"\S{1,300}",
            secret=False,
        ),
        Key("client_id", "Client ID", DASHBOARD, r"[!-~]{6,300}", secret=False, needed=False),
        Key(
            "client_secret", "Client secret", DASHBOARD, r"[!-~]{6,300}", secret=True, needed=False
        ),
        Key(
            name="access_token",
            label="Access token",
            hint="Only if you have one of an app made in the admin before 2026.",
            pattern=r"[!-~]{6,300}",
            secret=True,
            needed=False,
        ),
    ),
    rates=(
        # One bucket for all queries of an app in a shop; larger plans have larger ones, and every
        # answer says so.
        Rate("graphql", 4, f"{SHEET}; at once: guessed", units=2000, window_s=20.0),
        Rate("files", 4, "guessed: they lie elsewhere, where nobody counts our calls"),
        Rate("bulk", 1, "guessed: five files at once are allowed, one is enough"),
        Rate("oauth", 1, "guessed: one at a time, for a refreshed token replaces the one before"),
    ),
    reads=tuple(
        Read(
            kind=port.kind.value,
            family="graphql",
            reaches=frozenset(each.value for each in port.reaches),
            rows_max=page.SOURCES[port.kind].rows_max,
        )
        for port in READS
    ),
    writes=tuple(map(cards.card, WRITES)),
    plumbing=(
        Plumbing(
            "tokens.client_credentials", "oauth", "Get a token for a day with the app's keys."
        ),
        Plumbing("tokens.authorization_code", "oauth", "Get a token for what a person agreed to."),
        Plumbing("tokens.refresh_token", "oauth", "Get a new token before the old one ends."),
        Plumbing("bulk.start", "bulk", "Have everything of a kind written into a file for us."),
        Plumbing(uploads.STAGE, "graphql", "Ask where the file of a picture goes."),
        Plumbing("webhooks.list", "graphql", "See whether the shop took a webhook off its list."),
        Plumbing("webhooks.create", "graphql", "Ask the shop to tell us of changes."),
        Plumbing("webhooks.delete", "graphql", "Stop being told when the shop is disconnected."),
        Plumbing("app.uninstall", "graphql", "Remove the app when the shop is disconnected."),
    ),
    limits=LIMITS,
    meanings=tuple(meanings()),
    quirks=(
        Quirk("A refusal is mostly 200 with the reason inside.", SHEET),
        Quirk("A filter that is not understood is ignored, with a warning.", RECORDED),
        Quirk("The search index lags, so a change may be found a minute late.", RECORDED),
        Quirk("A list ends after 25,000 rows.", SHEET),
        Quirk("Only orders of the last 60 days are shown without read_all_orders.", SHEET),
        Quirk("What is known about customers is null without Shopify's approval.", SHEET),
        Quirk("A version that is too old is answered by a newer one.", SHEET),
        Quirk("The state of payment is null for an order that is free.", RECORDED),
        Quirk("The stock of a product as a whole stays old; that of a variant is fresh.", RECORDED),
        Quirk("A product is said to have changed with every order of it.", "forum of the vendor"),
        Quirk("A hold on a parcel changes no date of the order.", "forum of the vendor"),
        Quirk("A webhook is deleted after the 8th failure in a row.", SHEET),
        Quirk("A webhook about stock does not name the variant.", "forum of the vendor"),
        Quirk("One number that is refused fails all others of its call.", SHEET),
        Quirk("Webhooks come twice, late, out of order, or never.", SHEET),
        Quirk("Scripts are taken out of a description.", SHEET),
        Quirk("Tags are shown by the alphabet, each once whatever its case.", SHEET),
        Quirk("A picture is fetched after the answer, and may fail then.", SHEET),
        Quirk("A list of pictures is replaced; what it leaves out is deleted.", SHEET),
        Quirk("A bulk query tells no lines of refunds and parcels.", "guessed"),
    ),
    scopes=(
        Scope("read_products", "to show your products and their prices."),
        Scope("read_inventory", "to show how much of each you have."),
        Scope("read_locations", "to show where it lies."),
        Scope("read_orders", "to show your orders."),
        Scope("read_customers", "to show who ordered.", needed=False),
        Scope("read_all_orders", "to show orders older than 60 days.", needed=False),
        Scope("read_locales", "to know the language of the shop.", needed=False),
        Scope("read_fulfillments", "to show what was sent by others.", needed=False),
        Scope(
            "read_merchant_managed_fulfillment_orders", "to show what is to be sent.", needed=False
        ),
        Scope("write_products", "to change texts and prices.", needed=False),
        Scope("write_files", "to take a picture off a product and keep its file.", needed=False),
        Scope("write_inventory", "to change how much of each you have.", needed=False),
        Scope("write_orders", "to refund, cancel and annotate orders.", needed=False),
        Scope(
            "write_merchant_managed_fulfillment_orders",
            "to mark orders as sent, with their tracking numbers.",
            needed=False,
        ),
    ),
    topics=ASKED,
    oversell=Oversell("none by the platform, where a shop may even sell what it has not", SHEET),
    leaving="Shopify removes the app: to connect the shop again, install it again.",
    told_by_hand="Nobody can ask Shopify for requests about privacy. Enter this address as that of"
    " the compliance topics in your app.",
)


# A first look, and consent


def probe_questions(access: Access) -> Sequence[Question]:
    return probe.questions()


def probed(replies: Sequence[Reply | Fault], access: Access) -> Probe:
    return probe.probed(replies, access, CARD.scopes)


def consent_url(
    access: Access, state: str, return_url: str, callback_url: str, at: datetime
) -> str:
    """The browser itself brings the code back, so nothing is sent to `callback_url`."""
    return consent.consent_url(access, state, return_url, [each.name for each in CARD.scopes])


def revoke_question(access: Access) -> Question | None:
    """The app removes itself: its tokens are dead at once, and its webhooks with them."""
    cost = 10 + one("app", Fields("id")).cost
    return query.question(UNINSTALL, cost, {}, "app.uninstall", writes=True)


UNINSTALL = "mutation { appUninstall { app { id } userErrors { code field message } } }"
