"""What went wrong with an order: how much may come back, and what was decided."""

from collections.abc import Sequence

from hanse.sandbox.cj.call import Answer, Call, Record, paged
from hanse.sandbox.cj.freight import counted
from hanse.sandbox.cj.order import PAID, Line, Order, dollars, stamp
from hanse.sandbox.cj.refusals import Refusal
from hanse.sandbox.cj.supplier import Account, Supplier

REASONS = {"1": "Unfulfilled order", "2": "Damaged products", "3": "Products lost"}  # guessed
REFUND, REISSUE, REJECT = 1, 2, 3
TEXT_MAX = 500
OPEN, CLOSED, WITHDRAWN = "IN_PROGRESS", "CLOSED", "CANCELLED"  # guessed words


def products(call: Call) -> Answer:
    order = call.order(call.needed("orderId"))
    rows = [
        {
            "lineItemId": line.id,
            "cjVariantId": line.vid,
            "canChoose": order.state in PAID,
            "quantity": line.quantity,
            "price": dollars(line.cents),
            "sku": line.sku,
        }
        for line in order.lines
    ]
    return Answer({"orderId": order.id, "orderNumber": order.number, "productInfoList": rows})


def confirm(call: Call) -> Answer:
    order = _paid(call)
    goods = sum(line.cents * count for line, count in _named(call, order))
    return Answer(
        {
            "orderId": order.id,
            "orderNumber": order.number,
            "maxProductPrice": dollars(goods),
            "maxPostage": dollars(order.postage),
            "maxAmount": dollars(goods + order.postage),
            "expectResultOptionList": [REFUND, REISSUE],
            "disputeReasonList": [
                {"disputeReasonId": each, "reasonName": name} for each, name in REASONS.items()
            ],
        }
    )


def create(call: Call) -> Answer:
    """Once for each businessDisputeId, and guessed: one open dispute for each order."""
    order, theirs = _paid(call), call.told("businessDisputeId")
    reason, text = call.told("disputeReasonId"), call.told("messageText")
    expected, way = call.told("expectType"), call.told("refundType")
    if reason not in REASONS or expected not in ("1", "2") or way not in ("1", "2"):
        raise Refusal(1600300)
    if len(text) > TEXT_MAX:
        raise Refusal(1600300, f"messageText must have {TEXT_MAX} characters at most")
    rows = _named(call, order)
    disputes = call.account.disputes
    if any(each["theirs"] == theirs for each in disputes.values()) or _is_open(call, order):
        raise Refusal(1607007)
    dispute = opened(call.supplier, call.account, order, rows, REASONS[reason])
    disputes[dispute] |= {"theirs": theirs, "to_balance": way == "1"}
    call.supplier.note("dispute.create", order.number)
    return Answer(True)


def opened(
    supplier: Supplier, account: Account, order: Order, rows: Sequence[tuple[Line, int]], why: str
) -> str:
    """As on the supplier's own site, where nobody gives it a number of theirs."""
    dispute = f"DS{supplier.id()}"
    account.disputes[dispute] = {
        "theirs": "",
        "order": order.id,
        "cents": sum(line.cents * count for line, count in rows),
        "to_balance": True,
        "shown": {
            "id": dispute,
            "status": OPEN,
            "disputeReason": why,
            "money": None,
            "replacementAmount": None,
            "resendOrderCode": None,
            "finallyDeal": None,
            "createDate": stamp(supplier.clock.now()),
            "productList": [{"lineItemId": line.id, "quantity": count} for line, count in rows],
        },
    }
    order.dispute = dispute
    return dispute


def withdraw(call: Call) -> Answer:
    order, dispute = call.order(call.told("orderId")), call.told("disputeId")
    found = call.account.disputes.get(dispute)
    if found is None or found["order"] != order.id:
        raise Refusal(1607008)
    if found["shown"]["status"] != OPEN:
        raise Refusal(1607007)
    found["shown"]["status"] = WITHDRAWN
    call.supplier.note("dispute.cancel", order.number)
    return Answer(True)


def list_disputes(call: Call) -> Answer:
    order = call.account.order(call.asked("orderId") or call.asked("orderNumber"))
    is_asked = bool(call.asked("orderId") or call.asked("orderNumber"))
    rows = [
        found["shown"]
        for dispute, found in reversed(call.account.disputes.items())
        if call.asked("disputeId") in ("", dispute)
        and (not is_asked or (order is not None and found["order"] == order.id))
    ]
    return Answer(paged(call, rows, usual=10))


def settle(supplier: Supplier, account: Account, dispute: str, deal: int) -> Record:
    """What the supplier decides, by hand. A refund goes to the balance where that was asked."""
    if (found := account.disputes.get(dispute)) is None:
        raise LookupError(f"There is no dispute {dispute!r} here.")
    if found["shown"]["status"] != OPEN or deal not in (REFUND, REISSUE, REJECT):
        raise ValueError(f"{dispute} is settled already, or {deal} is none of 1, 2 and 3.")
    shown: Record = found["shown"]
    shown |= {"status": CLOSED, "finallyDeal": deal}
    if deal == REFUND:
        shown["money"] = dollars(found["cents"])
        account.balance += found["cents"] if found["to_balance"] else 0
    if deal == REISSUE:
        shown["resendOrderCode"] = f"R{found['order']}"
        shown["replacementAmount"] = dollars(found["cents"])
    with supplier.ledger.by("supplier"):
        supplier.note("dispute.settle", found["order"])
    return shown


def _paid(call: Call) -> Order:
    order = call.order(call.told("orderId"))
    if order.state not in PAID:
        raise Refusal(1607007)
    return order


def _is_open(call: Call, order: Order) -> bool:
    found = call.account.disputes.get(order.dispute)
    return found is not None and found["shown"]["status"] == OPEN


def _named(call: Call, order: Order) -> list[tuple[Line, int]]:
    """The lines in dispute and how many of each; not more than were ordered."""
    held, rows = {line.id: line for line in order.lines}, []
    for row in call.rows("productInfoList"):
        count = counted(row, "quantity")
        line = held.get(str(row.get("lineItemId")))
        if line is None or count > line.quantity:
            raise Refusal(1600300, "lineItemId or quantity is not in the order")
        rows.append((line, count))
    return rows
