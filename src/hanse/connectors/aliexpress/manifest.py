"""The card of AliExpress, where goods are ordered and nothing is sold, and what it can be asked."""

from collections.abc import Iterable
from typing import Any

from hanse.connectors.aliexpress.hooks import (
    BY_HAND,
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
from hanse.connectors.aliexpress.mapping import goods, purchases
from hanse.connectors.aliexpress.mapping.addresses import address_findings
from hanse.connectors.aliexpress.wire import asking, trends
from hanse.connectors.aliexpress.wire.access import GATEWAY, SHIP_TO, call_for, entered
from hanse.connectors.aliexpress.wire.answer import quota_of, reply_of, words
from hanse.connectors.aliexpress.wire.consent import (
    consent_url,
    consented,
    state_of,
    token_question,
    tokens_of,
)
from hanse.connectors.aliexpress.wire.probe import CURRENCY, probe_questions, probed
from hanse.connectors.aliexpress.writes import orders
from hanse.engine.manifest import (
    ANYWHERE,
    Connector,
    Ends,
    Key,
    Limit,
    Meaning,
    Oversell,
    Plumbing,
    Proof,
    Quirk,
    Rate,
    Read,
    Repeat,
    SignIn,
    Supplies,
    Sureness,
    Wish,
    Write,
)
from hanse.trade.access import Access
from hanse.trade.ports_bulk import BulkPort
from hanse.trade.ports_read import Kind, Question, Reach, ReadPort
from hanse.trade.ports_write import WritePort
from hanse.trade.supply import SupplyPort

__all__ = [
    "BULK",
    "CARD",
    "READS",
    "SUPPLY",
    "WRITES",
    "address_findings",
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

NAMED = frozenset({Reach.named})

READS: tuple[ReadPort[Any], ...] = (
    ReadPort(Kind.supplied, NAMED, asking.product_question, asking.product_page),
    ReadPort(Kind.purchases, NAMED, asking.purchase_question, asking.purchase_page),
)
FAMILY_OF = {Kind.supplied: "products", Kind.purchases: "orders"}

# A product tells its own stock, so there is no call for stock alone; and orders are paid by PayPal.
SUPPLY = SupplyPort(
    freight_questions=asking.freight_questions,
    freights=asking.freights,
    track_question=asking.track_question,
    tracked=asking.tracked,
    trends=trends.PORT,
)

WRITES: tuple[WritePort, ...] = (orders.PORT,)
BULK: BulkPort | None = None  # AliExpress writes no files

SHEET = "documents of the vendor"
CALLS = "the vendor's page of calls a second; those of one app are not published"
INTEGRATORS = "told by integrators"
KEY_MEMORY_S = 86_400.0
SETTLE_AFTER_S = 30.0  # guessed: for how long an order whose answer was lost may still be made


def paced(family: str, a_second: int, at_once_max: int = 4) -> Rate:
    return Rate(family, at_once_max, f"{CALLS}; at once: guessed", units=a_second, window_s=1.0)


def meanings() -> Iterable[Meaning]:
    """The words that the mapping knows; it is the one place where they stand."""
    for word, on_sale in goods.ON_SALE.items():
        yield Meaning("product_status_type", word, "on sale" if on_sale else "not on sale")
    for word, state in purchases.STATES.items():
        yield Meaning("order_status", word, state.value)
    for word, state in purchases.ENDED.items():
        yield Meaning(f"order_status {purchases.FINISHED}, logistics_status", word, state.value)


CARD = Connector(
    name="aliexpress",
    title="AliExpress",
    markets=(ANYWHERE,),
    sign_ins=(SignIn.oauth,),
    keys=(
        Key(
            name="app_key",
            label="App Key",
            hint="In the console of AliExpress's open platform, under your app.",
            pattern=r"\d{3,20}",
            secret=False,
        ),
        Key(
            name="app_secret",
            label="App Secret",
            hint="Beside the App Key.",
            pattern=r"[!-~]{6,300}",
            secret=True,
        ),
        Key(
            name="ship_to",
            label="Country for prices",
            hint=f"As two letters: where most of your parcels go. Without it, {SHIP_TO}.",
            pattern=r"[A-Za-z]{2}",
            secret=False,
            needed=False,
        ),
        Key(
            name="gateway",
            label="Address of the gateway",
            hint=f"Only if AliExpress told you another one than {GATEWAY}.",
            pattern=r"https://\S{3,300}",
            secret=False,
            needed=False,
        ),
        Key(
            name="style",
            label="Style of the gateway",
            hint="rest, or sync where tokens are refused with IncompleteSignature.",
            pattern="rest|sync",
            secret=False,
            needed=False,
        ),
    ),
    rates=(
        paced("products", 500, 8),
        paced("freight", 350),
        paced("ordering", 150),
        paced("orders", 1000, 8),
        paced("tracking", 100),
        paced("search", 1000),
        paced("feeds", 3, 1),
        paced("addresses", 4, 1),
        Rate("account", 2, "guessed: the vendor's page does not name it", units=1, window_s=1.0),
        Rate("oauth", 1, "guessed: one at a time, for a new token replaces the one before"),
    ),
    reads=tuple(
        Read(
            kind=port.kind.value,
            family=FAMILY_OF[port.kind],
            reaches=frozenset(each.value for each in port.reaches),
            rows_max=1,
        )
        for port in READS
    ),
    writes=(
        Write(
            kind=orders.KIND,
            family=orders.FAMILY,
            repeat=Repeat.one_time,
            proof=Proof.keyed_answer,
            batch_max=1,
            settle_after_s=SETTLE_AFTER_S,
            key_memory_s=KEY_MEMORY_S,
        ),
    ),
    plumbing=(
        Plumbing("tokens.create", "oauth", "Get a token for what a person agreed to."),
        Plumbing("tokens.refresh", "oauth", "Get a new token before the old one ends."),
    ),
    limits=(
        Limit("number", orders.NUMBER_CHARS_MAX, "guessed"),
        Limit("memo", orders.MEMO_CHARS_MAX, "guessed"),
        Limit("voucher", orders.VOUCHER_CHARS_MAX, "guessed"),
    ),
    meanings=tuple(meanings()),
    quirks=(
        Quirk("A refusal is mostly 200 with the reason inside.", SHEET),
        Quirk("A list stands in a wrapper, and an empty one is an empty object.", SHEET),
        Quirk("A price depends on the account that asks and on the country it is for.", SHEET),
        Quirk("Import charges of the United States may stand beside the price.", SHEET),
        Quirk("What a way costs is in whole units, though its name says cents.", SHEET),
        Quirk(
            "Where goods lie is told with the ways only; the store's country stands in.", "guessed"
        ),
        Quirk("Names of an address in another spelling are ignored without a word.", INTEGRATORS),
        Quirk("It wants a region of every address; without one the city stands there.", "guessed"),
        Quirk("One request makes several orders where its items are of several stores.", SHEET),
        Quirk("An order may be made and not be paid; then it waits for its money.", SHEET),
        Quirk("Our number is known for 24 hours, and no call finds an order by it.", SHEET),
        Quirk("No call says what the most is that an order may cost.", "guessed"),
        Quirk("A new order can be read ten seconds later, and is 'not allowed' before.", SHEET),
        Quirk("An order that has ended does not say whether it was delivered.", "guessed"),
        Quirk("A parcel that is not on its way yet is 'not found'.", SHEET),
        Quirk("Words of tracking are the carrier's own.", SHEET),
        Quirk("Times of an order have no zone, so they are not read.", "guessed"),
        Quirk("One or two of a hundred calls are refused for their pace, as is usual.", SHEET),
        Quirk("A refreshed token does not make the consent live longer.", SHEET),
        Quirk("That the state comes back from the page of consent is not written.", "guessed"),
        Quirk("How a webhook is signed is known of Alibaba.com only.", "guessed"),
        Quirk("Whether a voucher was used is not told; the amounts of the order show it.", SHEET),
        Quirk("Discounts of a page never count for orders by an app.", SHEET),
        Quirk("To some countries an item is sold under another number.", SHEET),
        Quirk("Orders that pay themselves need a permit for the app, and PayPal.", SHEET),
        Quirk("There are no calls for cancelling, disputes and refunds.", SHEET),
        Quirk("Of its business features prices by quantity alone can be read by a call.", SHEET),
        Quirk("Requests for quotation and messages with stores have none; ask on its site.", SHEET),
        Quirk(
            "Parcels without logo or price are asked for in the note: nobody confirms it.", SHEET
        ),
        Quirk("Codes of vouchers are not listed by any call; a person enters them.", SHEET),
        Quirk("No call tells trends: lists by words and by feeds are compared day by day.", SHEET),
        Quirk("Fields of the products of a feed are those of the affiliate set.", "guessed"),
        Quirk("A count of sales above a thousand may be rounded, with a plus behind it.", SHEET),
    ),
    oversell=Oversell("none by the platform, where nothing is sold", SHEET),
    leaving="Only you can take the consent back: in AliExpress's account, under the apps.",
    told_by_hand=BY_HAND,
    supplies=Supplies(
        wishes=(
            (Wish.no_logo, Sureness.memo_only),
            (Wish.no_price, Sureness.memo_only),
            (Wish.gift_note, Sureness.memo_only),
            # The code has a field, and no answer says that it was used.
            (Wish.voucher, Sureness.memo_only),
        ),
        ends_unpaid=Ends.by_site,
        ends_paid=Ends.by_site,
        pays_itself=True,
        has_balance=False,
        number_chars_max=orders.NUMBER_CHARS_MAX,
        note_chars_max=orders.MEMO_CHARS_MAX,
        source=f"{SHEET}; how long a number and a note may be: guessed",
        currencies=(CURRENCY,),
        disputes=Ends.by_site,
    ),
)


def revoke_question(access: Access) -> Question | None:
    """Only a person can take the consent back."""
    return None
