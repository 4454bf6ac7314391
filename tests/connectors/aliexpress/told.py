"""What AliExpress tells, made by hand from its sheet."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl, urlencode

from multidict import CIMultiDict, CIMultiDictProxy
from yarl import URL

from hanse.connectors.aliexpress import manifest as platform
from hanse.connectors.aliexpress.wire.access import GATEWAY
from hanse.engine.wire.body import decode
from hanse.engine.wire.wire import Answer, Call
from hanse.trade.access import Access, Tokens
from hanse.trade.people import Address
from hanse.trade.ports_read import Question, Reply
from hanse.trade.shop import Shop

AT = datetime(2025, 11, 22, tzinfo=UTC)  # 1763769600 s
SHOP = Shop("USD", 2)
KEYS = {"app_key": "12345678", "app_secret": "ExampleAppSecret0123456789abcdef"}
TOKENS = Tokens("50000200515sandboxSession", refresh_token="50001200515sandboxRefresh")
ACCESS = Access(KEYS, TOKENS)
BANDUNG = Address(
    first_name="Siti",
    last_name="Nurhaliza",
    company=None,
    line_1="Jl. Merdeka No. 1",
    line_2=None,
    city="Bandung",
    region="Jawa Barat",
    postcode="40111",
    country="ID",
    phone="+62 812-3456-7890",
)


def raw(document: object) -> bytes:
    return json.dumps(document, ensure_ascii=False).encode()


def answer(
    body: object,
    method: str = "aliexpress.ds.product.get",
    *,
    status: int = 200,
    writes: bool = False,
    **asked: str,
) -> Answer:
    """To a call by that name; a name with a slash has a path of its own."""
    path = f"/rest{method}" if method.startswith("/") else "/sync"
    form = urlencode({"method": method, **asked}).encode()
    secret = KEYS["app_secret"]
    call = Call("POST", f"{GATEWAY}{path}", writes=writes, body=form, secrets=(secret,))
    sent = body if isinstance(body, bytes) else raw(body)
    headers = CIMultiDictProxy(CIMultiDict[str]())
    return Answer(call, URL(f"{GATEWAY}{path}"), status, headers, sent, 0.1, None)


def refused(code: str, sub_code: str = "", type_: str = "ISV", msg: str = "No.") -> Any:
    told = {"type": type_, "code": code, "msg": msg, "sub_code": sub_code, "request_id": "r1"}
    return {"error_response": told}


def reply(payload: object, method: str = "aliexpress.ds.product.get") -> Reply:
    """As the rest reads it: in an envelope, out of it again."""
    name = f"{method.replace('.', '_')}_response"
    return platform.reply_of(answer({name: payload}, method))


def read(document: object) -> Any:
    return decode(raw(document), 64)


def sent(question: Question) -> dict[str, str]:
    return dict(parse_qsl((question.body or b"").decode(), keep_blank_values=True))


def order_sent(question: Question) -> Any:
    return json.loads(sent(question)["param_place_order_request4_open_api_d_t_o"])


def product(**more: object) -> dict[str, Any]:
    """A phone case in two colours, the second with its older names."""
    black = {
        "sku_id": "12000030530000",
        "sku_attr": "14:10#100pcs 83mm",
        "offer_sale_price": "3.50",
        "sku_price": "7.00",
        "currency_code": "USD",
        "sku_available_stock": 40,
        "sku_code": "CASE-B",
        "wholesale_price_tiers": {
            "wholesale_price_tier": [
                {"min_quantity": '"10"', "wholesale_price": '"3.10"', "discount": "11"},
                {"min_quantity": 5, "wholesale_price": "3.30"},
            ]
        },
        "ae_sku_property_dtos": {
            "ae_sku_property_d_t_o": [
                {
                    "sku_property_name": "Color",
                    "sku_property_value": "black",
                    "property_value_definition_name": "100pcs 83mm",
                    "sku_image": "https://ae01.example/black.jpg",
                }
            ]
        },
    }
    white = {
        "sku_id": 12000030530001,
        "id": "14:29#white",
        "offer_sale_price": "3.50",
        "currency_code": "USD",
        "ipm_sku_stock": "0",
        "aeop_s_k_u_propertys": {"ae_sku_property_d_t_o": [{"sku_property_value": "white"}]},
    }
    result = {
        "ae_item_base_info_dto": {
            "product_id": 1005006123456789,
            "subject": "Case",
            "product_status_type": "onSelling",
            "sales_count": "1000+",
        },
        "ae_item_sku_info_dtos": {"ae_item_sku_info_d_t_o": [black, white]},
        "ae_multimedia_info_dto": {"image_urls": "https://ae01.example/1.jpg;https://x.example/2"},
        "package_info_dto": {"gross_weight": "0.0501"},
        "logistics_info_dto": {"ship_to_country": "ID", "delivery_time": 12},
        "ae_store_info": {"store_id": 912, "store_name": "Cases", "store_country_code": "CN"},
        **more,
    }
    return {"result": result, "rsp_code": 200, "rsp_msg": "ok", "request_id": "r1"}


def order(**more: object) -> dict[str, Any]:
    child = {
        "product_id": 1005006123456789,
        "sku_id": 12000030530000,
        "product_count": 2,
        "actual_shipping_fee": {"amount": "1.20", "currency_code": "USD"},
    }
    result = {
        "order_status": "WAIT_SELLER_SEND_GOODS",
        "logistics_status": "WAIT_SELLER_SEND_GOODS",
        "order_amount": {"amount": "8.20", "currency_code": "USD"},
        "child_order_list": {"aeop_child_order_info": [child]},
        "logistics_info_list": {},
        **more,
    }
    return {"result": result}


def option(code: str, fee: str, days: int, **more: object) -> Mapping[str, object]:
    return {
        "code": code,
        "company": f"{code} Shipping",
        "shipping_fee_cent": fee,
        "shipping_fee_currency": "USD",
        "free_shipping": False,
        "min_delivery_days": days - 3,
        "max_delivery_days": days,
        "tracking": "true",
        **more,
    }


def ways(*options: Mapping[str, object]) -> dict[str, Any]:
    told = {"delivery_option_d_t_o": list(options)} if options else {}
    return {"result": {"success": True, "code": 200, "msg": "", "delivery_options": told}}
