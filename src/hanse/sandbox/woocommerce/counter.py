"""The store's own admin and its checkout: what people do there, with the webhooks that follow."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from hanse.base.currency import exponent
from hanse.sandbox.counter import Good, Page, Program, Sale, Turned
from hanse.sandbox.woocommerce import order_rows as orders
from hanse.sandbox.woocommerce import product_rows as products
from hanse.sandbox.woocommerce import refunds
from hanse.sandbox.woocommerce.batch import Handler
from hanse.sandbox.woocommerce.dates import local
from hanse.sandbox.woocommerce.envelope import Answer, Call
from hanse.sandbox.woocommerce.errors import Refusal
from hanse.sandbox.woocommerce.news import telling
from hanse.sandbox.woocommerce.order_finds import in_line as orders_in_line
from hanse.sandbox.woocommerce.orders import total_of
from hanse.sandbox.woocommerce.prices import number, two_places
from hanse.sandbox.woocommerce.product_finds import in_line
from hanse.sandbox.woocommerce.products import price_of
from hanse.sandbox.woocommerce.seeded import FIRST_CUSTOMER, FIRST_PRODUCT, STRIDE, address
from hanse.sandbox.woocommerce.store import Record, Store
from hanse.sandbox.world import customer, drawn

FIELDS = {"title": "name", "price": "regular_price", "stock": "stock_quantity", "status": "status"}
STATUSES = ("publish", "draft", "pending", "private")
GUEST = {"first_name": "A", "last_name": "Guest", "email": "guest@example.com", "country": "US"}


@dataclass(frozen=True, slots=True)
class StoreCounter:
    store: Store

    # Looking

    def goods(self, first: int, count: int) -> Page:
        line = in_line(self.store, self.store.catalog, {"orderby": "id"})
        assert line is not None
        return Page(line.total, [self._good(row) for row in line.cut(first, first + count)])

    def good(self, reference: str) -> Good:
        return self._good(self._record(reference))

    def sales(self, first: int, count: int) -> Page:
        """Newest first."""
        line = orders_in_line(self.store, {"orderby": "id"}, ["any"])
        rows = line.cut(max(0, line.total - first - count), max(0, line.total - first))
        return Page(line.total, [self._sale(row) for row in reversed(rows)])

    def price_of(self, product: int) -> int | None:
        record = self.store.post(FIRST_PRODUCT + product * STRIDE)
        if record is None or record["status"] != "publish":
            return None
        price = price_of(self.store, record)
        digits = exponent(self.store.world.currency)
        return int(number(price).scaleb(digits)) if price else None

    # A shopper

    def buy(self, product: int, size: int | None, quantity: int) -> bool:
        at = FIRST_PRODUCT + product * STRIDE + (0 if size is None else 1 + size)
        try:
            self.order(str(at), quantity)
        except Turned:
            return False
        return True

    def order(self, reference: str, quantity: int) -> str:
        """The checkout looks at the stock, which the REST interface does not."""
        record = self._record(reference)
        self._check(record, quantity)
        who, billing = self._buyer()
        parent = record["parent_id"] if record["type"] == "variation" else 0
        line = {"product_id": parent or record["id"], "quantity": quantity}
        body = {
            "created_via": "checkout",
            "set_paid": True,
            "payment_method": "bacs",  # guessed: paid at once, as with a card
            "payment_method_title": "Direct bank transfer",
            "customer_id": who,
            "billing": billing,
            "shipping": billing,
            "line_items": [line | ({"variation_id": record["id"]} if parent else {})],
        }
        done = self._do("shopper", orders.create_order, "POST", {}, body)
        return str(done.body["id"])

    # The merchant

    def edit(self, reference: str, changes: dict[str, Any]) -> Good:
        if unknown := set(changes) - set(FIELDS):
            raise Turned(f"There is no {', '.join(sorted(unknown))}, only {', '.join(FIELDS)}.")
        record = self._record(reference)
        if record["type"] == "variable" and set(changes) & {"price", "stock"}:
            raise Turned("Price and stock belong to its sizes: choose one of them.")
        if changes.get("status", "publish") not in STATUSES:
            raise Turned(f"A status is one of {', '.join(STATUSES)}.")
        body = {FIELDS[name]: str(value) for name, value in changes.items()}
        if "stock" in changes:
            body |= {"manage_stock": "true"}
        update = products.update_product
        if record["type"] == "variation":
            update = products.update_variation
        self._do("merchant", update, "PUT", self._ids(record), body)
        return self.good(str(record["id"]))

    def delete(self, reference: str) -> None:
        """Into the trash, which is what the admin's button does."""
        record = self._record(reference)
        delete = products.delete_product
        if record["type"] == "variation":
            delete = products.delete_variation
        self._do("merchant", delete, "DELETE", self._ids(record), {})

    def fulfil(self, order: str) -> None:
        body = {"status": "completed"}
        self._do("merchant", orders.update_order, "PUT", {"id": self._order(order)}, body)

    def refund(self, order: str, amount: str | None) -> None:
        """Without an amount all that is left, and the things go back onto the shelf."""
        at = self._order(order)
        row = orders.orders(self.store)[at]
        back = sum((number(one["total"]) for one in row["refunds"]), number("0"))
        body: dict[str, Any] = {"amount": amount or two_places(total_of(row) + back)}
        body |= {"api_refund": False, "api_restock": amount is None}
        if amount is None:
            lines = row["line_items"]
            names = {"id": "id", "quantity": "quantity", "refund_total": "total"}
            body["line_items"] = [{n: one[of] for n, of in names.items()} for one in lines]
        self._do("merchant", refunds.create_refund, "POST", {"order_id": at}, body)

    def apps(self) -> Sequence[Program]:
        """Who is let in here holds a pair of keys."""
        return ()

    def install(self, app: str) -> None:
        raise Turned(f"There is no app {app!r}: a store of this platform gives out keys.")

    def uninstall(self, app: str) -> None:
        self.install(app)

    # How it is done

    def _do(
        self, who: str, handler: Handler, method: str, ids: dict[str, Any], body: dict[str, Any]
    ) -> Answer:
        """By the same code as a call from outside, counted apart."""
        call = Call(self.store, method, "https://shop.test", "", "", ids, {}, body)
        call.telling = telling
        try:
            with self.store.ledger.by(who):
                return telling(handler)(call)
        except Refusal as refused:
            raise Turned(str(refused)) from refused

    def _ids(self, record: Record) -> dict[str, Any]:
        more = {"product_id": record["parent_id"]} if record["type"] == "variation" else {}
        return {"id": record["id"], **more}

    def _record(self, reference: str) -> Record:
        at = int(reference) if reference.isdecimal() and len(reference) < 16 else None
        record = self.store.post(at) if at is not None else None
        if record is None and (holder := self.store.holder_of(reference)):
            record = self.store.post(holder)
        if record is None or record["status"] == "trash":
            raise Turned(f"There is no product {reference!r} in this shop.")
        return record

    def _order(self, reference: str) -> int:
        if not reference.isdecimal() or int(reference) not in orders.orders(self.store):
            raise Turned(f"There is no order {reference!r} in this shop.")
        return int(reference)

    def _check(self, record: Record, quantity: int) -> None:
        if quantity < 1:
            raise Turned(f"{quantity} cannot be bought: choose 1 or more.")
        if record["type"] == "variable":
            raise Turned(f"{record['name']} comes in sizes: choose one of them.")
        child = record["type"] == "variation"
        parent = self.store.post(record["parent_id"]) if child else record
        hidden = record["status"] != "publish" or parent is None or parent["status"] != "publish"
        if hidden or price_of(self.store, record) == "":
            raise Turned("It is not for sale now.")
        kept = parent if record["manage_stock"] == "parent" and parent else record
        if kept["manage_stock"] is True:
            left = kept["stock_quantity"]
            if left < quantity and kept["backorders"] == "no":
                raise Turned(f"Only {max(left, 0)} left." if left > 0 else "It is sold out.")
        elif kept["stock_status"] == "outofstock":
            raise Turned("It is sold out.")

    def _buyer(self) -> tuple[int, dict[str, str]]:
        world = self.store.world
        if not world.customers:
            return 0, dict(GUEST)
        draw = int.from_bytes(drawn(world, "shopper", self.store.next("shopper"), 4), "big")
        at = draw % world.customers
        known = self.store.rows["customers"].get(FIRST_CUSTOMER + at)
        return (known["id"], dict(known["billing"])) if known else (0, address(customer(world, at)))

    def _good(self, record: Record) -> Good:
        variable = record["type"] == "variable"
        sizes = self.store.variations_of(record["id"]) if variable else []
        title = record["name"]
        if record["type"] == "variation":
            parent = self.store.post(record["parent_id"])
            options = ", ".join(row["option"] for row in record["attributes"])
            title = f"{parent['name'] if parent else ''} - {options}"
        return Good(
            reference=str(record["id"]),
            sku=record["sku"],
            title=title,
            price=price_of(self.store, record),
            stock=record["stock_quantity"] if record["manage_stock"] is True else None,
            status=record["status"],
            sizes=tuple(self._good(row) for row in sizes),
        )

    def _sale(self, row: Record) -> Sale:
        billing = row["billing"]
        return Sale(
            reference=str(row["id"]),
            number=str(row["id"]),
            placed_at=local(self.store, row["created"]) or "",
            status=row["status"],
            total=f"{two_places(total_of(row))} {row['currency']}",
            buyer=f"{billing['first_name']} {billing['last_name']}".strip(),
            lines=tuple(f"{one['quantity']} x {one['name']}" for one in row["line_items"]),
            parcels=tuple(noted(one["value"]) for one in row["meta_data"]),
        )


def noted(value: Any) -> str:
    """A custom field of an order, which is where parcels stand, as its page prints it."""
    fields = value.values() if isinstance(value, dict) else [value]
    return " ".join(each for each in fields if isinstance(each, str))
