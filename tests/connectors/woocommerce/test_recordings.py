"""Whatever a real store answered to a call that we make, and whatever it sent, is read by us.

What is expected stands in the recording itself. Most of them hold a few fields of a document only:
those are laid upon one that was recorded whole.
"""

import base64
import re
from datetime import UTC, datetime
from html import unescape
from typing import Any

import pytest

from hanse.base.faults import (
    AuthLapsed,
    Conflict,
    Fault,
    Gone,
    OutcomeUnknown,
    Rejected,
    Unavailable,
)
from hanse.connectors.woocommerce import manifest
from hanse.connectors.woocommerce.wire import page as wire
from hanse.trade.access import Access
from hanse.trade.ports_read import Ask, Kind, Page, Reach, ReadPort, Reply
from hanse.trade.shop import Shop
from tests.connectors.woocommerce.recorded import SHOP, answer, body, raw, recording
from tests.connectors.woocommerce.said import fields_of
from tests.connectors.woocommerce.sorts import (
    ALL,
    LEFT_OUT,
    kind_of,
    numbers,
    path_of,
    questions,
    shape,
    sort_of,
)

PORTS: dict[Kind, ReadPort[Any]] = {port.kind: port for port in manifest.READS}
WHOLE: dict[Kind, Any] = {
    Kind.products: body(55),
    Kind.offers: body(66)["create"][0],
    Kind.orders: body(125),
    Kind.refunds: body(134),
    Kind.buyers: body(148),
}
# The store kept prices of parts of a cent, and an order of a product that it does not know.
ODD = {
    **dict.fromkeys((48, 185, 186, 187), "too_many_decimals"),
    113: "no_product",
}
AT = datetime(2026, 11, 21, tzinfo=UTC)
SWITCHES = {"active": "on", "disabled": "thrown_off"}
# What a refusal ends in, by the store's own code, or by the status of a page that is no answer.
REFUSALS: dict[str | int, type[Fault]] = {
    "woocommerce_rest_cannot_view": AuthLapsed,
    "woocommerce_rest_authentication_error": AuthLapsed,
    "woocommerce_rest_authentication_missing_parameter": AuthLapsed,
    "rest_cannot_create": AuthLapsed,
    "term_exists": Conflict,
    "product_invalid_sku": Conflict,
    "woocommerce_rest_product_not_created": Conflict,
    "woocommerce_rest_coupon_code_already_exists": Conflict,
    "registration-error-email-exists": Conflict,
    "woocommerce_rest_product_invalid_id": Gone,
    "woocommerce_rest_product_variation_invalid_id": Gone,
    "woocommerce_rest_shop_order_invalid_id": Gone,
    "woocommerce_rest_already_trashed": Gone,
    "internal_server_error": OutcomeUnknown,  # the recorded one is a write
    "rest_no_route": Rejected,
    "rest_invalid_json": Rejected,
    "rest_invalid_param": Rejected,
    "rest_missing_callback_param": Rejected,
    "product_invalid_global_unique_id": Rejected,
    "woocommerce_rest_cannot_create": Rejected,
    "woocommerce_product_image_upload_error": Rejected,
    "woocommerce_product_invalid_image_id": Rejected,
    "woocommerce_rest_request_entity_too_large": Rejected,
    "woocommerce_rest_invalid_customer_id": Rejected,
    "woocommerce_rest_invalid_coupon": Rejected,
    "woocommerce_rest_invalid_item_id": Rejected,
    "woocommerce_rest_cannot_create_order_refund": Rejected,
    "woocommerce_rest_trash_not_supported": Rejected,
    "woocommerce_rest_shop_webhook_invalid_topic": Rejected,
    "woocommerce_rest_shop_webhook_invalid_delivery_url": Rejected,
    301: Unavailable,
    413: Rejected,
    500: Unavailable,
    502: Unavailable,
    503: Unavailable,
}


def reply(number: int) -> Reply:
    told = answer(number)
    assert manifest.words(told) is None
    return manifest.reply_of(told)


def port_of(number: int) -> ReadPort[Any]:
    kind = kind_of(number)
    assert kind is not None
    return PORTS[kind]


def asked(number: int) -> Ask:
    """What we would have asked to be answered so."""
    told = recording(number)
    query = dict(pair.split("=") for pair in told.request["query"].split("&") if pair)
    parent = re.search(r"(?:products|orders)/(\d+)/", path_of(told))
    return Ask(
        Reach.of_parent if parent else Reach.everything,
        parent_id=parent[1] if parent else None,
        currency="USD",
        page=int(query.get("page", 1)),
        rows_max=int(query.get("per_page", 10)),
    )


def check(number: int, row: Any) -> None:
    """The row as the store would have shown it whole says the same to us as to who reads it."""
    port = port_of(number)
    counts = row.get("stock_quantity", 0) is not None  # where the recorder did not keep the switch
    document = {**WHOLE[port.kind], "manage_stock": counts, **row}
    page = port.page(asked(number), Reply([document]), SHOP)
    if port.kind is Kind.products and document["type"] == "variation":
        assert [each.code for each in page.findings] == ["is_variation"]
        assert f"product {document['parent_id']}" in page.findings[0].sentence
        return
    (found,) = page.rows
    assert found.document == document
    assert {each.code for each in found.value.findings} == (
        {ODD[number]} if number in ODD else set()
    )
    for name, (said, understood) in fields_of(port.kind, document).items():
        if name in row:
            assert understood(found.value) == said(document), name


def listed(number: int) -> tuple[Page[Any], list[Any]]:
    told = reply(number)
    rows = told.document
    assert isinstance(rows, list)
    return port_of(number).page(asked(number), told, SHOP), rows


def test_every_recording_of_a_call_that_we_make_is_read() -> None:
    """Of those that are read by nobody each has a reason, and none is of a call of ours."""
    ours = {shape(each.method, each.path) for each in questions()}
    unread = {number for number in ALL if not sort_of(number)}
    assert unread == set(LEFT_OUT)
    for number in LEFT_OUT:
        told = recording(number)
        assert shape(told.request["method"], path_of(told)) not in ours, number
    made = {shape(recording(n).request["method"], path_of(recording(n))) for n in ALL}
    assert len(ours & made) >= 12
    assert len(ALL) - len(unread) == 199


@pytest.mark.parametrize("number", numbers("page"))
def test_a_list_is_read_to_its_last_row(number: int) -> None:
    page, rows = listed(number)
    headers = recording(number).whole["response"]["headers"]
    assert page.seen_ids == tuple(str(row["id"]) for row in rows)
    assert len(page.rows) + len(page.findings) == len(rows)
    if "X-WP-Total" in headers:
        assert page.total == int(headers["X-WP-Total"])
        goes_on = bool(rows) and asked(number).page < int(headers["X-WP-TotalPages"])
        assert (page.next is not None) == goes_on
    for row in rows:
        check(number, row)


@pytest.mark.parametrize("number", numbers("document"))
def test_a_document_is_read_as_it_says(number: int) -> None:
    document = reply(number).document
    assert isinstance(document, dict)
    assert document["id"] == body(number)["id"]
    check(number, document)


@pytest.mark.parametrize("number", numbers("batch"))
def test_of_a_batch_the_rows_that_went_well_are_read(number: int) -> None:
    """The others say why not, and what is no row of the store is none of ours."""
    done = reply(number).document or {}
    assert isinstance(done, dict)
    rows = [row for kind in ("create", "update", "delete") for row in done.get(kind, ())]
    good = [row for row in rows if "error" not in row]
    assert len(rows) >= len(good)
    assert bool(rows) == (number != 84)
    page = port_of(number).page(asked(number), Reply(rows), SHOP)
    assert page.seen_ids == tuple(str(row["id"]) for row in rows if row["id"])
    for row in good:
        check(number, row)


@pytest.mark.parametrize("number", numbers("refusal"))
def test_a_refusal_is_named_by_what_to_do_and_says_what_the_store_said(number: int) -> None:
    told = answer(number)
    found = manifest.words(told)
    assert found is not None
    said = body(number)
    if not isinstance(said, dict):
        assert type(found) is REFUSALS[told.status]
        assert found.sentence.startswith("127.0.0.1 ")
        return
    wanted = Rejected if told.status == 403 else REFUSALS[said["code"]]
    assert type(found) is wanted
    if isinstance(found, OutcomeUnknown):
        assert str(told.status) in found.sentence
        return
    message = " ".join(unescape(re.sub(r"<[^>]*>", " ", said["message"])).split())
    assert message[:100] in " ".join(found.sentence.split())
    params = said["data"].get("params", ()) if isinstance(said.get("data"), dict) else ()
    if isinstance(found, Rejected) and params:
        assert [each.field for each in found.findings] == list(params)


@pytest.mark.parametrize("number", numbers("count"))
def test_a_count_is_read_without_rows(number: int) -> None:
    told = reply(number)
    assert told.document is None
    headers = recording(number).whole["response"]["headers"]
    assert wire.counted(told.headers, "x-wp-total") == int(headers["X-WP-Total"])


@pytest.mark.parametrize("number", numbers("envelope"))
def test_a_list_that_somebody_wraps_is_not_taken_for_an_empty_one(number: int) -> None:
    with pytest.raises(Unavailable, match="not with a list"):
        port_of(number).page(asked(number), reply(number), SHOP)


def test_a_first_look_reads_the_recorded_site_its_report_and_its_settings() -> None:
    assert numbers("probe") == [1, 27, 28]
    index, setting, report = map(reply, numbers("probe"))
    access = Access({"store_url": "https://127.0.0.1:18443", "way": "basic"})
    allowed = reply(84)  # a batch without rows: may the key write?
    found = manifest.probed([index, reply(89), allowed, report, setting], access)
    told = body(28)
    assert found.shop == Shop(
        told["settings"]["currency"],
        told["settings"]["number_of_decimals"],
        time_zone=body(1)["timezone_string"],
    )
    assert (found.name, found.address) == (body(1)["name"], body(1)["home"])
    assert found.version == told["environment"]["version"]
    assert (found.may_read, found.may_write, found.findings) == (True, True, ())
    refused = manifest.words(answer(88))
    assert refused is not None
    reads = manifest.probed([index, reply(89), refused, report, setting], access)
    assert (reads.may_read, reads.may_write) == (True, False)


@pytest.mark.parametrize("number", numbers("webhook"))
def test_a_webhook_is_read_as_the_store_keeps_it(number: int) -> None:
    told = reply(number)
    rows = body(number) if isinstance(told.document, list) else [body(number)]
    found = manifest.subscriptions_of(told)
    assert [(e.remote_id, e.topic, e.address, e.switch, e.findings) for e in found] == [
        (str(row["id"]), row["topic"], row["delivery_url"], SWITCHES[row["status"]], ())
        for row in rows
    ]
    pages = recording(number).whole["response"]["headers"].get("X-WP-TotalPages", "1")
    assert manifest.subscriptions_next(told, None) == ("2" if int(pages) > 1 else None)


@pytest.mark.parametrize("number", numbers("delivery"))
def test_what_the_store_sent_by_itself_hints_at_what_it_says(number: int) -> None:
    told = recording(number)
    headers = {name.lower(): text for name, text in told.request["headers"].items()}
    document = told.request["body"]
    sent = told.request.get("body_raw_b64")
    came = base64.b64decode(sent) if sent else raw(document)
    if "x-wc-webhook-topic" not in headers:
        assert manifest.is_ping(headers, came)
        return
    if sent and told.whole.get("signature_matches"):
        assert manifest.verify(headers, came, Access({}, hook_secret=told.whole["secret"]))
    delivery = manifest.signals(headers, came)
    assert (delivery.topic, delivery.delivery_id, delivery.subscription_id) == (
        headers["x-wc-webhook-topic"],
        headers["x-wc-webhook-delivery-id"],
        headers["x-wc-webhook-id"],
    )
    named = [each.remote_id for each in delivery.signals][:1]
    assert named == ([str(document["id"])] if "id" in document else [])


@pytest.mark.parametrize("number", numbers("grant"))
def test_the_keys_that_the_store_handed_over_are_taken(number: int) -> None:
    granted = recording(number).request["body"]
    sent = raw(granted)
    access = Access({"store_url": "https://shop.example"})
    assert manifest.state_of((), sent) == granted["user_id"]
    assert manifest.consented(access, (), sent, AT).fields == {
        name: granted[name] for name in ("consumer_key", "consumer_secret")
    }
