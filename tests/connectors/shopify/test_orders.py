"""Orders, refunds, parcels, and who buys."""

from datetime import UTC, datetime
from typing import Any

import pytest

from hanse.base.faults import Finding
from hanse.base.money import Money, UnitCost
from hanse.connectors.shopify.mapping import orders, people
from hanse.trade.orders import Charges, Fulfilment, Order, OrderLine, OrderState, RefundLine
from hanse.trade.people import Address, Buyer
from tests.connectors.shopify import documents as made
from tests.connectors.shopify.told import codes, received


def usd(amount: str) -> Money:
    return Money.of("USD", amount)


def order(**changed: Any) -> Order:
    read = orders.order(received(made.order(**changed)))
    assert isinstance(read, Order), read
    return read


def only(**changed: Any) -> OrderLine:
    (line,) = order(lineItems=made.nodes(made.line(**changed))).lines
    return line


def test_an_order_is_read() -> None:
    read = order()
    assert (read.remote_id, read.number, read.state) == ("101", "#1001", OrderState.to_fulfil)
    assert (read.state_word, read.paid_word) == ("UNFULFILLED", "PAID")
    assert (read.total, read.tax, read.shipping, read.discount) == (
        usd("26.08"),
        usd("2.08"),
        usd("4"),
        usd("5"),
    )
    assert (read.currency, read.prices_include_tax, read.coupons) == ("USD", False, ("HELLO",))
    assert (read.payment_method, read.transaction_id) == ("shopify_payments", "222")
    assert read.placed_at == datetime(2026, 11, 20, 9, 59, 58, tzinfo=UTC)
    assert read.paid_at == datetime(2026, 11, 20, 10, 0, 5, tzinfo=UTC)
    assert (read.completed_at, read.created_via, read.note) == (None, "web", "Ring twice")
    assert (read.findings, read.incomplete) == ((), False)


def test_a_line_is_told_before_and_after_its_discounts() -> None:
    assert only() == OrderLine(
        remote_id="201",
        product_id="12",
        variant_id="31",
        sku="SHIRT-31",
        title="Shirt - Red / M",
        quantity=2,
        unit_price=UnitCost.of("USD", "12.5"),
        subtotal=usd("25"),
        total=usd("20"),
        tax=usd("1.80"),
    )


def test_every_amount_is_read_as_the_shop_and_as_the_buyer_saw_it() -> None:
    read = orders.order(received(made.abroad()))
    assert isinstance(read, Order)
    assert (read.tip, read.duty, read.gift_card) == (usd("2"), usd("3"), usd("10"))
    assert read.shipping == usd("3"), "it was reduced too"
    told = ("22.5", "18", "1.8", "2.7", "9", "2.7", "1.87", "27.07")
    eur = [Money.of("EUR", each) for each in told]
    assert read.buyer_charges == Charges(*eur)
    assert (read.findings, order().buyer_charges, order().tip) == ((), None, None)
    at_home = orders.order(received({**made.abroad(), "presentmentCurrencyCode": "USD"}))
    assert isinstance(at_home, Order)
    assert at_home.buyer_charges is None


def test_tax_within_a_price_is_taken_off() -> None:
    whole = made.line(discountAllocations=[])
    read = order(taxesIncluded=True, lineItems=made.nodes(whole), totalDiscountsSet=made.money("0"))
    (line,) = read.lines
    assert (line.subtotal, line.total, line.tax) == (usd("23.20"), usd("23.20"), usd("1.80"))
    assert (read.shipping, read.discount) == (usd("3.72"), usd("0"))


def test_how_much_tax_was_in_a_discount_is_not_guessed() -> None:
    read = order(taxesIncluded=True)
    (line,) = read.lines
    assert (line.subtotal, line.total) == (None, usd("18.20"))
    assert read.discount is None


def test_whether_prices_hold_tax_is_not_guessed_either() -> None:
    read = order(taxesIncluded=None)
    assert (read.shipping, read.discount, read.lines[0].total) == (None, None, None)
    assert (read.total, read.lines[0].unit_price) == (usd("26.08"), UnitCost.of("USD", "12.5"))


@pytest.mark.parametrize("name", ["taxLines", "discountAllocations"])
def test_what_was_not_asked_for_is_not_0(name: str) -> None:
    document = {key: value for key, value in made.line().items() if key != name}
    (line,) = order(lineItems=made.nodes(document)).lines
    assert (line.tax if name == "taxLines" else line.total) is None


@pytest.mark.parametrize(
    ("paid", "goods", "state"),
    [
        ("PAID", "UNFULFILLED", OrderState.to_fulfil),
        ("AUTHORIZED", "PARTIALLY_FULFILLED", OrderState.to_fulfil),
        ("PAID", "ON_HOLD", OrderState.to_fulfil),
        ("PAID", "IN_PROGRESS", OrderState.to_fulfil),
        ("PAID", "OPEN", OrderState.to_fulfil),
        ("PAID", "PENDING_FULFILLMENT", OrderState.to_fulfil),
        ("PAID", "REQUEST_DECLINED", OrderState.to_fulfil),
        ("PAID", "SCHEDULED", OrderState.to_fulfil),
        ("PAID", "FULFILLED", OrderState.done),
        ("PAID", "RESTOCKED", OrderState.done),
        ("PAID", "FULFILLMENT_NOT_REQUIRED", OrderState.done),
        ("PARTIALLY_REFUNDED", "FULFILLED", OrderState.done),
        ("PENDING", "UNFULFILLED", OrderState.awaiting_payment),
        ("PENDING", "FULFILLED", OrderState.awaiting_payment),
        ("PARTIALLY_PAID", "UNFULFILLED", OrderState.awaiting_payment),
        ("EXPIRED", "UNFULFILLED", OrderState.awaiting_payment),
        ("VOIDED", "UNFULFILLED", OrderState.cancelled),
        ("REFUNDED", "FULFILLED", OrderState.refunded),
        (None, "UNFULFILLED", OrderState.to_fulfil),
        (None, "FULFILLED", OrderState.done),
        ("PAID", None, None),
    ],
)
def test_the_state_follows_from_payment_and_goods(
    paid: str | None, goods: str | None, state: OrderState | None
) -> None:
    read = order(displayFinancialStatus=paid, displayFulfillmentStatus=goods)
    assert (read.state, read.findings) == (state, ())


def test_every_word_of_payment_and_goods_is_walked_above() -> None:
    assert set(orders.OPEN) == {
        "UNFULFILLED", "PARTIALLY_FULFILLED", "ON_HOLD", "IN_PROGRESS", "OPEN",
        "PENDING_FULFILLMENT", "REQUEST_DECLINED", "SCHEDULED", "FULFILLED", "RESTOCKED",
        "FULFILLMENT_NOT_REQUIRED",
    }  # fmt: skip
    assert set(orders.PAYMENTS) == {
        "PAID", "AUTHORIZED", "PARTIALLY_REFUNDED", "PENDING", "PARTIALLY_PAID", "EXPIRED",
        "VOIDED", "REFUNDED",
    }  # fmt: skip


def test_a_cancelled_order_is_cancelled_whatever_was_paid() -> None:
    assert order(cancelledAt="2026-11-21T00:00:00Z").state is OrderState.cancelled


@pytest.mark.parametrize("name", ["displayFinancialStatus", "displayFulfillmentStatus"])
def test_a_word_that_we_do_not_know_is_named_and_no_state(name: str) -> None:
    read = order(**{name: "TELEPORTED"})
    assert read.state is None
    assert codes(read.findings) == [("unknown_word", name)]
    assert "TELEPORTED" in read.findings[0].sentence


def test_yen_are_read_as_they_are() -> None:
    read = order(
        currencyCode="JPY",
        totalPriceSet=made.money("2980.0", "JPY"),
        totalTaxSet=made.money("0.0", "JPY"),
        totalShippingPriceSet=made.money("500", "JPY"),
        totalDiscountsSet=made.money("0", "JPY"),
        lineItems=made.nodes(
            made.line(
                originalUnitPriceSet=made.money("1240.0", "JPY"),
                taxLines=[],
                discountAllocations=[],
            )
        ),
    )
    assert (read.total, read.shipping) == (Money("JPY", 2980), Money("JPY", 500))
    assert read.lines[0].total == Money("JPY", 2480)
    assert read.findings == ()


def test_an_amount_in_another_currency_is_none_of_the_order() -> None:
    read = order(totalPriceSet=made.money("35.00", "SGD"))
    assert read.total is None
    assert codes(read.findings) == [("other_currency", "totalPriceSet.shopMoney.currencyCode")]


@pytest.mark.parametrize("currency", [None, "", "XYZ", 7])
def test_an_order_without_a_currency_has_no_amounts(currency: object) -> None:
    read = order(currencyCode=currency)
    assert (read.currency, read.total, read.lines[0].unit_price) == (None, None, None)
    assert "no_currency" in [each.code for each in read.findings]


@pytest.mark.parametrize("amount", ["12.345", "abc", None, True, "9" * 80])
def test_an_amount_that_is_none_is_not_0(amount: object) -> None:
    bag = {"shopMoney": {"amount": amount, "currencyCode": "USD"}}
    assert order(totalPriceSet=bag).total is None


def test_a_line_whose_product_is_gone_is_read_and_said() -> None:
    read = order(lineItems=made.nodes(made.line(product=None, variant=None)))
    assert (read.lines[0].product_id, read.lines[0].variant_id) == (None, None)
    assert codes(read.findings) == [("no_product", "lineItems.nodes[0].product")]


def test_a_test_order_is_said_to_be_one() -> None:
    assert codes(order(test=True).findings) == [("test_order", "test")]


def test_an_order_that_is_free_has_no_payment() -> None:
    read = order(transactions=[], displayFinancialStatus=None)
    assert (read.payment_method, read.transaction_id, read.paid_at) == (None, None, None)


def test_an_authorisation_is_no_payment_yet() -> None:
    read = order(transactions=[made.transaction(221, "AUTHORIZATION")])
    assert (read.transaction_id, read.paid_at) == ("221", None)
    failed = [made.transaction(220, "SALE", "FAILURE"), made.transaction(221, "SALE")]
    assert order(transactions=failed).transaction_id == "221"


def test_a_refund_is_part_of_its_order() -> None:
    read = order(refunds=[made.refund()])
    (refund,) = read.refunds
    assert (refund.remote_id, refund.order_id, refund.reason) == ("231", "101", "Too small")
    assert (refund.amount, refund.paid_back) == (usd("10.90"), True)
    assert refund.lines == (RefundLine("201", 1, usd("10"), usd("0.90"), came_back=True),)
    assert (read.refund_ids, read.incomplete) == (("231",), False)


@pytest.mark.parametrize(
    ("word", "came_back"),
    [("RETURN", True), ("CANCEL", False), ("NO_RESTOCK", False), ("LEGACY_RESTOCK", None)],
)
def test_what_the_shop_does_with_refunded_goods_is_read(word: str, came_back: bool | None) -> None:
    document = made.refund()
    document["refundLineItems"]["nodes"][0]["restockType"] = word
    read = order(refunds=[document])
    assert (read.refunds[0].lines[0].came_back, read.findings) == (came_back, ())


def test_goods_that_came_back_without_money_are_noted_only() -> None:
    (refund,) = order(refunds=[made.refund(totalRefundedSet=made.money("0.0"))]).refunds
    assert (refund.amount, refund.paid_back) == (usd("0"), False)


def test_the_tax_within_a_refund_is_taken_off() -> None:
    (refund,) = order(taxesIncluded=True, refunds=[made.refund()]).refunds
    assert refund.lines[0].total == usd("9.10")


def test_a_parcel_is_part_of_its_order() -> None:
    (parcel,) = order(fulfillments=[made.parcel()]).fulfilments
    assert parcel == Fulfilment(
        remote_id="241",
        order_id="101",
        carrier="SingPost",
        tracking_number="SP1",
        tracking_url="https://post.example/SP1",
        shipped_at=datetime(2026, 11, 21, 10, tzinfo=UTC),
        order_line_ids=("201",),
    )


@pytest.mark.parametrize("status", ["CANCELLED", "ERROR", "FAILURE"])
def test_a_parcel_that_was_never_sent_is_none(status: str) -> None:
    assert order(fulfillments=[made.parcel(status=status)]).fulfilments == ()


def test_a_parcel_in_a_state_that_we_do_not_know_is_kept_and_said() -> None:
    read = order(fulfillments=[made.parcel(status="LOST")])
    assert len(read.fulfilments) == 1
    assert codes(read.findings) == [("unknown_word", "fulfillments[0].status")]


def test_a_parcel_without_a_number_is_one_and_of_several_the_first_is_kept() -> None:
    (bare,) = order(fulfillments=[made.parcel(trackingInfo=[])]).fulfilments
    assert (bare.carrier, bare.tracking_number) == (None, None)
    read = order(fulfillments=[made.parcel(trackingInfo=[{"number": "A"}, {"number": "B"}])])
    assert read.fulfilments[0].tracking_number == "A"
    assert codes(read.findings) == [("more_numbers", "fulfillments[0].trackingInfo")]


@pytest.mark.parametrize(
    "changed",
    [
        {"lineItems": made.nodes(made.line(), more=True)},
        {"refunds": [made.refund(refundLineItems=made.nodes(more=True))]},
        {"refunds": [{"id": made.of("Refund", 1), "totalRefundedSet": made.money("1")}]},
        {"fulfillments": [{"id": made.of("Fulfillment", 1), "status": "SUCCESS"}]},
    ],
)
def test_lines_that_are_not_told_are_said_to_be_missing(changed: Any) -> None:
    read = order(**changed)
    assert read.incomplete
    assert codes(read.findings) == [("more_lines", "lineItems")]


# Who buys

HOME = Address(
    "Ana", "Lim", None, "1 Orchard Rd", None, "Singapore", None, "238801", "SG", "+6561234567"
)


def test_who_ordered_and_where_to_is_read() -> None:
    read = order()
    assert read.buyer is not None
    assert (read.buyer.remote_id, read.buyer.email) == ("41", "ana@example.com")
    assert read.shipping_to == HOME
    assert read.billing is not None
    assert read.billing.company == "Lim Ltd"


def test_a_guest_is_known_from_the_order_itself() -> None:
    read = order(customer=None, phone="+6598765432")
    assert read.buyer == Buyer(None, "ana@example.com", "Ana", "Lim", "+6598765432")


def test_what_is_protected_is_none_and_no_finding() -> None:
    read = order(customer=None, shippingAddress=None, billingAddress=None, email=None)
    assert (read.buyer, read.shipping_to, read.billing, read.findings) == (None, None, None, ())


def test_an_address_with_nothing_in_it_is_none() -> None:
    nothing = dict.fromkeys(made.home())
    assert order(shippingAddress=nothing).shipping_to is None


def test_a_customer_is_read() -> None:
    read = people.customer(received(made.customer()))
    assert read == Buyer(
        remote_id="41",
        email="ana@example.com",
        first_name="Ana",
        last_name="Lim",
        phone="+6561234567",
        shipping=HOME,
        created_at=datetime(2026, 1, 1, tzinfo=UTC),
        modified_at=datetime(2026, 11, 20, tzinfo=UTC),
    )


def test_a_customer_of_whom_only_the_id_may_be_seen_is_one() -> None:
    hidden: dict[str, object] = {**dict.fromkeys(made.customer()), "id": made.of("Customer", 41)}
    assert people.customer(received(hidden)) == Buyer("41", None, None, None, None)


@pytest.mark.parametrize("value", [None, [], "x", {}, {"id": None}, {"id": "41"}])
def test_a_document_that_is_none_is_a_finding(value: object) -> None:
    assert isinstance(orders.order(value), Finding)
    assert isinstance(people.customer(value), Finding)


def test_people_are_not_printed() -> None:
    assert "Ana" not in repr(order())
    assert "Lim" not in repr(people.customer(made.customer()))
