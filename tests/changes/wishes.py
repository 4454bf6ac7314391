"""Changes to try things on, and values of every sort."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from hypothesis import strategies as st

from hanse.base.money import Money
from hanse.changes.model.changes import Change, Origin, Thing, Wisher
from hanse.changes.model.states import State
from hanse.trade.fields import Fields, Value

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
SHOP = UUID(int=100)
OTHER_SHOP = UUID(int=101)
ANNA, BERT, CARA = UUID(int=1), UUID(int=2), UUID(int=3)


def by(person: UUID, wisher: Wisher = Wisher.person) -> Origin:
    return Origin(wisher, UUID(int=50), "somebody", person)


SYNC = Origin(Wisher.sync, None, "the hub", None)


def sgd(amount: str | int) -> Money:
    return Money.of("SGD", amount)


def wish(number: int = 1, kind: str = "products.texts", **given: Any) -> Change:
    """A title that becomes another, unless it is told otherwise."""
    change = Change(
        id=UUID(int=1000 + number),
        set_id=UUID(int=900),
        account_id=SHOP,
        kind=kind,
        thing=Thing(f"offers/{number}", f"r{number}", f"Lamp {number}"),
        before={"title": "Lamp"},
        after={"title": "Brass lamp"},
        why="Better found",
        origin=by(ANNA),
        made_at=NOW,
    )
    return replace(change, **given)


def price(number: int, before: Money, after: Money, **given: Any) -> Change:
    fields: Mapping[str, Fields] = {"before": {"price": before}, "after": {"price": after}}
    return wish(number, "offers.price", **fields, **given)


def creation(number: int = 1, **given: Any) -> Change:
    wanted: dict[str, Any] = {
        "thing": Thing(f"products/{number}", None, "Lamp"),
        "before": {},
        "after": {"title": "Lamp", "price": sgd(12), "sku": "L-1"},
    }
    return wish(number, "products.create", **(wanted | given))


def in_state(change: Change, state: State) -> Change:
    return replace(change, state=state)


texts = st.text(max_size=12)
moneys = st.builds(Money, st.sampled_from(["SGD", "JPY"]), st.integers(-(10**6), 10**6))
simple: st.SearchStrategy[Value] = (
    st.none()
    | st.booleans()
    | st.integers(-(10**6), 10**6)
    | texts
    | st.decimals(-1000, 1000, places=3)
    | moneys
    | st.datetimes(timezones=st.just(UTC))
)
values: st.SearchStrategy[Value] = st.recursive(
    simple, lambda inner: st.lists(inner, max_size=3).map(tuple), max_leaves=4
)
names = st.sampled_from(["title", "body", "tags", "brand", "slug", "summary"])
some_fields: st.SearchStrategy[Fields] = st.dictionaries(names, values, max_size=6)
