"""Each word of the sheet by which something is refused, and what we do next."""

import pytest

from hanse.base.faults import (
    AuthLapsed,
    Conflict,
    Denied,
    Fault,
    Gone,
    OutcomeUnknown,
    Rejected,
    Throttled,
    Unavailable,
)
from hanse.connectors.aliexpress import manifest as platform
from hanse.connectors.aliexpress.wire import codes
from tests.connectors.aliexpress.told import KEYS, SHOP, answer, order, product, refused, ways

CREATE = "aliexpress.ds.order.create"
ORDER_GET = "aliexpress.trade.ds.order.get"
TRACKING = "aliexpress.ds.order.tracking.get"
FREIGHT = "aliexpress.ds.freight.query"
TOKEN = "/auth/token/create"

# By code: what a reading ends in, and what an order does.
GATEWAY: dict[str, tuple[type[Fault], type[Fault]]] = {
    "ApiCallLimit": (Throttled, Throttled),
    "ServiceUnavailable": (Unavailable, OutcomeUnknown),
    "isp.service-unavailable": (Unavailable, OutcomeUnknown),
    "InternalError": (Unavailable, OutcomeUnknown),
    "IllegalAccessToken": (AuthLapsed, AuthLapsed),
    "IllegalRefreshToken": (AuthLapsed, AuthLapsed),
    "InvalidCode": (AuthLapsed, AuthLapsed),
    "isv.402": (AuthLapsed, AuthLapsed),
    "IncompleteSignature": (AuthLapsed, AuthLapsed),
    "InvalidAppkey": (AuthLapsed, AuthLapsed),
    "AUTH_TYPE_UNSUPPORTED": (Rejected, Rejected),
    "UnsupportedParamMapping": (Rejected, Rejected),
    "MissingParameter": (Rejected, Rejected),
    "isv.insufficient-permission": (Denied, Denied),
    "isv.invalid-authorization": (Denied, Denied),
}


def test_every_word_of_the_gateway_is_here() -> None:
    assert set(GATEWAY) == set(codes.GATEWAY)


@pytest.mark.parametrize("code", GATEWAY)
def test_each_word_of_the_gateway_says_what_to_do(code: str) -> None:
    """As the code or as the finer one, and flat where the call has a path of its own."""
    reading, ordering = GATEWAY[code]
    for body in (refused(code), refused("15", code)):
        fault = platform.words(answer(body))
        assert type(fault) is reading
        assert fault.next_step
        assert type(platform.words(answer(body, CREATE, writes=True))) is ordering
    flat = {"type": "ISV", "code": code, "message": "No.", "request_id": "r1"}
    assert type(platform.words(answer(flat, TOKEN, writes=True))) is ordering
    wrapped = {f"{TOKEN}_response": flat}
    assert type(platform.words(answer(wrapped, TOKEN, writes=True))) is ordering


@pytest.mark.parametrize(
    ("code", "sub_code", "kind"),
    [("15", "isp.remote-service-timeout", "ISP"), ("57", "", "SYSTEM"), ("7", "isp.x", "ISV")],
)
def test_what_failed_on_their_side_is_asked_again_and_an_order_is_unknown(
    code: str, sub_code: str, kind: str
) -> None:
    body = refused(code, sub_code, kind, "Remote service error")
    assert type(platform.words(answer(body))) is Unavailable
    assert type(platform.words(answer(body, CREATE, writes=True))) is OutcomeUnknown


@pytest.mark.parametrize(
    ("said", "after_s"),
    [
        ("Api access frequency exceeds the limit. this ban will last 1 seconds", 1.25),
        ("Api access frequency exceeds the limit. this ban will last 30 more seconds", 1.25),
        ("this ban will last 30 seconds", 30.25),
        ("this ban will last 999999 seconds", 3600.0),
        ("", 1.25),
    ],
)
def test_who_is_too_fast_waits_as_long_as_it_says(said: str, after_s: float) -> None:
    fault = platform.words(answer(refused("ApiCallLimit", msg=said)))
    assert isinstance(fault, Throttled)
    assert fault.after_s == after_s


def test_a_word_that_nobody_knows_is_named_and_of_an_order_proves_nothing() -> None:
    body = refused("99", "isv.new-rule", msg=f"No, {KEYS['app_secret']}.")
    fault = platform.words(answer(body))
    assert type(fault) is Rejected
    assert fault.findings[0].code == "isv.new-rule"
    assert "isv.new-rule" in fault.sentence
    assert KEYS["app_secret"] not in fault.sentence
    assert type(platform.words(answer(body, CREATE, writes=True))) is OutcomeUnknown


@pytest.mark.parametrize("method", [ORDER_GET, TRACKING])
@pytest.mark.parametrize("code", sorted(codes.RIGHTS_MISSING))
def test_an_order_of_somebody_else_is_not_there(method: str, code: str) -> None:
    assert type(platform.words(answer(refused("11", code), method))) is Gone


# By status, and what is no document


@pytest.mark.parametrize("status", [500, 502, 503])
def test_a_broken_gateway_leaves_an_order_unknown(status: int) -> None:
    told = answer(refused("MissingParameter"), CREATE, status=status, writes=True)
    assert type(platform.words(told)) is OutcomeUnknown
    assert type(platform.words(answer(b"<html>", status=status))) is Unavailable


@pytest.mark.parametrize("body", [b"", b"<html>", b'{"half": ', b"[]", b'"x"'])
def test_an_answer_that_is_none_leaves_an_order_unknown(body: bytes) -> None:
    assert type(platform.words(answer(body, CREATE, writes=True))) is OutcomeUnknown
    assert type(platform.words(answer(body))) is Unavailable


# In the document of a call


def under(name: str, payload: object) -> object:
    return {f"{name.replace('.', '_')}_response": payload}


@pytest.mark.parametrize(
    ("method", "payload", "kind"),
    [
        ("aliexpress.ds.product.get", product(), None),
        ("aliexpress.ds.product.get", {"rsp_code": "602", "rsp_msg": "x"}, None),
        ("aliexpress.ds.product.get", {"rsp_code": 605, "rsp_msg": "ITEM_ID_NOT_FOUND"}, None),
        ("aliexpress.ds.product.get", {"rsp_code": 404, "rsp_msg": "System Error"}, Unavailable),
        ("aliexpress.ds.product.get", {"rsp_code": 611, "rsp_msg": "x"}, Rejected),
        (FREIGHT, ways(), None),
        (FREIGHT, {"result": {"success": False, "code": 505, "msg": codes.NO_DELIVERY}}, None),
        (FREIGHT, {"result": {"success": "false", "msg": codes.NO_DELIVERY}}, None),
        (FREIGHT, {"result": {"success": False, "code": 1, "msg": codes.NO_ITEM}}, Gone),
        (FREIGHT, {"result": {"success": False, "code": codes.NO_ITEM}}, Gone),
        (FREIGHT, {"result": {"success": False, "code": 1, "msg": "Other"}}, Rejected),
        (FREIGHT, {"result": {"success": False}}, Rejected),
        (TRACKING, {"result": {"ret": False, "code": 1001, "msg": "x NOT FOUND"}}, None),
        (TRACKING, {"result": {"ret": False, "code": "1002", "msg": "x"}}, Rejected),
        (TRACKING, {"result": {"ret": True, "code": "0", "data": {}}}, None),
        (ORDER_GET, order(), None),
        ("aliexpress.ds.feedname.get", {"resp_result": {"resp_code": 200, "result": {}}}, None),
        ("aliexpress.ds.feedname.get", {"resp_result": {"resp_code": 401}}, Rejected),
        ("aliexpress.ds.text.search", {"code": "200", "data": {}}, None),
        ("aliexpress.ds.text.search", {"code": "isp.timeout", "msg": "x"}, Unavailable),
        ("aliexpress.ds.member.benefit.get", {"rsp_code": "200", "result": {}}, None),
    ],
)
def test_what_a_call_says_itself_is_a_fault_or_that_there_is_nothing(
    method: str, payload: object, kind: type[Fault] | None
) -> None:
    fault = platform.words(answer(under(method, payload), method))
    assert (type(fault) if fault else None) is kind
    if isinstance(fault, Rejected):
        assert fault.findings[0].code in fault.sentence


def test_the_envelope_is_taken_off_whatever_it_is_called() -> None:
    payload = {"result": {"ok": 1}}
    for body in (
        under("aliexpress.ds.text.search", payload),
        {"aliexpress_ds_text_search": payload},
        {"x_response": payload, "request_id": "r1"},
        payload,
    ):
        assert platform.reply_of(answer(body)).document == payload


# Of an order

ORDERS: dict[str, tuple[type[Fault], str]] = {
    "B_DROPSHIPPER_DELIVERY_ADDRESS_VALIDATE_FAIL": (Rejected, "ship_to"),
    "B_DROPSHIPPER_DELIVERY_ADDRESS_CPF_CN_INVALID": (Rejected, "tax_number"),
    "B_DROPSHIPPER_DELIVERY_ADDRESS_CPF_NOT_MATCH": (Rejected, "tax_number"),
    "PRICE_PAY_CURRENCY_ERROR": (Rejected, "amount"),
    "DELIVERY_METHOD_NOT_EXIST": (Rejected, "freight"),
    "A002_INVALID_ZONE": (Rejected, "ship_to.region"),
    "A004_CANNOT_USER_COUPON": (Rejected, "voucher"),
    "A005_INVALID_COUNTRIES": (Rejected, "ship_to.country"),
    "BLACKLIST_BUYER_IN_LIST": (Denied, ""),
    "USER_ACCOUNT_DISABLED": (Denied, ""),
    "A001": (Denied, ""),
    "A003": (Denied, ""),
    "A006": (Denied, ""),
    "INVENTORY_HOLD_ERROR": (Rejected, "lines"),
    "ERROR_WHEN_BUILD_FOR_PLACE_ORDER": (OutcomeUnknown, ""),
    "REPEATED_ORDER_ERROR": (Conflict, ""),
}


def test_every_word_of_an_order_is_here() -> None:
    assert set(ORDERS) == set(codes.ORDER_REFUSALS)


@pytest.mark.parametrize("code", ORDERS)
def test_each_word_of_an_order_says_what_to_do(code: str) -> None:
    """In the result, with or without an error message; or where the gateway speaks of an order."""
    kind, field = ORDERS[code]
    for payload in (
        under(CREATE, {"result": {"is_success": False, "error_code": code, "error_msg": "x"}}),
        under(CREATE, {"result": {"is_success": "false", "error_msg": code}}),
        refused("15", code),
    ):
        told = answer(payload, CREATE, writes=True)
        assert platform.words(told) is None
        [outcome] = platform.WRITES[0].outcomes([], platform.reply_of(told), SHOP)
        assert type(outcome.fault) is kind
        assert outcome.fault.next_step
        assert outcome.number_taken is (code == "REPEATED_ORDER_ERROR")
        found = outcome.fault.findings if isinstance(outcome.fault, Rejected) else ()
        assert [each.field for each in found] == ([field] if kind is Rejected else [])
        if code == "INVENTORY_HOLD_ERROR":
            assert [each.code for each in found] == ["no_stock"]


def test_a_code_that_a_document_writes_shorter_or_longer_is_the_same() -> None:
    assert codes.order_word("X_CPF_NOT_MATCH") is codes.order_word(
        "B_DROPSHIPPER_DELIVERY_ADDRESS_CPF_NOT_MATCH"
    )
    assert codes.order_word("A001_SOMETHING") is codes.order_word("A001")
    assert codes.order_word("A007_SOMETHING") is None
