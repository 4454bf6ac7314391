"""An order that was placed at AliExpress, as it is shown there."""

from collections.abc import Iterable, Mapping

from hanse.base.faults import Finding, Severity
from hanse.base.money import Money, total
from hanse.connectors.aliexpress.mapping.odd import amount, many, said
from hanse.trade.documents import Document
from hanse.trade.supply import Purchase, PurchaseLine, PurchaseParcel, PurchaseState

# One request may make several orders, one for each store: all their ids are one name here.
JOINED = ","

STATES: Mapping[str, PurchaseState] = {
    "PLACE_ORDER_SUCCESS": PurchaseState.unpaid,
    "PAYMENT_PROCESSING": PurchaseState.paying,
    "WAIT_SELLER_EXAMINE_MONEY": PurchaseState.paying,
    "RISK_CONTROL": PurchaseState.checked,
    "RISK_CONTROL_HOLD": PurchaseState.checked,
    "WAIT_GROUP": PurchaseState.checked,
    "WAIT_COMPLETE_ADDRESS": PurchaseState.checked,
    "WAIT_SELLER_SEND_GOODS": PurchaseState.ordered,
    "SELLER_PART_SEND_GOODS": PurchaseState.partly_sent,
    "WAIT_BUYER_ACCEPT_GOODS": PurchaseState.sent,
    "IN_CANCEL": PurchaseState.cancelling,
}
FINISHED = "FINISH"
# guessed: an order that has ended is one that was delivered only where its goods were accepted;
# with goods that never left it was closed. Anything else is named and makes no state.
ENDED: Mapping[str, PurchaseState] = {
    "BUYER_ACCEPT_GOODS": PurchaseState.delivered,
    "DEFAULT": PurchaseState.cancelled,
    "NO_LOGISTICS": PurchaseState.cancelled,
    "WAIT_SELLER_SEND_GOODS": PurchaseState.cancelled,
}
LINES = ("child_order_list",)
PARCELS = ("logistics_info_list",)


def joined(ids: Iterable[str]) -> str:
    return JOINED.join(dict.fromkeys(ids))


def parts(remote_id: str) -> tuple[str, ...]:
    return tuple(each for each in remote_id.split(JOINED) if each)


def parted(remote_id: str) -> Purchase:
    """Several orders under one name: each is read by its own id, and has a state of its own."""
    ids = parts(remote_id)
    said_so = Finding(
        Severity.hint,
        "parted",
        f"AliExpress has made {len(ids)} orders of it: {', '.join(ids)}.",
        "Each is paid, sent and cancelled apart.",
    )
    return Purchase(remote_id, None, None, "", became=ids, findings=(said_so,))


def purchase(result: Document, remote_id: str) -> Purchase | Finding:
    """It tells neither our number nor whom it goes to. Its times have no zone, so they are left."""
    if not result.fields:
        return Finding(
            Severity.error, "no_order", "AliExpress answered without the order.", field="result"
        )
    result.need("order_status")
    word = said(result, "order_status")
    lines = tuple(many(result, *LINES))
    freight = summed(lines, "actual_shipping_fee")
    whole = amount(result, "order_amount")
    return Purchase(
        remote_id=remote_id,
        number=None,
        state=state(result, word),
        word=word,
        freight=freight,
        total=whole,
        lines=tuple(line(each) for each in lines),
        parcels=tuple(parcels(result)),
        findings=result.said,
    )


def state(result: Document, word: str) -> PurchaseState | None:
    if word != FINISHED:
        return result.word("order_status", STATES) if word else None
    if found := ENDED.get(said(result, "logistics_status")):
        return found
    result.doubt(
        "order_status",
        "unknown_end",
        "The order has ended, and AliExpress does not say whether it was delivered"
        f" ({said(result, 'logistics_status') or 'no word of the goods'}).",
        "Look at the order on AliExpress's site.",
    )
    return None


def line(child: Document) -> PurchaseLine:
    return PurchaseLine(
        variant_id=child.key("sku_id"),
        product_id=child.key("product_id"),
        quantity=child.whole("product_count"),
    )


def summed(lines: Iterable[Document], name: str) -> Money | None:
    """None unless every line tells it, in one currency."""
    found = [amount(each, name) for each in lines]
    known = [each for each in found if each is not None]
    if not known or len(known) < len(found) or len({each.currency for each in known}) > 1:
        return None
    return total(known[0].currency, known)


def parcels(result: Document) -> Iterable[PurchaseParcel]:
    for each in many(result, *PARCELS):
        if number := each.key("logistics_no"):
            yield PurchaseParcel(number, each.filled("logistics_service"))
