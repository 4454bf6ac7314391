"""Orders as they are read, and where their parcels are."""

from datetime import datetime, timedelta

from hanse.sandbox.aliexpress.asked import Asked, whole
from hanse.sandbox.aliexpress.envelope import Document, Listed, Refusal
from hanse.sandbox.aliexpress.hub import BASE, Hub
from hanse.sandbox.aliexpress.orders import PAY_WITHIN_S, Line, Order, Parcel
from hanse.sandbox.aliexpress.products import store_name

NOT_YET = {"ret": False, "code": 1001, "msg": "TRACKING DATA NOT FOUND"}
ETA_DAYS = 20  # guessed


def get(asked: Asked) -> Document:
    hub, wanted = asked.hub, asked.document("single_order_query")
    order = hub.orders.get(whole(wanted.get("order_id", "")))
    now = hub.clock.now()
    # guessed: an order that is too young is answered as if it were somebody else's
    wait = timedelta(seconds=hub.moods.order_readable_after_s)
    if order is None or now < order.made_at + wait:
        sub = ("isv.invalid-authorization", "The order is not one of this account")
        raise Refusal("15", "Remote service error", sub=sub)
    return {"result": _document(order)}


def _document(order: Order) -> Document:
    total = _money(order.total_minor)
    paid = {"order_paidtime_string": shown(order.paid_at)} if order.paid_at else {}
    return {
        "gmt_create": shown(order.made_at),
        **paid,
        "pay_timeout_second": PAY_WITHIN_S,
        "order_status": order.status,
        "logistics_status": order.logistics,
        "end_reason": order.end_reason,
        "order_amount": total,
        "user_order_amount": total,
        "child_order_list": Listed(
            "aeop_child_order_info", [_line(order, line) for line in order.lines]
        ),
        "logistics_info_list": Listed(
            "aeop_order_logistics_info",
            [
                {"logistics_no": each.number, "logistics_service": each.carrier}
                for each in order.parcels
            ],
        ),
        "store_info": {
            "store_id": order.store,
            "store_name": store_name(order.store),
            "store_url": f"https://www.aliexpress.com/store/{order.store}",
        },
    }


def _line(order: Order, line: Line) -> Document:
    return {
        "product_id": line.item,
        "sku_id": str(line.sku),
        "product_name": line.title,
        "product_count": line.count,
        "product_price": _money(line.unit_minor),
        "sale_fee": _money(line.goods_minor),
        "sale_discount_fee": _money(line.discount_minor),
        "shipping_fee": _money(line.shipping_minor),
        "shipping_discount_fee": _money(0),
        "actual_shipping_fee": _money(line.shipping_minor),
        "actual_tax_fee": _money(line.tax_minor),
        "actual_fee": _money(line.total_minor),
        "already_include_tax": False,
        "end_reason": order.end_reason,
    }


def _money(cents: int) -> Document:
    return {"amount": f"{cents // 100}.{cents % 100:02d}", "currency_code": BASE}


def shown(at: datetime) -> str:
    """guessed: in UTC."""
    return f"{at:%Y-%m-%d %H:%M:%S}"


def tracking(asked: Asked) -> Document:
    hub, _ = asked.hub, asked.text("language")
    order = hub.orders.get(asked.number("ae_order_id"))
    if order is None or not order.parcels:
        return {"result": dict(NOT_YET)}
    rows = [_parcel(hub, order, each) for each in order.parcels]
    data = {"tracking_detail_line_list": Listed("tracking_detail", rows)}
    return {"result": {"ret": True, "code": 200, "msg": "success", "data": data}}


def _parcel(hub: Hub, order: Order, parcel: Parcel) -> Document:
    eta = parcel.nodes[0][0] + timedelta(days=ETA_DAYS)
    nodes = [
        {
            "time_stamp": round(at.timestamp() * 1000),
            "tracking_name": name,
            "tracking_detail_desc": text,
        }
        for at, name, text in sorted(parcel.nodes, reverse=True)  # guessed: the newest first
    ]
    lines = [order.lines[at] for at in parcel.lines]
    goods = [
        {
            "item_id": line.item,
            "item_title": line.title,
            "quantity": line.count,
            "sku_desc": line.label,
        }
        for line in lines
    ]
    return {
        "mail_no": parcel.number,
        "carrier_name": parcel.carrier,
        "eta_time_stamps": round(eta.timestamp() * 1000),
        "detail_node_list": Listed("detail_node", nodes),
        "package_item_list": Listed("package_item", goods),
    }
