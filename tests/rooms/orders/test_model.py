"""What is decided about orders, without a database."""

from dataclasses import replace
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hanse.app.wiring import CARDS
from hanse.base.money import Money
from hanse.rooms.orders.model import addresses, judging, reading
from hanse.rooms.orders.model.exceptions import Facts, Trouble, sentence, told
from hanse.rooms.orders.model.states import Payment, State, standing, together
from hanse.rooms.pricing.model.places import Taxes
from hanse.trade.orders import Charges, OrderState
from tests.rooms.orders.some import ADDRESS, euro, some_line, some_order

WOO = CARDS["woocommerce"].ours
SHOPIFY = CARDS["shopify"].ours


@pytest.mark.parametrize(
    ("word", "state", "payment"),
    [
        ("pending", State.pending, Payment.unpaid),
        ("processing", State.confirmed, Payment.paid),
        ("completed", State.shipped, Payment.paid),
        ("failed", State.failed, Payment.unpaid),
        ("cancelled", State.cancelled, Payment.unpaid),
        ("refunded", State.returned, Payment.refunded),
    ],
)
def test_a_word_of_woocommerce_is_a_state_and_a_payment(
    word: str, state: State, payment: Payment
) -> None:
    found = standing(some_order(state=None, state_word=word, paid_at=None), (), WOO)
    assert (found.state, found.payment, found.unknown) == (state, payment, ())


def test_goods_and_payment_of_shopify_are_two_words() -> None:
    order = some_order(state=None, state_word="PARTIALLY_FULFILLED", paid_word="AUTHORIZED")
    found = standing(order, (), SHOPIFY)
    assert (found.state, found.payment) == (State.processing, Payment.authorised)
    waits = replace(order, state=OrderState.awaiting_payment, state_word="UNFULFILLED")
    assert standing(waits, (), SHOPIFY).state is State.pending


def test_a_word_that_nobody_knows_is_shown_and_not_guessed() -> None:
    found = standing(some_order(state=None, state_word="wc-on-the-moon"), (), WOO)
    assert found.state is State.unknown
    assert found.payment is Payment.unknown
    assert found.unknown == ("wc-on-the-moon",)


def test_a_day_of_payment_beside_a_word_that_says_unpaid_is_a_reversal() -> None:
    order = some_order(state=OrderState.awaiting_payment, state_word="on-hold")
    assert standing(order, (), WOO).payment is Payment.reversed


def test_what_we_shipped_ourselves_comes_before_a_shop_that_does_not_know_it_yet() -> None:
    assert together(State.confirmed, State.shipped) is State.shipped
    assert together(State.cancelled, State.shipped) is State.cancelled
    assert together(State.delivered, State.processing) is State.delivered


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, ()),
        ({"postcode": "1234"}, ("odd_postcode",)),
        ({"city": None, "line_1": " "}, ("street", "city")),
        ({"country": "us", "postcode": "94103", "region": None}, ("region",)),
        ({"country": None}, ("country",)),
        ({"country": "GB", "postcode": "sw1a1aa", "region": None}, ()),
    ],
)
def test_an_address_is_checked_by_the_rules_of_its_country(
    changes: dict[str, str | None], said: tuple[str, ...]
) -> None:
    assert addresses.what_is_wrong(addresses.normalised(replace(ADDRESS, **changes))) == said


def test_codes_are_written_as_their_country_writes_them() -> None:
    given = replace(ADDRESS, country="gb", postcode="sw1a1aa", region="gb-lnd")
    found = addresses.normalised(given)
    assert (found.country, found.postcode, found.region) == ("GB", "SW1A 1AA", "LND")


def test_lines_add_up_or_say_what_is_left() -> None:
    order = some_order()
    assert reading.read(order, (), WOO).sums.remainder == 0
    more = replace(order, total=Money("EUR", 12_345))
    assert reading.read(more, (), WOO).sums.remainder == 12_345 - 2_880
    untold = replace(order, lines=(replace(some_line(), total=None),))
    assert reading.read(untold, (), WOO).sums.remainder is None


AMOUNTS = st.integers(0, 10_000)


@settings(max_examples=50)
@given(st.tuples(*[AMOUNTS] * 7), st.sampled_from([(), (0,), (1,), (0, 1)]), AMOUNTS)
def test_rows_add_up_to_the_total_wherever_a_shop_writes_a_tip_or_a_duty(
    amounts: tuple[int, ...], among: tuple[int, ...], left: int
) -> None:
    """The same in both moneys; what nothing explains is left over, and a gift card is no row."""
    tip, duty, goods, off, post, tax, card = map(euro, amounts)
    extra = [tip, duty]
    net = sum((extra[each] for each in among), goods)
    line = replace(some_line(), subtotal=net + off, total=net, tax=tax)
    whole = goods + tip + duty + post + tax + euro(left)
    charges = Charges(net + off, net, tip, duty, card, post, tax, whole)
    order = some_order(
        lines=(line,), tip=tip, duty=duty, gift_card=card, shipping=post, tax=tax, total=whole,
        buyer_charges=charges,
    )  # fmt: skip
    draft = reading.read(order, (), WOO)
    assert draft.buyer_sums == replace(draft.sums, refunded=0)
    rows = (draft.sums.goods, draft.sums.tip, draft.sums.duty, draft.sums.shipping, draft.sums.tax)
    added = sum(each for each in rows if each is not None) - (draft.sums.discount or 0)
    assert added + (draft.sums.remainder or 0) == draft.sums.total
    assert draft.sums.gift_card == card.minor
    if not left:
        assert (draft.sums.remainder, draft.sums.discount) == (0, off.minor)
        assert draft.sums.goods == goods.minor + off.minor


def test_an_order_is_risky_for_reasons() -> None:
    away = replace(ADDRESS, country="NL", postcode="1012 AB")
    draft = reading.read(some_order(shipping_to=away), (), WOO)
    assert [each.code for each in reading.risks(draft, 5, 100)] == ["countries", "many", "high"]
    assert reading.risks(reading.read(some_order(), (), WOO), 1, None) == ()


def lacking(title: str) -> judging.Lack:
    line = judging.LineNow(UUID(int=1), title, UUID(int=2), 1, 0, 0, 0, 1)
    return judging.Lack(line, 1, counted=True)


def test_what_is_wrong_is_kept_as_codes_and_said_in_words_also_of_older_rows() -> None:
    [many, one] = [judging.lacks([lacking(title) for title in titles]) for titles in ("abcde", "a")]
    nowhere = replace(ADDRESS, line_1=None, postcode="1")
    draft = reading.read(some_order(shipping_to=nowhere), (), WOO)
    [_, address] = judging.problems(draft, {"1": (None, "")}, {}, Taxes())
    facts: dict[Trouble, list[Facts]] = {
        Trouble.no_stock: [many[0].facts, one[0].facts, {"count": 5, "lines": "a and 2 more"}],
        Trouble.address: [address.facts, {"faults": "the city is missing"}],
    }
    assert [sentence(kind, each) for kind, rows in facts.items() for each in rows] == [
        "5 pieces of it are not there: a, b, c and 2 more.",
        "1 pieces of it are not there: a.",
        "5 pieces of it are not there: a and 2 more.",
        "It cannot be sent as it is: the street is missing, the postcode is none of DE.",
        "It cannot be sent as it is: the city is missing.",
    ]
    assert told(address.facts) == {"codes": "street odd_postcode", "country": "DE"}


def test_a_telephone_is_found_with_and_without_its_country() -> None:
    assert reading.plain_phone("+49 (0)151 2345678") == reading.plain_phone("0151-2345678")
