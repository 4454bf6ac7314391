"""Orders as they are read back: a list that hides most of them unless asked, and one in full."""

from hanse.sandbox.cj.call import Answer, Call, Record, paged
from hanse.sandbox.cj.goods import WAREHOUSES
from hanse.sandbox.cj.order import STATES, Order, dollars, stamp
from hanse.sandbox.cj.refusals import Refusal

USUAL_STATE = "CANCELLED"  # what the platform's own pages say, so whoever asks without gets these


def list_orders(call: Call) -> Answer:
    state = call.asked("status", USUAL_STATE)
    if state not in STATES:
        raise Refusal(1600300, f"status must be one of {', '.join(STATES)}")
    wanted = {each for text in call.query.get("orderIds", []) for each in text.split(",")}
    shipment = call.asked("shipmentOrderId")
    rows = [
        order
        for order in reversed(call.account.orders.values())
        if order.state == state
        and (not wanted or order.id in wanted)
        and shipment in ("", order.shipment)
    ]
    found = paged(call, rows)
    return Answer(found | {"list": [shown(order) for order in found["list"]]})


def one_order(call: Call) -> Answer:
    """By the supplier's id or the caller's number."""
    order = call.order(call.needed("orderId"))
    found = shown(order) | {
        "productList": [
            {
                "vid": line.vid,
                "quantity": line.quantity,
                "sellPrice": dollars(line.cents),
                "lineItemId": line.id,
                "storeLineItemId": line.store_line or None,
                "productionOrderStatus": None,
                "abnormalType": [],
            }
            for line in order.lines
        ],
        "outWarehouseTime": stamp(order.shipped_at),
        "storeCreateDate": stamp(order.created_at),
        "isComplete": 1 if order.state == "DELIVERED" else 0,
        "disputeId": order.dispute or None,
        "fromCountryCode": order.from_country,
        "platformOrderId": None,
    }
    if "LOGISTICS_TIMELINESS" in call.asked("features"):  # guessed: how it is written
        found["logisticsTimeliness"] = None
    return Answer(found)


def shown(order: Order) -> Record:
    house = next(each for each in WAREHOUSES.values() if each.storage == order.storage)
    shipping = {name: value for name, value in order.address.items() if name.startswith("shipping")}
    return {
        "orderId": order.id,
        "orderNum": order.number,
        "cjOrderId": order.id,
        "orderStatus": order.state,
        "orderAmount": dollars(order.cents),
        "productAmount": dollars(order.goods_cents),
        "postageAmount": dollars(order.postage),
        "logisticName": order.logistic,
        "trackNumber": order.tracking or None,
        "trackingUrl": order.tracking_url or None,
        "createDate": stamp(order.created_at),
        "paymentDate": stamp(order.paid_at),
        **shipping,
        "remark": order.address.get("remark"),
        "storageId": house.storage,
        "storageName": house.name,
    }
