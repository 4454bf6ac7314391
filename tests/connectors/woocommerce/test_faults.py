"""What a real store refused, and what we do next."""

from typing import Any

import pytest
from multidict import CIMultiDict, CIMultiDictProxy
from yarl import URL

from hanse.base.faults import (
    AuthLapsed,
    Conflict,
    Fault,
    Gone,
    OutcomeUnknown,
    Rejected,
    Throttled,
    Unavailable,
)
from hanse.connectors.woocommerce.wire import answer as wire
from hanse.engine.wire.wire import Answer, Call
from tests.connectors.woocommerce.recorded import answer, raw


def made(status: int, body: bytes, method: Any = "GET", path: str = "/", **headers: str) -> Answer:
    url = f"https://shop.example{path}"
    call = Call(method, url, writes=method not in ("GET", "HEAD"))
    told = CIMultiDict({name.replace("_", "-"): text for name, text in headers.items()})
    wait_s = None
    if "retry_after" in headers:
        wait_s = float(headers["retry_after"])
    return Answer(call, URL(url), status, CIMultiDictProxy(told), body, 0.1, wait_s)


def fault(told: Answer) -> Fault:
    found = wire.words(told)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("number", "kind"),
    [
        (3, AuthLapsed),  # nothing shown
        (4, AuthLapsed),  # unknown key
        (5, AuthLapsed),  # wrong secret
        (6, AuthLapsed),  # a key for reading writes
        (7, AuthLapsed),  # a key for writing reads
        (8, Rejected),  # the key of a customer
        (10, AuthLapsed),  # Basic over http
        (13, AuthLapsed),  # nonce used before
        (21, AuthLapsed),  # outside of WooCommerce
        (22, Rejected),  # no such route
        (33, Conflict),
        (43, Conflict),
        (44, Rejected),
        (45, Rejected),
        (46, Rejected),
        (57, Gone),
        (63, Gone),  # a write to an unknown id is 400
        (70, Gone),
        (76, Gone),  # trashed before
        (78, Conflict),  # a trashed product has the SKU
        (80, Gone),
        (83, Rejected),  # more than 100 rows
        (87, OutcomeUnknown),  # critical error while writing
        (88, AuthLapsed),  # a batch with a key for reading
        (123, Conflict),
        (126, Gone),
        (135, Rejected),  # a refusal dressed up as 500
        (136, Rejected),
        (140, Rejected),
        (149, Conflict),
        (150, Rejected),
        (151, Rejected),  # 501: nothing was done
        (159, Rejected),  # no such topic
        (160, Rejected),
        (161, Rejected),
        (173, Rejected),
        (219, Unavailable),
        (220, Unavailable),
        (221, Unavailable),
        (222, Rejected),
        (223, Unavailable),
        (224, AuthLapsed),
        (225, Unavailable),
    ],
)
def test_every_recorded_refusal_says_what_to_do_next(number: int, kind: type[Fault]) -> None:
    assert type(fault(answer(number))) is kind


@pytest.mark.parametrize("number", [12, 55, 79, 91])
def test_an_answer_is_no_fault(number: int) -> None:
    assert wire.words(answer(number)) is None


def test_a_wrong_secret_and_a_key_that_was_not_seen_are_told_apart() -> None:
    assert str(fault(answer(5))) == (
        "127.0.0.1 says: Consumer secret is invalid. Check the key and its secret, what the key"
        " may do, and the clocks of store and hub."
    )
    assert "The store saw no key" in fault(answer(10)).next_step


def test_the_key_of_somebody_without_rights_says_whose_key_is_needed() -> None:
    assert "shop manager" in fault(answer(8)).next_step


def test_who_has_the_sku_is_named() -> None:
    refused = fault(answer(43))
    assert str(refused) == (
        "127.0.0.1 says: Invalid or duplicated SKU. Take over 12, which has it, or rename this one."
    )
    error = wire.told(answer(43))
    assert error is not None
    assert wire.holder(error) == "12"


def test_each_refused_parameter_is_a_finding() -> None:
    refused = fault(answer(46))
    assert isinstance(refused, Rejected)
    assert [each.field for each in refused.findings] == ["type", "status"]
    assert refused.findings[0].sentence.startswith("type is not one of simple, grouped")
    missing = fault(answer(150))
    assert isinstance(missing, Rejected)
    assert [(each.field, each.sentence) for each in missing.findings] == [
        ("email", "email is missing.")
    ]


def test_the_whole_data_of_an_error_may_be_a_number() -> None:
    refused = fault(answer(135))
    assert isinstance(refused, Rejected)
    assert refused.findings == ()
    assert "does not support automatic refunds" in refused.sentence


def test_a_message_is_shown_without_its_tags() -> None:
    error = wire.told(answer(87))
    assert error is not None
    sentence = wire.said(answer(87), error)
    assert "There has been a critical error on this website." in sentence
    assert "<" not in sentence


def test_a_critical_error_while_reading_changed_nothing() -> None:
    told = made(500, raw({"code": "internal_server_error", "message": "x", "data": None}))
    assert type(fault(told)) is Unavailable


def test_maintenance_says_when_to_come_back() -> None:
    assert fault(answer(219)).next_step == "Try again in 600 s, as it asks."


@pytest.mark.parametrize("number", [223, 225])
def test_plain_permalinks_are_named(number: int) -> None:
    assert fault(answer(number)).next_step == wire.PERMALINKS


def test_a_redirect_to_elsewhere_is_not_about_permalinks() -> None:
    told = made(301, b"", path="/wp-json/wc/v3/products", Location="https://other.example/x")
    assert type(fault(told)) is Rejected
    linked = made(
        301,
        b"",
        path="/a",
        Location="https://shop.example/a/",
        Link='<https://shop.example/wp-json/>; rel="https://api.w.org/"',
    )
    assert fault(linked).next_step != wire.PERMALINKS


@pytest.mark.parametrize("status", [403, 404, 501])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_page_of_a_firewall_is_not_what_the_store_says(status: int, method: str) -> None:
    """A 404 of another site must not make every product gone."""
    refused = fault(made(status, b"<html><title>Forbidden</title></html>", method))
    assert type(refused) is Unavailable
    assert "firewall" in refused.sentence


def test_a_host_that_slows_us_down_is_waited_for() -> None:
    for body in (b"<html></html>", raw({"code": "too_many_requests", "message": "", "data": {}})):
        slow = fault(made(429, body))
        assert isinstance(slow, Throttled)
        assert slow.after_s == 30
        told = fault(made(429, body, retry_after="7"))
        assert isinstance(told, Throttled)
        assert told.after_s == 7


@pytest.mark.parametrize("status", [502, 503, 504, 520, 524])
def test_a_write_into_a_broken_way_is_unknown(status: int) -> None:
    assert type(fault(made(status, b"", "POST"))) is OutcomeUnknown
    assert type(fault(made(status, b""))) is Unavailable


@pytest.mark.parametrize("number", [226, 227])
def test_what_a_plug_in_prints_before_the_answer_is_passed_over_and_said(number: int) -> None:
    value, noise = wire.document(answer(number))
    assert value == [{"id": 120}]
    assert noise == wire.NOISE


def test_a_clean_answer_has_no_noise() -> None:
    value, noise = wire.document(made(200, b' [{"id": 1}] '))
    assert (value, noise) == ([{"id": 1}], None)


@pytest.mark.parametrize(
    "body", [b"", b"<html></html>", b'[{"id":1}', b'[{"id":1},{"id":2}', b'warning [{"id":', b"{"]
)
def test_half_an_answer_is_not_cut_until_it_fits(body: bytes) -> None:
    with pytest.raises(Unavailable):
        wire.document(made(200, body))
    with pytest.raises(OutcomeUnknown):
        wire.document(made(200, body, "POST"))


def test_a_date_in_brackets_before_the_answer_is_noise() -> None:
    value, noise = wire.document(made(200, b'[21-Nov-2026 15:00] PHP Warning\n{"id":1}'))
    assert (value, noise) == ({"id": 1}, wire.NOISE)


def test_a_message_does_not_give_away_what_was_sent() -> None:
    body = raw({"code": "x", "message": "key cs_made_up_secret is bad", "data": {"status": 400}})
    told = made(400, body)
    call = Call("GET", "https://shop.example/", writes=False, secrets=("cs_made_up_secret",))
    told = Answer(call, told.url, told.status, told.headers, body, 0.1, None)
    assert "cs_made_up_secret" not in str(fault(told))


@pytest.mark.parametrize(
    ("location", "root"),
    [
        ("https://www.shop.example/wp-json/wc/v3/products?page=1", "https://www.shop.example"),
        ("https://shop.example:8443/de/wp-json/wc/v3/products", "https://shop.example:8443/de"),
        ("https://www.shop.example/wp-json/wc/v3/products/", "https://www.shop.example"),
        ("https://u:p@www.shop.example:443/wp-json/", "https://www.shop.example"),
    ],
)
@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_a_store_that_lives_at_another_address_is_named(
    status: int, location: str, root: str
) -> None:
    told = made(status, b"", path="/wp-json/wc/v3/products", Location=location)
    found = fault(told)
    assert isinstance(found, Rejected)
    assert found.next_step == f"Enter {root} as the address of the store."


@pytest.mark.parametrize(
    "location",
    ["", "/login", "https://[/wp-json/", "ftp://x/wp-json/", "//x:99999/wp-json/", "/b/wp-json/x"],
)
def test_a_redirect_to_no_store_is_not_offered_as_one(location: str) -> None:
    found = fault(made(301, b"", path="/wp-json/wc/v3/products", Location=location))
    assert isinstance(found, Rejected)
    assert "It points to" in found.sentence
    assert "as the address of the store" not in found.next_step


def test_a_key_that_wordpress_looked_for_among_its_own_users_is_unknown() -> None:
    body = raw({"code": "invalid_username", "message": "Unknown username.", "data": None})
    found = fault(made(401, body))
    assert isinstance(found, AuthLapsed)
    assert found.next_step.startswith("The store does not know the key")
