"""Documents of a shop, made by hand as the platform describes them."""

from typing import Any

Fields = dict[str, Any]


def of(kind: str, number: int | str) -> str:
    return f"gid://shopify/{kind}/{number}"


def money(amount: str, currency: str = "USD") -> Fields:
    return {"shopMoney": {"amount": amount, "currencyCode": currency}}


def both(amount: str, theirs: str) -> Fields:
    """The shop's dollars, and the euros that the buyer saw."""
    return {**money(amount), "presentmentMoney": {"amount": theirs, "currencyCode": "EUR"}}


def nodes(*rows: object, more: bool = False, end: str | None = "eyJsYXN0In0=") -> Fields:
    return {"nodes": list(rows), "pageInfo": {"hasNextPage": more, "endCursor": end}}


def variant(number: int = 31, **changed: Any) -> Fields:
    return {
        "id": of("ProductVariant", number),
        "title": "Red / M",
        "sku": f"SHIRT-{number}",
        "barcode": "4006381333931",
        "price": "12.50",
        "compareAtPrice": None,
        "position": 1,
        "inventoryPolicy": "DENY",
        "inventoryQuantity": 7,
        "createdAt": "2026-11-01T08:00:00Z",
        "updatedAt": "2026-11-20T08:30:00Z",
        "selectedOptions": [{"name": "Colour", "value": "Red"}, {"name": "Size", "value": "M"}],
        "image": {
            "id": of("ProductImage", 91),
            "url": "https://cdn.example/r.png",
            "altText": "Red",
        },
        "inventoryItem": {
            "id": of("InventoryItem", 501),
            "tracked": True,
            "measurement": {"weight": {"value": 0.25, "unit": "KILOGRAMS"}},
        },
        **changed,
    }


def plain_variant(**changed: Any) -> Fields:
    """The one of a product without options."""
    title = {"name": "Title", "value": "Default Title"}
    return variant(title="Default Title", selectedOptions=[title]) | changed


def product(number: int = 12, **changed: Any) -> Fields:
    return {
        "id": of("Product", number),
        "title": "Shirt",
        "handle": "shirt",
        "descriptionHtml": "<p>Soft</p>",
        "vendor": "Acme",
        "productType": "Clothes",
        "status": "ACTIVE",
        "tags": ["new", "soft"],
        "seo": {"title": "A soft shirt", "description": None},
        "createdAt": "2026-11-01T08:00:00Z",
        "updatedAt": "2026-11-21T15:21:32Z",
        "onlineStoreUrl": "https://shop.example/products/shirt",
        "category": {"id": of("TaxonomyCategory", "aa-1-13-8"), "fullName": "Clothing > Shirts"},
        "options": [
            {
                "id": of("ProductOption", 61),
                "name": "Colour",
                "position": 1,
                "values": ["Red", "Blue"],
            },
            {"id": of("ProductOption", 62), "name": "Size", "position": 2, "values": ["M"]},
        ],
        "collections": nodes({"id": of("Collection", 71), "title": "Summer"}),
        "media": nodes(picture(81), film(82)),
        "variants": nodes(
            variant(31),
            variant(
                32,
                title="Blue / M",
                selectedOptions=[
                    {"name": "Colour", "value": "Blue"},
                    {"name": "Size", "value": "M"},
                ],
                inventoryItem={
                    "id": of("InventoryItem", 502),
                    "tracked": True,
                    "measurement": None,
                },
            ),
        ),
        **changed,
    }


def plain_product(**changed: Any) -> Fields:
    option = {"id": of("ProductOption", 61), "name": "Title", "values": ["Default Title"]}
    return product(options=[option], variants=nodes(plain_variant()), **changed)


def picture(number: int, **changed: Any) -> Fields:
    return {
        "id": of("MediaImage", number),
        "alt": "From the front",
        "mediaContentType": "IMAGE",
        "status": "READY",
        "mediaErrors": [],
        "preview": {"image": {"url": f"https://cdn.example/{number}.png"}},
        **changed,
    }


def film(number: int, **changed: Any) -> Fields:
    return picture(number, id=of("Video", number), mediaContentType="VIDEO", **changed)


def offer(number: int = 31, **changed: Any) -> Fields:
    return variant(number, product={"id": of("Product", 12), "status": "ACTIVE"}) | changed


def location(number: int = 7, **changed: Any) -> Fields:
    return {
        "id": of("Location", number),
        "name": "Warehouse",
        "isActive": True,
        "address": {"countryCode": "SG"},
        **changed,
    }


def level(place: int = 7, available: int = 5, **changed: Any) -> Fields:
    counts = {"available": available, "on_hand": available + 2, "committed": 2, "incoming": 10}
    return {
        "id": f"{of('InventoryLevel', 900 + place)}?inventory_item_id=501",
        "isActive": True,
        "updatedAt": "2026-11-20T08:00:00Z",
        "location": {"id": of("Location", place)},
        "quantities": [
            {"name": name, "quantity": count, "updatedAt": "2026-11-20T09:00:00Z"}
            for name, count in counts.items()
        ],
        **changed,
    }


def item(number: int = 501, **changed: Any) -> Fields:
    return {
        "id": of("InventoryItem", number),
        "sku": "SHIRT-31",
        "tracked": True,
        "updatedAt": "2026-11-19T08:00:00Z",
        "variant": {"id": of("ProductVariant", 31), "product": {"id": of("Product", 12)}},
        "inventoryLevels": nodes(level(7, 5), level(8, 0)),
        **changed,
    }


def home(**changed: Any) -> Fields:
    return {
        "firstName": "Ana",
        "lastName": "Lim",
        "company": None,
        "address1": "1 Orchard Rd",
        "address2": None,
        "city": "Singapore",
        "province": None,
        "provinceCode": None,
        "zip": "238801",
        "countryCodeV2": "SG",
        "phone": "+6561234567",
        **changed,
    }


def customer(number: int = 41, **changed: Any) -> Fields:
    return {
        "id": of("Customer", number),
        "firstName": "Ana",
        "lastName": "Lim",
        "defaultEmailAddress": {"emailAddress": "ana@example.com"},
        "defaultPhoneNumber": {"phoneNumber": "+6561234567"},
        "createdAt": "2026-01-01T00:00:00Z",
        "updatedAt": "2026-11-20T00:00:00Z",
        "defaultAddress": home(),
        **changed,
    }


def line(number: int = 201, **changed: Any) -> Fields:
    return {
        "id": of("LineItem", number),
        "title": "Shirt",
        "variantTitle": "Red / M",
        "sku": "SHIRT-31",
        "quantity": 2,
        "currentQuantity": 2,
        "originalUnitPriceSet": money("12.5"),
        "variant": {"id": of("ProductVariant", 31)},
        "product": {"id": of("Product", 12)},
        "taxLines": [{"priceSet": money("1.80")}],
        "discountAllocations": [{"allocatedAmountSet": money("5.0")}],
        **changed,
    }


def order(number: int = 101, **changed: Any) -> Fields:
    """Two shirts at 12.50 with 5.00 off, 4.00 for shipping, tax on top."""
    return {
        "id": of("Order", number),
        "name": "#1001",
        "createdAt": "2026-11-20T10:00:00Z",
        "processedAt": "2026-11-20T09:59:58Z",
        "updatedAt": "2026-11-21T15:00:00Z",
        "cancelledAt": None,
        "closedAt": None,
        "test": False,
        "currencyCode": "USD",
        "taxesIncluded": False,
        "email": "ana@example.com",
        "phone": None,
        "note": "Ring twice",
        "displayFinancialStatus": "PAID",
        "displayFulfillmentStatus": "UNFULFILLED",
        "sourceName": "web",
        "sourceIdentifier": None,
        "discountCodes": ["HELLO"],
        "shippingAddress": home(),
        "billingAddress": home(company="Lim Ltd"),
        "totalPriceSet": money("26.08"),
        "totalTaxSet": money("2.08"),
        "totalShippingPriceSet": money("4.0"),
        "totalDiscountsSet": money("5.0"),
        "customer": {k: v for k, v in customer().items() if k not in ("createdAt", "updatedAt")},
        "lineItems": nodes(line()),
        "shippingLines": nodes(
            {
                "id": of("ShippingLine", 211),
                "title": "Post",
                "code": "post",
                "originalPriceSet": money("4.0"),
                "taxLines": [{"priceSet": money("0.28")}],
            }
        ),
        "transactions": [transaction(221, "AUTHORIZATION"), transaction(222, "CAPTURE")],
        "refunds": [],
        "fulfillments": [],
        **changed,
    }


def abroad(**changed: Any) -> Fields:
    """The same order as a buyer saw it who paid in euros, with a tip, a duty and a gift card."""
    reduced = line(
        originalUnitPriceSet=both("12.5", "11.25"),
        taxLines=[{"priceSet": both("1.80", "1.62")}],
        discountAllocations=[{"allocatedAmountSet": both("5.0", "4.5")}],
    )
    post = {
        "id": of("ShippingLine", 211),
        "title": "Post",
        "code": "post",
        "discountedPriceSet": both("3.0", "2.7"),
        "taxLines": [{"priceSet": both("0.28", "0.25")}],
    }
    card = {**transaction(223, "SALE"), "gateway": "gift_card", "amountSet": both("10.0", "9.0")}
    tried = {**card, "id": of("OrderTransaction", 224), "status": "FAILURE"}
    return order(
        presentmentCurrencyCode="EUR",
        totalPriceSet=both("30.08", "27.07"),
        totalTaxSet=both("2.08", "1.87"),
        totalShippingPriceSet=both("4.0", "3.6"),
        totalDiscountsSet=both("6.0", "5.4"),
        totalTipReceivedSet=both("2.0", "1.8"),
        originalTotalDutiesSet=both("3.0", "2.7"),
        lineItems=nodes(reduced),
        shippingLines=nodes(post),
        transactions=[transaction(222, "CAPTURE"), card, tried],
        **changed,
    )


def transaction(number: int, kind: str, status: str = "SUCCESS") -> Fields:
    return {
        "id": of("OrderTransaction", number),
        "kind": kind,
        "status": status,
        "gateway": "shopify_payments",
        "processedAt": "2026-11-20T10:00:05Z",
        "amountSet": money("26.08"),
    }


def refund(number: int = 231, **changed: Any) -> Fields:
    back = {
        "quantity": 1,
        "restockType": "RETURN",
        "subtotalSet": money("10.0"),
        "totalTaxSet": money("0.90"),
        "lineItem": {"id": of("LineItem", 201)},
    }
    return {
        "id": of("Refund", number),
        "createdAt": "2026-11-22T10:00:00Z",
        "note": "Too small",
        "totalRefundedSet": money("10.9"),
        "refundLineItems": nodes(back),
        **changed,
    }


def parcel(number: int = 241, **changed: Any) -> Fields:
    return {
        "id": of("Fulfillment", number),
        "status": "SUCCESS",
        "createdAt": "2026-11-21T10:00:00Z",
        "trackingInfo": [
            {"company": "SingPost", "number": "SP1", "url": "https://post.example/SP1"}
        ],
        "fulfillmentLineItems": nodes({"quantity": 2, "lineItem": {"id": of("LineItem", 201)}}),
        **changed,
    }
