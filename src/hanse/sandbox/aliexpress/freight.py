"""What it costs to send so many of a SKU to a country, and how. The services are guessed."""

from dataclasses import dataclass
from datetime import timedelta

from hanse.sandbox.aliexpress.asked import Asked, whole
from hanse.sandbox.aliexpress.envelope import Document, Listed, missing
from hanse.sandbox.aliexpress.goods import Item
from hanse.sandbox.aliexpress.hub import Hub, currency_of
from hanse.sandbox.aliexpress.places import COUNTRIES

NEEDED = ("productId", "selectedSkuId", "quantity", "shipToCountry", "currency", "language")
NOWHERE = "DELIVERY_NOT_AVAILABLE_TO_YOUR_ADDRESS"
NO_INFO = "DELIVERY_INFO_EMPTY"


@dataclass(frozen=True, slots=True)
class Service:
    code: str
    company: str
    first_minor: int
    per_kg_minor: int
    days: tuple[int, int]
    tracked: bool
    everywhere: bool


SERVICES = (
    Service("CAINIAO_STANDARD", "AliExpress Standard Shipping", 199, 600, (10, 18), True, True),
    Service("CAINIAO_PREMIUM", "AliExpress Premium Shipping", 899, 1500, (5, 9), True, False),
    Service("CAINIAO_ECONOMY", "Cainiao Super Economy", 0, 350, (20, 45), False, True),
)
FAST_TO = ("US", "GB", "DE", "FR", "ES", "SG", "ID")


def offered(item: Item, country: str) -> list[Service]:
    """guessed: to countries that the sandbox does not know nothing is sent."""
    if country not in COUNTRIES or country in item.closed_to:
        return []
    return [each for each in SERVICES if each.everywhere or country in FAST_TO]


def fee_minor(service: Service, item: Item, quantity: int) -> int:
    """Every fifth product goes free by the standard service."""
    if service.code == "CAINIAO_STANDARD" and item.number % 5 == 0:
        return 0
    return service.first_minor + service.per_kg_minor * item.weight_g * quantity // 1000


def query(asked: Asked) -> Document:
    wanted = asked.document("queryDeliveryReq")
    for name in (*NEEDED, "locale"):
        if wanted.get(name) in (None, ""):
            raise missing(f"queryDeliveryReq.{name}")
    hub, quantity = asked.hub, whole(wanted["quantity"])
    item = hub.items.get(whole(wanted["productId"]))
    sku = item.sku_by_id(whole(wanted["selectedSkuId"])) if item else None
    if item is None or item.gone or sku is None or quantity < 1:
        return {"result": _refused(500, NO_INFO)}  # the number is guessed
    country = str(wanted["shipToCountry"])
    services = offered(item, country)
    if not services:
        return {"result": _refused(505, NOWHERE)}
    currency = currency_of(str(wanted["currency"]))
    rows = [_option(hub, each, item, quantity, currency, sku.stock) for each in services]
    return {
        "result": {
            "success": True,
            "code": 200,
            "msg": "Call succeeds",
            "delivery_options": Listed("delivery_option_d_t_o", rows),
        }
    }


def _refused(code: int, text: str) -> Document:
    return {"success": False, "code": code, "msg": text}


def _option(
    hub: Hub, each: Service, item: Item, quantity: int, currency: str, stock: int
) -> Document:
    """`shipping_fee_cent` is in whole units of the currency, whatever its name says."""
    fee = hub.shown(fee_minor(each, item, quantity), currency)
    today = hub.clock.now().date()
    least, most = each.days
    return {
        "code": each.code,
        "company": each.company,
        "shipping_fee_cent": fee,
        "shipping_fee_currency": currency,
        "shipping_fee_format": f"{currency} {fee}",
        "free_shipping": fee_minor(each, item, quantity) == 0,
        "mayHavePFS": False,
        "min_delivery_days": least,
        "max_delivery_days": most,
        "guaranteed_delivery_days": str(most + 15),
        "delivery_date_desc": f"{today + timedelta(days=most):%b %d}",
        "estimated_delivery_time": str(most),
        "tracking": each.tracked,
        "ship_from_country": "CN",
        "available_stock": str(stock),
        "ddpIncludeVATTax": "false",
    }
