"""One product with its SKUs, as a buyer in one country sees it."""

import json
from typing import Any

from hanse.sandbox.aliexpress.asked import Asked
from hanse.sandbox.aliexpress.envelope import Document, Listed
from hanse.sandbox.aliexpress.goods import Item, Property, Sku
from hanse.sandbox.aliexpress.hub import Hub, currency_of

OK, NOT_THERE, NOT_TO_COUNTRY = 200, 605, 602
WORDS = {
    NOT_THERE: "ITEM_ID_NOT_FOUND",
    NOT_TO_COUNTRY: "The item is not allowed to be sold to this country",  # guessed words
    404: "System Error",
}
PICTURE = "https://ae01.alicdn.com/kf/S{:08d}{}.jpg"  # guessed; nothing is served there
QUOTED_EVERY = 9  # some prices of tiers carry quotes that do not belong there, as in the samples


def get(asked: Asked) -> Document:
    """Also the wholesale twin."""
    hub, moods = asked.hub, asked.hub.moods
    number, country = asked.number("product_id"), asked.text("ship_to_country")
    if moods.spend("product_error_next"):
        return _refused(moods.product_error)
    item = hub.items.get(number)
    if item is None or item.gone:
        return _refused(NOT_THERE)
    if country in item.closed_to:
        return _refused(NOT_TO_COUNTRY)
    currency = currency_of(asked.text("target_currency", "USD"))
    result = _document(hub, item, country, currency)
    return {"result": result, "rsp_code": OK, "rsp_msg": "Call succeeds"}


def _refused(code: int) -> Document:
    return {"rsp_code": code, "rsp_msg": WORDS.get(code, "System Error")}


def _document(hub: Hub, item: Item, country: str, currency: str) -> Document:
    """Types are as odd as in the samples: numbers, numbers as text, JSON and HTML as text."""
    return {
        "ae_item_base_info_dto": _base(item, currency),
        "ae_item_sku_info_dtos": Listed(
            "ae_item_sku_info_d_t_o", [_sku(hub, item, sku, country, currency) for sku in item.skus]
        ),
        "ae_item_properties": Listed("ae_item_property", _properties(item)),
        "ae_multimedia_info_dto": {
            "image_urls": ";".join(PICTURE.format(item.number, letter) for letter in "ab"),
            "ae_video_dtos": Listed("ae_video_d_t_o", []),
        },
        "package_info_dto": {
            "package_length": 20,
            "package_width": 15,
            "package_height": 10,
            "gross_weight": f"{item.weight_g / 1000:.3f}",
            "base_unit": 1,
            "product_unit": 100000015,
            "package_type": False,
        },
        "logistics_info_dto": {"delivery_time": 7, "ship_to_country": country},
        "ae_store_info": {
            "store_id": item.store,
            "store_name": store_name(item.store),
            "store_country_code": "CN",
            "item_as_described_rating": "4.8",
            "communication_rating": "4.7",
            "shipping_speed_rating": "4.8",
        },
        "product_id_converter_result": {"main_product_id": item.id, "sub_product_id": "{}"},
        "has_whole_sale": bool(item.tiers),
    }


def store_name(store: int) -> str:
    return f"Shop{store} Store"


def _base(item: Item, currency: str) -> Document:
    return {
        "product_id": item.id,
        "category_id": item.category,
        "category_sequence": str(item.category),
        "subject": item.title,
        "currency_code": currency,
        "product_status_type": "onSelling" if item.on_sale else "offline",  # guessed: the second
        "evaluation_count": str(item.sold // 3),
        "avg_evaluation_rating": "4.7",
        "sales_count": f"{item.sold // 1000 * 1000}+" if item.sold >= 1000 else str(item.sold),
        "detail": f"<p>{item.title}</p>",
        "mobile_detail": json.dumps({"version": "2.0.0", "moduleList": []}),
        "gmt_create": "2026-01-01 00:00:00",
        "gmt_modified": "2026-01-01 00:00:00",
        "owner_member_seq_long": item.store + 77,
    }


def _properties(item: Item) -> list[Document]:
    row = {"attr_name_id": 2, "attr_name": "Brand Name", "attr_value_id": 201512802}
    origin = {"attr_name_id": 219, "attr_name": "Origin", "attr_value_id": 9441741844}
    return [
        row | {"attr_value": "NONE"},
        origin | {"attr_value": "Mainland China"},
        {"attr_name_id": -1, "attr_name": "Weight", "attr_value": str(item.weight_g)}
        | {"attr_value_unit": "g"},
    ]


def _sku(hub: Hub, item: Item, sku: Sku, country: str, currency: str) -> Document:
    charges = item.import_charges(sku, country)
    bulk = min((item.price_for(sku, least) for least, _ in item.tiers), default=sku.price_minor)
    found: dict[str, Any] = {
        "sku_id": str(sku.id),
        "sku_attr": sku.attr,
        "id": sku.attr,
        "sku_price": hub.shown(sku.price_minor * 130 // 100, currency),
        "offer_sale_price": hub.shown(sku.price_minor, currency),
        "offer_bulk_sale_price": hub.shown(bulk, currency),
        "sku_bulk_order": item.tiers[0][0] if item.tiers else 0,
        "sku_available_stock": sku.stock if item.on_sale else 0,
        "currency_code": currency,
        "sku_code": sku.code,
        "price_include_tax": False,
        "tax_amount": "0",
        "tax_currency_code": currency,
        "estimated_import_charges": hub.shown(charges, currency) if charges else "",
        "buy_amount_limit_set_by_promotion": "",
        "limit_strategy": None,
        "wholesale_price_tiers": Listed("wholesale_price_tier", _tiers(hub, item, sku, currency)),
        "ae_sku_property_dtos": Listed(
            "ae_sku_property_d_t_o", [_property(item, each) for each in sku.properties]
        ),
    }
    return found


def _tiers(hub: Hub, item: Item, sku: Sku, currency: str) -> list[Document]:
    """The name of the list's kind is guessed."""
    rows = []
    for least, off in item.tiers:
        price = hub.shown(item.price_for(sku, least), currency)
        quoted = f'"{price}"' if item.number % QUOTED_EVERY == 0 else price
        rows.append({"min_quantity": str(least), "wholesale_price": quoted, "discount": str(off)})
    return rows


def _property(item: Item, each: Property) -> Document:
    return {
        "sku_property_id": int(each.id),
        "sku_property_name": each.name,
        "property_value_id": int(each.value_id),
        "sku_property_value": each.value,
        "property_value_definition_name": each.own_name,
        "sku_image": PICTURE.format(item.number, each.value_id) if each.name == "Color" else "",
    }
