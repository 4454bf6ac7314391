"""An order: what is refused before, what leaves, and what its answer means."""

import json
from dataclasses import replace
from typing import Any

import pytest

from hanse.base.faults import OutcomeUnknown, Rejected
from hanse.base.money import Money
from hanse.changes.model.kinds import KINDS, joined
from hanse.connectors.aliexpress import manifest as platform
from hanse.connectors.aliexpress.mapping.addresses import address_findings, as_sent
from hanse.engine.manifest import Ends, Sureness, Wish
from hanse.trade.fields import Fields
from hanse.trade.ports_read import Question
from hanse.trade.ports_write import Outcome, Piece, Target, Wanted
from hanse.trade.supply import Item, items_value
from tests.connectors.aliexpress.told import ACCESS, AT, BANDUNG, SHOP, order_sent, reply, sent

[PORT] = platform.WRITES
CREATE = "aliexpress.ds.order.create"
NUMBER = "0193a6d2-0000-7000-8000-000000000001"
WISH: Fields = {
    "number": NUMBER,
    "lines": items_value(
        [
            Item("1005006123456789", "12000030530000", "14:10#100pcs 83mm", 2),
            Item("1005006123456780", "12000030530009", "", 1),
        ]
    ),
    "country": "ID",
    "from_country": "CN",
    "freight": "CAINIAO_STANDARD",
    "ship_to": "orders/17",
    "ship_to_mark": "f00d",
    "amount": Money.of("USD", "8.20"),
    "memo": "No invoice, please.",
    "voucher": "SAVE5",
}


def wanted(**more: Any) -> Wanted:
    after = {name: value for name, value in {**WISH, **more}.items() if value is not None}
    return Wanted(Target(None), {}, after)


def piece(**more: Any) -> Piece:
    return PORT.piece(wanted(**more), SHOP)


def question(made: Piece, key: str = "key") -> Question:
    return PORT.request([made], key, SHOP)


def filled(made: Piece, **address: Any) -> Question:
    assert PORT.sealed is not None
    return PORT.sealed.filled(question(made), replace(BANDUNG, **address))


# What leaves


def test_an_order_leaves_as_the_sheet_has_it() -> None:
    leaving = filled(piece())
    assert (leaving.path, leaving.change, leaving.writes) == (CREATE, "purchases.order", True)
    assert order_sent(leaving) == {
        "out_order_id": NUMBER,
        "logistics_address": {
            "country": "ID",
            "province": "Jawa Barat",
            "city": "Bandung",
            "address": "Jl. Merdeka No. 1",
            "zip": "40111",
            "contact_person": "Siti Nurhaliza",
            "full_name": "Siti Nurhaliza",
            "phone_country": "+62",
            "mobile_no": "81234567890",
        },
        "product_items": [
            {
                "product_id": 1005006123456780,
                "product_count": 1,
                "sku_attr": "",
                "logistics_service_name": "CAINIAO_STANDARD",
                "order_memo": "No invoice, please.",
            },
            {
                "product_id": 1005006123456789,
                "product_count": 2,
                "sku_attr": "14:10#100pcs 83mm",
                "logistics_service_name": "CAINIAO_STANDARD",
                "order_memo": "No invoice, please.",
            },
        ],
    }
    assert json.loads(sent(leaving)["ds_extend_request"]) == {
        "payment": {"pay_currency": "USD", "try_to_pay": "true"},
        "promotion": {"promotion_code": "SAVE5"},
    }


def test_the_preview_has_nobody_in_it_and_what_was_not_filled_is_refused() -> None:
    made = piece()
    kept = made.body.decode() + (question(made).body or b"").decode()
    for private in ("Siti", "Merdeka", "81234567890", "f00d", "orders/17", "40111"):
        assert private not in kept
    address = order_sent(question(made))["logistics_address"]
    assert address == {"ship_to": "filled in as it leaves", "country": "ID"}


def test_sent_again_it_is_the_same_to_the_byte_whatever_the_key() -> None:
    made = piece()
    assert question(made, "one") == question(made, "two")
    assert filled(made).body == filled(piece()).body
    call, again = (platform.call_for(filled(made), ACCESS, AT, each) for each in ("n1", "n2"))
    assert call.body == again.body


def test_whom_it_goes_to_is_blanked_out_where_calls_are_kept() -> None:
    call = platform.call_for(filled(piece(), tax_number="NPWP-77"), ACCESS, AT, "nonce")
    shown = call.shown((call.body or b"").decode())
    for private in ("Siti", "Merdeka", "81234567890", "Jawa", "Bandung", "40111", "NPWP-77"):
        assert private not in shown


def test_an_address_that_aliexpress_would_refuse_does_not_leave() -> None:
    with pytest.raises(Rejected, match="not in ID") as elsewhere:
        filled(piece(), country="MY")
    assert [each.field for each in elsewhere.value.findings] == ["country"]
    with pytest.raises(Rejected, match=r"no street\. There is no city\.") as refused:
        filled(piece(), line_1="", city="")
    assert [each.field for each in refused.value.findings] == ["line_1", "city"]


def test_britain_is_gb_and_a_voucher_or_memo_that_is_not_wanted_is_not_there() -> None:
    leaving = filled(
        piece(country="UK", voucher=None, memo=None), country="GB", phone="07911 123456"
    )
    told = order_sent(leaving)
    assert told["logistics_address"]["country"] == "GB"
    assert told["logistics_address"]["phone_country"] == "+44"
    assert "order_memo" not in told["product_items"][0]
    assert "promotion" not in json.loads(sent(leaving)["ds_extend_request"])


@pytest.mark.parametrize(
    ("country", "number", "told"),
    [
        ("BR", "123.456.789-09", {"cpf": "12345678909"}),
        ("AR", "20-12345678-6", {"passport_no": "20-12345678-6"}),
        (
            "IL",
            "123456789",
            {
                "passport_no": "123456789",
                "foreigner_passport_no": "123456789",
                "is_foreigner": False,
            },
        ),
        ("MX", "ABC123", {"passport_no": "ABC123"}),
        ("CL", "12.345.678-5", {"rut_no": "12.345.678-5"}),
        ("TR", "12345678901", {"tax_number": "12345678901"}),
        ("ID", None, {}),
    ],
)
def test_a_tax_number_goes_under_the_name_of_its_country(
    country: str, number: str | None, told: object
) -> None:
    there = as_sent(replace(BANDUNG, tax_number=number), country)
    without = as_sent(BANDUNG, country)
    assert {name: there[name] for name in there if name not in without} == told


def test_a_place_in_saudi_arabia_has_a_number_of_its_own() -> None:
    asked = filled(piece(country="SA"), country="SA", phone="+966 512345678", tax_number="RRRD2929")
    extension = json.loads(sent(asked)["ds_extend_request"])
    assert extension["trade_extra_param"] == {"nat_addr": "RRRD2929"}
    assert extension["payment"]["pay_currency"] == "USD"
    assert "tax_number" not in order_sent(asked)["logistics_address"]
    call = platform.call_for(asked, ACCESS, AT, "nonce")
    assert "RRRD2929" not in call.shown((call.body or b"").decode())


# What is refused before


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("number", None),
        ("number", "with a blank"),
        ("number", "x" * 65),
        ("lines", None),
        ("lines", ()),
        ("lines", items_value([Item("not-a-number", "1", "k", 1)])),
        ("country", "Indonesia"),
        ("freight", None),
        ("freight", " "),
        ("ship_to", None),
        ("ship_to_mark", None),
        ("amount", Money.of("EUR", "8.20")),
        ("amount", 8),
        ("memo", "x" * 501),
        ("memo", "half a \ud83d"),
        ("voucher", 7),
    ],
)
def test_what_aliexpress_could_not_take_is_named(field: str, value: Any) -> None:
    with pytest.raises(Rejected) as refused:
        piece(**{field: value})
    assert {each.field for each in refused.value.findings} == {field}
    assert all(each.sentence and each.next_step for each in refused.value.findings)


@pytest.mark.parametrize(
    ("country", "number"),
    [("BR", None), ("BR", "123"), ("AR", "20123456786"), ("IL", "12345678"), ("SA", "12345678")],
)
def test_a_country_that_wants_a_number_gets_the_right_one(country: str, number: str | None) -> None:
    found = address_findings(replace(BANDUNG, country=country, tax_number=number), country)
    [wrong] = [each for each in found if each.field == "tax_number"]
    assert "at the order" in wrong.next_step
    with pytest.raises(Rejected):
        filled(piece(country=country), country=country, tax_number=number)


def test_what_is_no_part_of_an_order_and_what_is_there_already_is_refused() -> None:
    with pytest.raises(Rejected) as refused:
        PORT.piece(replace(wanted(colour="red"), target=Target("8001")), SHOP)
    assert [each.code for each in refused.value.findings] == ["not_written", "exists"]


# What became of it


def outcome(result: object) -> Outcome:
    told = reply(result if isinstance(result, list) else {"result": result}, CREATE)
    [found] = PORT.outcomes([piece()], told, SHOP)
    return found


@pytest.mark.parametrize(
    "listed", [{"number": [8001]}, [8001], {"number": {"long": ["8001"]}}, {"number": 8001}]
)
def test_an_order_that_was_made_has_its_id_however_it_is_wrapped(listed: object) -> None:
    assert outcome({"is_success": True, "order_list": listed}) == Outcome(remote_id="8001")


def test_several_orders_of_one_request_are_all_kept() -> None:
    made = {"is_success": "true", "order_list": {"number": [8001, 8002, "8002"]}}
    assert outcome(made) == Outcome(remote_id="8001,8002")


def test_an_order_that_was_made_and_not_paid_is_made() -> None:
    unpaid = {
        "is_success": True,
        "order_list": {"number": [8001]},
        "error_msg": "OrderCreated, autoPay fail:APIPayFail",
    }
    assert outcome(unpaid) == Outcome(remote_id="8001")


@pytest.mark.parametrize(
    "result",
    [
        {},
        {"is_success": True},
        {"is_success": True, "order_list": {}},
        {"is_success": None, "order_list": {"number": [8001]}},
        {"is_success": False, "order_list": {"number": [8001]}, "error_code": "A001"},
        {"is_success": False},
        {"is_success": False, "error_code": "SOMETHING_NEW", "error_msg": "x"},
        {"is_success": False, "error_msg": "OrderCreated, autoPay fail:APIPayFail"},
        {"is_success": "maybe", "error_code": "A001"},
        {"error_code": "INVENTORY_HOLD_ERROR"},
        "no result",
        [],
    ],
)
def test_what_leaves_open_whether_there_is_an_order_is_unknown(result: object) -> None:
    """A wrong word costs a second order; an unknown one is sent again under the same number."""
    found = outcome(result)
    assert type(found.fault) is OutcomeUnknown
    assert (found.remote_id, found.number_taken) == (None, False)


def test_a_second_one_that_is_refused_names_the_first_where_it_says_it() -> None:
    again = {"is_success": False, "error_code": "REPEATED_ORDER_ERROR"}
    assert (outcome(again).number_taken, outcome(again).remote_id) == (True, None)
    named = outcome({**again, "order_list": {"number": [8001, 8002]}})
    assert (named.number_taken, named.remote_id) == (True, "8001,8002")


# The card


def test_the_card_knows_how_an_order_is_proven_and_ended() -> None:
    way = joined(platform.CARD.writes)["purchases.order"]
    assert way.kind is KINDS["purchases.order"]
    assert (way.harmless_twice, way.proof_in_words) == (False, "answered under our key")
    assert way.write.key_memory_s == 86_400
    supplies = platform.CARD.supplies
    assert supplies is not None
    assert {supplies.sureness(each) for each in Wish} == {Sureness.memo_only}
    assert (supplies.ends_unpaid, supplies.ends_paid) == (Ends.by_site, Ends.by_site)
    assert (supplies.pays_itself, supplies.has_balance) == (True, False)
    assert PORT.readings([Target("8001")]) == ()
