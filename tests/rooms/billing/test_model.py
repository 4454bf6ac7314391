"""What a refusal says: how many of how many, and which plan holds more."""

import pytest

from hanse.rooms.billing.model import plans as model
from hanse.rooms.billing.model.plans import Catalogue, Feature, Kind, Plan, Usage

PRODUCTS = Feature("products", Kind.number, "product", "products")
EXTENSION = Feature("browser_extension", Kind.switch, "browser extension", "browser extensions")
FREE = Plan("free", "Free", {"products": 10})
PRO = Plan("pro", "Pro", {"products": 100})
PREMIUM = Plan("premium", "Premium", {"products": None, "browser_extension": None})
ALL = Catalogue(
    {feature.name: feature for feature in (PRODUCTS, EXTENSION)},
    {plan.id: plan for plan in (FREE, PRO, PREMIUM)},
)
BOUNDED = Catalogue(ALL.features, {"free": FREE, "pro": PRO})


@pytest.mark.parametrize(
    ("plan", "used", "more", "said"),
    [
        (
            FREE,
            10,
            1,
            "Your plan Free holds 10 products; 10 are used. "
            "Pro holds 100: ask the operator to change the plan.",
        ),
        (
            FREE,
            8,
            5,
            "Your plan Free holds 10 products; 8 are used, and this adds 5. "
            "Pro holds 100: ask the operator to change the plan.",
        ),
        (
            FREE,
            1,
            2_000,
            "Your plan Free holds 10 products; 1 is used, and this adds 2,000. "
            "Premium holds any number of products: ask the operator to change the plan.",
        ),
        (
            PRO,
            140,
            1,
            "Your plan Pro holds 100 products; 140 are used. "
            "Premium holds any number of products: ask the operator to change the plan.",
        ),
    ],
)
def test_a_refusal_names_the_smallest_plan_that_would_hold_it(
    plan: Plan, used: int, more: int, said: str
) -> None:
    assert str(model.too_many(ALL, plan, PRODUCTS, used, more)) == said


def test_where_no_plan_holds_that_many_the_way_out_is_to_remove_some() -> None:
    assert str(model.too_many(BOUNDED, PRO, PRODUCTS, 100, 1)) == (
        "Your plan Pro holds 100 products; 100 are used. "
        "No plan holds that many: remove 1 product that you need no more."
    )


def test_a_switch_that_is_missing_names_the_plan_that_has_it() -> None:
    assert str(model.not_included(ALL, FREE, EXTENSION)) == (
        "Your plan Free does not include the browser extension. "
        "Premium includes it: ask the operator to change the plan."
    )
    assert model.not_included(BOUNDED, FREE, EXTENSION).next_step == (
        "No larger plan includes it: ask the operator."
    )


def test_a_plan_without_a_row_for_a_feature_holds_none_of_it() -> None:
    assert not FREE.includes("browser_extension")
    assert not FREE.holds("suppliers", 1)
    assert PREMIUM.includes("browser_extension")
    assert PREMIUM.holds("products", 10**9)
    assert (PRO.holds("products", 100), PRO.holds("products", 101)) == (True, False)


def test_what_is_used_beyond_the_plan_is_told_and_the_rest_is_not() -> None:
    over = Usage(PRODUCTS, included=True, allowed=10, used=37)
    assert (over.over, model.note(FREE, over)) == (
        27,
        "37 products are used, 27 more than Free holds. Nothing is deleted; none can be added.",
    )
    for within in (
        Usage(PRODUCTS, included=True, allowed=10, used=10),
        Usage(PRODUCTS, included=True, allowed=None, used=10_000),
        Usage(EXTENSION, included=False, allowed=None, used=0),
    ):
        assert (within.over, model.note(FREE, within)) == (0, "")


@pytest.mark.parametrize(
    ("name", "kind"),
    [("prodcts", Kind.number), ("products", Kind.switch), ("browser_extension", Kind.number)],
)
def test_a_feature_that_is_not_there_is_a_mistake_of_the_program(name: str, kind: Kind) -> None:
    with pytest.raises(LookupError, match=name):
        ALL.feature(name, kind)
