"""Everything of a kind in one file."""

import json
from itertools import groupby
from typing import Any

import pytest

from hanse.base.faults import Gone, Unavailable
from hanse.connectors.shopify import manifest
from hanse.connectors.shopify.wire import bulk
from hanse.trade.ports_bulk import BulkReport, BulkState
from hanse.trade.ports_read import Ask, Kind, Page, Reach
from tests.connectors.shopify import documents as made
from tests.connectors.shopify.told import SHOP, codes, received, said, sent

assert manifest.BULK is not None
BULK = manifest.BULK
URL = "https://storage.example/x.jsonl?signed=1"


def operation(**changed: Any) -> Any:
    return {
        "id": made.of("BulkOperation", 77),
        "status": "RUNNING",
        "errorCode": None,
        "objectCount": "120",
        "url": None,
        "partialDataUrl": None,
        **changed,
    }


def report(**changed: Any) -> BulkReport:
    return BULK.report(said({"bulkOperation": operation(**changed)}))


def lines(document: Any, *connections: str) -> list[Any]:
    """The document as the file tells it: its rows on lines of their own."""
    root = {name: value for name, value in document.items() if name not in connections}
    children = [
        {**row, "__parentId": document["id"]}
        for name in connections
        for row in document[name]["nodes"]
    ]
    return [received(each) for each in [root, *children]]


def page(kind: Kind, *told: Any) -> Page[Any]:
    return BULK.page(kind, told, SHOP)


def paged(kind: Kind, root: str, *documents: Any) -> Page[Any]:
    (port,) = (each for each in manifest.READS if each.kind is kind)
    return port.page(Ask(Reach.everything), said({root: made.nodes(*documents)}), SHOP)


def test_a_file_is_begun_with_a_query_in_a_query() -> None:
    question = BULK.start(Kind.products, SHOP)
    assert (question.writes, question.plumbing, question.family) == (True, "bulk.start", "bulk")
    assert "groupObjects: true" in sent(question)["query"]
    assert sent(question)["variables"]["query"].startswith("{ products { edges { node { id title")
    begun = BULK.started(said({"bulkOperationRunQuery": {"bulkOperation": operation()}}))
    assert begun == BulkReport("77", BulkState.running, 120)
    assert sent(BULK.poll(begun.remote_id))["variables"] == {"id": made.of("BulkOperation", 77)}
    assert not BULK.poll("77").writes


def test_everything_large_can_be_asked_for() -> None:
    assert BULK.kinds == {Kind.products, Kind.levels, Kind.orders, Kind.buyers}


@pytest.mark.parametrize(
    ("status", "state"),
    [
        ("CREATED", BulkState.running),
        ("RUNNING", BulkState.running),
        ("CANCELING", BulkState.running),
        ("COMPLETED", BulkState.done),
        ("FAILED", BulkState.failed),
        ("CANCELED", BulkState.failed),
        ("EXPIRED", BulkState.failed),
        ("DREAMING", BulkState.failed),
        (None, BulkState.failed),
    ],
)
def test_every_status_is_one_of_three(status: str | None, state: BulkState) -> None:
    read = report(status=status, url=URL)
    assert read.state is state
    assert read.url == (URL if state is BulkState.done else None)
    assert bool(read.why) == (state is BulkState.failed)


def test_every_status_that_we_know_is_walked_above() -> None:
    assert len(bulk.STATES) == 7
    assert set(bulk.STATES.values()) == set(BulkState)


def test_a_file_without_a_row_has_no_address() -> None:
    read = report(status="COMPLETED", objectCount="0")
    assert read == BulkReport("77", BulkState.done, 0, None)


def test_half_a_file_is_not_handed_on_and_that_is_said() -> None:
    read = report(status="FAILED", errorCode="TIMEOUT", url=URL, partialDataUrl=URL)
    assert read.url is None
    assert read.why == (
        "It took Shopify too long. A part of it was written, which is not used: it would look as"
        " if the rest were gone."
    )


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"status": "FAILED", "errorCode": "ACCESS_DENIED"}, "The app may not read all of it."),
        ({"status": "FAILED", "errorCode": "MOON"}, "Shopify says 'MOON'."),
        ({"status": "EXPIRED"}, "It is expired."),
        ({"status": "DREAMING"}, "Shopify says 'DREAMING' of it, which we do not know."),
    ],
)
def test_a_failure_says_why(changed: Any, why: str) -> None:
    assert why in report(**changed).why


def test_a_file_that_nobody_knows_is_gone() -> None:
    with pytest.raises(Gone):
        BULK.report(said({"bulkOperation": None}))
    with pytest.raises(Unavailable):
        BULK.started(said({"bulkOperationRunQuery": None}))


# The lines


@pytest.mark.parametrize(
    ("kind", "root", "document", "connections"),
    [
        (Kind.products, "products", made.product(), ("collections", "media", "variants")),
        (Kind.products, "products", made.plain_product(), ("collections", "media", "variants")),
        (Kind.levels, "inventoryItems", made.item(), ("inventoryLevels",)),
        (Kind.orders, "orders", made.order(), ("lineItems", "shippingLines")),
        (Kind.buyers, "customers", made.customer(), ()),
    ],
)
def test_a_file_tells_the_same_as_a_page(
    kind: Kind, root: str, document: Any, connections: tuple[str, ...]
) -> None:
    """Or the second way of reading would find that everything has changed."""
    from_file = page(kind, *lines(document, *connections))
    from_page = paged(kind, root, document)
    assert [row.value for row in from_file.rows] == [row.value for row in from_page.rows]
    assert from_file.seen_ids == from_page.seen_ids
    assert (from_file.findings, from_file.next) == ((), None)


def test_lines_of_one_thing_are_told_from_those_of_the_next() -> None:
    told = [
        *lines(made.product(12), "collections", "media", "variants"),
        *lines(made.product(13), "collections", "media", "variants"),
    ]
    grouped = [key for key, _ in groupby(told, BULK.group)]
    assert grouped == ["12", "13"]
    assert page(Kind.products, *told).seen_ids == ("12", "13")


@pytest.mark.parametrize("line", [None, [], "x", 7, {}, {"id": 7}, {"id": "12"}, {"__parentId": 1}])
def test_a_line_that_names_nothing_is_of_nothing(line: object) -> None:
    assert BULK.group(line) is None
    assert codes(page(Kind.products, line).findings) == [("stray_line", "")]


def test_a_line_without_its_thing_is_said() -> None:
    child = {"id": made.of("ProductVariant", 1), "__parentId": made.of("Product", 99)}
    told = page(Kind.products, *lines(made.product(), "variants", "media", "collections"), child)
    assert [row.remote_id for row in told.rows] == ["12"]
    assert codes(told.findings) == [("stray_line", "")]


def test_a_line_of_a_type_that_we_did_not_ask_for_is_said() -> None:
    root = lines(made.item(), "inventoryLevels")[0]
    child = {"id": made.of("Metafield", 1), "__parentId": root["id"]}
    told = page(Kind.levels, root, child)
    assert codes(told.findings) == [("stray_line", "")]
    assert told.rows[0].value.levels == ()


def test_an_order_with_refunds_or_parcels_is_said_to_be_incomplete() -> None:
    """What the file cannot tell is not taken for none."""
    bare = {"id": made.of("Refund", 1), "totalRefundedSet": made.money("1.0"), "note": None}
    told = page(Kind.orders, *lines(made.order(refunds=[bare]), "lineItems", "shippingLines"))
    (row,) = told.rows
    assert row.value.incomplete
    whole = page(Kind.orders, *lines(made.order(), "lineItems", "shippingLines"))
    assert not whole.rows[0].value.incomplete


def test_all_variants_of_a_large_product_are_in_the_file() -> None:
    many = made.nodes(*(made.variant(number) for number in range(1, 301)))
    told = page(
        Kind.products, *lines(made.product(variants=many), "variants", "media", "collections")
    )
    (row,) = told.rows
    assert (len(row.value.offers), row.value.incomplete) == (300, False)


def test_a_flood_of_stray_lines_is_not_all_told() -> None:
    assert len(page(Kind.buyers, *[json.loads("7")] * 1000).findings) == bulk.ORPHANS_MAX
