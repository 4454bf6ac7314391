"""What can be read of AliExpress, one thing a call, and how its answers become values."""

from collections.abc import Mapping, Sequence

from hanse.base.faults import Finding
from hanse.connectors.aliexpress.mapping import freight, goods, purchases, tracking
from hanse.connectors.aliexpress.mapping.addresses import country_of
from hanse.connectors.aliexpress.mapping.odd import result_of, said
from hanse.connectors.aliexpress.wire import codes
from hanse.connectors.aliexpress.wire.access import (
    FREIGHT,
    ORDER_GET,
    PRODUCT,
    TRACKING,
    compact,
    question,
)
from hanse.trade.documents import Document
from hanse.trade.ports_read import Ask, Page, Question, Reach, Reply, Row
from hanse.trade.shop import Shop
from hanse.trade.supply import Freight, FreightAsk, Item, Purchase, Supply, Tracked
from hanse.trade.tracking import TrackReport

LANGUAGE, LOCALE = "en", "en_US"
NOTHING: Page[Supply] = Page((), (), (), None, None, None)


def the_one(ask: Ask) -> str:
    """The card says that a call takes one id."""
    if ask.reach is not Reach.named or len(ask.ids) != 1:
        raise ValueError("AliExpress is asked for one thing at a time, by its id.")
    return ask.ids[0]


def document_of(reply: Reply) -> Document:
    return Document(reply.document if isinstance(reply.document, Mapping) else {})


# Products


def product_question(ask: Ask, shop: Shop) -> Question:
    """The country that it is asked for is the account's, which `call_for` knows."""
    return question(
        PRODUCT,
        "products",
        product_id=the_one(ask),
        target_currency=shop.currency,
        target_language=LANGUAGE,
    )


def product_page(ask: Ask, reply: Reply, shop: Shop) -> Page[Supply]:
    remote_id, document = the_one(ask), document_of(reply)
    if said(document, "rsp_code") in codes.NOT_FOR_SALE:
        return NOTHING
    read = goods.supply(result_of(document), remote_id)
    if isinstance(read, Finding):
        return Page((), (remote_id,), (read,), None, None, None)
    row = Row(remote_id, reply.document, read)
    return Page((row,), (remote_id,), (), None, None, None)


# Orders


def purchase_question(ask: Ask, shop: Shop) -> Question:
    """Of several orders under one name the first is asked for: that each is there, and which they
    are, is known from the name."""
    first = purchases.parts(the_one(ask))[:1]
    query = compact({"order_id": first[0] if first else ""})
    return question(ORDER_GET, "orders", single_order_query=query)


def purchase_page(ask: Ask, reply: Reply, shop: Shop) -> Page[Purchase]:
    remote_id = the_one(ask)
    several = len(purchases.parts(remote_id)) > 1
    read = (
        purchases.parted(remote_id)
        if several
        else purchases.purchase(result_of(document_of(reply)), remote_id)
    )
    if isinstance(read, Finding):
        return Page((), (remote_id,), (read,), None, None, None)
    row = Row(remote_id, reply.document, read)
    return Page((row,), (remote_id,), (), None, None, None)


# Ways and parcels


def freight_questions(ask: FreightAsk, shop: Shop) -> Sequence[Question]:
    """One for each item. guessed: that numbers in it are texts, and that neither region nor city is
    needed, for these are codes of AliExpress's own."""
    return [freight_question(each, ask.to_country, shop) for each in ask.items]


def freight_question(item: Item, country: str, shop: Shop) -> Question:
    asked = {
        "productId": item.product_id,
        "selectedSkuId": item.variant_id,
        "quantity": str(item.quantity),
        "shipToCountry": country_of(country) or country,
        "currency": shop.currency,
        "language": LOCALE,
        "locale": LOCALE,
    }
    return question(FREIGHT, "freight", queryDeliveryReq=compact(asked))


def freights(ask: FreightAsk, replies: Sequence[Reply], shop: Shop) -> Sequence[Freight]:
    """One reply is missing, and nothing is known of the whole."""
    if len(replies) != len(ask.items):
        raise ValueError(f"{len(ask.items)} items were asked for, and {len(replies)} answered.")
    return freight.freights([each.document for each in replies])


def track_question(asked: Sequence[Tracked]) -> Question:
    order_id = purchases.parts(asked[0].purchase_id)[0]
    return question(TRACKING, "tracking", ae_order_id=order_id, language=LOCALE)


def tracked(asked: Sequence[Tracked], reply: Reply) -> Sequence[TrackReport]:
    return tracking.reports(asked, reply.document)
