"""The shop as its page shows it, and what shoppers and the merchant do there by hand."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from typing import Any

from hanse.sandbox.counter import Good, Page, Program, Sale, Turned
from hanse.sandbox.shopify import merchant, sales, tokens
from hanse.sandbox.shopify.apps import App
from hanse.sandbox.shopify.catalog import ITEM_OF_VARIANT, PRODUCT_FIRST
from hanse.sandbox.shopify.money import minor_of, plain
from hanse.sandbox.shopify.sales import CUSTOMER_FIRST, ORDER_FIRST
from hanse.sandbox.shopify.shop import Shop
from hanse.sandbox.shopify.table import Record
from hanse.sandbox.world import drawn, number_of

FIELDS = ("title", "price", "stock", "status")


@dataclass(frozen=True, slots=True)
class ShopCounter:
    shop: Shop

    # Looking

    def goods(self, first: int, count: int) -> Page:
        table = self.shop.products
        ids = islice(table.walk("id", reverse=False, low=None, high=None), first, first + count)
        rows = (table.row(number) for number in ids)
        return Page(table.total(), [self._good(row) for row in rows if row])

    def good(self, reference: str) -> Good:
        product, variant = self._found(reference)
        return self._size(product, variant) if variant else self._good(product)

    def sales(self, first: int, count: int) -> Page:
        """Newest first."""
        table = self.shop.orders
        ids = islice(table.walk("id", reverse=True, low=None, high=None), first, first + count)
        rows = (table.row(number) for number in ids)
        return Page(table.total(), [self._sale(row) for row in rows if row])

    def price_of(self, product: int) -> int | None:
        row = self.shop.products.row(PRODUCT_FIRST + product)
        if row is None or row["status"] != "ACTIVE":
            return None
        return min((int(variant["price"]) for variant in self._variants(row)), default=None)

    # A shopper

    def buy(self, product: int, size: int | None, quantity: int) -> bool:
        row = self.shop.products.row(PRODUCT_FIRST + product)
        if row is None or len(row["variants"]) <= (size or 0):
            return False
        try:
            self.order(str(row["variants"][size or 0]), quantity)
        except Turned:
            return False
        return True

    def order(self, reference: str, quantity: int) -> str:
        product, variant = self._found(reference)
        if quantity < 1:
            raise Turned(f"{quantity} cannot be bought: choose 1 or more.")
        if product["status"] != "ACTIVE":
            raise Turned("It is not for sale now.")
        chosen = variant or self._only(product)
        with self._by("shopper"):
            return str(merchant.place_order(self.shop, [(chosen["id"], quantity)], self._buyer()))

    # The merchant

    def edit(self, reference: str, changes: dict[str, Any]) -> Good:
        if unknown := set(changes) - set(FIELDS):
            raise Turned(f"There is no {', '.join(sorted(unknown))}, only {', '.join(FIELDS)}.")
        product, variant = self._found(reference)
        price = changes.get("price")
        with self._by("merchant"):
            if set(changes) - {"stock"}:
                merchant.edit_product(
                    self.shop,
                    product["id"],
                    title=None if "title" not in changes else str(changes["title"]),
                    status=None if "status" not in changes else str(changes["status"]).upper(),
                    price_minor=None if price is None else self._minor(price),
                )
            if "stock" in changes:
                self._count(variant or self._only(product), int(changes["stock"]))
        return self.good(reference)

    def delete(self, reference: str) -> None:
        product, _ = self._found(reference)
        with self._by("merchant"):
            merchant.delete_product(self.shop, product["id"])

    def fulfil(self, order: str) -> None:
        with self._by("merchant"):
            merchant.fulfil_order(self.shop, self._order(order)["id"])

    def refund(self, order: str, amount: str | None) -> None:
        row = self._order(order)
        if amount is not None:
            raise Turned("Here a refund is of all that is left: leave the amount out.")
        if not any(sales.everything(row).values()):
            raise Turned(f"Nothing of {row['name']} is left to refund.")
        with self._by("merchant"):
            merchant.refund_order(self.shop, row["id"], shipping=True)

    def apps(self) -> Sequence[Program]:
        keys = self.shop.keys
        return [
            Program(a.client_id, a.title, a.client_id in keys.installed) for a in keys.apps.values()
        ]

    def install(self, app: str) -> None:
        found = self._app(app)
        if found.client_id in self.shop.keys.installed:
            raise Turned(f"{found.title} is installed already.")
        with self._by("merchant"):
            tokens.install(self.shop, found)

    def uninstall(self, app: str) -> None:
        found = self._app(app)
        if found.client_id not in self.shop.keys.installed:
            raise Turned(f"{found.title} is not installed.")
        with self._by("merchant"):
            tokens.uninstall(self.shop, found)

    # How it is done

    @contextmanager
    def _by(self, who: str) -> Iterator[None]:
        try:
            with self.shop.ledger.by(who):
                yield
        except ValueError as refused:
            raise Turned(str(refused)) from refused

    def _app(self, client_id: str) -> App:
        if (found := self.shop.keys.apps.get(client_id)) is None:
            raise Turned(f"There is no app {client_id!r} in this shop.")
        return found

    def _found(self, reference: str) -> tuple[Record, Record | None]:
        """A product, or one of its variants, by number or SKU."""
        number = int(reference) if reference.isdecimal() and len(reference) < 19 else None
        if number is not None and (product := self.shop.products.row(number)):
            return product, None
        variant = self.shop.variants.row(number) if number is not None else None
        variant = variant or self._by_sku(reference)
        product = self.shop.products.row(variant["product"]) if variant else None
        if product is None:
            raise Turned(f"There is no product {reference!r} in this shop.")
        return product, variant

    def _by_sku(self, sku: str) -> Record | None:
        for row in self.shop.variants.written.values():
            if row and row["sku"] == sku:
                return row
        if (seeded := number_of(self.shop.world, sku)) is None:
            return None
        product = self.shop.products.row(PRODUCT_FIRST + seeded[0])
        rows = self._variants(product) if product else []
        return next((row for row in rows if row["sku"] == sku), None)

    def _variants(self, product: Record) -> list[Record]:
        rows = (self.shop.variants.row(number) for number in product["variants"])
        return [row for row in rows if row]

    def _only(self, product: Record) -> Record:
        rows = self._variants(product)
        if len(rows) != 1:
            raise Turned(f"{product['title']} comes in sizes: choose one of them.")
        return rows[0]

    def _order(self, reference: str) -> Record:
        number = int(reference) if reference.isdecimal() and len(reference) < 19 else 0
        row = self.shop.orders.row(number) if number >= ORDER_FIRST else None
        if row is None:
            raise Turned(f"There is no order {reference!r} in this shop.")
        return row

    def _minor(self, price: object) -> int:
        try:
            return minor_of(str(price), self.shop.currency)
        except (ArithmeticError, ValueError) as wrong:
            raise Turned(f"{price!r} is no price.") from wrong

    def _count(self, variant: Record, wanted: int) -> None:
        """All at the first place where it is kept, nothing at the others."""
        for at, level in enumerate(self.shop.levels_of(variant["id"] + ITEM_OF_VARIANT)):
            place, left = level["location"], 0 if at else wanted
            merchant.set_stock(self.shop, variant["id"], place, left)

    def _buyer(self) -> int | None:
        world = self.shop.world
        if not world.customers:
            return None
        draw = drawn(world, "shopper", self.shop.next("shopper"), 4)
        number = CUSTOMER_FIRST + int.from_bytes(draw, "big") % world.customers
        return number if self.shop.customers.row(number) else None

    def _good(self, product: Record) -> Good:
        rows = self._variants(product)
        price = min((row["price"] for row in rows), default=None)
        one = rows[0] if len(rows) == 1 else None
        return Good(
            reference=str(product["id"]),
            sku=one["sku"] or "" if one else "",
            title=product["title"],
            price="" if price is None else plain(price, self.shop.currency),
            stock=self.shop.available(one) if one else None,
            status=product["status"].lower(),
            sizes=() if one else tuple(self._size(product, row) for row in rows),
        )

    def _size(self, product: Record, variant: Record) -> Good:
        single = len(product["variants"]) == 1
        title = product["title"] if single else f"{product['title']} - {variant['title']}"
        return Good(
            reference=str(variant["id"]),
            sku=variant["sku"] or "",
            title=title,
            price=plain(variant["price"], self.shop.currency),
            stock=self.shop.available(variant),
            status=product["status"].lower(),
        )

    def _sale(self, row: Record) -> Sale:
        buyer = self.shop.customers.row(row["customer"]) if row["customer"] else None
        names = (buyer or {}).get("firstName"), (buyer or {}).get("lastName")
        state = f"{row['financial'].lower()}, {sales.fulfillment_status(row).lower()}"
        return Sale(
            reference=str(row["id"]),
            number=row["name"],
            placed_at=row["createdAt"],
            status="cancelled" if row["cancelledAt"] else state.replace("_", " "),
            total=f"{plain(sales.total(row), self.shop.currency)} {self.shop.currency}",
            buyer=" ".join(filter(None, names)),
            lines=tuple(f"{line['quantity']} x {line['title']}" for line in row["lines"]),
            parcels=tuple(
                " ".join(filter(None, (each.get("company"), each.get("number"))))
                for parcel in row["fulfillments"]
                for each in parcel["tracking"]
            ),
        )
