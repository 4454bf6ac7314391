"""What a test or a person can ask and do at AliExpress that no app can, as JSON."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any, Protocol

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from hanse.sandbox.aliexpress import life
from hanse.sandbox.aliexpress.counter import HubCounter
from hanse.sandbox.aliexpress.hub import BASE, Hub
from hanse.sandbox.aliexpress.methods import BUSINESS, SYSTEM
from hanse.sandbox.aliexpress.moods import set_moods
from hanse.sandbox.aliexpress.mounted import Mounted
from hanse.sandbox.aliexpress.orders import Order
from hanse.sandbox.aliexpress.tokens import new_grant, told
from hanse.sandbox.counter import Turned
from hanse.sandbox.shops import Shops

Document = dict[str, Any]
Work = Callable[[Hub, Document], Document]
LIMIT_MAX = 1_000_000


class Holder(Protocol):
    """What is looked at of a sandbox."""

    @property
    def shops(self) -> Shops: ...


def _orders(hub: Hub, query: Document) -> Document:
    """The stranger's own count: all, or those of one `out_order_id`; dollars as text."""
    wanted = query.get("out_order_id")
    found = [each for each in hub.orders.values() if wanted in (None, each.out_id)]
    sums = {
        "amount": sum(each.total_minor for each in found),
        "paid": sum(each.paid_minor for each in found),
        "refunded": sum(each.refunded_minor for each in found),
    }
    placed = [len(rows) for out_id, rows in hub.placed.items() if wanted in (None, out_id)]
    return {
        "placed": sum(placed),  # how often, of those that were made with a number of the caller's
        "count": len(found),
        **{name: hub.shown(cents, BASE) for name, cents in sums.items()},
        "orders": [_shown(hub, each) for each in found],
    }


def _shown(hub: Hub, order: Order) -> Document:
    return {
        "order_id": str(order.id),
        "out_order_id": order.out_id,
        "status": order.status,
        "end_reason": order.end_reason,
        "amount": hub.shown(order.total_minor, BASE),
        "is_paid": order.paid_at is not None,
        "promotion_code": order.code,
        "address": order.address,
        "lines": [
            {
                "product_id": str(line.item),
                "sku_id": str(line.sku),
                "count": line.count,
                "service": line.service,
                "memo": line.memo,
            }
            for line in order.lines
        ],
        "parcels": [
            {"number": each.number, "carrier": each.carrier, "lines": each.lines}
            | {"before": each.before}
            for each in order.parcels
        ],
    }


# What happens to an order: {"order": "...", "do": "ship", ...}


def _ship(hub: Hub, order: Order, at: datetime, document: Document) -> None:
    lines = document.get("lines")
    if lines is not None and not all(type(each) is int for each in lines):
        raise TypeError("lines are numbers, the first line is 0.")
    carrier = str(document.get("carrier", ""))
    life.ship(hub, order, at, lines, str(document.get("number", "")), carrier)


def _track(hub: Hub, order: Order, at: datetime, document: Document) -> None:
    name, text = str(document.get("name", "In transit")), str(document.get("text", ""))
    life.track(order, at, name, text, str(document.get("number", "")))


def _retrack(hub: Hub, order: Order, at: datetime, document: Document) -> None:
    if not document.get("to"):
        raise ValueError("Say to which number.")
    life.retrack(order, str(document.get("number", "")), str(document["to"]))


def _hold(hub: Hub, order: Order, at: datetime, document: Document) -> None:
    life.hold(hub, order, at, str(document.get("status", "RISK_CONTROL")))


ACTS: dict[str, Callable[[Hub, Order, datetime, Document], Any]] = {
    "pay": lambda hub, order, at, _: life.pay(hub, order, at),
    "fail_payment": lambda hub, order, at, _: life.fail_payment(hub, order, at),
    "hold": _hold,
    "release": lambda hub, order, at, _: life.release(hub, order, at),
    "ship": _ship,
    "track": _track,
    "retrack": _retrack,
    "deliver": lambda hub, order, at, _: life.deliver(hub, order, at),
    "cancel": lambda hub, order, at, _: life.cancel(hub, order, at),
}


def _order(hub: Hub, document: Document) -> Document:
    order, act = HubCounter(hub).order_of(str(document.get("order", ""))), document.get("do")
    if act not in ACTS:
        raise ValueError(f"There is no {act!r} to do, only {', '.join(ACTS)}.")
    with hub.ledger.by("web"):
        ACTS[act](hub, order, hub.clock.now(), document)
    return _shown(hub, order)


# The goods


def _sku(hub: Hub, document: Document) -> Document:
    """Stock and price of one SKU, by its id or its code, or by the product that has it alone."""
    counter = HubCounter(hub)
    item, sku = counter.found(str(document.get("sku", "")))
    if sku is None:
        if len(item.skus) != 1:
            raise ValueError(f"Product {item.id} has {len(item.skus)} SKUs: choose one of them.")
        sku = item.skus[0]
    changes: Document = {name: document[name] for name in ("stock", "price") if name in document}
    counter.edit(str(sku.id), changes)
    return {
        "product_id": str(item.id),
        "sku_id": str(sku.id),
        "sku_attr": sku.attr,
        "sku_code": sku.code,
        "price": hub.shown(sku.price_minor, BASE),
        "stock": sku.stock,
    }


def _product(hub: Hub, document: Document) -> Document:
    """Whether it is on sale, gone for good, and to which countries it is not sold."""
    item, _ = HubCounter(hub).found(str(document.get("product", "")))
    countries = document.get("closed_to", sorted(item.closed_to))
    flags = {name: document.get(name, getattr(item, name)) for name in ("on_sale", "gone")}
    if not all(type(each) is bool for each in flags.values()) or not isinstance(countries, list):
        raise ValueError("on_sale and gone are true or false, closed_to is a list of countries.")
    item.on_sale, item.gone = flags["on_sale"], flags["gone"]
    item.closed_to = {str(each) for each in countries}
    return {"product_id": str(item.id), **flags, "closed_to": sorted(item.closed_to)}


# The platform


def _moods(hub: Hub, document: Document) -> Document:
    set_moods(hub.moods, document)
    return hub.moods.document()


def _limits(hub: Hub, document: Document) -> Document:
    """Calls a second by the name of the call, where other than the platform's."""
    for name, most in document.items():
        if name not in BUSINESS and name not in SYSTEM:
            raise ValueError(f"There is no API {name}.")
        if type(most) is not int or not 0 <= most <= LIMIT_MAX:
            raise ValueError(f"{name} is from 0 to {LIMIT_MAX} a second, not {most!r}.")
    hub.limits.other |= document
    return dict(hub.limits.other)


def _codes(hub: Hub, document: Document) -> Document:
    """Promotion codes, and how many of 100 each takes off the goods."""
    if not all(type(off) is int and 0 < off <= 100 for off in document.values()):
        raise ValueError("A code takes off 1 to 100 of 100.")
    hub.codes |= document
    return dict(hub.codes)


def _push(hub: Hub, document: Document) -> Document:
    """Where pushes go, as in the app's console; an empty address ends them."""
    url = str(document.get("url", hub.push_url))
    if url and not url.startswith(("http://", "https://")):
        raise ValueError(f"{url!r} is no address of the web.")
    hub.push_url = url
    return {"url": url}


def _tokens(hub: Hub, _document: Document) -> Document:
    """Another pair, as after a click on the page."""
    return told(hub, *new_grant(hub))


def _page(work: Work) -> Callable[[Holder, Request], Awaitable[Response]]:
    """GET asks; POST takes one JSON object. `host` chooses where there are several."""

    async def run(sandbox: Holder, request: Request) -> Response:
        document: Document = dict(request.query_params)
        try:
            if request.method == "POST":
                document = await _sent(request)
            hub = _hub(sandbox, document.pop("host", ""))
            life.settle(hub)
            return JSONResponse(work(hub, document))
        except LookupError as unknown:
            return JSONResponse({"error": str(unknown.args[0])}, 404)
        except (Turned, ValueError, TypeError) as wrong:
            return JSONResponse({"error": str(wrong)}, 400)

    return run


async def _sent(request: Request) -> Document:
    found = await request.json()
    if not isinstance(found, dict):
        raise TypeError("Send one JSON object.")
    return found


def _hub(sandbox: Holder, host: str) -> Hub:
    shop = sandbox.shops.named(host) if host else sandbox.shops.first("aliexpress")
    if isinstance(shop, Mounted):
        return shop.hub
    raise LookupError("There is no AliExpress here.")


BOTH, WRITE = ["GET", "POST"], ["POST"]
ROUTES = [
    (f"/_sandbox/aliexpress/{path}", _page(work), verbs)
    for path, work, verbs in (
        ("orders", _orders, ["GET"]),
        ("order", _order, WRITE),
        ("sku", _sku, WRITE),
        ("product", _product, WRITE),
        ("moods", _moods, BOTH),
        ("limits", _limits, BOTH),
        ("codes", _codes, BOTH),
        ("push", _push, BOTH),
        ("tokens", _tokens, WRITE),
    )
]
