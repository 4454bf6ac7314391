"""Sales, sellers and orders that papers are made of."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID

from hanse.base.money import Money, total
from hanse.rooms.orders.model.papers.invoices import Item, Paper, RoundedBy, Sort
from hanse.rooms.orders.model.papers.making import Sale, invoice_of
from hanse.rooms.orders.model.papers.parties import Party, Seller
from hanse.trade.orders import Fee, Order, OrderLine, OrderState
from hanse.trade.people import Address, Buyer

DAY = date(2026, 11, 20)
SELLER = Seller(
    business_id=UUID(int=3),
    party=Party(
        *("Lampenladen GmbH", ("Hauptstraße 5",), "10115", "Berlin", "", "DE"),
        email="rechnung@lampenladen.example",
        tax_id="DE123456789",
    ),
    registration="HRB 12345 B",
    bank_name="Sparkasse",
    bank_account="DE02 1203 0000 0000 2020 51",
    bank_code="BYLADEM1001",
    footer="Geschäftsführung: Sari Dewi. Thank you for your order.",
)
BUYER = Party("Łucja Żółć", ("Unter den Linden 1",), "10117", "Berlin", "", "DE")


def eur(minor: int) -> Money:
    return Money("EUR", minor)


def item(key: str, net: int, tax: int, quantity: int = 1, percent: str = "19") -> Item:
    title = f"Lamp {key}"
    amounts = (eur(net), eur(net), eur(tax))
    return Item(
        key, Sort.goods, title, f"L-{key}", quantity, *amounts, Decimal(percent), place="DE"
    )


def sale(*items: Item, whole: int | None = None) -> Sale:
    adds = total("EUR", (each.gross for each in items))
    return Sale(
        order_number="1001",
        currency="EUR",
        sold_on=DAY,
        items=items,
        total=adds if whole is None else eur(whole),
        paid=adds,
        buyer=BUYER,
        ship_to=BUYER,
        rounded_by=RoundedBy.shop,
        shop="Lampenladen",
        payment="Card",
    )


def invoice(*items: Item) -> Paper:
    made = invoice_of(sale(*items), SELLER, "INV-2026-00001", DAY)
    assert isinstance(made, Paper)
    return made


def shop_order(tax: int = 475, whole: int = 2_975) -> Order:
    """Two lamps at 10.00 and postage of 5.00, 19 % on all of it."""
    home = Address("Budi", "Santoso", None, "Lane 1", None, "Berlin", None, "10117", "DE", None)
    line = OrderLine("7", "9", None, "L-1", "Lamp", 2, None, eur(2_000), eur(2_000), eur(380))
    when = datetime(2026, 11, 20, 9, tzinfo=UTC)
    return Order(
        remote_id="55",
        number="1001",
        state=OrderState.to_fulfil,
        state_word="processing",
        currency="EUR",
        prices_include_tax=True,
        total=eur(whole),
        tax=eur(tax),
        shipping=eur(500),
        discount=eur(0),
        lines=(line,),
        fees=(),
        buyer=Buyer(None, "budi@example.com", "Budi", "Santoso", None),
        billing=home,
        shipping_to=home,
        payment_title="Card",
        refund_ids=(),
        coupons=(),
        own_key=None,
        placed_at=when,
        paid_at=when,
        completed_at=None,
        modified_at=when,
        note=None,
        payment_method=None,
        transaction_id=None,
        created_via=None,
    )


def with_gift_wrap(order: Order) -> Order:
    return replace(order, fees=(Fee("Gift wrap", eur(200), eur(38)),))
