"""Products, and the variants in them, which are what is sold."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from hanse.base.faults import Finding, Severity
from hanse.connectors.shopify.mapping.ids import (
    has_more,
    identified,
    opened_thing,
    plain_id,
    remote_id,
    rows,
)
from hanse.trade.documents import Document
from hanse.trade.goods import (
    Choice,
    Image,
    Label,
    ListingState,
    Medium,
    MediumState,
    Offer,
    Option,
    Product,
    ProductKind,
    Sale,
)
from hanse.trade.shop import Shop
from hanse.trade.stock import Backorders, CountedBy, StockLevel, StockState

STATES: Mapping[str, ListingState] = {
    "ACTIVE": ListingState.live,
    "UNLISTED": ListingState.live,
    "DRAFT": ListingState.draft,
    "ARCHIVED": ListingState.archived,
}
LISTED: Mapping[str, bool | None] = {
    "ACTIVE": True,
    "UNLISTED": False,  # who has the link may buy it
    "DRAFT": None,
    "ARCHIVED": None,
}
POLICIES: Mapping[str, Backorders] = {"DENY": Backorders.no, "CONTINUE": Backorders.yes}
MEDIA: Mapping[str, bool] = {
    "IMAGE": True,
    "VIDEO": False,
    "EXTERNAL_VIDEO": False,
    "MODEL_3D": False,
}
MEDIA_STATES: Mapping[str, MediumState] = {
    "UPLOADED": MediumState.waiting,
    "PROCESSING": MediumState.waiting,
    "READY": MediumState.ready,
    "FAILED": MediumState.failed,
}
WEIGHT_UNITS: Mapping[str, str] = {
    "GRAMS": "g",
    "KILOGRAMS": "kg",
    "OUNCES": "oz",
    "POUNDS": "lb",
}
# Between these, nothing is lost; grams do not come out even in ounces.
STEPS: Mapping[tuple[str, str], Decimal] = {
    ("g", "kg"): Decimal("0.001"),
    ("kg", "g"): Decimal(1000),
    ("lb", "oz"): Decimal(16),
    ("oz", "lb"): Decimal("0.0625"),
}
DEFAULT = Choice("Title", "Default Title")  # of the one variant of a product without options
UNCHOSEN = (DEFAULT.option, (DEFAULT.value,))
IMAGES_MAX = 50  # as many as a page of products asks for, so that a bulk query tells the same
NO_STOCK = StockLevel(None, None, None)


def product(value: object, shop: Shop) -> Product | Finding:
    """All stock is counted by variant, so the product itself has none."""
    document = opened_thing(value)
    if isinstance(document, Finding):
        return document
    document.need("title", "status", "options", "variants")
    product_id = remote_id(document) or ""
    state = document.word("status", STATES)
    seo = document.one("seo")
    incomplete = has_more(document, "variants")
    if incomplete:
        document.doubt(
            "variants",
            "more_variants",
            "The product has more variants than one page shows.",
            "Read its variants apart.",
        )
    offers = tuple(
        _offer(each, key, shop, product_id, state) for key, each in identified(document, "variants")
    )
    return Product(
        remote_id=product_id,
        kind=kind_of(offers),
        state=state,
        listed=LISTED.get(document.text("status") or ""),
        title=document.text("title"),
        description_html=document.text("descriptionHtml"),
        summary_html=None,
        url=document.filled("onlineStoreUrl"),
        sku=None,
        stock=NO_STOCK,
        offers=offers,
        options=tuple(
            option
            for each in document.many("options")
            if (option := _option(each)) and (option.name, option.values) != UNCHOSEN
        ),
        images=images(document),
        media=media(document),
        categories=categories(document),
        brands=labels(document.filled("vendor")),
        tags=labels(*document.texts("tags")),
        created_at=document.instant("createdAt"),
        modified_at=document.instant("updatedAt"),
        findings=document.said,
        incomplete=incomplete,
        handle=document.filled("handle"),
        seo_title=seo.filled("title") if seo else None,
        seo_description=seo.filled("description") if seo else None,
    )


def offer(value: object, shop: Shop) -> Offer | Finding:
    """A variant read apart; it names its product."""
    document = opened_thing(value)
    if isinstance(document, Finding):
        return document
    parent = document.one("product")
    product_id = remote_id(parent) if parent else None
    if parent is None or product_id is None:
        return Finding(
            Severity.error,
            "no_parent",
            f"Variant {remote_id(document)} says not which product it belongs to.",
            field="product",
        )
    state = parent.word("status", STATES)
    read = _offer(document, remote_id(document) or "", shop, product_id, state)
    return replace(read, findings=document.said)


def kind_of(offers: tuple[Offer, ...]) -> ProductKind | None:
    """The platform gives a product without options one variant, with an option of its own."""
    if not offers:
        return None
    alone = len(offers) == 1 and offers[0].choices == ()
    return ProductKind.single if alone else ProductKind.variants


def _offer(
    document: Document, key: str, shop: Shop, product_id: str, state: ListingState | None
) -> Offer:
    """There is no sale beside the price: one that is struck out makes it one."""
    document.need("price", "sku", "inventoryPolicy", "inventoryItem")
    price = document.money("price", shop.currency, shop.decimals)
    before = document.money("compareAtPrice", shop.currency, shop.decimals)
    reduced = price is not None and before is not None and price < before
    picture, item = document.one("image"), document.one("inventoryItem")
    return Offer(
        product_id=product_id,
        variant_id=key,
        sku=document.filled("sku"),
        gtin=document.filled("barcode"),
        title=document.text("title"),
        state=state,
        price=price,
        compare_at=before if reduced else None,
        regular=before if reduced else price,
        sale=Sale(price) if reduced and price is not None else None,
        stock=stock(document, item),
        choices=tuple(
            choice
            for each in document.many("selectedOptions")
            if (choice := Choice(each.text("name") or "", each.filled("value"))) != DEFAULT
        ),
        image=_image(picture, "altText") if picture else None,
        weight=weight(item, shop) if item else None,
        modified_at=document.instant("updatedAt"),
        stock_item_id=remote_id(item) if item else None,
    )


def stock(document: Document, item: Document | None) -> StockLevel:
    """Over all places; a number beside a count that is off means nothing."""
    tracked = item.flag("tracked") if item else None
    policy = document.word("inventoryPolicy", POLICIES)
    quantity = document.whole("inventoryQuantity") if tracked else None
    if tracked and quantity is None:
        document.doubt(
            "inventoryQuantity", "no_quantity", "Stock is tracked, but no quantity can be read."
        )
    counted_by = None if tracked is None else CountedBy.offer if tracked else CountedBy.nobody
    return StockLevel(quantity, counted_by, state_of(tracked, quantity, policy), policy)


def state_of(
    tracked: bool | None, quantity: int | None, policy: Backorders | None
) -> StockState | None:
    """Shopify has no word for it: it sells what is not tracked, what is there, and on demand."""
    if tracked is False or (quantity is not None and quantity > 0):
        return StockState.in_stock
    if tracked is None or quantity is None or policy is None:
        return None
    return StockState.out_of_stock if policy is Backorders.no else StockState.on_backorder


def weight(item: Document, shop: Shop) -> str | None:
    """In the unit of the shop; what does not come out even there is a finding."""
    told = (item.one("measurement") or Document({})).one("weight")
    if told is None:
        return None
    value, unit = told.number("value"), told.word("unit", WEIGHT_UNITS)
    if value is None or unit is None:
        return None
    if unit != shop.weight_unit:
        step = STEPS.get((unit, shop.weight_unit or ""))
        if step is None:
            told.doubt(
                "unit",
                "other_unit",
                f"The weight is in {unit} and the shop weighs in {shop.weight_unit or 'no unit'}.",
            )
            return None
        value *= step
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def images(document: Document) -> tuple[Image, ...]:
    """Videos and models are not pictures, though they have one to show themselves by."""
    found = []
    for each in rows(document, "media")[:IMAGES_MAX]:
        picture = (each.one("preview") or Document({})).one("image")
        if each.word("mediaContentType", MEDIA) and picture and picture.filled("url"):
            url = picture.filled("url") or ""
            found.append(Image(remote_id(each), url, each.filled("alt")))
    return tuple(found)


def media(document: Document) -> tuple[Medium, ...] | None:
    """The whole list in its order, or None where there may be more of it than was told."""
    found = []
    each_of = rows(document, "media")
    if not document.one("media") or has_more(document, "media") or len(each_of) > IMAGES_MAX:
        return None
    for each in each_of:
        state, is_picture = each.word("status", MEDIA_STATES), each.word("mediaContentType", MEDIA)
        name, key = each.filled("id"), remote_id(each)
        if state is None or is_picture is None or name is None or key is None:
            return None
        why = " ".join(
            filter(None, (error.filled("message") for error in each.many("mediaErrors")))
        )
        found.append(Medium(key, name, is_picture, state, each.filled("alt"), why))
    return tuple(found)


def _image(document: Document, alt: str) -> Image | None:
    url = document.filled("url")
    return Image(remote_id(document), url, document.filled(alt)) if url else None


def _option(document: Document) -> Option | None:
    name = document.filled("name")
    return Option(name, document.texts("values"), remote_id(document)) if name else None


def categories(document: Document) -> tuple[Label, ...]:
    """The one of Shopify's own taxonomy, then the merchant's collections."""
    own = document.one("category")
    collections = [(each, "title") for each in rows(document, "collections")]
    named = [(own, "fullName"), *collections] if own else collections
    return tuple(
        Label(key, each.text(name) or "")
        for each, name in named
        if (key := plain_id(each.filled("id") or ""))
    )


def labels(*names: str | None) -> tuple[Label, ...]:
    """They have no id but their name."""
    return tuple(Label(name, name) for name in names if name)
