"""What CJ says, as the sheet of its documents has it."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from multidict import CIMultiDict, CIMultiDictProxy
from yarl import URL

from hanse.connectors.cj.wire.access import BASE
from hanse.connectors.cj.wire.answer import reply_of
from hanse.engine.wire.wire import Answer, Call
from hanse.trade.access import Access, Tokens
from hanse.trade.ports_read import Reply
from hanse.trade.shop import Shop

KEY = "CJ1234567@api@0123456789abcdef0123456789abcdef"
AT = datetime(2026, 11, 27, 20, 30, tzinfo=UTC)
DATE = "Fri, 27 Nov 2026 20:30:00 GMT"
SHOP = Shop(currency="USD", decimals=2)
TOKENS = Tokens("at-secret", datetime(2026, 12, 12, tzinfo=UTC), "rt-secret")
ACCESS = Access({"api_key": KEY}, TOKENS, "hushhushhushhush")


def envelope(data: object = None, code: object = 200, **more: object) -> Mapping[str, object]:
    good = code in (200, 0)
    told = {"result": good, "message": "Success" if good else "No", "requestId": "a1"}
    return {"code": code, **told, "data": data, **more}


def answer(
    path: str,
    document: object,
    *,
    status: int = 200,
    writes: bool = False,
    headers: Mapping[str, str] | None = None,
    wait_s: float | None = None,
) -> Answer:
    call = Call("POST" if writes else "GET", BASE + path, writes, secrets=(KEY,))
    body = document.encode() if isinstance(document, str) else json.dumps(document).encode()
    told = CIMultiDictProxy(CIMultiDict({"Date": DATE} if headers is None else headers))
    return Answer(call, URL(call.url), status, told, body, 0.1, wait_s)


def reply(data: object = None, code: int = 200, **more: object) -> Reply:
    """As the wire reads it: fractions are exact."""
    return reply_of(answer("x", envelope(data, code, **more)))


def product(**more: Any) -> Mapping[str, Any]:
    return {
        "pid": "1400000000000000001",
        "productNameEn": "A lamp",
        "productSku": "CJLA0001",
        "productImage": "https://img.example/lamp.jpg",
        "productWeight": "350.5",
        "sellPrice": "4.10-5.20",
        "status": "3",
        "supplierId": "77",
        "supplierName": "Lamps",
        "listedNum": 12,
        "variants": [variant()],
        **more,
    }


def variant(**more: Any) -> Mapping[str, Any]:
    return {
        "vid": "92511400-C758-4474",
        "pid": "1400000000000000001",
        "variantNameEn": "A lamp red S",
        "variantSku": "CJLA000101",
        "variantKey": '["Red", "S"]',
        "variantImage": "https://img.example/red.jpg",
        "variantWeight": 350.5,
        "variantSellPrice": 4.1,
        "inventories": [inventory()],
        **more,
    }


def inventory(**more: Any) -> Mapping[str, Any]:
    return {
        "countryCode": "CN",
        "totalInventory": 900,
        "cjInventory": 40,
        "factoryInventory": 860,
        "verifiedWarehouse": 2,
        "stock": [{"stockId": "1", "inventory": 40, "factoryInventory": 860}],
        **more,
    }


def order(**more: Any) -> Mapping[str, Any]:
    return {
        "orderId": "2101",
        "orderNum": "H-1",
        "cjOrderId": "2101",
        "orderStatus": "UNSHIPPED",
        "orderAmount": 12.34,
        "productAmount": "8.20",
        "postageAmount": 4.14,
        "logisticName": "CJPacket Ordinary",
        "trackNumber": None,
        "trackingUrl": "",
        "createDate": "2026-11-27 08:00:00",
        "paymentDate": "2026-11-27 08:00:05",
        "shippingCountryCode": "US",
        "productList": [line()],
        **more,
    }


def line(vid: str = "92511400-C758-4474", quantity: object = 2, pid: str = "P1") -> Any:
    told = {"vid": vid, "quantity": quantity, "sellPrice": 4.1, "lineItemId": "l1"}
    return {**told, "storeLineItemId": pid, "abnormalType": []}
