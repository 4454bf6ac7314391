"""Rules and offers to try things out on, and any that there could be."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from hypothesis import strategies as st

from hanse.base.currency import exponent
from hanse.base.money import Money, UnitCost
from hanse.rooms.pricing.model.formulas import World
from hanse.rooms.pricing.model.layers import (
    Base,
    Campaign,
    Ceiling,
    Cost,
    Ending,
    Exchange,
    Fees,
    Floor,
    Layers,
    Markup,
    Of,
    Shipping,
    Tax,
    Voucher,
    Way,
)
from hanse.rooms.pricing.model.places import table
from hanse.rooms.pricing.model.quotes import Desk
from hanse.rooms.pricing.model.rates import Board, Dated
from hanse.rooms.pricing.model.rules import Book, Mode, Offered, Rule, SetFloor

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
DAY = date(2026, 11, 20)
SHOP, OTHER_SHOP = UUID(int=1), UUID(int=2)
BOARD = Board(
    DAY,
    {
        "USD": Dated(Decimal("1.1"), DAY),
        "IDR": Dated(Decimal(19_000), DAY),
        "SGD": Dated(Decimal("1.5"), DAY),
        "JPY": Dated(Decimal(180), DAY - timedelta(days=30)),
    },
)
WORLD = World(NOW, BOARD, table())
CURRENCIES = ("EUR", "USD", "IDR", "SGD")


def eur(amount: str | int) -> Money:
    return Money.of("EUR", amount)


def rule(number: int = 1, layers: Layers | None = None, **given: Any) -> Rule:
    made = layers or Layers(cost=Cost(Base.supplier))
    return Rule(UUID(int=number), f"Rule {number}", made, **given)


def offer(cost: str = "6.20", currency: str = "EUR", **given: Any) -> Offered:
    made = Offered(
        *(UUID(int=77), SHOP, currency, "DE", None),
        supplier=UnitCost.of("EUR", cost),
        title="Lamp",
    )
    return replace(made, **given)


def desk(*rules: Rule, mode: Mode = Mode.first, **given: Any) -> Desk:
    return Desk(Book(rules, mode, **given), WORLD)


percents = st.decimals(0, 30, places=2)
amounts = st.decimals(0, 50, places=2)


def moneys(currency: str) -> st.SearchStrategy[Money]:
    return st.integers(1, 50 * 10 ** exponent(currency)).map(lambda minor: Money(currency, minor))


@st.composite
def layers(draw: st.DrawFn, currency: str) -> Layers:
    """Any that can be worked out, with a floor that is below the ceiling."""

    def maybe(strategy: st.SearchStrategy[Any]) -> Any:
        return draw(st.none() | strategy)

    money = moneys(draw(st.sampled_from(CURRENCIES)))
    floor = maybe(st.builds(Floor, moneys(currency)))
    least = floor.money.minor if floor else 1
    endings = st.builds(
        lambda step, less, way: Ending(step, step * less / 100, way),
        st.sampled_from([Decimal(each) for each in ("1", "5", "10", "0.5", "100")]),
        st.sampled_from([0, 1, 5, 10]),
        st.sampled_from(Way),
    )
    return Layers(
        cost=Cost(Base.supplier),
        shipping=maybe(st.builds(Shipping, money)),
        fees=maybe(st.builds(Fees, percents, st.none() | money)),
        tax=maybe(st.builds(Tax, percents, st.just("standard"), st.booleans())),
        markup=maybe(st.builds(Markup, percents, st.sampled_from(Of), st.none() | money)),
        exchange=Exchange(draw(percents)),
        voucher=maybe(st.builds(Voucher, percents, st.none() | money)),
        rounding=maybe(endings),
        floor=floor,
        ceiling=maybe(
            st.integers(least, least + 10_000).map(lambda minor: Ceiling(Money(currency, minor)))
        ),
        campaign=maybe(
            st.builds(
                Campaign,
                st.just(NOW - timedelta(days=1)),
                st.sampled_from([NOW, NOW + timedelta(days=1)]),
                percents,
            )
        ),
    )


@st.composite
def priced_offers(draw: st.DrawFn) -> Offered:
    currency = draw(st.sampled_from(CURRENCIES))
    cost = UnitCost(draw(st.sampled_from(CURRENCIES)), draw(st.decimals(0, 500, places=4)))
    return offer(currency=currency, supplier=cost)


def floor_of(amount: Money) -> SetFloor:
    return SetFloor(amount, datetime(2026, 5, 3, tzinfo=UTC), "Sari")
