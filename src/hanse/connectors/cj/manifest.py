"""The card of CJ Dropshipping, and everything that Hanse asks of it."""

from collections.abc import Iterable, Sequence
from functools import partial
from typing import Any

from hanse.base.faults import Unavailable
from hanse.base.money import Money
from hanse.connectors.cj.hooks import (
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
from hanse.connectors.cj.mapping import disputes, goods, purchases, ways
from hanse.connectors.cj.wire import asking
from hanse.connectors.cj.wire.access import KEY, call_for, entered
from hanse.connectors.cj.wire.answer import quota_of, reply_of, words
from hanse.connectors.cj.wire.probe import probe_questions, probed
from hanse.connectors.cj.wire.tokens import (
    consent_url,
    consented,
    revoke_question,
    state_of,
    token_question,
    tokens_of,
)
from hanse.connectors.cj.writes import disputing, ordering, standing
from hanse.connectors.cj.writes.addressing import TAX_NUMBER_MAX
from hanse.engine.manifest import (
    ANYWHERE,
    Budget,
    Connector,
    Ends,
    Key,
    Limit,
    Meaning,
    Plumbing,
    Points,
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
from hanse.trade.ports_bulk import BulkPort
from hanse.trade.ports_read import Ask, Kind, Page, Question, Reach, ReadPort, Reply, collected
from hanse.trade.ports_write import WritePort
from hanse.trade.shop import Shop
from hanse.trade.supply import (
    Dispute,
    DisputeLine,
    DisputeTerms,
    Freight,
    FreightAsk,
    Purchase,
    Supply,
    SupplyPort,
    SupplyStock,
    Tracked,
)
from hanse.trade.tracking import TrackReport

__all__ = [
    "BULK",
    "CARD",
    "READS",
    "SUPPLY",
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

SHEET = "documents of the vendor, 2026-02"


# What can be read: one by its id in each call


def supplied_question(ask: Ask, shop: Shop) -> Question:
    pid = asking.one_id(ask)
    return asking.get(asking.PRODUCT, ("pid", pid), ("features", "enable_inventory"))


def supplied_page(ask: Ask, reply: Reply, shop: Shop) -> Page[Supply]:
    return collected(ask, asking.found_in(reply), goods.product_id, goods.supply)


def purchases_question(ask: Ask, shop: Shop) -> Question:
    return asking.get(asking.DETAIL, ("orderId", asking.one_id(ask)))


def purchases_page(ask: Ask, reply: Reply, shop: Shop) -> Page[Purchase]:
    return collected(ask, asking.found_in(reply), purchases.purchase_id, purchases.purchase)


def disputes_question(ask: Ask, shop: Shop) -> Question:
    return disputing.list_question(asking.one_id(ask))


def disputes_page(ask: Ask, reply: Reply, shop: Shop) -> Page[Dispute]:
    """Those of one order, for that is what they are asked by."""
    order_id = asking.one_id(ask)
    rows = [each.fields for each in asking.data_of(reply).many("list")]
    return collected(ask, rows, disputes.dispute_id, partial(disputes.dispute, order_id))


NAMED = frozenset({Reach.named})
SUPPLIED = ReadPort(Kind.supplied, NAMED, supplied_question, supplied_page)
PURCHASES = ReadPort(Kind.purchases, NAMED, purchases_question, purchases_page)
DISPUTES = ReadPort(Kind.disputes, NAMED, disputes_question, disputes_page)
READS: tuple[ReadPort[Any], ...] = (SUPPLIED, PURCHASES, DISPUTES)
BULK: BulkPort | None = None  # CJ writes no files


# What a supplier is asked for besides


def freight_questions(ask: FreightAsk, shop: Shop) -> Sequence[Question]:
    pieces = [{"vid": each.variant_id, "quantity": each.quantity} for each in ask.items]
    document: dict[str, object] = {
        "startCountryCode": goods.country_out(ask.from_country),
        "endCountryCode": goods.country_out(ask.to_country),
        "products": pieces,
    }
    if ask.postcode:
        document["zip"] = ask.postcode
    return (asking.post(asking.FREIGHT, document),)


def freights(ask: FreightAsk, replies: Sequence[Reply], shop: Shop) -> Sequence[Freight]:
    return [one for reply in replies for one in ways.freights(asking.rows_of(reply))]


def stock_question(product_id: str, shop: Shop) -> Question:
    return asking.get(asking.INVENTORY, ("pid", product_id))


def stocks(product_id: str, reply: Reply, shop: Shop) -> Sequence[SupplyStock]:
    return tuple(goods.stocks(product_id, asking.data_of(reply)))


def balance_question(shop: Shop) -> Question:
    return asking.get(asking.BALANCE)


def balance(reply: Reply, shop: Shop) -> Money:
    amount = asking.data_of(reply).money("amount", goods.CURRENCY)
    if amount is None:
        raise Unavailable("CJ answered, but not with a balance.")
    return amount


def track_question(asked: Sequence[Tracked]) -> Question:
    return asking.get(asking.TRACK, *(("trackNumber", each.number) for each in asked))


def tracked(asked: Sequence[Tracked], reply: Reply) -> Sequence[TrackReport]:
    return tuple(ways.reports(asked, asking.rows_of(reply)))


def dispute_lines_question(order_id: str, shop: Shop) -> Question:
    return asking.get(asking.DISPUTE_LINES, ("orderId", order_id))


def dispute_lines(reply: Reply, shop: Shop) -> Sequence[DisputeLine]:
    return disputes.lines(asking.data_of(reply))


def dispute_terms_question(order_id: str, lines: Sequence[DisputeLine], shop: Shop) -> Question:
    rows = [disputing.product(each) for each in lines]
    return asking.post(asking.DISPUTE_TERMS, {"orderId": order_id, "productInfoList": rows})


def dispute_terms(reply: Reply, shop: Shop) -> DisputeTerms:
    return disputes.terms(asking.data_of(reply))


SUPPLY = SupplyPort(
    freight_questions=freight_questions,
    freights=freights,
    stock_question=stock_question,
    stocks=stocks,
    balance_question=balance_question,
    balance=balance,
    track_question=track_question,
    tracked=tracked,
    tracked_max=20,  # guessed: no document says how many
    dispute_lines_question=dispute_lines_question,
    dispute_lines=dispute_lines,
    dispute_terms_question=dispute_terms_question,
    dispute_terms=dispute_terms,
)


# What can be written

WRITES: tuple[WritePort, ...] = (ordering.PORT, *standing.PORTS, *disputing.PORTS)
SETTLE_AFTER_S = 120.0  # guessed: an order is put into the cart, confirmed and paid within a call


def write(port: WritePort, path: str, repeat: Repeat, unique_by: str = "") -> Write:
    return Write(
        kind=port.kind,
        family=asking.FAMILIES[path],
        repeat=repeat,
        proof=Proof.read,
        batch_max=1,
        settle_after_s=SETTLE_AFTER_S,
        unique_by=unique_by,
    )


ON_THE_CARD = (
    # A second one with its number is refused.
    write(ordering.PORT, asking.CREATE, Repeat.one_time, ordering.UNIQUE),
    # What is confirmed or taken back stays so, however often it is said.
    write(standing.CONFIRM_PORT, asking.CONFIRM, Repeat.absolute, standing.CONFIRMED),
    write(standing.PAY_PORT, asking.PAY, Repeat.one_time),
    write(standing.CANCEL_PORT, asking.DELETE, Repeat.absolute, standing.CANCELLED),
    # A second one with its number is refused; what is withdrawn stays so.
    write(disputing.OPEN_PORT, asking.DISPUTE, Repeat.one_time, disputing.UNIQUE),
    write(disputing.WITHDRAW_PORT, asking.UNDISPUTE, Repeat.absolute),
)


# The card


def rates() -> Iterable[Rate]:
    """Each endpoint by itself, at the pace of the lowest level, which a higher one raises; tokens
    apart."""
    apart = {
        "keys": Rate("keys", 1, SHEET, units=1, window_s=300.0, windowed=True),
        "refreshing": Rate("refreshing", 1, SHEET, units=5, window_s=60.0, windowed=True),
    }
    for family in asking.FAMILIES.values():
        usual = Rate(family, 1, SHEET, units=1, window_s=1.0, windowed=True, by_level=True)
        yield apart.get(family, usual)


def meanings() -> Iterable[Meaning]:
    """The words that the mapping knows; it is the one place where they stand."""
    for word, state in purchases.STATES.items():
        yield Meaning("order.orderStatus", word, state.value)
    for word, stands in disputes.STATES.items():
        yield Meaning("dispute.status", word, stands.value)
    for number, parcel in ways.PARCEL_STATES.items():
        yield Meaning("parcel.trackingStatus", str(number), parcel.value)
    for word, on_sale in goods.ON_SALE.items():
        yield Meaning("product.status", word, "on sale" if on_sale else "off sale")


CARD = Connector(
    name="cj",
    title="CJ Dropshipping",
    markets=(ANYWHERE,),
    sign_ins=(SignIn.typed_keys,),
    keys=(
        Key(
            name="api_key",
            label="API key",
            hint="My CJ, Authorization, API: it has @api@ in its middle.",
            pattern=KEY,
            secret=True,
        ),
    ),
    rates=tuple(rates()),
    reads=tuple(
        Read(
            kind=port.kind.value,
            family=asking.FAMILIES[path],
            reaches=frozenset(each.value for each in port.reaches),
            rows_max=1,
        )
        for port, path in (
            (SUPPLIED, asking.PRODUCT),
            (PURCHASES, asking.DETAIL),
            (DISPUTES, asking.DISPUTES),
        )
    ),
    writes=ON_THE_CARD,
    plumbing=(
        Plumbing("tokens.key", "keys", "Get tokens with the key, once in five minutes at most."),
        Plumbing("tokens.refresh", "refreshing", "Get a new token before the old one ends."),
        Plumbing("tokens.logout", "leaving", "End our tokens when the account is disconnected."),
        Plumbing("webhooks.set", "webhooks", "Ask CJ to tell us of changes."),
        Plumbing("webhooks.cancel", "webhooks", "Stop being told when it is disconnected."),
    ),
    limits=(
        Limit("number", ordering.NUMBER_MAX, SHEET),
        Limit("memo", ordering.MEMO_MAX, SHEET),
        Limit("tax_number", TAX_NUMBER_MAX, "guessed: no document says how long it may be"),
    ),
    meanings=tuple(meanings()),
    quirks=(
        Quirk("A refusal is mostly 200 with a code inside; a good code is 200, 0 or none.", SHEET),
        Quirk("The level raises the calls a second; it is asked for every hour.", SHEET),
        Quirk("A new token is given once in five minutes, to whoever asks.", SHEET),
        Quirk("1600000 says that CJ is busy, or that it does not want to.", SHEET),
        Quirk("Its weights are numbers or texts, and a price may be a range.", SHEET),
        Quirk("What a factory has is counted by nobody, unless its warehouse is verified.", SHEET),
        Quirk("Kosovo is YK, and the United Kingdom is GB.", SHEET),
        Quirk("Dates of orders are UTC without saying so.", SHEET),
        Quirk("It does not sign what it sends by itself.", SHEET),
        Quirk("Half of its messages failing, it sends none any more.", SHEET),
        Quirk("Messages about variants and stock do not name the product.", SHEET),
        Quirk("An order of something that is not CJ's own gets another id later.", SHEET),
        Quirk("An order shows our mark of a line again, by which its product is known.", SHEET),
        Quirk("What was set for messages is shown by the settings, as it was set.", "guessed"),
        Quirk("A topic that a call leaves out may be taken for one not wanted.", "guessed"),
        Quirk("It wants a region of every address; without one the city stands there.", "guessed"),
        Quirk("The code of a country does for its name.", "guessed"),
        Quirk("Confirming or deleting an order a second time does nothing.", "guessed"),
        Quirk("The state of a parcel that is asked for is a word of its own list.", "guessed"),
        Quirk("A time without a zone in a token is that of China.", "guessed"),
        Quirk("The list of disputes does not show our number of one.", SHEET),
        Quirk("No document names the words of a dispute's status.", "guessed"),
        Quirk("Whether asking for stock by product costs points is not told.", SHEET),
    ),
    topics=TOPICS,
    forged_status=200,  # half of them failing, CJ would send nothing any more
    hook_answer='{"code": 200, "result": "success", "message": "Kept."}',
    leaving="Only you can remove the key at CJ: My CJ, Authorization, API.",
    supplies=Supplies(
        # There is one field for remarks, and nothing shows that somebody has read it.
        wishes=(
            (Wish.no_logo, Sureness.memo_only),
            (Wish.no_price, Sureness.memo_only),
            (Wish.gift_note, Sureness.memo_only),
            (Wish.voucher, Sureness.none),
        ),
        ends_unpaid=Ends.by_call,
        ends_paid=Ends.by_site,
        pays_itself=True,
        has_balance=True,
        number_chars_max=ordering.NUMBER_MAX,
        note_chars_max=ordering.MEMO_MAX,
        source=SHEET,
        currencies=(goods.CURRENCY,),
        disputes=Ends.by_call,
    ),
    budget=Budget(
        per_day=50_000,
        costs=(
            Points(asking.PRODUCT, 10),
            Points("product/list", 50),
            Points("product/listV2", 50),
            Points("product/variant/query", 10),
            Points("product/variant/queryByVid", 10),
            Points("product/stock/queryByVid", 10),
            Points("product/stock/queryBySku", 10),
        ),
        source=f"{SHEET}; points: 2026-06",
    ),
)
