"""How much there is and where, and the warehouses themselves."""

from hanse.sandbox.cj import shown
from hanse.sandbox.cj.call import Answer, Call
from hanse.sandbox.cj.goods import WAREHOUSES, Variant, Warehouse
from hanse.sandbox.cj.refusals import Refusal
from hanse.sandbox.cj.supplier import Supplier
from hanse.sandbox.cj.webhooks import tell_all


def by_vid(call: Call) -> Answer:
    found = call.supplier.goods.by_vid.get(call.needed("vid"))
    if found is None:
        raise Refusal(1602000)
    return Answer(shown.areas(found))


def by_sku(call: Call) -> Answer:
    """A SKU of a variant, or of a product and then of all its variants."""
    sku, goods = call.needed("sku"), call.supplier.goods
    found = [goods.by_sku[sku]] if sku in goods.by_sku else []
    if not found and sku in goods.by_spu:
        found = goods.by_spu[sku].variants
    if not found:
        raise Refusal(1602000)
    return Answer([row for each in found for row in shown.areas(each, named=True)])


def by_pid(call: Call) -> Answer:
    """guessed: of the whole product, the sums of its variants by country."""
    good = call.supplier.goods.by_pid.get(call.needed("pid"))
    if good is None:
        raise Refusal(1602001)
    rows = [{"vid": each.vid, "inventory": shown.inventories(each)} for each in good.variants]
    sums = []
    for country, house in WAREHOUSES.items():
        here = [each.shelves[country] for each in good.variants if country in each.shelves]
        if here:
            sums.append(
                {
                    "areaEn": house.name,
                    "areaId": house.area,
                    "countryCode": country,
                    "totalInventoryNum": sum(shelf.total for shelf in here),
                    "cjInventoryNum": sum(shelf.cj for shelf in here),
                    "factoryInventoryNum": sum(shelf.factory for shelf in here),
                    "countryNameEn": house.country_name,
                }
            )
    return Answer({"inventories": sums, "variantInventories": rows})


def warehouses(_call: Call) -> Answer:
    return Answer(
        [
            {
                "areaId": house.area,
                "areaEn": house.name,
                "countryCode": house.country,
                "nameEn": house.country_name,
                "disabled": False,
                "id": house.storage,
            }
            for house in WAREHOUSES.values()
        ]
    )


def one_warehouse(call: Call) -> Answer:
    house = stored_in(call.needed("id"))
    return Answer(
        {
            "id": house.storage,
            "name": house.name,
            "areaId": house.area,
            "areaCountryCode": house.country,
            "address1": "1 Sandbox Road",
            "city": house.country_name,
            "province": "",
            "phone": "",
            "isSelfPickup": 0,
            "logisticsBrandList": [],
        }
    )


def stored_in(storage: str) -> Warehouse:
    found = [house for house in WAREHOUSES.values() if house.storage == storage]
    if not found:
        raise Refusal(1608001)
    return found[0]


def move(supplier: Supplier, each: Variant, country: str, by: int) -> None:
    """More or less of it, from CJ's own first; guessed: everybody who wants to know is told."""
    shelf = each.shelves[country]
    left = shelf.cj + by
    shelf.factory = max(0, shelf.factory + min(0, left))
    shelf.cj = max(0, left)
    tell_of(supplier, each)


def tell_of(supplier: Supplier, each: Variant) -> None:
    tell_all(supplier, "stock", "STOCK", {each.vid: shown.told(each)})
