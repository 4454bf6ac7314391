"""Orders, refunds and customers, as a real store showed them."""

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from hanse.base.faults import Finding
from hanse.base.money import Money, UnitCost, total
from hanse.connectors.woocommerce import mapping
from hanse.trade.orders import Fee, Order, OrderState, Refund, RefundLine
from hanse.trade.people import Address, Buyer
from tests.connectors.woocommerce.recorded import body, codes, recording


def usd(amount: str) -> Money:
    return Money.of("USD", amount)


def order(document: Any) -> Order:
    read = mapping.order(document)
    assert isinstance(read, Order), read
    return read


def paid(**changed: object) -> Any:
    return {**body(125), **changed}


def test_a_paid_order_is_to_be_fulfilled() -> None:
    read = order(body(125))
    assert (read.remote_id, read.number, read.state) == ("78", "78", OrderState.to_fulfil)
    assert (read.total, read.tax, read.shipping, read.discount) == (
        usd("97.81"),
        usd("5.93"),
        usd("10.00"),
        usd("0.00"),
    )
    assert read.own_key == "h1"
    assert read.created_via == "rest-api"
    assert read.placed_at == read.paid_at == datetime(2026, 11, 21, 15, 21, 52, tzinfo=UTC)
    assert read.completed_at is None
    assert read.findings == ()


@pytest.mark.parametrize("key", ["_billing_cpf", "_billing_cnpj"])
def test_the_tax_number_that_a_plug_in_keeps_is_that_of_the_address(key: str) -> None:
    told = [*body(125)["meta_data"], {"key": key, "value": "123.456.789-09"}]
    read = order(paid(meta_data=told))
    assert read.billing is not None
    assert read.billing.tax_number == "123.456.789-09"
    assert replace(read, billing=None, shipping_to=None) == replace(
        order(body(125)), billing=None, shipping_to=None
    )


def test_the_answer_to_a_new_order_reads_as_the_order_does() -> None:
    assert order(body(108)) == order(body(125))


def test_a_line_names_the_offer_by_product_and_variation() -> None:
    first, second = order(body(125)).lines
    assert (first.product_id, first.variant_id, first.sku) == ("43", None, "SEED-10")
    assert (second.product_id, second.variant_id) == ("62", "63")
    assert (first.quantity, first.stock_taken) == (2, 2)
    assert (first.subtotal, first.total, first.tax) == (usd("61.98"), usd("61.98"), usd("4.49"))
    assert second.title == "Tee - Red, S"


def test_the_price_of_a_line_is_a_number_and_read_exactly() -> None:
    first, second = order(body(125)).lines
    assert first.unit_price == UnitCost("USD", Decimal("30.99"))
    assert second.unit_price == UnitCost("USD", Decimal("19.9"))
    assert order(recording(166).request["body"]).lines[0].unit_price == UnitCost("USD", Decimal(4))


def test_lines_shipping_and_tax_make_the_total() -> None:
    read = order(body(125))
    assert read.shipping is not None
    assert read.tax is not None
    lines = [line.total for line in read.lines if line.total is not None]
    assert total("USD", [*lines, read.shipping, read.tax]) == read.total


def test_a_coupon_is_the_difference_between_subtotal_and_total() -> None:
    read = order({**paid(), **body(124)})
    (line,) = read.lines
    assert line.subtotal is not None
    assert line.total is not None
    assert line.subtotal - line.total == usd("7.40") == read.discount
    assert read.coupons == ("tenoff",)
    (own,) = order({**paid(), **body(117)}).lines
    assert (own.subtotal, own.total) == (usd("100.00"), usd("80.00"))


def test_an_order_may_take_more_than_there_was() -> None:
    (line,) = order({**paid(), **body(110)}).lines
    assert (line.quantity, line.stock_taken) == (500, 500)
    assert line.total == usd("15495.00")


def test_a_line_asked_for_by_sku_names_the_product() -> None:
    (line,) = order({**paid(), **body(116)}).lines
    assert (line.product_id, line.variant_id, line.sku) == ("44", None, "SEED-11")
    assert line.stock_taken is None, "nothing was paid yet"


def test_a_changed_quantity_keeps_the_total_and_moves_the_price() -> None:
    first, _ = order({**paid(), **body(130)}).lines
    assert (first.quantity, first.total) == (3, usd("61.98"))
    assert first.unit_price == UnitCost("USD", Decimal("20.66"))
    assert len(order({**paid(), **body(131)}).lines) == 1


def test_a_line_whose_product_nobody_knows_is_read_and_said() -> None:
    read = order(body(113))
    (line,) = read.lines
    assert (line.product_id, line.sku, line.title) == (None, None, None)
    assert line.total == usd("0.00")
    assert codes(read.findings) == [("no_product", "line_items[0].product_id")]
    assert (read.buyer, read.billing, read.shipping_to) == (None, None, None)


def test_a_guest_is_known_from_the_bill_only() -> None:
    read = order(body(125))
    assert read.buyer == Buyer(None, "ann@example.test", "Ann", "Lee", "555")
    assert read.billing == Address(
        "Ann", "Lee", None, "1 Road", None, "Los Angeles", "CA", "90001", "US", "555"
    )
    assert read.shipping_to == Address(
        "Ann", "Lee", None, "1 Road", None, "Los Angeles", "CA", "90001", "US", None
    )


def test_a_bill_with_a_country_and_no_name_is_still_a_bill() -> None:
    read = order(recording(166).request["body"])
    assert read.buyer == Buyer(None, "hook@example.test", None, None, None)
    assert read.billing is not None
    assert (read.billing.country, read.billing.region) == ("US", "CA")
    assert read.shipping_to is None


@pytest.mark.parametrize(
    ("word", "state"),
    [
        ("pending", OrderState.awaiting_payment),
        ("on-hold", OrderState.awaiting_payment),
        ("processing", OrderState.to_fulfil),
        ("completed", OrderState.done),
        ("cancelled", OrderState.cancelled),
        ("failed", OrderState.cancelled),
        ("refunded", OrderState.refunded),
        ("checkout-draft", OrderState.draft),
        ("auto-draft", OrderState.draft),
        ("trash", OrderState.trashed),
    ],
)
def test_every_state_of_an_order_has_a_meaning(word: str, state: OrderState) -> None:
    read = order(paid(status=word))
    assert (read.state, read.state_word, read.findings) == (state, word, ())


def test_every_state_that_we_have_is_reached() -> None:
    assert set(mapping.ORDER_STATES.values()) == set(OrderState)


def test_recorded_states_are_read() -> None:
    assert order({**paid(), **body(128)}).state is OrderState.done
    assert order({**paid(), **body(137)}).state is OrderState.cancelled
    assert order({**paid(), **body(144)}).state is OrderState.to_fulfil, "as before its deletion"
    assert order({**paid(), **body(145)}).state is OrderState.trashed
    assert order(recording(169).request["body"]).completed_at is not None


def test_the_state_of_a_plug_in_is_named_and_not_guessed() -> None:
    read = order(paid(status="shipped"))
    assert (read.state, read.state_word) == (None, "shipped")
    assert "'status' says 'shipped', which we do not know." in read.findings[0].sentence


def test_the_number_of_a_plug_in_is_for_people() -> None:
    read = order(paid(number="SG-2026/0078"))
    assert (read.remote_id, read.number) == ("78", "SG-2026/0078")


def test_a_currency_that_is_none_leaves_the_amounts_open() -> None:
    read = order(paid(currency="BTC"))
    assert (read.total, read.lines[0].total) == (None, None)
    assert ("not_money", "total") in codes(read.findings)


def test_an_order_in_another_currency_than_the_shop_is_read_in_its_own() -> None:
    read = order(paid(currency="JPY", total="9781.00"))
    assert read.total == Money("JPY", 9781)
    half = order(paid(currency="JPY", total="97.81"))
    assert half.total is None
    assert ("too_many_decimals", "total") in codes(half.findings)


def test_an_order_without_what_it_must_have_says_so() -> None:
    document = body(125)
    for name in ("status", "currency", "total", "line_items", "date_created_gmt"):
        del document[name]
    read = order(document)
    assert (read.state, read.currency, read.total, read.lines) == (None, None, None, ())
    fields = [field for code, field in codes(read.findings) if code == "missing_field"]
    assert fields == ["status", "currency", "total", "line_items", "date_created_gmt"]


def test_a_fee_is_neither_goods_nor_shipping() -> None:
    wrapped = {"id": 9, "name": "Wrapping &amp; card", "total": "2.50", "total_tax": "0.18"}
    read = order(paid(fee_lines=[wrapped, {"id": 10, "name": "Less", "total": "-1.00"}]))
    assert read.fees == (
        Fee("Wrapping & card", usd("2.50"), usd("0.18")),
        Fee("Less", usd("-1.00"), None),
    )


def test_an_older_store_lacks_fields_and_that_is_no_finding() -> None:
    document = body(125)
    for line in document["line_items"]:
        del line["global_unique_id"]
    assert order(document).findings == ()


def test_a_document_broken_in_every_line_has_an_end_of_findings() -> None:
    read = order(paid(line_items=[7] * 1000))
    assert read.lines == ()
    assert len(read.findings) == 50


def test_a_refund_belongs_to_the_order_that_was_asked_for() -> None:
    assert mapping.refund(body(134), "78", "USD") == Refund(
        remote_id="89",
        order_id="78",
        amount=usd("5.00"),
        reason="damaged",
        paid_back=False,
        refunded_at=datetime(2026, 11, 21, 15, 21, 59, tzinfo=UTC),
    )


def test_the_lines_of_a_refund_are_above_0() -> None:
    line = {
        "id": 90,
        "quantity": -1,
        "total": "-30.99",
        "total_tax": "-2.25",
        "meta_data": [{"key": "_refunded_item_id", "value": "1"}],
    }
    read = mapping.refund({**body(134), "line_items": [line]}, "78", "USD")
    assert isinstance(read, Refund)
    assert read.lines == (RefundLine("1", 1, usd("30.99"), usd("2.25")),)


def test_an_order_names_its_refunds() -> None:
    read = order(paid(refunds=[{"id": 89, "reason": "damaged", "total": "-5.00"}]))
    assert read.refund_ids == ("89",)


def test_a_customer_is_a_buyer_with_an_id() -> None:
    read = mapping.customer(body(148))
    assert isinstance(read, Buyer)
    assert (read.remote_id, read.email, read.first_name) == ("4", "new@example.test", "N")
    assert (read.last_name, read.billing, read.shipping) == (None, None, None)
    assert read.created_at == datetime(2026, 11, 21, 15, 22, 6, tzinfo=UTC)
    assert isinstance(mapping.customer({"email": "a@example.test"}), Finding)


def test_people_are_not_printed() -> None:
    read = order(body(125))
    assert "ann@example.test" not in repr([read, read.buyer, read.billing])
    odd = order(paid(billing={"email": ["ann@example.test"], "first_name": "Ann"}))
    assert "ann@example.test" not in repr(odd.findings)
