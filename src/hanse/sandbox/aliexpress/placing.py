"""Orders placed: checked as the platform does, one for each store, never twice in a day."""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from hanse.sandbox.aliexpress import addresses, freight, life
from hanse.sandbox.aliexpress.asked import Asked, whole
from hanse.sandbox.aliexpress.envelope import Document, Listed
from hanse.sandbox.aliexpress.goods import Item, Sku
from hanse.sandbox.aliexpress.hub import BASE, Hub
from hanse.sandbox.aliexpress.orders import PAYING, Line, Order
from hanse.sandbox.aliexpress.pushes import tell

ORDER_FIRST = 8_190_000_000_000_000
KEPT_S = 86_400  # how long a number of the caller's own is remembered
ITEMS_MAX = 100  # guessed
REQUEST = "param_place_order_request4_open_api_d_t_o"
REPEATED, NO_STOCK = "REPEATED_ORDER_ERROR", "INVENTORY_HOLD_ERROR"
NO_METHOD, NO_COUPON = "DELIVERY_METHOD_NOT_EXIST", "A004_CANNOT_USER_COUPON"
WRONG_MONEY = "PRICE_PAY_CURRENCY_ERROR"
UNPAID = "OrderCreated, autoPay fail:APIPayFail"


class Refused(Exception):  # noqa: N818 (an answer for the caller)
    """Nothing was made, for this reason."""

    def __init__(self, code: str, numbers: list[int] | None = None) -> None:
        super().__init__(code)
        self.code, self.numbers = code, numbers or []


@dataclass(frozen=True, slots=True)
class Wish:
    """What one call asks for, read."""

    out_id: str
    address: addresses.Fields
    items: list[Any]
    pays: bool
    currency: str
    code: str
    extra: addresses.Fields


def create(asked: Asked) -> Document:
    request = asked.document(REQUEST)
    return _answered(asked.hub, request, asked.document("ds_extend_request", "{}"))


def place(asked: Asked) -> Document:
    """The older twin, where the second text may stand inside the first."""
    request = asked.document(REQUEST)
    inside = request.get("ds_extend_request")
    usual = inside if isinstance(inside, dict) else asked.document("ds_extend_request", "{}")
    return _answered(asked.hub, request, usual)


def _answered(hub: Hub, request: Document, extend: Document) -> Document:
    try:
        numbers, text = _made(hub, _wish(request, extend))
    except Refused as refused:
        told = Listed("number", refused.numbers)
        words = {"error_code": refused.code, "error_msg": refused.code}
        return {"result": {"is_success": False, "order_list": told, **words}}
    result: Document = {"is_success": True, "order_list": Listed("number", numbers)}
    return {"result": result | ({"error_msg": text} if text else {})}


def _wish(request: Document, extend: Document) -> Wish:
    def part(name: str) -> addresses.Fields:
        return addresses.read(extend.get(name))

    items = request.get("product_items")
    return Wish(
        out_id=str(request.get("out_order_id") or ""),
        address=addresses.read(request.get("logistics_address")),
        items=items if isinstance(items, list) else [],
        pays=part("payment").get("try_to_pay") == "true",
        currency=part("payment").get("pay_currency", BASE),
        code=part("promotion").get("promotion_code", ""),
        extra=part("trade_extra_param"),
    )


def _made(hub: Hub, wish: Wish) -> tuple[list[int], str]:
    """The numbers of the orders, and what is said beside them. First all is checked."""
    if hub.moods.spend("order_error_next") and hub.moods.order_error:
        raise Refused(hub.moods.order_error)
    now, known = hub.clock.now(), hub.placed.get(wish.out_id, [])
    if known and now - known[-1][0] < timedelta(seconds=KEPT_S):
        raise Refused(REPEATED, known[-1][1] if hub.moods.repeated_names_orders else None)
    if code := addresses.refusal(wish.address, wish.extra):
        raise Refused(code)
    if wish.currency != BASE:
        raise Refused(WRONG_MONEY)
    if wish.code and wish.code not in hub.codes:
        raise Refused(NO_COUPON)
    lines = _lines(hub, wish)
    orders = [_order(hub, wish, store, rows) for store, rows in _split(hub, lines)]
    if wish.out_id:
        hub.placed.setdefault(wish.out_id, []).append((now, [each.id for each in orders]))
    hub.note("order.create", wish.out_id or "-")
    works = [_begin(hub, wish, order) for order in orders]
    return [each.id for each in orders], "" if all(works) else UNPAID


def _lines(hub: Hub, wish: Wish) -> list[Line]:
    """guessed: what is asked of goods that are not there is the error of missing stock."""
    if not 0 < len(wish.items) <= ITEMS_MAX:
        raise Refused(NO_STOCK)
    wanted: Counter[int] = Counter()
    lines = []
    for row in wish.items:
        fields = addresses.read(row)
        item = hub.items.get(whole(fields.get("product_id", "")))
        sku = item.sku_by_attr(fields.get("sku_attr", "")) if item else None
        count = whole(fields.get("product_count", ""))
        if item is None or sku is None or item.gone or not item.on_sale or count < 1:
            raise Refused(NO_STOCK)
        wanted[sku.id] += count
        if wanted[sku.id] > sku.stock:
            raise Refused(NO_STOCK)
        lines.append(_line(hub, wish, item, sku, count, fields))
    return lines


def _line(hub: Hub, wish: Wish, item: Item, sku: Sku, count: int, fields: addresses.Fields) -> Line:
    country, wanted = wish.address["country"], fields.get("logistics_service_name", "")
    services = freight.offered(item, country)
    if not services:
        raise Refused(addresses.NO_COUNTRY)
    # guessed: who names no service gets the first
    service = next((each for each in services if wanted in ("", each.code)), None)
    if service is None:
        raise Refused(NO_METHOD)
    unit = item.price_for(sku, count)
    return Line(
        item=item.id,
        sku=sku.id,
        title=item.title,
        label=sku.label,
        count=count,
        unit_minor=unit,
        shipping_minor=freight.fee_minor(service, item, count),
        # guessed: import charges stand in an order as its tax
        tax_minor=item.import_charges(sku, country) * count,
        discount_minor=unit * count * hub.codes.get(wish.code, 0) // 100,
        service=service.code,
        memo=fields.get("order_memo", ""),
    )


def _split(hub: Hub, lines: list[Line]) -> list[tuple[int, list[Line]]]:
    """An order for each store, in the order in which they come."""
    by_store: dict[tuple[int, int], list[Line]] = {}
    for at, line in enumerate(lines):
        store = hub.items[line.item].store
        by_store.setdefault((store, at if hub.moods.splits_lines else 0), []).append(line)
    return [(store, rows) for (store, _), rows in by_store.items()]


def _order(hub: Hub, wish: Wish, store: int, lines: list[Line]) -> Order:
    number = hub.next("order", ORDER_FIRST + hub.world.skip + 1)
    at, country = hub.clock.now(), wish.address["country"]
    order = Order(number, wish.out_id, store, at, country, dict(wish.address), [], code=wish.code)
    order.lines = [replace(line) for line in lines]
    for line in lines:
        if sku := hub.items[line.item].sku_by_id(line.sku):
            sku.stock -= line.count
    hub.orders[number] = order
    return order


def _begin(hub: Hub, wish: Wish, order: Order) -> bool:
    """Tell of it and let it go its way; whether it was not that it should be paid and was not."""
    now, moods = hub.clock.now(), hub.moods
    tell(hub, order, "OrderCreated", now)
    life.plan(hub, order, "time_out", order.closes_at)
    if not wish.pays:
        return True
    if moods.payment == "fails":
        tell(hub, order, "paymentFailedEvent", now)
        return False
    order.status = PAYING
    what = "pay" if moods.payment == "works" else "fail"
    life.plan(hub, order, what, now + timedelta(seconds=moods.paid_after_s))
    return True
