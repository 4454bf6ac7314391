"""WooCommerce's documents as trade values."""

import re
from collections.abc import Mapping
from dataclasses import replace
from html import unescape

from hanse.base.faults import Finding, Severity
from hanse.trade.documents import Document, opened
from hanse.trade.goods import (
    Choice,
    Image,
    Label,
    ListingState,
    Offer,
    Option,
    Product,
    ProductKind,
    Sale,
)
from hanse.trade.orders import Fee, Order, OrderLine, OrderState, Refund, RefundLine
from hanse.trade.parcels import noted
from hanse.trade.people import Address, Buyer
from hanse.trade.shop import Shop
from hanse.trade.stock import Backorders, CountedBy, StockLevel, StockState

KINDS: Mapping[str, ProductKind] = {
    "simple": ProductKind.single,
    "variable": ProductKind.variants,
    "grouped": ProductKind.bundle,
    "external": ProductKind.elsewhere,
}
STATES: Mapping[str, ListingState] = {
    "publish": ListingState.live,
    "future": ListingState.scheduled,
    "pending": ListingState.pending,
    "private": ListingState.private,
    "draft": ListingState.draft,
    "auto-draft": ListingState.draft,
    "trash": ListingState.trashed,
}
STOCK_STATES: Mapping[str, StockState] = {
    "instock": StockState.in_stock,
    "outofstock": StockState.out_of_stock,
    "onbackorder": StockState.on_backorder,
}
BACKORDERS: Mapping[str, Backorders] = {each.value: each for each in Backorders}
LISTED = {"visible": True, "catalog": True, "search": True, "hidden": False}
ORDER_STATES: Mapping[str, OrderState] = {
    "checkout-draft": OrderState.draft,
    "auto-draft": OrderState.draft,
    "pending": OrderState.awaiting_payment,
    "on-hold": OrderState.awaiting_payment,
    "processing": OrderState.to_fulfil,
    "completed": OrderState.done,
    "cancelled": OrderState.cancelled,
    "failed": OrderState.cancelled,
    "refunded": OrderState.refunded,
    "trash": OrderState.trashed,
}

ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][\da-fA-F]{1,6}|[A-Za-z][A-Za-z\d]{1,31});")
SOURCE, ORDER_KEY = "_hub_source", "_hub_order"
TAX_NUMBERS = ("_billing_cpf", "_billing_cnpj")  # guessed: of the usual plug-in in Brazil
NOWHERE = Address(None, None, None, None, None, None, None, None, None, None)
SALEABLE = ("price", "regular_price", "sale_price", "on_sale", "manage_stock", "stock_status")


def plain(text: str | None) -> str | None:
    """A name as people read it: the store encodes it once, and an option may hold a bare `&`."""
    return None if text is None else ENTITY.sub(lambda found: unescape(found[0]), text)


def product(value: object, shop: Shop) -> Product | Finding:
    """`with_offers` completes a product with variants; a variation is refused, see `variation`."""
    document = opened(value)
    if isinstance(document, Finding):
        return document
    remote_id = document.key("id") or ""
    if document.fields.get("type") == "variation":
        return Finding(
            Severity.error,
            "is_variation",
            f"{remote_id} is a variation of product {document.key('parent_id')}, not a product.",
            "Read the product that it belongs to.",
            "type",
        )
    document.need("name", "type", "status", *SALEABLE)
    kind = document.word("type", KINDS)
    images = tuple(image(each) for each in document.many("images") if each.filled("src"))
    sold = (_offer(document, shop, remote_id, None),) if kind is ProductKind.single else ()
    return Product(
        remote_id=remote_id,
        kind=kind,
        state=document.word("status", STATES),
        listed=document.word("catalog_visibility", LISTED),
        title=plain(document.text("name")),
        description_html=document.text("description"),
        summary_html=document.text("short_description"),
        url=document.filled("permalink"),
        sku=document.filled("sku"),
        stock=stock(document),
        offers=tuple(replace(each, image=images[0] if images else None) for each in sold),
        variant_ids=document.texts("variations"),
        options=tuple(
            option(each) for each in document.many("attributes") if each.flag("variation")
        ),
        images=images,
        categories=labels(document, "categories"),
        brands=labels(document, "brands"),
        tags=labels(document, "tags"),
        source=note(document, SOURCE),
        created_at=document.instant("date_created_gmt"),
        modified_at=document.instant("date_modified_gmt"),
        findings=document.said,
    )


def variation(value: object, shop: Shop, product_id: str | None = None) -> Offer | Finding:
    """An offer of a variable product; `product_id` where the address told it and not the document.

    The answer of one product's variations, of all variations, and of a variation read as if it
    were a product are all understood.
    """
    document = opened(value)
    if isinstance(document, Finding):
        return document
    parent_id = document.key("parent_id") or product_id
    if parent_id is None:
        return Finding(
            Severity.error,
            "no_parent",
            f"Variation {document.key('id')} says not which product it belongs to.",
            field="parent_id",
        )
    document.need("status", *SALEABLE)
    offer = _offer(document, shop, parent_id, document.key("id"))
    own = document.one("image") or next(document.many("images"), None)
    return replace(
        offer,
        image=image(own) if own and own.filled("src") else None,
        findings=document.said,
    )


def with_offers(product: Product, offers: Mapping[str, Offer]) -> Product:
    """The product with its variants, in the order in which it names them.

    Offers that sell from the product's stock show that; a variant that was not read is a finding.
    """
    known = [offers[each] for each in product.variant_ids if each in offers]
    missing = tuple(
        Finding(
            Severity.warning,
            "variant_not_read",
            f"Variation {each} of product {product.remote_id} could not be read.",
            field="variations",
        )
        for each in product.variant_ids
        if each not in offers
    )
    filled = tuple(
        replace(each, stock=replace(product.stock, counted_by=CountedBy.product))
        if each.stock.counted_by is CountedBy.product
        else each
        for each in known
    )
    return replace(product, offers=filled, findings=product.findings + missing)


def _offer(document: Document, shop: Shop, product_id: str, variant_id: str | None) -> Offer:
    price = document.money("price", shop.currency, shop.decimals)
    regular = document.money("regular_price", shop.currency, shop.decimals)
    reduced = document.money("sale_price", shop.currency, shop.decimals)
    starts_at = document.instant("date_on_sale_from_gmt")
    ends_at = document.instant("date_on_sale_to_gmt")
    return Offer(
        product_id=product_id,
        variant_id=variant_id,
        sku=document.filled("sku"),
        gtin=document.filled("global_unique_id"),
        title=plain(document.text("name")),
        state=document.word("status", STATES),
        price=price,
        compare_at=regular if document.flag("on_sale") and price != regular else None,
        regular=regular,
        sale=Sale(reduced, starts_at, ends_at) if reduced else None,
        stock=stock(document),
        choices=tuple(choice(each) for each in document.many("attributes")) if variant_id else (),
        weight=document.filled("weight"),
        modified_at=document.instant("date_modified_gmt"),
    )


def stock(document: Document) -> StockLevel:
    """A quantity only where the store counts: a number beside a count that is off means nothing."""
    managed = document.fields.get("manage_stock")
    counted_by = None
    if managed == "parent":
        counted_by = CountedBy.product
    elif (own := document.flag("manage_stock")) is not None:
        counted_by = CountedBy.offer if own else CountedBy.nobody
    counts = counted_by in (CountedBy.offer, CountedBy.product)
    quantity = document.whole("stock_quantity") if counts else None
    if counted_by is CountedBy.offer and quantity is None:
        document.doubt(
            "stock_quantity", "no_quantity", "Stock is managed, but no quantity can be read."
        )
    return StockLevel(
        quantity=quantity,
        counted_by=counted_by,
        state=document.word("stock_status", STOCK_STATES),
        backorders=document.word("backorders", BACKORDERS),
        low_at=document.whole("low_stock_amount"),
    )


def image(document: Document) -> Image:
    # The dates of images have the store's zone added twice, so they are not read.
    return Image(document.key("id"), document.text("src") or "", plain(document.filled("alt")))


def option(attribute: Document) -> Option:
    values = tuple(plain(each) or "" for each in attribute.texts("options"))
    return Option(plain(attribute.text("name")) or "", values, attribute.key("id"))


def choice(attribute: Document) -> Choice:
    """An attribute without a value stands for any."""
    return Choice(plain(attribute.text("name")) or "", plain(attribute.filled("option")))


def labels(document: Document, name: str) -> tuple[Label, ...]:
    return tuple(
        Label(remote_id, plain(each.text("name")) or "")
        for each in document.many(name)
        if (remote_id := each.key("id"))
    )


def note(document: Document, key: str) -> str | None:
    """What we left on it ourselves; other plug-ins keep values of any shape beside it."""
    return found.filled("value") if (found := meta(document, key)) else None


def meta(document: Document, key: str) -> Document | None:
    return next((e for e in document.many("meta_data") if e.fields.get("key") == key), None)


def order(value: object) -> Order | Finding:
    """All amounts are in the currency of the order, which may differ from that of the shop."""
    document = opened(value)
    if isinstance(document, Finding):
        return document
    document.need("status", "currency", "total", "line_items", "date_created_gmt")
    currency = document.filled("currency") or ""
    billing, shipping = document.one("billing"), document.one("shipping")
    tax_number = next((told for key in TAX_NUMBERS if (told := note(document, key))), None)
    return Order(
        remote_id=document.key("id") or "",
        number=document.key("number"),
        state=document.word("status", ORDER_STATES),
        state_word=document.filled("status"),
        currency=currency or None,
        prices_include_tax=document.flag("prices_include_tax"),
        total=document.money("total", currency),
        tax=document.money("total_tax", currency),
        shipping=document.money("shipping_total", currency),
        discount=document.money("discount_total", currency),
        lines=tuple(order_line(each, currency) for each in document.many("line_items")),
        fees=tuple(fee(each, currency) for each in document.many("fee_lines")),
        buyer=payer(document.key("customer_id"), billing),
        billing=address(billing, tax_number),
        shipping_to=address(shipping, tax_number),
        note=document.filled("customer_note"),
        payment_method=document.filled("payment_method"),
        payment_title=document.filled("payment_method_title"),
        transaction_id=document.filled("transaction_id"),
        created_via=document.filled("created_via"),
        refund_ids=tuple(key for each in document.many("refunds") if (key := each.key("id"))),
        coupons=tuple(c for each in document.many("coupon_lines") if (c := each.filled("code"))),
        own_key=note(document, ORDER_KEY),
        fulfilments=noted(document.key("id") or "", document.many("meta_data")),
        placed_at=document.instant("date_created_gmt"),
        paid_at=document.instant("date_paid_gmt"),
        completed_at=document.instant("date_completed_gmt"),
        modified_at=document.instant("date_modified_gmt"),
        findings=document.said,
    )


def order_line(line: Document, currency: str) -> OrderLine:
    line.need("id", "quantity", "total")
    product_id = line.key("product_id")
    if product_id is None:
        line.doubt("product_id", "no_product", "The shop no longer knows the product of a line.")
    taken = meta(line, "_reduced_stock")
    return OrderLine(
        remote_id=line.key("id") or "",
        product_id=product_id,
        variant_id=line.key("variation_id"),
        sku=line.filled("sku"),
        # guessed: that the names of lines are encoded as those of products are.
        title=plain(line.filled("name")),
        quantity=line.whole("quantity"),
        unit_price=line.cost("price", currency),
        subtotal=line.money("subtotal", currency),
        total=line.money("total", currency),
        tax=line.money("total_tax", currency),
        stock_taken=taken.whole("value") if taken else None,
    )


def fee(line: Document, currency: str) -> Fee:
    total, tax = line.money("total", currency), line.money("total_tax", currency)
    return Fee(plain(line.filled("name")), total, tax)


def refund(value: object, order_id: str, currency: str) -> Refund | Finding:
    """A refund tells neither its order nor its currency; both are those of the order asked for."""
    document = opened(value)
    if isinstance(document, Finding):
        return document
    document.need("amount", "date_created_gmt")
    return Refund(
        remote_id=document.key("id") or "",
        order_id=order_id,
        amount=document.money("amount", currency),
        reason=document.filled("reason"),
        paid_back=document.flag("refunded_payment"),
        refunded_at=document.instant("date_created_gmt"),
        lines=tuple(refund_line(each, currency) for each in document.many("line_items")),
        findings=document.said,
    )


def refund_line(line: Document, currency: str) -> RefundLine:
    # guessed: that all is below 0 here, and that a note of the line names the line refunded.
    of = meta(line, "_refunded_item_id")
    quantity = line.whole("quantity")
    total, tax = line.money("total", currency), line.money("total_tax", currency)
    return RefundLine(
        order_line_id=of.key("value") if of else None,
        quantity=None if quantity is None else abs(quantity),
        total=None if total is None else abs(total),
        tax=None if tax is None else abs(tax),
    )


def customer(value: object) -> Buyer | Finding:
    document = opened(value)
    if isinstance(document, Finding):
        return document
    document.need("email")
    billing = document.one("billing")
    return Buyer(
        remote_id=document.key("id"),
        email=document.filled("email"),
        first_name=document.filled("first_name"),
        last_name=document.filled("last_name"),
        phone=billing.filled("phone") if billing else None,
        billing=address(billing),
        shipping=address(document.one("shipping")),
        created_at=document.instant("date_created_gmt"),
        modified_at=document.instant("date_modified_gmt"),
        findings=document.said,
    )


def payer(remote_id: str | None, billing: Document | None) -> Buyer | None:
    """A guest has no row of a customer: who paid is in the address for the bill."""
    if billing is None:
        return None if remote_id is None else Buyer(remote_id, None, None, None, None)
    buyer = Buyer(
        remote_id=remote_id,
        email=billing.filled("email"),
        first_name=billing.filled("first_name"),
        last_name=billing.filled("last_name"),
        phone=billing.filled("phone"),
    )
    return None if buyer == Buyer(None, None, None, None, None) else buyer


def address(document: Document | None, tax_number: str | None = None) -> Address | None:
    """None where nothing but a phone number is told."""
    if document is None:
        return None
    told = Address(
        first_name=document.filled("first_name"),
        last_name=document.filled("last_name"),
        company=document.filled("company"),
        line_1=document.filled("address_1"),
        line_2=document.filled("address_2"),
        city=document.filled("city"),
        region=document.filled("state"),
        postcode=document.filled("postcode"),
        country=document.filled("country"),
        phone=document.filled("phone"),
    )
    return None if replace(told, phone=None) == NOWHERE else replace(told, tax_number=tax_number)
