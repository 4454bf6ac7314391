"""What is asked, and how a list goes on to its end."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest

from hanse.base.faults import Gone, Unavailable
from hanse.connectors.shopify import manifest
from hanse.connectors.shopify.wire.page import DEPTH_MAX
from hanse.trade.ports_read import Ask, Kind, Page, Reach, ReadPort
from tests.connectors.shopify import documents as made
from tests.connectors.shopify.told import SHOP, said, sent

PORTS: dict[Kind, ReadPort[Any]] = {port.kind: port for port in manifest.READS}
SINCE = datetime(2026, 11, 22, 5, 0, 7, 500_000, tzinfo=UTC)
ROOTS = {
    Kind.products: "products",
    Kind.locations: "locations",
    Kind.levels: "inventoryItems",
    Kind.orders: "orders",
    Kind.buyers: "customers",
}
ROWS = {
    Kind.products: made.product(),
    Kind.locations: made.location(),
    Kind.levels: made.item(),
    Kind.orders: made.order(),
    Kind.buyers: made.customer(),
    Kind.offers: made.offer(),
}


def variables(kind: Kind, ask: Ask) -> Any:
    return sent(PORTS[kind].question(ask, SHOP))["variables"]


def text(kind: Kind, ask: Ask) -> str:
    found: str = sent(PORTS[kind].question(ask, SHOP))["query"]
    return found


def read(kind: Kind, ask: Ask, data: object) -> Page[Any]:
    return PORTS[kind].page(ask, said(data), SHOP)


@pytest.mark.parametrize("kind", list(ROOTS))
def test_every_kind_is_read_to_its_end(kind: Kind) -> None:
    ask = Ask(Reach.everything)
    assert variables(kind, ask) == {"after": None, "query": None}
    first = read(kind, ask, {ROOTS[kind]: made.nodes(ROWS[kind], more=True, end="mark1")})
    assert first.next == replace(ask, page=2, cursor=":mark1")
    assert variables(kind, first.next) == {"after": "mark1", "query": None}
    last = read(kind, first.next, {ROOTS[kind]: made.nodes()})
    assert (last.next, last.rows) == (None, ())
    (row,) = first.rows
    assert row.remote_id == row.value.remote_id == first.seen_ids[0]


@pytest.mark.parametrize("kind", [Kind.products, Kind.orders, Kind.buyers])
def test_what_changed_is_asked_for_with_an_overlap(kind: Kind) -> None:
    """The index lags: what changed just before the mark may not have been in it."""
    ask = Ask(Reach.changed, since=SINCE)
    assert variables(kind, ask)["query"] == "updated_at:>='2026-11-22T04:58:07Z'"
    assert "sortKey: UPDATED_AT" in text(kind, ask)
    assert "sortKey: ID" in text(kind, Ask(Reach.everything))


def test_a_zone_does_not_move_the_mark() -> None:
    singapore = SINCE.astimezone(timezone(timedelta(hours=8)))
    assert variables(Kind.products, Ask(Reach.changed, since=singapore)) == variables(
        Kind.products, Ask(Reach.changed, since=SINCE)
    )


def test_a_mark_goes_forward_only() -> None:
    ask = Ask(Reach.changed, since=SINCE)
    old = made.product(updatedAt="2026-11-22T04:59:00Z")
    assert read(Kind.products, ask, {"products": made.nodes(old)}).reached_at == SINCE
    new = made.product(updatedAt="2026-11-22T06:00:00Z")
    reached = read(Kind.products, ask, {"products": made.nodes(old, new)}).reached_at
    assert reached == datetime(2026, 11, 22, 6, tzinfo=UTC)
    assert read(Kind.products, ask, {"products": made.nodes()}).reached_at is None


def test_an_increment_keeps_its_bound_while_it_goes_on() -> None:
    """A mark of the platform is good for the very same query only."""
    ask = Ask(Reach.changed, since=SINCE)
    rows = made.nodes(made.product(updatedAt="2026-11-22T06:00:00Z"), more=True, end="m")
    following = read(Kind.products, ask, {"products": rows}).next
    assert following is not None
    assert following.since == SINCE
    assert variables(Kind.products, following) == {
        "after": "m",
        "query": "updated_at:>='2026-11-22T04:58:07Z'",
    }


def test_ids_are_asked_for_alone() -> None:
    ask = Ask(Reach.ids, rows_max=250)
    assert "nodes { id }" in text(Kind.products, ask)
    assert "first: 250" in text(Kind.products, ask)
    page = read(Kind.products, ask, {"products": made.nodes({"id": made.of("Product", 12)})})
    assert (page.rows, page.seen_ids) == ((), ("12",))


@pytest.mark.parametrize("kind", [Kind.products, Kind.levels, Kind.orders, Kind.buyers])
def test_a_list_longer_than_the_platform_shows_begins_again_behind_what_was_read(
    kind: Kind,
) -> None:
    deep = Ask(Reach.ids, rows_max=250, page=DEPTH_MAX // 250, cursor=":mark")
    row = {"id": ROWS[kind]["id"]}
    number = row["id"].rpartition("/")[2]
    following = read(kind, deep, {ROOTS[kind]: made.nodes(row, more=True, end="m2")}).next
    assert following == replace(deep, page=1, cursor=f"{number}:")
    assert variables(kind, following) == {"after": None, "query": f"id:>{number}"}
    onward = read(kind, following, {ROOTS[kind]: made.nodes(row, more=True, end="m3")}).next
    assert onward is not None
    assert variables(kind, onward) == {"after": "m3", "query": f"id:>{number}"}


def test_a_long_increment_begins_again_from_its_mark() -> None:
    deep = Ask(Reach.changed, since=SINCE, page=DEPTH_MAX // 50, cursor=":mark")
    rows = made.nodes(made.product(updatedAt="2026-11-22T06:00:00Z"), more=True, end="m2")
    following = read(Kind.products, deep, {"products": rows}).next
    assert following is not None
    assert (following.page, following.cursor) == (1, None)
    assert following.since == datetime(2026, 11, 22, 6, tzinfo=UTC)


def test_an_increment_within_its_overlap_goes_on_where_it_is() -> None:
    """Beginning again would read the same rows for ever."""
    deep = Ask(Reach.changed, since=SINCE, page=DEPTH_MAX // 50, cursor=":mark")
    at = SINCE + timedelta(minutes=1)
    rows = made.nodes(made.product(updatedAt=at.isoformat()), more=True, end="m2")
    following = read(Kind.products, deep, {"products": rows}).next
    assert following is not None
    assert following.cursor == ":m2"


@pytest.mark.parametrize("end", [None, "", "mark"])
def test_a_list_that_does_not_go_on_is_not_read_for_ever(end: str | None) -> None:
    ask = Ask(Reach.everything, page=2, cursor=":mark")
    with pytest.raises(Unavailable, match="more rows, but not where"):
        read(Kind.products, ask, {"products": made.nodes(made.product(), more=True, end=end)})


@pytest.mark.parametrize("kind", list(ROWS))
def test_what_is_named_is_read_and_what_is_gone_is_missing(kind: Kind) -> None:
    number = ROWS[kind]["id"].rpartition("/")[2]
    ask = Ask(Reach.named, ids=(number, "999"))
    assert variables(kind, ask)["ids"][0] == ROWS[kind]["id"]
    page = read(kind, ask, {"nodes": [ROWS[kind], None]})
    assert (page.seen_ids, page.next) == ((number,), None)
    assert len(page.rows) == 1
    assert read(kind, ask, {"nodes": [None, {}]}).seen_ids == ()


def test_the_variants_of_a_product_are_read_to_their_end() -> None:
    ask = Ask(Reach.of_parent, parent_id="12", rows_max=250)
    assert variables(Kind.offers, ask) == {"id": "gid://shopify/Product/12", "after": None}
    rows = made.nodes(made.offer(31), made.offer(32), more=True, end="m")
    told = {"product": {"id": made.of("Product", 12), "variants": rows}}
    page = read(Kind.offers, ask, told)
    assert [row.value.variant_id for row in page.rows] == ["31", "32"]
    assert page.next is not None
    assert variables(Kind.offers, page.next)["after"] == "m"


def test_the_variants_of_a_product_that_is_gone_are_gone() -> None:
    with pytest.raises(Gone, match="Product 12"):
        read(Kind.offers, Ask(Reach.of_parent, parent_id="12"), {"product": None})


def test_no_more_is_asked_for_than_the_caller_wants() -> None:
    assert "products(first: 5," in text(Kind.products, Ask(Reach.everything, rows_max=5))
    assert "products(first: 50," in text(Kind.products, Ask(Reach.everything, rows_max=500))
    assert "products(first: 250," in text(Kind.products, Ask(Reach.ids, rows_max=500))


@pytest.mark.parametrize(
    "data", [None, {}, [], {"products": None}, {"products": {"nodes": None}}, {"products": []}]
)
def test_an_answer_without_rows_is_not_an_empty_shop(data: object) -> None:
    """Everything would look deleted."""
    with pytest.raises(Unavailable):
        read(Kind.products, Ask(Reach.everything), data)
    with pytest.raises(Unavailable):
        read(Kind.products, Ask(Reach.named, ids=("12",)), data)


def test_a_row_that_cannot_be_read_is_said_and_the_others_are_read() -> None:
    rows = made.nodes(made.product(), 7, {"title": "no id"}, None)
    page = read(Kind.products, Ask(Reach.everything), {"products": rows})
    assert page.seen_ids == ("12",)
    assert [each.code for each in page.findings] == ["no_document", "no_id", "no_document"]


def test_a_page_that_comes_twice_tells_the_same() -> None:
    data = {"products": made.nodes(made.product(), made.product(13))}
    ask = Ask(Reach.everything)
    assert read(Kind.products, ask, data) == read(Kind.products, ask, data)
