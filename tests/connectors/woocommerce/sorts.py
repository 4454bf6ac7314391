"""Which recordings are read by us and as what, and why the others are not."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime

from hanse.connectors.woocommerce import manifest
from hanse.connectors.woocommerce.wire.access import BASE
from hanse.connectors.woocommerce.wire.page import count_of
from hanse.trade.access import Access
from hanse.trade.ports_read import Ask, Kind, Question, Reach
from hanse.trade.signals import Subscription, Switch
from tests.connectors.woocommerce.recorded import SHOP, Recording, recording

ALL = range(1, 230)
PAGES = {175, 176, 177, 178, 179, 180, 181, 183, 184}
LEFT_OUT = {
    2: "the names of all routes; the index of the site says that WooCommerce is there",
    26: "all settings of a group; single ones are asked for",
    29: "a currency; the report of the store tells it",
    30: "a tax; an order tells its own amounts",
    31: "a zone that is sent to; nothing is sent by us",
    32: "a category by itself; a product names its own",
    34: "a category by itself; a product names its own",
    35: "a tag by itself; a product names its own",
    36: "an attribute by itself; a product names its own",
    39: "a value of an attribute; a product names its own",
    40: "values of an attribute; a product names its own",
    64: "the recorder kept the notes of the product and not the product",
    73: "a count of variations that the store made by itself",
    107: "the description of all parameters",
    122: "a coupon; an order names its own",
    132: "a note on an order",
    133: "the notes on an order",
    152: "a report on sales; orders are read one by one",
    153: "a report on orders; orders are read one by one",
    154: "the interface of the shop's own pages",
    189: "a category by itself; a product names its own",
    **dict.fromkeys(
        PAGES, "a page for a person and her browser, of which we only know the address"
    ),
}

# What the documents of an address are to us; a batch answers with rows of them.
KINDS = {
    r"products/?(\d+|batch)?": Kind.products,
    r"variations|products/\d+/variations(/(\d+|batch))?": Kind.offers,
    r"orders(/(\d+|batch))?": Kind.orders,
    r"orders/\d+/refunds": Kind.refunds,
    r"customers(/\d+)?": Kind.buyers,
}
PROBED = re.compile(r"/wp-json/|system_status|settings/\w+/\w+")


def path_of(told: Recording) -> str:
    """As a question has it."""
    return str(told.request["path"]).removeprefix(BASE)


def kind_of(number: int) -> Kind | None:
    path = path_of(recording(number))
    return next((kind for form, kind in KINDS.items() if re.fullmatch(form, path)), None)


def sort_of(number: int) -> str:
    """Which test reads it; "" where none does."""
    told = recording(number)
    if told.whole.get("direction") == "store -> receiver":
        return "grant" if "consumer_key" in told.request["body"] else "delivery"
    if number in LEFT_OUT:
        return ""
    if told.whole["response"]["status"] >= 300:
        return "refusal"
    if told.request["method"] == "HEAD":
        return "count"
    path = path_of(told)
    if PROBED.fullmatch(path):
        return "probe"
    if path.startswith("webhooks"):
        return "webhook"
    if kind_of(number) is None:
        return ""
    if "_envelope" in told.request["query"]:
        return "envelope"
    if path.endswith("/batch"):
        return "batch"
    return "page" if isinstance(told.body, list | str) else "document"


def numbers(sort: str) -> list[int]:
    return [number for number in ALL if sort_of(number) == sort]


def questions() -> Iterator[Question]:
    """One of each that the connector can put to a store."""
    since = datetime(2026, 11, 21, tzinfo=UTC)
    access = Access({"store_url": "https://shop.example"}, hook_secret="hush")
    for port in manifest.READS:
        for reach in port.reaches:
            ask = Ask(
                reach,
                since=since if reach is Reach.changed else None,
                ids=("1",) if reach is Reach.named else (),
                parent_id="1" if reach is Reach.of_parent else None,
            )
            yield port.question(ask, SHOP)
            yield count_of(port.question(ask, SHOP))
    yield from manifest.probe_questions(access)
    yield manifest.subscriptions_question(None)
    yield manifest.subscribe_question("order.created", "https://hub.example/h", access)
    found = Subscription("1", "order.created", "https://hub.example/h", Switch.thrown_off)
    yield manifest.switch_on_question(found, access)
    yield manifest.unsubscribe_question("1")


def shape(method: str, path: str) -> tuple[str, str]:
    """One call, whatever it is about."""
    return method, re.sub(r"\d+", "#", re.sub(r"settings/\w+/\w+", "settings/*", path))
