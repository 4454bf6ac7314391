"""The balance, and orders that are paid from it: once each, all of a shipment or none."""

from datetime import timedelta

from hanse.sandbox.cj import stock
from hanse.sandbox.cj.call import Answer, Call
from hanse.sandbox.cj.moving import change, paid
from hanse.sandbox.cj.order import Order, dollars, stamp
from hanse.sandbox.cj.refusals import Refusal
from hanse.sandbox.cj.supplier import Account, Supplier

PAY_HOURS = 24  # guessed: how long a payId is good


def balance(call: Call) -> Answer:
    account = call.account
    return Answer({"amount": dollars(account.balance), "noWithdrawalAmount": 0, "freezeAmount": 0})


def open_payment(call: Call) -> Answer:
    """guessed: a payId that is still good is given again."""
    shipment, account = call.told("shipmentOrderId"), call.account
    orders = _together(account, shipment)
    if not orders:
        raise Refusal(1603100)
    unpaid = [order for order in orders if order.state == "UNPAID"]
    if not unpaid:
        raise Refusal(1603101)
    ends_at = call.now + timedelta(hours=PAY_HOURS)
    known = (
        each
        for each, (at, until) in account.payments.items()
        if at == shipment and until > call.now
    )
    if (pay_id := next(known, "")) == "":
        pay_id = call.supplier.text("payment", 20)
        account.payments[pay_id] = (shipment, ends_at)
    money = dollars(sum(order.cents for order in unpaid))
    return Answer(
        {
            "payId": pay_id,
            "payExpireTime": stamp(account.payments[pay_id][1]),
            "orderMoney": money,
            "submitSuccess": True,
            "successOrders": [order.id for order in unpaid],
            "unMatchOrderCodes": [],
            "paymentInformation": {
                "actualPayment": money,
                "payableAmount": money,
                "freight": dollars(sum(order.postage for order in unpaid)),
            },
        }
    )


def pay_order(call: Call) -> Answer:
    pay_all(call, [call.order(call.told("orderId"))])
    return Answer(None)


def pay_shipment(call: Call) -> Answer:
    shipment, pay_id = call.told("shipmentOrderId"), call.told("payId")
    meant, until = call.account.payments.get(pay_id, ("", call.now))
    if meant != shipment or until <= call.now:
        raise Refusal(1603101)
    pay_all(call, _together(call.account, shipment))
    return Answer(None)


def _together(account: Account, shipment: str) -> list[Order]:
    """The orders of a shipment that were not deleted."""
    found = account.shipments.get(shipment, ())
    return [account.orders[each] for each in found if each in account.orders]


def pay_all(call: Call, orders: list[Order]) -> None:
    """Refuses before anything is taken. guessed: goods are counted when they are paid, and in the
    country that they leave from."""
    account = call.account
    if not orders or any(order.state != "UNPAID" or order.intercepts for order in orders):
        raise Refusal(1603101)
    if account.is_restricted:
        raise Refusal(1604001)
    if (cents := sum(order.cents for order in orders)) > account.balance:
        raise Refusal(1604000)
    _settle(call.supplier, account, orders)
    account.balance -= cents


def pay_by_hand(supplier: Supplier, account: Account, order: Order) -> None:
    """A person pays on the platform's own page, and not from the balance."""
    if order.state not in ("CREATED", "IN_CART", "UNPAID"):
        raise ValueError(f"{order.id} is {order.state} and cannot be paid.")
    _settle(supplier, account, [order])


def _settle(supplier: Supplier, account: Account, orders: list[Order]) -> None:
    wanted: dict[tuple[str, str], int] = {}
    for order in orders:
        for line in order.lines:
            at = line.vid, order.from_country
            wanted[at] = wanted.get(at, 0) + line.quantity
    for (vid, country), count in wanted.items():
        each = supplier.goods.by_vid[vid]
        if not supplier.goods.is_sold(each):
            raise Refusal(1602003)
        if country not in each.shelves or each.shelves[country].total < count:
            raise Refusal(1603102)
    for (vid, country), count in wanted.items():
        stock.move(supplier, supplier.goods.by_vid[vid], country, -count)
    for order in orders:
        order.paid_cents += order.cents
        order.times_paid += 1
        order.paid_at = supplier.clock.now()
        supplier.note("order.pay", order.number)
        change(supplier, account, order, "UNSHIPPED")
        paid(supplier, account, order)
