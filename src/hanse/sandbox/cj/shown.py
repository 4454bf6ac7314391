"""How goods, variants and stock are written: the same field has more than one type."""

import json
from typing import Any

from hanse.sandbox.cj.call import Record
from hanse.sandbox.cj.goods import CATEGORIES, WAREHOUSES, Good, Shelf, Variant
from hanse.sandbox.cj.order import dollars, stamp

ON_SALE, ON, OFF = 3, 3, 2
PICTURES = "https://cf.cjdropshipping.com/sandbox"


def price_of(good: Good) -> Any:
    """A number, or a text from the lowest to the highest where the variants differ."""
    prices = sorted(each.cents for each in good.variants)
    if prices[0] == prices[-1]:
        return dollars(prices[0])
    return f"{dollars(prices[0]):.2f}-{dollars(prices[-1]):.2f}"


def price_text(good: Good) -> str:
    found = price_of(good)
    return found if isinstance(found, str) else f"{found:.2f}"


def picture(good: Good) -> str:
    return f"{PICTURES}/{good.pid}.jpg"


def is_shown(good: Good) -> bool:
    return good.is_on and any(each.is_on for each in good.variants)


def listed(good: Good) -> Record:
    """One row of product/list. The weight of every other good is a text."""
    weight = good.variants[0].weight_g
    return {
        "pid": good.pid,
        "productName": json.dumps([good.name]),
        "productNameEn": good.name,
        "productSku": good.sku,
        "productImage": picture(good),
        "productWeight": str(weight) if good.number % 2 else weight,
        "productType": "ORDINARY_PRODUCT",
        "productUnit": "unit(s)",
        "sellPrice": price_of(good),
        "categoryId": CATEGORIES[good.noun],
        "categoryName": good.noun,
        "remark": "",
        "isFreeShipping": False,
        "addMarkStatus": 0,
        "listedNum": good.listed,
        "supplierName": None,
        "supplierId": None,
        "createTime": stamp(good.created_at),
        "isVideo": 0,
        "saleStatus": ON_SALE,
        "customizationVersion": None,
    }


def found(good: Good) -> Record:
    """One row of listV2, where prices are texts."""
    shelves = [shelf for each in good.variants for shelf in each.shelves.values()]
    verified = sum(shelf.cj + shelf.factory * shelf.verified for shelf in shelves)
    total = sum(shelf.total for shelf in shelves)
    price = price_text(good)
    return {
        "id": good.pid,
        "nameEn": good.name,
        "sku": good.sku,
        "spu": good.sku,
        "bigImage": picture(good),
        "sellPrice": price,
        "nowPrice": price,
        "discountPrice": None,
        "discountPriceRate": None,
        "listedNum": good.listed,
        "categoryId": CATEGORIES[good.noun],
        "threeCategoryName": good.noun,
        "warehouseInventoryNum": total,
        "totalVerifiedInventory": verified,
        "totalUnVerifiedInventory": total - verified,
        "createAt": int(good.created_at.timestamp() * 1000),
        "deliveryCycle": "3-7",
        "saleStatus": str(ON_SALE),
    }


def whole(good: Good, *, counted: bool, country: str = "") -> Record:
    """product/query: weights are texts there."""
    weight = good.variants[0].weight_g
    return {
        "pid": good.pid,
        "productName": json.dumps([good.name]),
        "productNameEn": good.name,
        "productSku": good.sku,
        "productImage": picture(good),
        "productImageSet": [picture(good)],
        "productWeight": str(weight),
        "packingWeight": str(weight + 20),
        "productType": "ORDINARY_PRODUCT",
        "categoryId": CATEGORIES[good.noun],
        "categoryName": good.noun,
        "entryCode": "9405110000",
        "materialNameEn": "Metal",
        "packingNameEn": "Box",
        "productKeyEn": "Color-Size" if "-" in good.variants[0].key else "Color",
        "productProEnSet": ["COMMON"],
        "sellPrice": price_of(good),
        "suggestSellPrice": price_text(good),
        "description": f"<p>{good.name}</p>",
        "listedNum": good.listed,
        "status": str(ON),
        "supplierId": None,
        "variants": [
            variant(good, each, counted=counted, country=country)
            for each in good.variants
            if each.is_on and (not country or country in each.shelves)
        ],
    }


def variant(good: Good, each: Variant, *, counted: bool = False, country: str = "") -> Record:
    """The key of every other good is a list written as text."""
    length, width, height = 100, 80, 50
    return {
        "vid": each.vid,
        "pid": each.pid,
        "variantNameEn": f"{good.name} {each.key}",
        "variantSku": each.sku,
        "variantKey": json.dumps(each.key.split("-")) if good.number % 2 else each.key,
        "variantImage": picture(good),
        "variantLength": length,
        "variantWidth": width,
        "variantHeight": height,
        "variantVolume": length * width * height,
        "variantWeight": each.weight_g,
        "variantSellPrice": dollars(each.cents),
        "variantSugSellPrice": dollars(each.cents * 3),
        "variantStandard": f"long={length},width={width},height={height}",
        "createTime": stamp(good.created_at),
        "combineVariants": [],
        "inventories": inventories(each, country) if counted else None,
    }


def inventories(each: Variant, country: str = "") -> list[Record]:
    return [
        {
            "countryCode": at,
            "totalInventory": shelf.total,
            "cjInventory": shelf.cj,
            "factoryInventory": shelf.factory,
            "verifiedWarehouse": _verified(shelf),
            "stock": [_stored(at, shelf)],
        }
        for at, shelf in each.shelves.items()
        if country in ("", at)
    ]


def areas(each: Variant, *, named: bool = False) -> list[Record]:
    """One row for each country where it is kept."""
    rows: list[Record] = []
    for at, shelf in each.shelves.items():
        house = WAREHOUSES[at]
        row: Record = {
            "vid": each.vid,
            "areaId": house.area,
            "areaEn": house.name,
            "countryCode": at,
            "storageNum": shelf.total,
            "totalInventoryNum": shelf.total,
            "cjInventoryNum": shelf.cj,
            "factoryInventoryNum": shelf.factory,
            "stock": [_stored(at, shelf)],
        }
        rows.append(row | ({"countryNameEn": house.country_name} if named else {}))
    return rows


def told(each: Variant) -> list[Record]:
    """What a webhook says of the stock of one variant."""
    names = ("vid", "areaId", "areaEn", "countryCode", "storageNum")
    return [{name: row[name] for name in names} for row in areas(each)]


def _stored(country: str, shelf: Shelf) -> Record:
    return {
        "stockId": WAREHOUSES[country].storage,
        "inventory": shelf.cj,
        "factoryInventory": shelf.factory,
    }


def _verified(shelf: Shelf) -> int:
    return 1 if shelf.verified else 2
