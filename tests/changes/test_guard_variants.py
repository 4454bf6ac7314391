"""What is made with variants: the guard looks into it, and holds what it would hold by itself."""

from hanse.base.money import Money, UnitCost
from hanse.changes.model.changes import Change
from hanse.changes.model.limits import Floor, OfferFacts, release
from hanse.trade.drafts import Variant, options_value, variants_value
from hanse.trade.goods import Option
from tests.changes.test_guard import codes, judged
from tests.changes.wishes import ANNA, creation, sgd

SIZES = [Option("Size", ("S", "M", "L", "XL", "XXL"))]


def varied(*prices: Money | None) -> Change:
    """A product that is made in sizes, at these prices."""
    made = [
        Variant((size,), {"price": each, "compare_at": sgd(90)})
        for size, each in zip(SIZES[0].values, prices, strict=False)
    ]
    after = {"options": options_value(SIZES), "variants": variants_value(SIZES, made)}
    return creation(after={"title": "Lamp", **after})


def test_the_prices_of_variants_are_judged_like_any_other() -> None:
    facts = OfferFacts(floor=Floor(sgd(20), "set on 3 May"), cost=UnitCost.of("SGD", 15))
    assert not judged([varied(sgd(20), sgd(30))], facts).holds
    (held,) = judged([varied(sgd(20), sgd(19))], facts).trips
    assert str(held.finding) == (
        "Lamp: 'M': Price SGD 19.00 is below the floor SGD 20.00 set on 3 May. "
        "Raise the price or change the floor."
    )
    assert held.finding.field == "variants"
    assert codes(judged([varied(sgd(20), sgd(10))], facts)) == ["below_cost", "below_floor"]
    for nothing in (None, sgd(0), sgd(-1)):
        assert codes(judged([varied(sgd(20), nothing)], facts)) == ["no_price"]
    assert codes(judged([varied(Money.of("USD", 30))], facts)) == ["other_currency"]


def test_each_variant_has_a_floor_of_its_own_and_the_others_that_of_the_product() -> None:
    small = OfferFacts(floor=Floor(sgd(5), "set on 4 May"))
    facts = OfferFacts(floor=Floor(sgd(20), "set on 3 May"), inside={("S",): small})
    assert not judged([varied(sgd(5), sgd(20))], facts).holds
    (held,) = judged([varied(sgd(4), sgd(19))], facts).trips
    assert "set on 3 May" in held.finding.sentence
    assert "set on 4 May" in held.finding.sentence


def test_variants_beyond_one_limit_are_one_trip_that_names_a_few() -> None:
    """A release lets through all that it is about, so it is about what was seen."""
    facts = OfferFacts(floor=Floor(sgd(20), "set on 3 May"))
    large = varied(*[sgd(number) for number in range(1, 6)])
    verdict = judged([large], facts)
    (held,) = verdict.trips
    assert held.finding.sentence.count("is below the floor") == 3
    assert held.finding.sentence.endswith("And 2 more.")
    assert not judged([large], facts, releases=release(verdict.trips, ANNA)).holds


def test_money_in_variants_that_are_none_is_held() -> None:
    odd = creation(after={"variants": ((("S",), (("price", sgd(1)),)),)})
    assert codes(judged([odd])) == ["ungauged"]
    assert not judged([creation(after={"variants": ("S",)})]).holds
    coded = creation(after={"variants": variants_value(SIZES, [Variant(("S",), {"sku": sgd(1)})])})
    assert codes(judged([coded])) == ["no_price", "ungauged"]
