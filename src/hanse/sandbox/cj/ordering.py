"""An order is made, put into the cart, confirmed and taken back."""

from hanse.sandbox.cj import freight
from hanse.sandbox.cj.call import Answer, Call, Record
from hanse.sandbox.cj.goods import Variant
from hanse.sandbox.cj.moving import cancel, change
from hanse.sandbox.cj.order import Line, Order, dollars
from hanse.sandbox.cj.paying import pay_all
from hanse.sandbox.cj.refusals import Refusal
from hanse.sandbox.cj.stock import stored_in
from hanse.sandbox.cj.supplier import ORDERS_MAX

NUMBER_MAX, REMARK_MAX, LINE_ID_MAX = 50, 500, 125
ADDRESS = (
    *("shippingCountryCode", "shippingCountry", "shippingProvince", "shippingCity"),
    *("shippingAddress", "shippingCustomerName"),
)
MAYBE = (
    *("shippingZip", "shippingCounty", "shippingPhone", "shippingAddress2", "houseNumber"),
    *("email", "taxId", "remark", "iossNumber", "consigneeID"),
)
BY_BALANCE, WITHOUT_BALANCE = 2, 3
PLATFORM_LABEL, SELLER, PLATFORM_CJ = 1, 2, 3
CJ_IOSS, IOSS_PER_CENT = 3, 20  # the share is guessed


def create_v2(call: Call) -> Answer:
    """payType 2 goes on to the payment. guessed: what is refused then stays as an order, as far as
    it came; and no payType is like 3."""
    kind = _choice(call, "payType", (BY_BALANCE, WITHOUT_BALANCE), WITHOUT_BALANCE)
    order = _create(call)
    if kind == BY_BALANCE and not order.intercepts:
        confirm(call, order)
        pay_all(call, [order])
    return Answer(made(call, order))


def create_v3(call: Call) -> Answer:
    return Answer(made(call, _create(call)))


def _create(call: Call) -> Order:
    supplier, account, body = call.supplier, call.account, call.body
    number = call.told("orderNumber")
    address = {name: call.told(name) for name in ADDRESS}
    address |= {name: str(body[name]) for name in MAYBE if body.get(name) not in (None, "")}
    _short(number, NUMBER_MAX, "orderNumber")
    _short(address.get("remark", ""), REMARK_MAX, "remark")
    way_name, start = call.told("logisticName"), call.told("fromCountryCode")
    ioss = _choice(call, "iossType", (1, 2, 3), 1)
    label = _choice(call, "shopLogisticsType", (PLATFORM_LABEL, SELLER, PLATFORM_CJ), SELLER)
    storage = call.told("storageId") if label == PLATFORM_LABEL else body.get("storageId")
    rows = [
        (row, freight.sold(call, row), freight.counted(row, "quantity"))
        for row in call.rows("products")
    ]
    if number in account.numbers:
        raise Refusal(1603003)
    if len(account.orders) >= ORDERS_MAX:
        raise Refusal(1603000)
    end = address["shippingCountryCode"]
    freight.known(end)
    house = freight.starts_at(start)
    weight_g = freight.weight_of([(each, count) for _, each, count in rows])
    way = freight.chosen(way_name, start, end, weight_g)
    lines = [_line(call, row, each, count) for row, each, count in rows]
    worth = sum(line.cents * line.quantity for line in lines)
    takes_ioss = ioss == CJ_IOSS and end in freight.EUROPE
    order = Order(
        id=supplier.id(),
        number=number,
        lines=lines,
        address=address,
        logistic=way.name,
        from_country=start,
        to_country=end,
        storage=stored_in(str(storage)).storage if storage else house,
        postage=freight.price(way, weight_g),
        ioss=worth * IOSS_PER_CENT // 100 if takes_ioss else 0,
        created_at=call.now,
        intercepts=freight.held(address),
    )
    if supplier.rules.intercept:
        order.intercepts.append({"code": "intercept", "message": supplier.rules.intercept})
    account.orders[order.id] = order
    account.numbers[number] = order.id
    supplier.note("order.create", number)
    change(supplier, account, order, "CREATED", act="INSERT")
    return order


def _line(call: Call, row: Record, each: Variant, count: int) -> Line:
    store_line = str(row.get("storeLineItemId") or "")
    _short(store_line, LINE_ID_MAX, "storeLineItemId")
    return Line(call.supplier.id(), each.vid, each.sku, count, each.cents, store_line)


def _short(text: str, most: int, name: str) -> None:
    if len(text) > most:
        raise Refusal(1600300, f"{name} must have {most} characters at most")


def _choice(call: Call, name: str, choices: tuple[int, ...], usual: int) -> int:
    found = call.body.get(name)
    if found in (None, ""):
        return usual
    if str(found) not in map(str, choices):
        raise Refusal(1600300, f"{name} must be one of {', '.join(map(str, choices))}")
    return int(found)


def made(call: Call, order: Order) -> Record:
    """What is answered to a new order. guessed: which of the sums have discounts."""
    goods, postage = dollars(order.goods_cents), dollars(order.postage)
    return {
        "orderId": order.id,
        "orderNumber": order.number,
        "shipmentOrderId": order.shipment or None,
        "productAmount": goods,
        "postageAmount": postage,
        "iossAmount": dollars(order.ioss),
        "iossTaxHandlingFee": 0,
        "productOriginalAmount": goods,
        "productDiscountAmount": 0,
        "postageOriginalAmount": postage,
        "postageDiscountAmount": 0,
        "actualPayment": dollars(order.paid_cents or order.cents),
        "orderAmount": dollars(order.cents),
        "cjPayUrl": f"https://www.cjdropshipping.com/mine/payment?orderId={order.id}",
        "logisticsMiss": False,
        "orderStatus": order.state,
        "productInfoList": [
            {
                "storeLineItemId": line.store_line or None,
                "lineItemId": line.id,
                "variantId": line.vid,
                "quantity": line.quantity,
                "isGroup": False,
                "subOrderProducts": [],
            }
            for line in order.lines
        ],
        "interceptOrderReasons": order.intercepts,
    }


def add_to_cart(call: Call) -> Answer:
    """guessed: what cannot be added is left out, and only held orders are named."""
    orders = _listed(call)
    free = [each for each in orders if not each.intercepts and each.state == "CREATED"]
    for order in free:
        change(call.supplier, call.account, order, "IN_CART")
    return Answer(
        {
            "successCount": len(free),
            "addSuccessOrders": [order.id for order in free],
            "unInterceptAddressCount": len(orders) - len(held(orders)),
            "interceptOrders": held(orders),
        }
    )


def confirm_cart(call: Call) -> Answer:
    """All that lie in the cart become one shipment."""
    orders = _listed(call)
    free = [each for each in orders if not each.intercepts and each.state == "IN_CART"]
    shipment = ship_together(call, free) if free else None
    return Answer(
        {
            "successCount": len(free),
            "submitSuccess": bool(free),
            "shipmentsId": shipment,
            "result": 1 if free else 0,
            "interceptOrders": held(orders),
        }
    )


def confirm_order(call: Call) -> Answer:
    """The older way, of one order."""
    order = call.order(call.told("orderId"))
    if order.intercepts or order.state not in ("CREATED", "IN_CART"):
        raise Refusal(1603001)
    confirm(call, order)
    return Answer(order.id)


def confirm(call: Call, order: Order) -> None:
    ship_together(call, [order])


def ship_together(call: Call, orders: list[Order]) -> str:
    shipment = f"SH{call.supplier.id()}"
    call.account.shipments[shipment] = [order.id for order in orders]
    for order in orders:
        order.shipment = shipment
        change(call.supplier, call.account, order, "UNPAID")
    return shipment


def delete(call: Call) -> Answer:
    """Only what is not paid; guessed: its number is free again afterwards."""
    order = call.order(call.needed("orderId"))
    if order.state not in ("CREATED", "IN_CART", "UNPAID"):
        raise Refusal(1603002)
    cancel(call.supplier, call.account, order)
    del call.account.orders[order.id]
    call.account.numbers.pop(order.number, None)
    call.supplier.note("order.delete", order.number)
    return Answer(order.id)


def change_warehouse(call: Call) -> Answer:
    """guessed: as long as it was not shipped."""
    order, house = call.order(call.told("orderCode")), stored_in(call.told("storageId"))
    if order.state in ("SHIPPED", "DELIVERED", "CANCELLED", "OTHER"):
        raise Refusal(1600000)
    order.storage = house.storage
    call.supplier.note("order.warehouse", order.number)
    return Answer(True)


def held(orders: list[Order]) -> list[Record]:
    return [
        {
            "orderId": order.id,
            "orderNumber": order.number,
            "interceptOrderReasons": order.intercepts,
        }
        for order in orders
        if order.intercepts
    ]


def _listed(call: Call) -> list[Order]:
    """Each once, however often it is named."""
    found = [call.order(str(each)) for each in call.rows("cjOrderIdList")]
    return list({order.id: order for order in found}.values())
