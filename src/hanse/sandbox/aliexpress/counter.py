"""AliExpress as its page of the sandbox shows it; what people do there is the seller's."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from itertools import islice
from typing import Any

from hanse.sandbox.aliexpress import life
from hanse.sandbox.aliexpress.goods import Item, Sku
from hanse.sandbox.aliexpress.hub import BASE, Hub
from hanse.sandbox.aliexpress.orders import Order
from hanse.sandbox.counter import Good, Page, Program, Sale, Turned

STATES = {"onselling": True, "offline": False}
MINOR_MAX = 100_000_000


@dataclass(frozen=True, slots=True)
class HubCounter:
    hub: Hub

    def goods(self, first: int, count: int) -> Page:
        rows = [item for item in self.hub.items.values() if not item.gone]
        return Page(len(rows), [self._good(row) for row in islice(rows, first, first + count)])

    def good(self, reference: str) -> Good:
        item, sku = self.found(reference)
        return self._size(item, sku) if sku else self._good(item)

    def sales(self, first: int, count: int) -> Page:
        """Newest first."""
        rows = list(reversed(self.hub.orders.values()))
        return Page(len(rows), [self._sale(row) for row in rows[first : first + count]])

    def price_of(self, product: int) -> int | None:
        """No shoppers come here: who buys is the app."""
        return None

    def buy(self, product: int, size: int | None, quantity: int) -> bool:
        return False

    def order(self, reference: str, quantity: int) -> str:
        raise Turned("Here only an app buys, by aliexpress.ds.order.create.")

    def edit(self, reference: str, changes: dict[str, Any]) -> Good:
        """Of a product with several SKUs, price and stock are set of each."""
        item, sku = self.found(reference)
        price, stock = changes.get("price"), changes.get("stock")
        cents = None if price is None else minor_of(price)
        if "status" in changes and str(changes["status"]).lower() not in STATES:
            raise Turned("The status is onSelling or offline.")
        if stock is not None and not 0 <= int(stock) <= MINOR_MAX:
            raise Turned(f"The stock is from 0 to {MINOR_MAX}.")
        for each in [sku] if sku else item.skus:
            each.price_minor = each.price_minor if cents is None else cents
            each.stock = each.stock if stock is None else int(stock)
        item.title = str(changes.get("title", item.title))
        item.on_sale = STATES.get(str(changes.get("status", "")).lower(), item.on_sale)
        return self.good(reference)

    def delete(self, reference: str) -> None:
        self.found(reference)[0].gone = True

    def fulfil(self, order: str) -> None:
        self._do(life.ship, order)

    def refund(self, order: str, amount: str | None) -> None:
        """As the buyer cancels on the web site."""
        if amount is not None:
            raise Turned("An order is cancelled as a whole: leave the amount out.")
        self._do(life.cancel, order)

    def apps(self) -> Sequence[Program]:
        return ()

    def install(self, app: str) -> None:
        raise Turned("A buyer lets an app in on the page /oauth/authorize.")

    def uninstall(self, app: str) -> None:
        self.install(app)

    def _do(self, work: Any, reference: str) -> None:
        try:
            with self.hub.ledger.by("seller"):
                work(self.hub, self.order_of(reference), self.hub.clock.now())
        except life.NotNow as why:
            raise Turned(str(why)) from why

    def order_of(self, reference: str) -> Order:
        number = int(reference) if reference.isdecimal() and len(reference) < 19 else 0
        if (order := self.hub.orders.get(number)) is None:
            raise Turned(f"There is no order {reference!r} here.")
        return order

    def found(self, reference: str) -> tuple[Item, Sku | None]:
        """A product by its id, or a SKU by its id or its code."""
        number = int(reference) if reference.isdecimal() and len(reference) < 19 else 0
        if (item := self.hub.items.get(number)) and not item.gone:
            return item, None
        for item in self.hub.items.values():
            for sku in () if item.gone else item.skus:
                if sku.id == number or sku.code == reference:
                    return item, sku
        raise Turned(f"There is no product {reference!r} here.")

    def _good(self, item: Item) -> Good:
        one = item.skus[0] if len(item.skus) == 1 else None
        return Good(
            reference=str(item.id),
            sku=one.code if one else "",
            title=item.title,
            price=self._price(min(sku.price_minor for sku in item.skus)),
            stock=one.stock if one else None,
            status="onSelling" if item.on_sale else "offline",
            sizes=() if one else tuple(self._size(item, sku) for sku in item.skus),
        )

    def _size(self, item: Item, sku: Sku) -> Good:
        return Good(
            reference=str(sku.id),
            sku=sku.code,
            title=f"{item.title} - {sku.label}" if sku.label else item.title,
            price=self._price(sku.price_minor),
            stock=sku.stock,
            status="onSelling" if item.on_sale else "offline",
        )

    def _price(self, cents: int) -> str:
        return self.hub.shown(cents, BASE)

    def _sale(self, order: Order) -> Sale:
        name = order.address.get("full_name") or order.address.get("contact_person", "")
        return Sale(
            reference=str(order.id),
            number=str(order.id),
            placed_at=f"{order.made_at:%Y-%m-%d %H:%M}",
            status=" ".join(filter(None, (order.status, order.end_reason))),
            total=f"{self._price(order.total_minor)} {BASE}",
            buyer=name,
            lines=tuple(f"{line.count} x {line.title} {line.label}" for line in order.lines),
            parcels=tuple(f"{each.carrier} {each.number}" for each in order.parcels),
        )


def minor_of(price: object) -> int:
    """Cents of a price in dollars."""
    try:
        cents = Decimal(str(price)) * 100
    except InvalidOperation as wrong:
        raise Turned(f"{price!r} is no price.") from wrong
    if not cents.is_finite() or cents != int(cents) or not 0 < cents <= MINOR_MAX:
        raise Turned(f"{price!r} is no price in dollars and cents.")
    return int(cents)
