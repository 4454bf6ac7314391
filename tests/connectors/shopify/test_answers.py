"""What Shopify refused, and what we do next."""

from typing import Any

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
from hanse.connectors.shopify.wire.answer import quota_of, reply_of, words
from hanse.engine.wire.wire import Answer, Quota
from tests.connectors.shopify.told import TOKEN, answer, bucket, codes, error

NO_KEY = "[API] Invalid API key or access token (unrecognized login or wrong password)"
OLD = "[API] Non-expiring access tokens are no longer accepted for the Admin API."


def fault(told: Answer) -> Fault:
    found = words(told)
    assert found is not None
    return found


def refused(*errors: object, data: object = None, **extensions: object) -> dict[str, object]:
    return {"data": data, "errors": list(errors), "extensions": extensions}


def of_user(name: str, *errors: object, key: str = "userErrors") -> dict[str, object]:
    return {"data": {name: {"thing": None, key: list(errors)}}}


@pytest.mark.parametrize(
    ("status", "body", "kind", "sentence"),
    [
        (401, {"errors": NO_KEY}, AuthLapsed, "unrecognized login"),
        (403, {"errors": OLD}, AuthLapsed, "wants tokens that expire"),
        (402, {"errors": "Payment Required"}, Denied, "frozen until its bill is paid"),
        (403, {"errors": "[API] This action requires merchant approval"}, Denied, "approval"),
        (404, {"errors": "Not Found"}, Gone, "no shop at some-shop.myshopify.com"),
        (404, b"<html><title>Nothing here</title></html>", Gone, "no shop at"),
        (423, {"errors": "Locked"}, Denied, "locked the shop"),
        (430, b"<html></html>", Throttled, "for an attack"),
        (429, {"errors": "Too many"}, Throttled, "slow down"),
        (400, {"errors": {"query": "Required parameter missing"}}, Rejected, "answered 400"),
        (406, b"", Rejected, "answered 406"),
        (422, {"errors": {"title": ["can't be blank"]}}, Rejected, "answered 422"),
        (500, b"<html></html>", Unavailable, "failed on its side"),
        (502, b"", Unavailable, "gave up waiting"),
        (503, b"", Unavailable, "maintenance"),
        (504, b"", Unavailable, "gave up waiting"),
    ],
)
def test_each_status_says_what_to_do_next(
    status: int, body: object, kind: type[Fault], sentence: str
) -> None:
    found = fault(answer(body, status))
    assert type(found) is kind
    assert sentence in str(found)


@pytest.mark.parametrize("status", [500, 502, 503, 504])
def test_a_lost_write_is_unknown_not_failed(status: int) -> None:
    assert type(fault(answer(b"", status, writes=True))) is OutcomeUnknown


def test_who_is_taken_for_an_attack_waits_long() -> None:
    slow = fault(answer(b"", 430, wait_s=2.0))
    assert isinstance(slow, Throttled)
    assert slow.after_s == 600


def test_a_wait_that_is_told_is_kept() -> None:
    slow = fault(answer({"errors": "x"}, 429, wait_s=2.0))
    assert isinstance(slow, Throttled)
    assert slow.after_s == 2


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("INTERNAL_SERVER_ERROR", Unavailable),
        ("TIMEOUT", Unavailable),
        ("ACCESS_DENIED", Denied),
        ("SHOP_INACTIVE", Denied),
        ("MAX_COST_EXCEEDED", Rejected),
        ("MAX_INPUT_SIZE_EXCEEDED", Rejected),
        ("BAD_REQUEST", Rejected),
        ("INVALID_VARIABLE", Rejected),
        ("INVALID_FIELD_ARGUMENTS", Rejected),
        ("undefinedField", Rejected),
        ("PARSE_ERROR", Rejected),
        ("SOMETHING_NEW", Rejected),
        ("RESOURCE_NOT_FOUND", Gone),
        ("NOT_FOUND", Gone),
    ],
)
def test_each_code_in_a_200_says_what_to_do_next(code: str, kind: type[Fault]) -> None:
    assert type(fault(answer(refused(error(code, "It is so."))))) is kind
    without_data = {"errors": [error(code, "It is so.")]}
    assert type(fault(answer(without_data))) is kind
    assert "It is so." in fault(answer(without_data)).sentence


def test_what_failed_on_the_other_side_is_asked_again_also_beside_data() -> None:
    """Half an answer would look like a shop in which things are missing."""
    body = refused(error("INTERNAL_SERVER_ERROR"), data={"products": {"nodes": []}})
    assert type(fault(answer(body))) is Unavailable
    assert type(fault(answer(body, writes=True))) is OutcomeUnknown


@pytest.mark.parametrize(
    ("left", "restored", "wanted", "after_s"),
    [
        (990, 100, 1000, 1),
        (0, 100, 639, 7),
        (639, 100, 639, 1),
        (0, 0.001, 900, 60),
    ],
)
def test_a_bucket_that_is_empty_says_when_it_is_full_enough(
    left: float, restored: float, wanted: int, after_s: float
) -> None:
    body = {"errors": [error("THROTTLED", "Throttled")]}
    body["extensions"] = bucket(left, restored, wanted)  # type: ignore[assignment]
    slow = fault(answer(body))
    assert isinstance(slow, Throttled)
    assert slow.after_s == after_s


@pytest.mark.parametrize("extensions", [None, {}, {"cost": None}, bucket(0, 0), {"cost": 7}])
def test_a_bucket_that_is_not_shown_is_waited_for_all_the_same(extensions: object) -> None:
    body = {"errors": [error("THROTTLED", "Throttled")], "extensions": extensions}
    slow = fault(answer(body))
    assert isinstance(slow, Throttled)
    assert slow.after_s == 2


def test_what_we_may_not_see_is_left_out_and_named() -> None:
    denied = error("ACCESS_DENIED", "Access denied for customer field.")
    rows = [{**denied, "path": ["orders", "nodes", row, "customer"]} for row in range(25)]
    body = refused(*rows, data={"orders": {}})
    told = answer(body)
    assert words(told) is None
    reply = reply_of(told)
    assert reply.document == {"orders": {}}
    assert codes(reply.findings) == [("access_denied", "orders.nodes.*.customer")]
    assert "protected customer data" in reply.findings[0].next_step


def test_if_all_is_denied_it_is_a_fault() -> None:
    body = refused(error("ACCESS_DENIED", "Access denied"), data={"orders": None})
    assert type(fault(answer(body))) is Denied


def test_a_filter_that_was_ignored_is_a_mistake_of_ours() -> None:
    warning = {"field": "status", "message": "Input `NOPE` is not an accepted value."}
    search = [{"path": ["orders"], "query": "status:NOPE", "warnings": [warning]}]
    body = {"data": {"orders": {"nodes": []}}, "extensions": {"search": search}}
    found = fault(answer(body))
    assert isinstance(found, Rejected)
    assert "is not an accepted value" in found.sentence
    search[0]["warnings"] = []
    assert words(answer(body)) is None


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (of_user("x", {"field": ["a", "0"], "message": "is wrong", "code": None}), Rejected),
        (of_user("x", {"field": None, "message": "is wrong"}), Rejected),
        (of_user("x", {"message": "Address for this topic has already been taken"}), Conflict),
        (of_user("x", {"message": "Handle", "code": "TAKEN"}), Conflict),
        (of_user("x", {"message": "busy", "code": "OPERATION_IN_PROGRESS"}), Throttled),
        (of_user("x", {"message": "Another operation already in progress."}), Throttled),
        (of_user("x", {"message": "Webhook subscription does not exist"}), Gone),
        (of_user("x", {"message": "no"}, key="orderCancelUserErrors"), Rejected),
    ],
)
def test_what_a_mutation_refused_is_a_fault(body: object, kind: type[Fault]) -> None:
    assert type(fault(answer(body, writes=True))) is kind


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("APP_NOT_FOUND", Gone),  # somebody was faster: nothing of ours is there
        ("APP_NOT_INSTALLED", Gone),
        ("APP_UNINSTALL_ERROR", Rejected),
        ("USER_PERMISSIONS_INSUFFICIENT", Rejected),
    ],
)
def test_whoever_is_not_there_any_more_need_not_leave(code: str, kind: type[Fault]) -> None:
    refused = of_user("appUninstall", {"code": code, "field": None, "message": "No."})
    found = fault(answer(refused, writes=True))
    assert type(found) is kind
    assert '"No."' in found.sentence


def test_an_app_that_has_left_is_no_fault() -> None:
    done = {"appUninstall": {"app": {"id": "gid://shopify/App/7"}, "userErrors": []}}
    assert words(answer({"data": done}, writes=True)) is None
    refused = {"data": {"appUninstall": None}, "errors": [error("ACCESS_DENIED", "Not you.")]}
    assert type(fault(answer(refused, writes=True))) is Denied


def test_each_refused_field_is_a_finding() -> None:
    wrong = {"field": ["webhookSubscription", "callbackUrl"], "message": "Address is invalid"}
    found = fault(answer(of_user("webhookSubscriptionCreate", wrong), writes=True))
    assert isinstance(found, Rejected)
    assert codes(found.findings) == [("refused", "webhookSubscription.callbackUrl")]
    assert "Address is invalid" in found.sentence


def test_an_answer_is_no_fault() -> None:
    assert words(answer({"data": {"shop": {"name": "errors"}}})) is None
    assert words(answer(of_user("x"))) is None
    assert words(answer({"data": {}, "errors": []})) is None


def test_a_text_that_looks_like_an_error_is_none() -> None:
    """A merchant may write anything into a description."""
    text = '"errors": [{"message": "x", "extensions": {"code": "THROTTLED"}}]'
    told = answer({"data": {"product": {"title": text}}})
    assert words(told) is None
    assert quota_of(answer({"data": {"t": '"throttleStatus": {"restoreRate": 1}'}})) is None


@pytest.mark.parametrize("body", [b"", b"<html>", b"[1]", b"{", b'{"errors":[', b'{"a":1}x'])
def test_what_is_no_document_is_lost(body: bytes) -> None:
    for writes, kind in ((False, Unavailable), (True, OutcomeUnknown)):
        told = answer(body, writes=writes)
        found = words(told)
        if found is None:
            with pytest.raises(kind):
                reply_of(told)
        else:
            assert type(found) is kind


@pytest.mark.parametrize("errors", ["Not Found", {"a": 1}, 7, [7], [{"extensions": 3}], True])
def test_errors_of_any_shape_are_none_of_ours(errors: Any) -> None:
    assert isinstance(words(answer({"errors": errors})), Fault | None)
    assert isinstance(fault(answer({"errors": errors}, 400)), Rejected)


def test_a_message_does_not_give_away_what_was_sent() -> None:
    told = answer({"errors": "token shpat_made_up is bad"}, 401, secrets=("shpat_made_up",))
    assert "shpat_made_up" not in str(fault(told))


# Tokens


@pytest.mark.parametrize(
    ("status", "body", "kind", "sentence"),
    [
        (400, {"error": "invalid_client"}, AuthLapsed, "client ID"),
        (400, {"error": "invalid_grant"}, AuthLapsed, "refresh token"),
        (400, {"error": "invalid_request", "error_description": "used"}, AuthLapsed, "used"),
        (400, {"error": "invalid_subject_token"}, AuthLapsed, "exchanged"),
        (400, b"<html><title>Oauth error</title></html>", AuthLapsed, "client ID"),
        (401, b"<html></html>", AuthLapsed, "client ID"),
        (403, b"<html></html>", AuthLapsed, "client ID"),
        (404, b"<html></html>", Gone, "no shop"),
        (402, b"", Denied, "bill"),
        (429, b"", Throttled, "slow down"),
        (200, b"<html></html>", OutcomeUnknown, "not with data"),
        (500, b"", OutcomeUnknown, "failed"),
    ],
)
def test_a_refused_token_says_what_to_do_next(
    status: int, body: object, kind: type[Fault], sentence: str
) -> None:
    found = fault(answer(body, status, writes=True, url=TOKEN))
    assert type(found) is kind
    assert sentence in str(found)


def test_a_token_is_no_fault() -> None:
    told = answer({"access_token": "shpat_made_up", "scope": "errors"}, url=TOKEN)
    assert words(told) is None
    assert reply_of(told).document == {"access_token": "shpat_made_up", "scope": "errors"}


# What is left, and which version spoke


def test_what_is_left_of_the_quota_is_read_also_from_refusals() -> None:
    body = {"data": {}, "extensions": bucket(1990.5)}
    assert quota_of(answer(body)) == Quota(1990.5, 2000, 100)
    slow = {"errors": [error("THROTTLED")], "extensions": bucket(3)}
    assert quota_of(answer(slow)) == Quota(3, 2000, 100)


@pytest.mark.parametrize(
    "status",
    [None, {}, {"maximumAvailable": 2000.0}, {"a": {"maximumAvailable": 1}}, "full", [1]],
)
def test_a_quota_that_is_not_told_is_none(status: object) -> None:
    body = {"data": {}, "extensions": {"cost": {"throttleStatus": status}}}
    assert quota_of(answer(body)) is None
    assert quota_of(answer(b"<html>")) is None


def test_another_version_than_ours_is_said() -> None:
    told = answer({"data": {}}, X_Shopify_API_Version="2027-01")
    assert codes(reply_of(told).findings) == [("version_drift", "")]
    assert "2027-01, not by 2026-10" in reply_of(told).findings[0].sentence
    assert reply_of(answer({"data": {}}, X_Shopify_API_Version="2026-10")).findings == ()
    assert reply_of(answer({"data": {}})).findings == ()


def test_what_will_go_away_is_said() -> None:
    told = answer({"data": {}}, X_Shopify_API_Deprecated_Reason="https://shopify.dev/x")
    assert codes(reply_of(told).findings) == [("deprecated", "")]
